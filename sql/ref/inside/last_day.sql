create or replace function ref.last_day(period text) returns date
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
    select (make_date(left(period, 4)::integer,
                      case substr(period, 6, 1)
                          when '' then 12
                          when 'Q' then 3 * substr(period, 7)::integer
                          when 'H' then 6 * substr(period, 7)::integer
                          else substr(period, 6)::integer end, 1) + interval '1 month')::date - 1
$$;

comment on function ref.last_day(text) is
    'The last day of a period as events name them: 2026-10, 2026-Q4, 2026-H2 or 2026.';
