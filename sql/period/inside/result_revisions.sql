create or replace function period.result_revisions(for_month date)
returns table (agent text, revision integer)
language sql stable rows 200
set search_path = pg_catalog, pg_temp
as $$
    with line as materialized (  -- one row per agent, revision and reason with money
        select l.agent, l.revision, l.reason, sum(l.amount) as amount
          from pay.ledger l
         where l.period = period.month_name(for_month) and l.kind in ('reward', 'penalty', 'reversal')
         group by l.agent, l.revision, l.reason
    ), scored as materialized (  -- one row per revision and agent
        select r.revision, r.agent, jsonb_agg(jsonb_build_array(r.scheme, r.total, r.grade, r.rank) order by r.scheme) as result
          from period.result r
         where r.month = for_month
         group by r.revision, r.agent
    ), money as materialized (  -- one row per revision and agent with any by then
        select x.revision, x.agent, jsonb_agg(jsonb_build_array(x.reason, x.amount) order by x.reason) as result
          from (select s.revision, s.agent, l.reason, sum(l.amount) as amount
                  from scored s
                  join line l on l.agent = s.agent and l.revision <= s.revision
                 group by s.revision, s.agent, l.reason) x
         where x.amount <> 0
         group by x.revision, x.agent
    ), seen as (  -- one row per revision and agent: everything that was theirs
        select s.revision, s.agent, s.result || coalesce(m.result, '[]') as result
          from scored s left join money m on m.revision = s.revision and m.agent = s.agent
    ), compared as (
        select s.*, lag(s.result) over (partition by s.agent order by s.revision) as before, lag(s.revision) over (partition by s.agent order by s.revision) as last
          from seen s
    )
    select c.agent, max(c.revision)
      from compared c
     where c.last is distinct from c.revision - 1 or c.result is distinct from c.before
     group by c.agent
$$;

comment on function period.result_revisions(date) is
    'One row per agent with a result of a closed month: the last revision that changed total, grade, rank or money of that agent (0: the close).';
