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
             and asked.agent <> all (merit.led_agents((asked.month + interval '1 month')::date - 1))
            then ref.message('refused.decide', merit.caller(), asked.id::text)
        when exists (select from period.closing c
                       join period.result own on (own.month, own.revision, own.scheme) = (c.month, c.revision, c.scheme)
                       join period.result r on (r.month, r.revision, r.scheme) = (c.month, c.revision, c.scheme)
                      where c.month = asked.month and c.revision = period.latest(asked.month)
                        and own.agent = any (merit.selves()) and own.rank is not null and r.agent = asked.agent
                        and (own.scope = 'shop' or own.team is not distinct from r.team))
            then ref.message('refused.decide_ranked', merit.caller(), asked.agent, period.month_name(asked.month)) end
$$;

comment on function period.decide_problem(period.appeal) is
    'Why the caller may not decide an appeal (ref.message); NULL: the caller may. The closing role decides, and so does the lead of the '
    'agent at the end of the month; but never the person who filed, the one who appeals, or anybody ranked with the one '
    'who appeals.';
