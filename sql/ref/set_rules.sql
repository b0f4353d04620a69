-- All or none; every problem is reported at once. With both locks, so that no month is closed and nothing is settled between the
-- old rules and the new. Closed months keep theirs. What the walk over conversations needs is fixed with the first event.

create or replace function ref.set_rules(assignments text[], effective date default null) returns boolean
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    first    constant date := coalesce(effective, '2000-01-01');
    problems text;
    changed  jsonb;
    held     jsonb;  -- the rule sets before
    before   ref.rule_set;
    after    ref.rule_set;
begin
    select string_agg(p.problem, E'\n' order by p.place) into problems
      from (select a.place, coalesce(a.problem, ref.rule_problem(a.key, a.value)) as problem from ref.assignments(assignments) a
            union all
            select 0, ref.rules_month_problem(first)) p;
    if problems is not null then
        raise exception using message = problems, errcode = 'invalid_parameter_value';
    end if;
    select jsonb_object_agg(replace(a.key, '.', '_'), ref.rule_value(a.key, a.value) order by a.place)
      into changed from ref.assignments(assignments) a;
    perform period.lock();
    perform settle.lock(true);
    before := ref.rules_on(first);
    after := jsonb_populate_record(before, changed || jsonb_build_object('effective', first));
    problems := ref.rules_fixed_problem(first, before, after);
    if problems is not null then
        raise exception using message = problems, errcode = 'object_not_in_prerequisite_state';
    end if;
    if to_jsonb(after) - 'effective' = to_jsonb(before) - 'effective' then
        return false;
    end if;
    held := (select jsonb_agg(to_jsonb(r)) from ref.rule_set r);
    delete from ref.rule_set r where r.effective = first;
    insert into ref.rule_set select after.*;
    update ref.rule_set r set session_idle_hours = after.session_idle_hours where r.session_idle_hours <> after.session_idle_hours;
    analyze ref.rule_set;
    insert into ref.rule_change (effective, assignments, made_by) values (first, assignments, merit.signed(null));
    perform settle.hold_for_rules(held, first, (select s.until from ref.rule_span s where first >= s.since and first < s.until));
    return true;
end $$;

comment on function ref.set_rules(text[], date) is
    'Sets rules, given as key=value, for the months from one on (its first day; NULL: for all), until the next rule set: all of them or '
    'none; false when they hold already. The other rules are those of the set before. The months are calculated again (rollup.held). '
    'What is wrong raises 22023; months that are closed, or whose facts were deleted, and session.idle_hours once there are events, 55000.';
