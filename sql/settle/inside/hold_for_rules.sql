-- Beyond the days themselves: an inquiry sees orders of the days after it; an order judged by its payment has its numbers on the day of
-- its creation too.

create or replace function settle.hold_for_rules(before jsonb, from_day date, to_day date) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    reach constant integer := greatest(ref.window_days(), (select max((b ->> 'order_window_days')::integer) from jsonb_array_elements(before) b));
    first date := from_day;
begin
    if not fact.any_fact() then
        return;
    end if;
    if exists (select from jsonb_array_elements(before) b where b ->> 'order_judge' <> 'order')
       or exists (select from ref.rule_set r where r.order_judge <> 'order') then
        first := least(first, (select min(o.created_day) from settled.orders o where o.paid_day >= from_day));
    end if;
    perform settle.hold(greatest(date_trunc('month', first - reach)::date, date '2000-01-01'), before, from_day, to_day);
end $$;

comment on function settle.hold_for_rules(jsonb, date, date) is
    'settle.hold for a change of the rules of the days [from_day, to_day).';
