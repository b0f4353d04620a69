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
    ), wanted as (  -- one row per account of theirs, with the inputs that nobody gave
        select a.agent, a.employee,
               array(select i from unnest(pay.inputs_of(for_month, period.latest(for_month))) i
                      where (pay.is_commission(i) or minimum is not null)
                        and not exists (select from pay.last_input g
                                         where g.month = for_month and g.agent = a.agent and g.input = i)) as missing
          from account a
          join penalised p using (person)
    )
    select w.agent, w.employee, w.missing from wanted w where cardinality(w.missing) > 0
$$;

comment on function pay.unknown_inputs(date, numeric) is
    'One row per account of which the settlement of a closed month lacks an input: accounts of people with a penalty need '
    'their commissions and, where there is a minimum pay, every input. An amount of 0 must be given, too.';
