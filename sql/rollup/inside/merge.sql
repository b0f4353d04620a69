-- For the two that change roll-ups: what is settled (rollup.add), and what a row lacks (rollup.mend).

create or replace function rollup.merge(deltas text) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select format($q$
        merge into rollup.agent_period r
        using (select * from %1$s d order by d.start, d.agent) d
           on (r.grain, r.start, r.agent) = (d.grain, d.start, d.agent)
         when matched and (%2$s) = (%3$s) then delete
         when matched then update set %4$s
         when not matched then insert values (d.*)
        $q$,
        deltas,
        string_agg(format('r.%1$I + d.%1$I', m.measure), ', ' order by m.place),
        string_agg('0', ', '),
        string_agg(format('%I = ' || m.canonical, m.measure, format('r.%1$I + d.%1$I', m.measure)), ', '))
      from rollup.measure_column m
$$;

comment on function rollup.merge(text) is
    'SQL that adds the relation deltas (the name of one with the columns of rollup.agent_period) to the roll-ups: to rows, makes '
    'those that are missing, and takes away those that count nothing any more.';
