create or replace function period.refuse_no_month(for_month date) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if for_month is null or for_month <> date_trunc('month', for_month)::date or for_month not between '2000-01-01' and '2100-12-01' then
        raise exception '%', ref.said(ref.message('refused.no_month', coalesce(for_month::text, 'NULL')))
            using errcode = 'invalid_parameter_value', column = 'for_month';
    end if;
end $$;

comment on function period.refuse_no_month(date) is '22023 unless the date is the first day of a month from 2000-01 to 2100-12.';
