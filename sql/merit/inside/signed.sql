-- Only the login stands in brackets. So a caller who names a person can neither name another login nor hide its own login
-- with SET ROLE. The function reads no table: operators may lock ref.login, and nobody may hold up a close.

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
    'Who did it, for the record: the person named and, in brackets, the login; or the login alone. After SET ROLE the '
    'login reads LOGIN as ROLE.';
