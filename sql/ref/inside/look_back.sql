-- All rules that look at other days than that of the event: the window before an order or an inquiry, payments in time,
-- refunds, reopened tickets, complaints, and a session that is idle.

create or replace function ref.look_back(rules ref.rule_set) returns integer
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
    select greatest(rules.order_window_days, rules.order_pay_days, rules.refund_days, rules.ticket_reopen_days,
                    rules.ticket_complaint_days, ceil(rules.session_idle_hours / 24.0))::integer + 1
$$;

comment on function ref.look_back(ref.rule_set) is 'How many days before a day its numbers may depend on, at most, by a rule set.';
