-- One merge per settlement adds to rows, makes those that are missing, and takes away those that count nothing any more.

create or replace function rollup.add(new settled.contact[], old settled.contact[], lines rollup.line[]) returns void
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
            ), line as not materialized (
                select * from unnest($3)
            ), daily as materialized (
                %1$s
            ), delta as (
                select 'day' as grain, d.* from daily d
                union all
                select 'month', m.* from (%2$s) m
            )
            merge into rollup.agent_period r
            using (select * from delta d where (%3$s) <> (%4$s) order by d.grain, d.start, d.agent) d
               on (r.grain, r.start, r.agent) = (d.grain, d.start, d.agent)
             when matched and (%5$s) = (%4$s) then delete
             when matched then update set %6$s
             when not matched then insert values (d.*)
            $q$,
            rollup.day_sums('change', 'line'),
            rollup.month_sums('daily', 'line'),
            string_agg('d.' || m.measure, ', ' order by m.place),
            string_agg('0', ', '),
            string_agg(format('r.%1$I + d.%1$I', m.measure), ', ' order by m.place),
            string_agg(format('%I = ' || m.canonical, m.measure, format('r.%1$I + d.%1$I', m.measure)), ', '))
          from rollup.measure_column m
    ) using new, old, lines;
end $$;

comment on function rollup.add(settled.contact[], settled.contact[], rollup.line[]) is
    'Adds contacts that came, takes off contacts that went, and adds lines, already with their sign. Lines of days count in '
    'their months too, but for distinct customers, which have lines of their own there.';
