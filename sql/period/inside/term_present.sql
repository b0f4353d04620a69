create or replace function period.term_present(of_term text, closed_only boolean) returns text[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return array(select a.agent
                   from period.term_parts(of_term, 'month') p
                  cross join lateral unnest(period.present(p.month)) as a(agent)
                  where period.latest(p.month) is not null or not closed_only and not exists (select from period.skipped k where k.month = p.month)
                  union
                 select k.agent from fact.last_mark k where k.period = of_term and k.agent not like '(%'
                  union
                 select t.agent from fact.last_target t where t.period = of_term and t.agent not like '(%');
end $$;

comment on function period.term_present(text, boolean) is
    'period.present of a term: who has anything in its months but those that were skipped (closed_only: in those that are closed), or a mark or target for it.';
