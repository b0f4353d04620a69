create or replace view ref.month as
select m::date as month, to_char(m, 'YYYY-MM') as name, (m + interval '1 month')::date as ends
  from generate_series(timestamp '2000-01-01', timestamp '2100-12-01', interval '1 month') m;

comment on view ref.month is
    'One row per month that an event can name: its first day, its name in events (2026-10), and the first day after it.';
