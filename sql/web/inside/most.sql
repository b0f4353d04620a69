create or replace function web.most(asked integer, up_to integer) returns integer
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if asked not between 1 and up_to then
        raise exception '%', ref.said(ref.message('refused.most', asked::text, up_to::text)) using errcode = 'invalid_parameter_value', column = 'most';
    end if;
    return asked;
end $$;

comment on function web.most(integer, integer) is 'How many rows are asked for. 22023: fewer than one, or more than the second says.';
