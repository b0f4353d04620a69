create or replace function pay.set_input(rows jsonb, by_person text default null) returns integer
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    wrong text;
    n     integer;
begin
    perform merit.present();
    perform period.lock();
    select string_agg(format('line %s: %s', p.line, p.problem), E'\n') into wrong from pay.input_problems(rows) p;
    if wrong is not null then
        raise exception using message = 'payroll input refused', detail = wrong,
                              errcode = 'invalid_parameter_value';
    end if;
    insert into pay.input as p (month, agent, input, amount, set_at, set_by)
    select to_date(r.item ->> 'month', 'YYYY-MM'), r.item ->> 'agent', r.item ->> 'input',
           (r.item ->> 'amount')::numeric, clock_timestamp(), merit.signed(by_person)
      from jsonb_array_elements(rows) as r(item)
    on conflict (month, agent, input) do update
       set amount = excluded.amount, set_at = excluded.set_at, set_by = excluded.set_by
     where p.amount <> excluded.amount;
    get diagnostics n = row_count;
    return n;
end $$;

comment on function pay.set_input(jsonb, text) is
    'Sets input of the pay formula: [{"month": "2026-10", "agent", "input": "own_commission", "amount": "1200.00"}], '
    'all or none, with everything that is wrong named by its line (pay.input_problems); returns how many changed. Refused (55000) for a month that is settled.';
