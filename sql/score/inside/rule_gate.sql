-- Whoever misses a condition misses it for the whole group, unless the gate weighs nothing for them (left_out). What is not known is neither missed nor held.

create or replace function score.rule_gate(subjects score.subject[], numbers numeric[], parameters jsonb)
returns score.verdict[]
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    with condition as (
        select c.number, (c.item -> 'at_least')::numeric as at_least, (c.item -> 'at_most')::numeric as at_most
          from jsonb_array_elements(parameters -> 'conditions') with ordinality as c(item, number)
    ), judged as (  -- one row per condition and subject
        select n.number, n.place, coalesce(n.value >= c.at_least, n.value <= c.at_most) as holds,
               coalesce(parameters -> 'left_out' ? s.agent, false) as left_out,
               case parameters ->> 'of' when 'agent' then n.place::text
                                        when 'team' then coalesce(s.team, '') end as of_group
          from score.numbered(numbers, cardinality(subjects)) n
          join condition c using (number)
          join unnest(subjects) with ordinality as s(agent, team, place) using (place)
    ), shared as (  -- the same, with whether anybody of the group misses it
        select j.*, (bool_or(not j.holds and not j.left_out) over (partition by j.of_group, j.number) or not j.holds) is true as missed
          from judged j
    ), passed as (  -- one row per subject
        select s.place, count(*) as conditions, count(*) filter (where s.missed) as missed,
               count(*) filter (where s.holds and not s.missed) as held
          from shared s group by s.place
    )
    select array(
        select row(p.held, case when p.missed > 0 then 0 when p.held = p.conditions then (parameters -> 'points')::numeric end,
                   case when p.held = p.conditions then p.conditions end, case when p.held < p.conditions then p.conditions end,
                   case when p.held < p.conditions then (parameters -> 'points')::numeric end)::score.verdict
          from passed p
         order by p.place)
$$;

comment on function score.rule_gate(score.subject[], numeric[], jsonb) is
    'The rule gate: full points if every condition holds, 0 if one is missed, by anybody of the group; none if none is missed but '
    'a value of the subject is not known. value: how many hold. parameters: {"conditions": [{"at_least" | "at_most"}], "of": '
    '"agent" | "team" | "shop", "points"}, a condition for each value.';
