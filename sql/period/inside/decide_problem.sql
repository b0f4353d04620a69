create or replace function period.decide_problem(asked period.appeal) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select case
        when asked.agent = any (merit.selves())
            then ref.message('refused.decide_own', merit.caller(), asked.agent)
        when asked.login = merit.person() or asked.filer = any (merit.selves())
            then ref.message('refused.decide_filed', merit.caller(), asked.id::text)
        when not merit.closes()
             and asked.agent <> all (merit.led_agents(period.last_day(coalesce(asked.term, period.month_name(asked.month)))))
            then ref.message('refused.decide', merit.caller(), asked.id::text)
        when exists (select from period.closed_period c
                      cross join lateral period.results_of(c.period, c.revision, c.scheme) own
                      cross join lateral period.results_of(c.period, c.revision, c.scheme) r
                      where c.period = coalesce(asked.term, period.month_name(asked.month)) and c.revision = period.part_closed(c.period)
                        and own.agent = any (merit.selves()) and own.rank is not null and r.agent = asked.agent
                        and (own.scope = 'shop' or own.team is not distinct from r.team))
            then ref.message('refused.decide_ranked', merit.caller(), asked.agent, coalesce(asked.term, period.month_name(asked.month))) end
$$;

comment on function period.decide_problem(period.appeal) is
    'Why the caller may not decide an appeal (ref.message); NULL: the caller may. The closing role decides, and so does the lead of the '
    'agent at the end of the month or term; but never the person who filed, the one who appeals, or anybody ranked with the one '
    'who appeals.';
