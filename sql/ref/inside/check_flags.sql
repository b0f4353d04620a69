create or replace function ref.check_flags(variadic flags boolean[]) returns void
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
begin
    if array_position(flags, null) is not null then
        raise exception 'what is yes or no must be true or false; is NULL' using errcode = 'null_value_not_allowed';
    end if;
end $$;

comment on function ref.check_flags(boolean[]) is
    'Raises an error (22004) when one of a caller''s flags is NULL, of which neither "if f" nor "if not f" would hold.';
