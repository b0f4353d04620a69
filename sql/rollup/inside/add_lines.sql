create or replace function rollup.add_lines(lines rollup.line[]) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    measures constant text[] := array(select distinct l.measure from unnest(lines) l);
begin
    if cardinality(lines) > 0 then
        execute rollup.addition(rollup.line_sums('unnest($1)', measures) || ' order by 1, 2, 3', measures) using lines;
    end if;
end $$;

comment on function rollup.add_lines(rollup.line[]) is 'Adds lines, already with their sign, to rollup.agent_period.';
