create or replace function score.rule_bands(subjects score.subject[], numbers numeric[], parameters jsonb)
returns score.verdict[]
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
    return array(
        with list as materialized (  -- one row per list of bands: everybody's, then those of one's own and of teams; side: -1 where less is better
            select row_number() over () as list, l.agent, l.team, case when l.bands ? 'at_least' then 1 else -1 end as side,
                   coalesce(l.bands -> 'at_least', l.bands -> 'at_most') as bands, (l.bands -> 'otherwise')::numeric as otherwise
              from (select null as agent, null as team, parameters as bands
                    union all
                    select a.key, null, a.value from jsonb_each(parameters -> 'by_agent') a where jsonb_typeof(a.value) = 'object'
                    union all
                    select null, t.key, t.value from jsonb_each(parameters -> 'by_team') t where jsonb_typeof(t.value) = 'object') l
        ), step as materialized (  -- one row per list and step of it, from 0, where no edge is reached; edge: times side
            select l.list, 0 as step, null::numeric as edge, l.otherwise as points from list l
            union all
            select l.list, jsonb_array_length(l.bands) - b.i::integer + 1, (b.item -> 'value')::numeric * l.side, (b.item -> 'points')::numeric
              from list l cross join lateral jsonb_array_elements(l.bands) with ordinality as b(item, i)
        ), verdict as materialized (  -- the same, with the next step that gives more
            select s.*, n.edge as next_edge, n.points as next_points
              from step s
              left join lateral (select b.edge, b.points from step b
                                  where b.list = s.list and b.step > s.step and b.points > s.points order by b.step limit 1) n on true
        ), edges as materialized (
            select l.list, l.side, array_agg(s.edge order by s.step) as edges
              from list l join step s on s.list = l.list and s.step > 0 group by l.list, l.side
        ), valued as materialized (  -- one row per subject
            select s.place, s.value, e.list, e.side, width_bucket(s.value * e.side, e.edges) as step
              from unnest(subjects, numbers[1:1]) with ordinality as s(agent, team, value, place)
              left join list a on a.agent = s.agent
              left join list t on t.team = s.team
              join edges e on e.list = coalesce(a.list, t.list, 1)
        )
        select case when v.value is not null
                    then row(v.value, d.points, d.edge * v.side, d.next_edge * v.side, d.next_points)::score.verdict end
          from valued v
          left join verdict d on d.list = v.list and d.step = v.step
         order by v.place);
end $$;

comment on function score.rule_bands(score.subject[], numeric[], jsonb) is
    'The rule bands: the points of the first band that the value reaches, or otherwise when it reaches none. A value on '
    'an edge belongs to the better band. parameters: {"at_least" | "at_most": [{"value", "points"}], "otherwise"}, with '
    'the best band first; by_team and by_agent: the same for some of them.';
