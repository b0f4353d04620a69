-- For the two that need it: the change of some (rollup.add), and all of some days (rollup.fresh_days).

create or replace function rollup.day_sums(contacts text, lines text) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    chat constant record := rollup.contact_sums(contacts);
begin
    return (
        select format('select start, agent, %s from (%s) c(start) full join (%s) o using (start, agent)',
                      string_agg(format(m.canonical, format('%s.%I', case when m.line then 'o' else 'c' end, m.measure))
                                 || ' as ' || m.measure, ', ' order by m.place),
                      chat.query,
                      rollup.line_sums(format('(select * from %s where grain = ''day'')', lines),
                                       array_agg(m.measure) filter (where m.line)))
          from (select c.*, c.measure <> all (chat.measures) as line from rollup.measure_column c) m);
end $$;

comment on function rollup.day_sums(text, text) is
    'SQL with one row per day (start) and agent and every measure: what the relations contacts (as of rollup.contact_sums) and '
    'lines (with the columns of rollup.agent_period; of grain day) add up to.';
