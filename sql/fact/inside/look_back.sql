-- All rules, of all rule sets, that look at other days than that of the event: the window before an order or an inquiry, payments in time,
-- refunds, reopened tickets, complaints, and a session that is idle.

create or replace function fact.look_back() returns integer
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select max(greatest(r.order_window_days, r.order_pay_days, r.refund_days, r.ticket_reopen_days, r.ticket_complaint_days,
                    ceil(r.session_idle_hours / 24.0)))::integer + 1
      from ref.rule_set r
$$;

comment on function fact.look_back() is 'How many days before a month its numbers may depend on, at most.';
