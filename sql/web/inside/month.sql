create or replace function web.month(asked date, otherwise date) returns date
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if asked <> date_trunc('month', asked)::date or asked not between '2000-01-01' and '2100-12-01' then
        raise exception 'month is %; it must be the first day of a month from 2000-01 to 2100-12', asked
            using errcode = 'invalid_parameter_value';
    end if;
    return coalesce(asked, otherwise);
end $$;

comment on function web.month(date, date) is
    'The month that is asked for, or another one where none is. 22023: it is not the first day of a month.';
