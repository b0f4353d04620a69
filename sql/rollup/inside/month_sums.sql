-- A month adds up what its days have; distinct customers it counts itself.

create or replace function rollup.month_sums(days text, lines text) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    measures      constant text[] := rollup.measures();
    distinct_ones constant text[] := '{orderers,payers,buyers}';
begin
    return format('select start, agent, %s
                     from (select date_trunc(''month'', d.start::timestamp)::date as start, d.agent, %s from %s d group by 1, 2) d
                     full join (%s) b using (start, agent)',  -- hashed, whatever the planner expects
                  (select string_agg(rollup.canonical(m, format('coalesce(%s.%I, 0)',
                                                                case when m = any (distinct_ones) then 'b' else 'd' end, m))
                                     || ' as ' || m, ', ' order by place)
                     from unnest(measures) with ordinality as u(m, place)),
                  (select string_agg(format('sum(d.%1$I) as %1$I', m), ', ') from unnest(measures) m where m <> all (distinct_ones)),
                  days,
                  rollup.line_sums(format('(select * from %s where grain = ''month'')', lines), distinct_ones));
end $$;

comment on function rollup.month_sums(text, text) is
    'SQL with one row per month (start) and agent and every measure, from the relations days (as of rollup.day_sums) and lines '
    '(with the columns of rollup.line; of grain month).';
