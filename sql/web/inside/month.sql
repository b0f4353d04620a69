create or replace function web.month(asked date, otherwise date) returns date
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if asked <> date_trunc('month', asked)::date or asked not between '2000-01-01' and '2100-12-01' then
        raise exception '%', ref.said(ref.message('refused.month', asked::text)) using errcode = 'invalid_parameter_value', column = 'month';
    end if;
    return coalesce(asked, otherwise);
end $$;

comment on function web.month(date, date) is
    'The month that is asked for, or another one where none is. 22023: it is not the first day of a month.';
