-- Unknown agents and inputs are typing errors: such a row would have no effect, and the commission would stay unknown. Penalties are taken from what the
-- agent earns, so that the commission of an account that is an agent's must be given to that agent.

create or replace function pay.input_problems(rows jsonb, reasoned boolean default false)
returns table (line text, problem text)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with item as materialized (  -- one row per row given; time: it is the n-th with this month, agent and input
        select r.place, coalesce(r.item ->> 'line', r.place::text) as line, r.item ->> 'problem' as problem,
               r.item ->> 'month' as month, r.item ->> 'agent' as agent, r.item ->> 'input' as input,
               r.item ->> 'amount' as amount,
               row_number() over (partition by r.item ->> 'month', r.item ->> 'agent', r.item ->> 'input'
                                  order by r.place) as time,
               first_value(coalesce(r.item ->> 'line', r.place::text))
                   over (partition by r.item ->> 'month', r.item ->> 'agent', r.item ->> 'input' order by r.place)
                   as before
          from jsonb_array_elements(rows) with ordinality as r(item, place)
    ), known as (  -- one row per input that a scheme names
        select distinct jsonb_array_elements_text(f -> 'inputs') as input from score.scheme s cross join lateral pay.formulas(s.document) f
         where jsonb_typeof(f -> 'inputs') = 'array'
        union
        select i from score.scheme s cross join lateral pay.formulas(s.document) f cross join lateral pay.item_inputs(f) i
        union
        select 'own_commission'
    ), another as materialized (  -- one row per row given that has an amount for an account of somebody else's; 0 takes back what was given before
        select i.place, x.agent
          from (select o.* from item o where period.last_month(o.month) is not null and o.agent <> '' and o.amount ~ '[1-9]' offset 0) i
         cross join lateral pay.alias_owners(i.month, array[i.agent]) x
    )
    select i.line, p.problem
      from item i
      left join another x on x.place = i.place
     cross join lateral (
        select i.problem where i.problem is not null
        union all
        select w.problem
          from (values
               (1, case when period.last_month(i.month) is null
                        then format('month is "%s"; it must be a month, such as 2026-10, or a longer period, such as 2026-Q4', i.month) end),
               (2, case when coalesce(i.agent, '') = '' then 'agent is missing'
                        when x.agent is not null then format('%s is an account of %s in %s: give it to that one', i.agent, x.agent, i.month)
                        when not exists (select from fact.agent_event e where e.agent = i.agent)
                             and not exists (select from period.result r where r.agent = i.agent)
                        then format('there is no agent "%s"', i.agent) end),
               (3, case when coalesce(i.input, '') = '' then 'input is missing'
                        when i.input not in (select k.input from known k)
                        then format('input is "%s"; the inputs are %s', i.input,
                                    (select string_agg(k.input, ', ' order by k.input collate "C") from known k)) end),
               (4, case when not coalesce(i.amount ~ '^-?\d{1,12}(\.\d{1,2})?$', false)
                        then format('amount is "%s"; it must be a decimal with at most two places', i.amount) end),
               (5, case when pay.is_commission(i.input) and i.amount ~ '^-[0.]*[1-9]'
                        then format('amount is "%s"; a commission is 0.00 or more', i.amount) end),
               (6, case when i.time > 1 then format('line %s gives the same input already', i.before) end),
               (7, case when not reasoned then (
                        select format('%s of %s is %s already; another needs a reason', g.input, g.agent, g.amount)
                          from pay.last_input g
                         where (g.period, g.agent, g.input) = (i.month, i.agent, i.input)
                           and case when i.amount ~ '^-?\d{1,12}(\.\d{1,2})?$'
                                    then g.amount <> i.amount::numeric end) end)
               ) as w(place, problem)
         where i.problem is null and w.problem is not null) p
     order by i.place, p.problem collate "C"
$$;

comment on function pay.input_problems(jsonb, boolean) is
    'One row per problem with rows for pay.set_input, named by line: the member "line" of the row, or else its place. The '
    'member "problem" of a row is what its reader found wrong with it. reasoned: a reason is given, so that amounts may '
    'be corrected.';
