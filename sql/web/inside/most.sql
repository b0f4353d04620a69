create or replace function web.most(asked integer, up_to integer) returns integer
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
begin
    if asked not between 1 and up_to then
        raise exception 'most is %; it must be 1 … %', asked, up_to using errcode = 'invalid_parameter_value';
    end if;
    return asked;
end $$;

comment on function web.most(integer, integer) is 'How many rows are asked for. 22023: fewer than one, or more than the second says.';
