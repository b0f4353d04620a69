-- Rule sets that do not differ here are one: a shop without a history of these rules pays nothing for it.

create or replace function rollup.by_rule(expressions text[], since date[]) returns text
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
    select case when count(distinct e.expression) = 1 then min(e.expression)
                else 'case ' || string_agg(format('when %%2$s >= date %L then %s', e.since, e.expression), ' ' order by e.since desc) || ' end' end
      from unnest(expressions, since) as e(expression, since)
$$;

comment on function rollup.by_rule(text[], date[]) is
    'SQL for what differs by the day: of the expressions, given with the days from which each holds. In format its second argument is the day.';
