create or replace view merit.pay_statement as
select s.month, s.agent, s.employee, s.name, s.place, s.item, s.amount, s.currency, s.settled
  from pay.statement_rows() s;

comment on view merit.pay_statement is
    'One row per closed month, agent and item of the pay, in order of place: the scheme''s inputs, each line of the '
    'ledger, and the total (NULL while an input is missing), in the shop''s currency; settled: whether penalties '
    'were compared with commissions. Agents see themselves, payroll everybody.';
