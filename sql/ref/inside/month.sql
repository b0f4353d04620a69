create or replace view ref.month as
select m.month, m.name, m.ends from ref.month_row m;

comment on view ref.month is
    'One row per month that an event can name: its first day, its name in events (2026-10), and the first day after it.';
