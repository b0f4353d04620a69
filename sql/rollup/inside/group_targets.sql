create or replace function rollup.group_targets(whose text, month date, of_team text) returns table (name text, value numeric)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select p.name, sum(l.value)
      from rollup.pieces(whose, 'month', month, of_team) p
      join fact.last_target l on l.agent = p.agent and (p.grain = 'month' or p.start = ref.last_day(l.period))
     where l.period = to_char(month, 'YYYY-MM') and l.metric = 'sales'
     group by p.name
$$;

comment on function rollup.group_targets(text, date, text) is
    'One row per team, or of the shop (whose), with a sales target for a month: the sum of those in it on the month''s last day.';
