create or replace function pay.person(agent text, employee text) returns text
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$ select case when employee is null then 'account ' || agent else 'employee ' || employee end $$;

comment on function pay.person(text, text) is
    'The person an account belongs to: accounts with one employee number are one person, and an account without a number '
    'is a person by itself.';
