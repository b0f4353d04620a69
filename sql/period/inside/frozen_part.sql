create or replace function period.frozen_part(part text, of_revision integer, for_scheme text)
returns table (agent text, total numeric, ranked boolean)
language sql stable rows 200
set search_path = pg_catalog, pg_temp
as $$
    select r.agent, r.total, r.rank is not null
      from period.result r
     where part ~ '^\d{4}-\d\d$' and r.month = to_date(case when part ~ '^\d{4}-\d\d$' then part end, 'YYYY-MM')
       and r.revision = of_revision and r.scheme = for_scheme
    union all
    select r.agent, r.total, r.rank is not null
      from period.term_result r
     where r.term = part and r.revision = of_revision and r.scheme = for_scheme
$$;

comment on function period.frozen_part(text, integer, text) is
    'One row per agent whom a scheme scored in a month or term, as that revision froze it: the total, and whether the agent was ranked.';
