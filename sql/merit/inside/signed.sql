-- Brackets stand around the login alone: whoever names a person cannot name another login, nor hide its own behind a role that
-- it took by SET ROLE. It reads no table: operators may lock ref.login, and nobody is to hold up a close.

create or replace function merit.signed(by_person text) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select case when coalesce(by_person, '') in ('', merit.caller(), session_user) then l.login
                else format('%s (%s)', translate(by_person, '()', ''), l.login) end
      from (select case when merit.caller() = session_user then merit.caller()
                        else format('%s as %s', session_user, merit.caller()) end) as l(login)
$$;

comment on function merit.signed(text) is
    'Who did it, for the record: the person named and the login behind it (LOGIN as ROLE behind SET ROLE), or the login alone.';
