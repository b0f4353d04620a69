-- For the two that change roll-ups: what is settled (rollup.add), and what a row lacks (rollup.mend).

create or replace function rollup.merge(deltas text, measures text[]) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select format($q$
        merge into rollup.agent_period r
        using (select * from %1$s d order by d.start, d.agent) d
           on (r.grain, r.start, r.agent) = (d.grain, d.start, d.agent)
         when matched and (%2$s) = (%3$s) then delete
         when matched then update set %4$s
         when not matched then insert (grain, start, agent, %5$s) values (d.*)
        $q$,
        deltas,
        string_agg(case when c.changes then format('r.%1$I + d.%1$I', c.measure) else format('r.%I', c.measure) end, ', ' order by c.place),
        string_agg('0', ', '),
        string_agg(format('%I = ' || c.canonical, c.measure, format('r.%1$I + d.%1$I', c.measure)), ', ') filter (where c.changes),
        string_agg(quote_ident(c.measure), ', ' order by c.place) filter (where c.changes))
      from (select m.*, m.measure = any (measures) as changes from rollup.measure_column m) c
$$;

comment on function rollup.merge(text, text[]) is
    'SQL that adds the relation deltas (the name of one with the key of rollup.agent_period and these measures, in the order of its '
    'columns) to the roll-ups: to rows, makes those that are missing, and takes away those that count nothing any more.';
