create or replace function pay.unknown_inputs(for_month date, minimum numeric)
returns table (agent text, employee text, missing text[])
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with account as (  -- scored by the scheme that pays
        select r.agent, r.employee, pay.person(r.agent, r.employee) as person
          from period.closing c
          join period.result r using (month, revision, scheme)
         where c.month = for_month and c.revision = period.latest(for_month)
    ), penalised as (  -- one row per person with a penalty that stands
        select distinct a.person
          from pay.unreversed l
          join account a using (agent)
         where l.period = period.month_name(for_month) and l.kind = 'penalty'
    ), item_input as materialized (
        select i.input
          from period.closing c
          join period.closing_scheme f using (month, revision, scheme)
          join score.scheme s using (scheme, version)
         cross join lateral pay.item_inputs(s.document) as i(input)
         where c.month = for_month and c.revision = period.latest(for_month)
    ), needed as (  -- one row per account and input
        select a.agent, a.employee, i.input
          from account a
          join penalised p using (person)
         cross join unnest(pay.inputs_of(for_month, period.latest(for_month))) as i(input)
         where pay.is_commission(i.input) or minimum is not null
        union
        select a.agent, a.employee, i.input from account a cross join item_input i
    ), wanted as (  -- one row per account, with the inputs that nobody gave
        select n.agent, n.employee, array_agg(n.input order by array_position(pay.inputs_of(for_month, period.latest(for_month)), n.input), n.input collate "C") as missing
          from needed n
         where not exists (select from pay.last_input g where g.month = for_month and g.agent = n.agent and g.input = n.input)
         group by n.agent, n.employee
    )
    select w.agent, w.employee, w.missing from wanted w
$$;

comment on function pay.unknown_inputs(date, numeric) is
    'One row per account of which the settlement of a closed month lacks an input: accounts of people with a penalty need '
    'their commissions and, where there is a minimum pay, every input; every account needs the inputs that pay items name. An '
    'amount of 0 must be given, too.';
