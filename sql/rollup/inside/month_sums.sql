-- A month adds up what its days have; distinct customers it counts itself.

create or replace function rollup.month_sums(days text, lines text, measures text[]) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select format('select start, agent, %s
                         from (select date_trunc(''month'', d.start::timestamp)::date as start, d.agent, %s from %s d group by 1, 2) d'
                      || case when lines is not null then ' full join (select * from %s where grain = ''month'') b using (start, agent)'  -- hashed,
                              else '' end,  -- whatever the planner expects
                      string_agg(format(m.canonical, format('%s.%I', case when m.of_customers then 'b' else 'd' end, m.measure))
                                 || ' as ' || m.measure, ', ' order by m.place),
                      string_agg(format(m.total, 'd.' || m.measure) || ' as ' || m.measure, ', ') filter (where not m.of_customers),
                      days, lines)
          from rollup.measure_column m
         where m.measure = any (measures));
end $$;

comment on function rollup.month_sums(text, text, text[]) is
    'SQL with one row per month (start) and agent and these measures, from the relations days (as of rollup.day_sums) and lines '
    '(as of rollup.line_sums; of grain month). lines NULL: there are none, and no measure counts customers.';
