-- All or none; every problem is reported at once. The stored numbers follow from the rules, so the rules are fixed from the
-- first event on.

create or replace function ref.set_rules(assignments text[]) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    problems text;
    changed  jsonb;
begin
    select string_agg(coalesce(a.problem, ref.rule_problem(a.key, a.value)), E'\n' order by a.place) into problems
      from ref.assignments(assignments) a;
    if problems is not null then
        raise exception using message = problems, errcode = 'invalid_parameter_value';
    end if;
    perform settle.lock(true);
    if fact.any_fact() then
        raise exception 'rules are fixed once there are events'
            using errcode = 'object_not_in_prerequisite_state';
    end if;
    select jsonb_object_agg(replace(a.key, '.', '_'), a.value order by a.place)
      into changed from ref.assignments(assignments) a;
    update ref.rule_set r
       set (session_idle_hours, order_judge, order_by, order_window_days, order_pay_days, sales_net,
            refund_days, response_cap_seconds, response_slow_seconds, response_unanswered,
            ticket_reopen_days, ticket_complaint_days, round_trailing)
         = (select n.session_idle_hours, n.order_judge, n.order_by, n.order_window_days, n.order_pay_days,
                   n.sales_net, n.refund_days, n.response_cap_seconds, n.response_slow_seconds,
                   n.response_unanswered, n.ticket_reopen_days, n.ticket_complaint_days, n.round_trailing
              from jsonb_populate_record(r, changed) n)
     where r.effective = (ref.rules()).effective;
end $$;

comment on function ref.set_rules(text[]) is
    'Sets rules, given as key=value: all of them or none. Raises an error once there are events. ref.rule_list lists the '
    'keys.';
