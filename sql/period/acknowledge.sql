create or replace function period.acknowledge(for_month date, as_of timestamptz default null) returns integer
language sql security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$ select period.record_acknowledgement(period.month_name(for_month), merit.decision_time(as_of)) $$;

comment on function period.acknowledge(date, timestamptz) is
    'Acknowledges the result of a closed month, as its last revision that changed it left it: of the agent whose login this is and of other '
    'accounts of the same person (pay.own_accounts). Nobody does it for anybody else (42501). Returns of how many accounts; 0: it was done before.';
