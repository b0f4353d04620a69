create or replace function pay.set_input(rows jsonb, by_person text default null, reason text default null)
returns integer
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    wrong text;
    made  pay.input;
    n     integer := 0;
begin
    perform merit.decision_time();
    perform period.lock();
    select string_agg(format('line %s: %s', p.line, p.problem), E'\n') into wrong
      from pay.input_problems(rows, coalesce(reason, '') <> '') p;
    if wrong is not null then
        raise exception using message = 'payroll input refused', detail = wrong,
                              errcode = 'invalid_parameter_value';
    end if;
    for made in
        insert into pay.input (month, term, agent, input, amount, set_by, reason)
        select period.month_of(g.period), case when period.month_of(g.period) is null then g.period end, g.agent, g.input, g.amount, merit.signed(by_person), nullif(set_input.reason, '')
          from jsonb_array_elements(rows) with ordinality as r(item, place)
         cross join lateral (select r.item ->> 'month', r.item ->> 'agent', r.item ->> 'input',
                                    (r.item ->> 'amount')::numeric) as g(period, agent, input, amount)
          left join pay.last_input i using (period, agent, input)
         where g.amount is distinct from i.amount
         order by r.place
        returning *
    loop
        perform pay.record(made);
        n := n + 1;
    end loop;
    return n;
end $$;

comment on function pay.set_input(jsonb, text, text) is
    'Takes inputs of the pay formula: [{"month": "2026-10", "agent", "input": "own_commission", "amount": "1200.00"}]; month may be the name of '
    'a quarter, half-year or year (2026-Q4). '
    'Takes all of them or none; the error names everything that is wrong by its line (pay.input_problems). Returns how '
    'many are new or changed. An amount other than the one that counts is a correction: it needs a reason, and a settled '
    'month must be settled again.';
