-- One merge per settlement.

create or replace function rollup.add(new settled.contact[], old settled.contact[], lines rollup.agent_period[]) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    if coalesce(cardinality(new), 0) + coalesce(cardinality(old), 0) + coalesce(cardinality(lines), 0) = 0 then
        return;
    end if;
    execute (
        select format($q$
            with change as not materialized (
                select 1 as sign, n.* from unnest($1) n
                union all
                select -1, o.* from unnest($2) o
            ), line as materialized (
                %6$s
            ), daily as materialized (
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
            rollup.day_sums('change', 'line'),
            rollup.month_sums('daily', 'line'),
            string_agg('d.' || m.measure, ', '),
            string_agg('0', ', '),
            rollup.merge('changed'),
            rollup.line_sums('(select * from unnest($3) where start >= (select ref.kept_from()))'))
          from rollup.measure_column m
    ) using new, old, lines;
end $$;

comment on function rollup.add(settled.contact[], settled.contact[], rollup.agent_period[]) is
    'Adds contacts that came, takes off contacts that went, and adds lines, already with their sign (NULL: nothing). Lines of days '
    'count in their months too, but for distinct customers, which have lines of their own there.';
