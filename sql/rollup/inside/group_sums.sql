create or replace function rollup.group_sums(whose text, of_grain text, of_start date, of_team text)
returns table (sums rollup.agent_period, target numeric)
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
set work_mem = '128MB'
as $$
declare
    pieces constant rollup.piece[] := array(select p from rollup.pieces(whose, of_grain, of_start, of_team) p);
    shown  constant name := case when of_grain = 'week' then 'shown_period'  -- of which some days may be held
                                 when of_start >= (select h.since from rollup.held h) then 'held_period' else 'agent_period' end;
    nobody constant bigint := (  -- NULL where no row tells how many distinct customers there are
        select case when not exists (select from rollup.sealed_buyers s
                                      where s.whose = 'shop' and s.grain = 'month' and s.name = ''
                                        and s.start = date_trunc('month', of_start::timestamp)::date and s.orderers is null)
                     and not (whose in ('person', 'days')
                              and (rollup.is_sealed(of_start) or exists (select from rollup.held h where of_start >= h.since)))
                    then 0 end);
begin
    return query execute (
        select format($q$
            with piece as materialized (
                select p.* from unnest($6) p
            ), total as (
                select p.name, %s
                  from piece p
                  join rollup.%I r using (grain, start, agent)
                 where r.grain in ($2, 'day') and r.start >= $3 and r.start < $3 + ('1 ' || $2)::interval
                 group by p.name
            ), target as materialized (  -- of those who are there on the month's last day
                select p.name, sum(l.value) as value
                  from piece p
                  join fact.last_target l on l.agent = p.agent and (p.grain = 'month' or p.start = ref.last_day(l.period))
                 where $2 = 'month' and $1 <> 'days' and l.period = to_char($3, 'YYYY-MM') and l.metric = 'sales'
                 group by p.name
            ), named as (
                select s.name from total s
                union
                select p.name
                  from piece p
                  join fact.counted_tally t on t.agent = p.agent and (p.grain = 'month' or t.day = p.start)
                 where t.day >= $3 and t.day < $3 + ('1 ' || $2)::interval
                union
                select g.name from target g
            )
            select row($2, $3, n.name, %s)::rollup.agent_period, g.value
              from named n
              left join total s using (name)
              left join rollup.group_buyers($1, $2, $3, $5, $6) b using (name)
              left join target g using (name)
            $q$,
            string_agg(format('sum(r.%1$I) as %1$I', m.measure), ', ') filter (where not m.of_customers),
            shown,
            string_agg(case when m.of_customers then format('coalesce(b.%I, $4)', m.measure)  -- NULL: nobody knows
                            else format(m.canonical, 's.' || quote_ident(m.measure)) end, ', ' order by m.place))
          from rollup.measure_column m
    ) using whose, of_grain, of_start, nobody, of_team, pieces;
end $$;

comment on function rollup.group_sums(text, text, date, text) is
    'One row per team or person, or of the shop (whose), with anything in a day, week or month: what its agents'' roll-ups add up to, as one under '
    'the name of the team (the shop''s: ''''), distinct customers counted once; and its sales target. of_team: of this team alone; whose days: one row per day of it in the month, '
    'named by it. Of a person and of a team''s days distinct customers are NULL while they are not counted (sealed or held months).';
