-- All or none; every problem is reported at once. The stored numbers follow from the rules, so the rules are fixed from the
-- first event on.

create or replace function ref.set_rules(assignments text[]) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    problems text;
    changed  jsonb;
begin
    select string_agg(coalesce(a.problem, ref.rule_problem(a.key, a.value)), E'\n' order by a.place) into problems
      from ref.assignments(assignments) a;
    if problems is not null then
        raise exception using message = problems, errcode = 'invalid_parameter_value';
    end if;
    perform settle.lock(true);
    if fact.any_fact() then
        raise exception 'rules are fixed once there are events'
            using errcode = 'object_not_in_prerequisite_state';
    end if;
    select jsonb_object_agg(replace(a.key, '.', '_'), ref.rule_value(a.key, a.value) order by a.place)
      into changed from ref.assignments(assignments) a;
    with before as (
        delete from ref.rule_set r where r.effective = (ref.rules()).effective returning r
    )
    insert into ref.rule_set select (jsonb_populate_record(b.r, changed)).* from before b;
end $$;

comment on function ref.set_rules(text[]) is
    'Sets rules, given as key=value: all of them or none. Raises an error once there are events. ref.rule_list lists the '
    'keys.';
