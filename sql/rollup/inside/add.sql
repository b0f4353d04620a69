-- One merge per settlement. Without lines, as of chats alone, it has the measures of contacts, and not the others, more than half of all.

create or replace function rollup.add(new settled.contact[], old settled.contact[], lines rollup.agent_period[]) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    line     text;  -- the name of the relation of lines; NULL: there are none
    measures text[];
begin
    if coalesce(cardinality(new), 0) + coalesce(cardinality(old), 0) + coalesce(cardinality(lines), 0) = 0 then
        return;
    end if;
    if cardinality(lines) > 0 then
        line := 'line';
        measures := rollup.measures();
    else
        measures := (rollup.contact_sums('change')).measures;
    end if;
    execute (
        select format($q$
            with change as not materialized (
                select 1 as sign, n.* from unnest($1) n
                union all
                select -1, o.* from unnest($2) o
            ), %6$s daily as materialized (
                %1$s
            ), delta as (
                select 'day' as grain, d.* from daily d
                union all
                select 'month', m.* from (%2$s) m
            ), changed as (
                select * from delta d where (%3$s) <> (%4$s)
            )
            %5$s
            $q$,
            rollup.day_sums('change', line),
            rollup.month_sums('daily', line, measures),
            string_agg('d.' || m.measure, ', '),
            string_agg('0', ', '),
            rollup.merge('changed', measures),
            case when line is not null then
                line || ' as materialized (' || rollup.line_sums('(select * from unnest($3) where start >= (select ref.kept_from()))') || '),'
            end)
          from rollup.measure_column m
         where m.measure = any (measures)
    ) using new, old, lines;
end $$;

comment on function rollup.add(settled.contact[], settled.contact[], rollup.agent_period[]) is
    'Adds contacts that came, takes off contacts that went, and adds lines, already with their sign (NULL: nothing). Lines of days '
    'count in their months too, but for distinct customers, which have lines of their own there.';
