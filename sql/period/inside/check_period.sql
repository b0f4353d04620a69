create or replace function period.check_period(of_period text) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if period.last_month(of_period) is null then
        raise exception '%', ref.said(ref.message('refused.no_period', coalesce(ref.excerpt(to_jsonb(of_period)), 'NULL')))
            using errcode = 'invalid_parameter_value', column = 'of_period', hint = 'such as 2026-10, 2026-Q1, 2026-H1 or 2026';
    elsif period.month_of(of_period) is not null then
        perform period.check_month(period.month_of(of_period));
    else
        perform period.check_term(of_period);
    end if;
end $$;

comment on function period.check_period(text) is
    'Raises an error when the name is no period''s (22023), or for what period.check_month or period.check_term does.';
