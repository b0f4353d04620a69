-- For the two that need it: the change of some (rollup.add), and all of some days (rollup.fresh_days).

create or replace function rollup.day_sums(contacts text, lines text) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    chat constant record := rollup.contact_sums(contacts);
begin
    return (
        select format('select start, agent, %s
                         from (%s) c(start)'
                      || case when lines is not null then ' full join (select * from %s where grain = ''day'') o using (start, agent)'  -- hashed,
                              else '' end,  -- whatever the planner expects
                      string_agg(format(m.canonical, format('%s.%I', case when m.line then 'o' else 'c' end, m.measure))
                                 || ' as ' || m.measure, ', ' order by m.place),
                      chat.query, lines)
          from (select c.*, c.measure <> all (chat.measures) as line from rollup.measure_column c) m
         where lines is not null or not m.line);
end $$;

comment on function rollup.day_sums(text, text) is
    'SQL with one row per day (start) and agent and every measure: what the relations contacts (as of rollup.contact_sums) and '
    'lines (as of rollup.line_sums; of grain day) add up to. lines NULL: there are none, and the measures are those of contacts alone.';
