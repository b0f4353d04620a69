create or replace function merit.has_numbers_since(day date) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    with own as materialized (
        select s.agent, date_trunc('month', least(has_numbers_since.day, ref.day_of(now()) - interval '1 month'))::date as month
          from unnest(merit.selves()) s(agent)
    )
    select exists (select from own o join rollup.agent_period r on r.grain = 'month' and r.agent = o.agent and r.start >= o.month)
        or exists (select from own o join fact.present p on p.grain = 'month' and p.agent = o.agent and p.start >= o.month)
$$;

comment on function merit.has_numbers_since(date) is
    'Whether the caller is an agent with numbers in the month of a day or a later one, or, if that is still to come, in this month or '
    'the last: among those who are ranked then.';
