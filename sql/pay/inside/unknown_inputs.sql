create or replace function pay.unknown_inputs(of_period text, minimum numeric)
returns table (agent text, employee text, missing text[])
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with paying as materialized (  -- one row
        select c.revision, p.scheme, p.pay
          from (select period.part_closed(of_period) as revision) c cross join lateral period.paying(of_period, c.revision) p
    ), account as (  -- scored by the scheme that pays
        select r.agent, r.employee, pay.person(r.agent, r.employee) as person
          from paying p cross join lateral period.results_of(of_period, p.revision, p.scheme) r
    ), penalised as (  -- one row per person with a penalty that stands
        select distinct a.person
          from pay.unreversed l
          join account a using (agent)
         where l.period = of_period and l.kind = 'penalty'
    ), item_input as materialized (
        select i.input from paying p cross join lateral pay.item_inputs(p.pay) as i(input)
    ), needed as (  -- one row per account and input
        select a.agent, a.employee, i.input
          from account a
          join penalised p using (person)
         cross join unnest(pay.inputs_of(of_period, period.part_closed(of_period))) as i(input)
         where pay.is_commission(i.input) or minimum is not null
        union
        select a.agent, a.employee, i.input from account a cross join item_input i
    ), wanted as (  -- one row per account, with the inputs that nobody gave
        select n.agent, n.employee, array_agg(n.input order by array_position(pay.inputs_of(of_period, period.part_closed(of_period)), n.input), n.input collate "C") as missing
          from needed n
         where not exists (select from pay.last_input g where (g.month = period.month_of(of_period) or g.term = of_period) and g.agent = n.agent and g.input = n.input)
         group by n.agent, n.employee
    )
    select w.agent, w.employee, w.missing from wanted w
$$;

comment on function pay.unknown_inputs(text, numeric) is
    'One row per account of which the settlement of a closed month or term lacks an input: accounts of people with a penalty need '
    'their commissions and, where there is a minimum pay, every input; every account needs the inputs that pay items name. An '
    'amount of 0 must be given, too.';
