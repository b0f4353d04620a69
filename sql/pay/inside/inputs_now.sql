create or replace function pay.inputs_now(of_period text) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object('agent', i.agent, 'input', i.input, 'amount', i.amount, 'person', p.person)
                              order by i.agent, i.input), '[]')
      from pay.last_input i
      left join pay.people(of_period) p using (agent)
     where i.month = period.month_of(of_period) or i.term = of_period
$$;

comment on function pay.inputs_now(text) is
    'The payroll inputs of a month or term that count now: [{agent, input, amount, person}].';
