create or replace function period.term_revisions(of_term text, agents text[] default null)
returns table (agent text, revision integer)
language sql stable rows 200
set search_path = pg_catalog, pg_temp
as $$
    with scored as materialized (  -- one row per revision and agent
        select r.revision, r.agent, jsonb_agg(jsonb_build_array(r.scheme, r.total, r.grade, r.rank) order by r.scheme) as result
          from period.term_result r
         where r.term = of_term and (agents is null or r.agent = any (agents))
         group by r.revision, r.agent
    ), compared as (
        select s.*, lag(s.result) over (partition by s.agent order by s.revision) as before, lag(s.revision) over (partition by s.agent order by s.revision) as last
          from scored s
    )
    select c.agent, max(c.revision)
      from compared c
     where c.last is distinct from c.revision - 1 or c.result is distinct from c.before
     group by c.agent
$$;

comment on function period.term_revisions(text, text[]) is
    'period.result_revisions of a closed term, of these agents (NULL: of all): the last revision that changed total, grade or rank of each.';
