create or replace function web.due() returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
declare
    shop   constant ref.shop := web.enter();
    today  constant date := ref.day_of(merit.now());
begin
    return (
        with ended as (  -- one row per month or term that is over, not long ago, and open
            select period.month_name(m) as period, period.month_name(m) as month, (m + interval '1 month')::date as until
              from period.months() m
             where period.latest(m) is null and not exists (select from period.skipped s where s.month = m)
            union all
            select t.term, period.month_name((t.until - interval '1 month')::date), t.until
              from period.terms() t where period.latest_term(t.term) is null
        ), due as materialized (
            select e.period, e.month, e.until,
                   (select count(*) from jsonb_array_elements(web.grade_evidence(e.period)) g
                     where (g -> 'missing')::boolean and merit.may_prove(g ->> 'agent', e.period)
                       and not exists (select from jsonb_array_elements(g -> 'evidence') p where p -> 'withdrawn_at' = 'null')) as evidence,
                   case when merit.closes() then web.to_sign(e.period) else 0 end as signatures
              from ended e
             where e.until <= today and e.until > today - interval '1 year'
        )
        select jsonb_build_object('due', coalesce(jsonb_agg(jsonb_build_object('period', d.period, 'month', d.month, 'evidence', d.evidence,
                                                                               'signatures', d.signatures) order by d.until, d.period), '[]'))
          from due d
         where d.evidence > 0 or d.signatures > 0);
end $$;

comment on function web.due() is
    'What is due from the caller of months and longer periods that ended within a year and are open: grades to file evidence of, and signatures to '
    'give, [{period, month, evidence, signatures}], month being the last one of the period. docs/doors.md has the shape.';
