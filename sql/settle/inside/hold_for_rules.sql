-- A change that comes while another one is calculated begins anew, with all of both.

create or replace function settle.hold_for_rules(before jsonb, from_day date, to_day date) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    perform settle.hold(settle.month_moved(from_day, before), before);
    update settle.recalculation r
       set from_day = least(r.from_day, hold_for_rules.from_day), to_day = greatest(r.to_day, hold_for_rules.to_day),
           next_month = date_trunc('month', least(r.from_day, hold_for_rules.from_day)::timestamp), month = null, days = '{}', day = null;
end $$;

comment on function settle.hold_for_rules(jsonb, date, date) is
    'settle.hold for a change of the rules of the days [from_day, to_day), all of which is calculated again.';
