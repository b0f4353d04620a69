-- The past is not rewritten: no day of a closed month changes its hours. Both locks, so that no month is closed and nothing is
-- settled between the old hours and the new.

create or replace function ref.load_hours(document jsonb, effective date) returns boolean
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    problems text;
    n        integer;
    closed   date;
    before   ref.team_hours[];
    after    ref.team_hours[];
begin
    if document is null or effective is null then
        raise exception 'service hours need a document and a first day' using errcode = 'null_value_not_allowed';
    end if;
    select count(*), string_agg(p.path || ': ' || p.problem, e'\n') into n, problems
      from ref.hours_problems(document) p where not p.warning;
    if n > 0 then
        raise exception 'service hours refused: % problem(s)', n using errcode = 'invalid_parameter_value', detail = problems;
    end if;
    if effective not between '2000-01-01' and '2100-12-31' then
        raise exception 'the first day is %; it must lie in the years 2000 to 2100', effective
            using errcode = 'invalid_parameter_value';
    end if;
    perform period.lock();
    perform settle.lock(true);
    select max(c.month) into closed from period.closing c;
    if effective < closed + interval '1 month' then
        raise exception '% is closed and keeps its hours; the first day can be % or later', to_char(closed, 'YYYY-MM'),
                        (closed + interval '1 month')::date
            using errcode = 'object_not_in_prerequisite_state';
    end if;
    if exists (select from ref.hours_stretches() s
                where s.id is not null and s.effective = load_hours.effective and s.document = load_hours.document) then
        return false;
    end if;
    before := array(select h from ref.hours_of_teams() h);
    insert into ref.service_hours (effective, document) values (load_hours.effective, load_hours.document);
    perform ref.write_open_spans();
    after := array(select h from ref.hours_of_teams() h);
    perform settle.hold_for_named(least(settle.name_hours(before, after), settle.name_ticket_hours(before, after)));
    return true;
end $$;

comment on function ref.load_hours(jsonb, date) is
    'Loads a document of service hours, in force from a calendar day on until the next one; false when it is that of the day '
    'already. What it moves is calculated again (rollup.held). A document with problems raises one error (22023), whose detail lists every problem on a line of its own, as '
    'ref.hours_problems names them. A day of a closed month raises 55000.';
