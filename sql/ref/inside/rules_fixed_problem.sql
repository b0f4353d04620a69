create or replace function ref.rules_fixed_problem(since date, before ref.rule_set, after ref.rule_set) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select case when before.session_idle_hours <> after.session_idle_hours and fact.any_fact()
                then 'session.idle_hours is fixed once there are events: what is stored of them has its shape'
                when since <= (select max(c.month) from period.closing c)
                then format('%1$s is closed and keeps its rules: set them from %2$s on, or later',
                            (select period.month_name(max(c.month)) from period.closing c),
                            (select period.month_name((max(c.month) + interval '1 month')::date) from period.closing c))
                else ref.rules_kept_problem(since, after) end
$$;

comment on function ref.rules_fixed_problem(date, ref.rule_set, ref.rule_set) is
    'Why the rules from a day on cannot change, in words; NULL: they can.';
