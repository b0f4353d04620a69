create or replace view merit.pay_statement as
select s.month, s.agent, s.employee, s.name, s.place, s.item, s.amount, s.currency, s.settled, s.said, s.accounts, s.period
  from pay.statement_rows(null) s;

comment on view merit.pay_statement is
    'One row per closed month, quarter, half-year or year, person and item of pay, in the order of place: the scheme''s inputs, of all accounts of the person together, each '
    'line of the ledger, and the total (NULL while an input is missing), in the shop''s currency. Accounts of one employee number are one '
    'person''s, and so is an account that an alias says was that agent''s all month. settled: whether penalties have '
    'been compared with commissions. Agents see their own statement, payroll everybody''s.';

comment on column merit.pay_statement.month is 'The first day of the business month; NULL: of a quarter, half-year or year.';
comment on column merit.pay_statement.agent is 'The first of the person''s accounts by name.';
comment on column merit.pay_statement.employee is 'The employee number; NULL without a staff record.';
comment on column merit.pay_statement.name is 'The person''s name; NULL without a staff record.';
comment on column merit.pay_statement.place is
    'The order of the items: inputs from 1, lines of the ledger from 1001, the total 9999.';
comment on column merit.pay_statement.item is
    'A code: the name of an input of the scheme, what a line of the ledger is for, or total.';
comment on column merit.pay_statement.amount is 'In the shop''s currency; NULL while an input is missing.';
comment on column merit.pay_statement.currency is 'ISO 4217.';
comment on column merit.pay_statement.settled is 'Whether the penalties have been compared with the commissions.';
comment on column merit.pay_statement.said is 'The item in the shop''s language.';
comment on column merit.pay_statement.accounts is 'The person''s accounts with an input or a line of the ledger, by name.';
comment on column merit.pay_statement.period is 'Its name: 2026-10, 2026-Q4, 2026-H2, 2026.';
