create or replace view merit.pay_statement as
select s.month, s.agent, s.employee, s.name, s.place, s.item, s.amount, s.currency, s.settled, s.said
  from pay.statement_rows() s;

comment on view merit.pay_statement is
    'One row per closed month, agent and item of pay, in the order of place: the scheme''s inputs, each line of the '
    'ledger, and the total (NULL while an input is missing), in the shop''s currency. settled: whether penalties have '
    'been compared with commissions. Agents see their own statement, payroll everybody''s.';

comment on column merit.pay_statement.month is 'The first day of the business month.';
comment on column merit.pay_statement.agent is
    'The platform account; "(silent)" for orders credited to nobody, "(unassigned)" for chats held by nobody.';
comment on column merit.pay_statement.employee is 'The employee whose account the agent is; NULL without a staff record.';
comment on column merit.pay_statement.name is 'The agent''s name; NULL without a staff record.';
comment on column merit.pay_statement.place is
    'The order of the items: inputs from 1, lines of the ledger from 1001, the total 9999.';
comment on column merit.pay_statement.item is
    'A code: the name of an input of the scheme, what a line of the ledger is for, or total.';
comment on column merit.pay_statement.amount is 'In the shop''s currency; NULL while an input is missing.';
comment on column merit.pay_statement.currency is 'ISO 4217.';
comment on column merit.pay_statement.settled is 'Whether the penalties have been compared with the commissions.';
comment on column merit.pay_statement.said is 'The item in the shop''s language.';
