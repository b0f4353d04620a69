create or replace function rollup.group_tallies(whose text, of_grain text, of_start date, of_team text)
returns table (name text, kind text, value numeric)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select p.name, t.kind, sum(t.count)
      from rollup.pieces(whose, of_grain, of_start, of_team) p
      join fact.counted_tally t on t.agent = p.agent and (p.grain = 'month' or t.day = p.start)
     where t.day >= of_start and t.day < of_start + ('1 ' || of_grain)::interval
     group by p.name, t.kind
$$;

comment on function rollup.group_tallies(text, text, date, text) is
    'One row per team, or of the shop (whose), and kind of tally in a day or month: their sum.';
