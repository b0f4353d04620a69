create or replace view merit.pay_statement as
select s.month, s.agent, s.employee, s.name, s.place, s.item, s.amount, s.currency, s.settled
  from pay.statement_rows() s;

comment on view merit.pay_statement is
    'One row per closed month, agent and item of the pay, in order of place: the scheme''s inputs, each line of the '
    'ledger, and the total (NULL while an input is missing), in the shop''s currency; settled: whether penalties '
    'were compared with commissions. Agents see themselves, payroll everybody.';

comment on column merit.pay_statement.month is 'The first day of the business month.';
comment on column merit.pay_statement.agent is
    'The platform account; "(silent)" for orders credited to nobody, "(unassigned)" for chats held by nobody.';
comment on column merit.pay_statement.employee is 'The employee whose account the agent is; NULL when no staff record says.';
comment on column merit.pay_statement.name is 'The name of the agent; NULL when no staff record says.';
comment on column merit.pay_statement.place is
    'The order of the items: inputs from 1, lines of the ledger from 1001, the total 9999.';
comment on column merit.pay_statement.item is 'The name of an input of the scheme, what a line of the ledger is for, or total.';
comment on column merit.pay_statement.amount is 'In the shop''s currency; NULL while an input is missing.';
comment on column merit.pay_statement.currency is 'ISO 4217.';
comment on column merit.pay_statement.settled is 'Whether penalties were compared with commissions.';
