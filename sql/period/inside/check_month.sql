create or replace function period.check_month(for_month date) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if for_month is null or for_month <> date_trunc('month', for_month)::date then
        raise exception '%', ref.said(ref.message('refused.no_month', coalesce(for_month::text, 'NULL')))
            using errcode = 'invalid_parameter_value', column = 'for_month';
    end if;
    if not exists (select from ref.shop) then
        raise exception '%', ref.said('refused.no_shop') using errcode = 'object_not_in_prerequisite_state', hint = 'meritd migrate writes it';
    end if;
    if not exists (select from period.months() m where m = for_month) then
        raise exception '%', ref.said(ref.message('refused.nothing_in', period.month_name(for_month)))
            using errcode = 'object_not_in_prerequisite_state', column = 'for_month', hint = 'merit.period lists the months';
    end if;
    if period.latest(for_month) is null and not exists (select from score.in_force(for_month))
       and exists (select from score.scheme s where s.effective <= for_month)
    then
        raise exception '%', ref.said(ref.message('refused.no_month_scheme', period.month_name(for_month)))
            using errcode = 'object_not_in_prerequisite_state',
                  hint = 'schemes of quarters, half-years and years look at closed months: load a scheme of months too, such as telecom-tasks';
    end if;
    if period.latest(for_month) is null and period.leading_scheme(for_month) is null then
        raise exception '%', ref.said(ref.message('refused.no_leader', period.month_name(for_month)))
            using errcode = 'object_not_in_prerequisite_state',
                  hint = 'load one (score.load), or choose: meritd settings set month.scheme=NAME';
    end if;
end $$;

comment on function period.check_month(date) is
    'Raises an error when the date is not the first day of a month, when the month is empty, or when no scheme of months is '
    'in force in it, or none pays.';
