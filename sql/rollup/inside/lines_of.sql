create or replace function rollup.lines_of(source text, key text, keys anyarray, sign text default '') returns rollup.agent_period[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    measures constant text[] := array(
        select a.attname from pg_attribute a where a.attrelid = ('rollup.' || source)::regclass and a.attnum > 0);
    lines rollup.agent_period[];
begin
    if cardinality(keys) > 0 then
        execute format('select array(select row(%s)::rollup.agent_period from rollup.%I k where k.%I in (select unnest($1)))',
                       rollup.line_columns(measures, sign), source, key) into lines using keys;
    end if;
    return lines;
end $$;

comment on function rollup.lines_of(text, text, anyarray, text) is
    'What settled rows add to the roll-ups: the lines of a view, rollup.order_line, ticket_line or survey_line, whose key is one of keys; '
    'sign ''-'': what they take off. Measures of other things are NULL.';
