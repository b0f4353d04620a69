-- Nobody who is not ranked gets or loses anything, as in a month.

create or replace function period.term_rewards(of_term text, of_revision integer, paying text, of_version integer) returns setof pay.entry
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with scheme as materialized (  -- one row
        select s.document, (period.term_span(of_term)).grain from score.scheme s where s.scheme = paying and s.version = of_version
    ), found as (
        select 1 as list, e.n, a.agent, a.because, e.award
          from scheme s
         cross join lateral jsonb_array_elements(s.document #> array['shares', s.grain]) with ordinality as e(award, n)
         cross join lateral period.share_actions(of_term, of_revision, paying, jsonb_build_array(e.award)) a
         where e.award ? 'amount'
        union all
        select 2, e.n, a.agent, a.because, e.award
          from scheme s
         cross join lateral jsonb_array_elements(s.document #> array['counts', s.grain]) with ordinality as e(award, n)
         cross join lateral period.count_actions(of_term, of_revision, paying, of_version, jsonb_build_array(e.award)) a
         where e.award ? 'amount'
    )
    select of_term, of_revision, f.agent, paying, f.award ->> 'award', case when m.amount > 0 then 'reward' else 'penalty' end, m.amount,
           null::bigint, null::bigint, f.because
      from found f
     cross join lateral (select round((f.award -> 'amount')::numeric, 2) as amount) m
      join period.term_result r on (r.term, r.revision, r.scheme, r.agent) = (of_term, of_revision, paying, f.agent) and r.rank is not null
     where m.amount <> 0
     order by f.list, f.n, f.agent collate "C"
$$;

comment on function period.term_rewards(text, integer, text, integer) is
    'The lines that a frozen term earns by this version of the scheme that pays: what its awards by rank (shares) and by count (counts) that have '
    'an amount give to, or take from, each ranked agent.';
