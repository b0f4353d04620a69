-- For the two that need it: the change of some (rollup.add), and all of some days (rollup.fresh_days).

create or replace function rollup.day_sums(contacts text, lines text) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    measures constant text[] := rollup.measures();
    chat     constant record := rollup.contact_sums(contacts, ref.rules());
    others   constant text[] := array(select m from unnest(measures) m where m <> all (chat.measures));
begin
    return format('select start, agent, %s from (%s) c(start) full join (%s) o using (start, agent)',
                  (select string_agg(rollup.canonical(m, format('coalesce(%s.%I, 0)',
                                                                case when m = any (others) then 'o' else 'c' end, m))
                                     || ' as ' || m, ', ' order by place)
                     from unnest(measures) with ordinality as u(m, place)),
                  chat.query,
                  rollup.line_sums(format('(select * from %s where grain = ''day'')', lines), others));
end $$;

comment on function rollup.day_sums(text, text) is
    'SQL with one row per day (start) and agent and every measure: what the relations contacts (as of rollup.contact_sums) and '
    'lines (with the columns of rollup.line; of grain day) add up to.';
