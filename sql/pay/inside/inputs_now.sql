create or replace function pay.inputs_now(for_month date) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object('agent', i.agent, 'input', i.input, 'amount', i.amount, 'person', p.person)
                              order by i.agent, i.input), '[]')
      from pay.last_input i
      left join pay.people(for_month) p using (agent)
     where i.month = for_month
$$;

comment on function pay.inputs_now(date) is
    'The payroll inputs of a month that count now: [{agent, input, amount, person}].';
