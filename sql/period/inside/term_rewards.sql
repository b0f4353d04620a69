-- Nobody who is not ranked gets or loses anything, as in a month.

create or replace function period.term_rewards(
    of_term text, of_revision integer, paying score.scheme, results period.term_result[], parts period.term_part[]
) returns setof pay.entry
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with found as (  -- one row per award that has an amount, and agent of whom it holds
        select 1 as list, e.n, a.agent, a.because, e.award
          from period.grain_of(of_term) as g(grain)
         cross join lateral jsonb_array_elements(paying.document #> array['shares', g.grain]) with ordinality as e(award, n)
         cross join lateral period.share_actions(results, jsonb_build_array(e.award)) a
         where e.award ? 'amount'
        union all
        select 2, e.n, a.agent, a.because, e.award
          from period.grain_of(of_term) as g(grain)
         cross join lateral jsonb_array_elements(paying.document #> array['counts', g.grain]) with ordinality as e(award, n)
         cross join lateral period.count_actions(of_term, parts, paying.scheme, paying.version, jsonb_build_array(e.award)) a
         where e.award ? 'amount'
    )
    select of_term, of_revision, f.agent, paying.scheme, f.award ->> 'award', case when m.amount > 0 then 'reward' else 'penalty' end, m.amount,
           null::bigint, null::bigint, f.because
      from found f
     cross join lateral (select round((f.award -> 'amount')::numeric, 2) as amount) m
      join unnest(results) r on r.agent = f.agent and r.rank is not null
     where m.amount <> 0
     order by f.list, f.n, f.agent collate "C"
$$;

comment on function period.term_rewards(text, integer, score.scheme, period.term_result[], period.term_part[]) is
    'The lines that a term earns by the scheme that pays, by its results and the parts that it is made of: what its awards by rank (shares) and by count (counts) '
    'that have an amount give to, or take from, each ranked agent.';
