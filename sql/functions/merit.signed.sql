-- Brackets stand around the role alone: whoever names a person cannot name another role.

create or replace function merit.signed(by_person text) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select case when nullif(by_person, '') is null or by_person = merit.caller() then merit.caller()
                else format('%s (%s)', translate(by_person, '()', ''), merit.caller()) end
$$;

comment on function merit.signed(text) is
    'Who did it, for the record: the person named and the database role behind it, or the role alone.';
