-- Beyond the day itself: an inquiry sees orders of the days after it; an order judged by its payment has its numbers on the day of
-- its creation too.

create or replace function settle.month_moved(from_day date, before jsonb) returns date
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with sets as materialized (
        select b.order_window_days, b.order_judge from jsonb_populate_recordset(null::ref.rule_set, before) b
        union all
        select r.order_window_days, r.order_judge from ref.rule_set r
    )
    select greatest(date_trunc('month', (least(from_day,
                                               (select min(o.created_day) from settled.orders o
                                                 where o.paid_day >= from_day and exists (select from sets s where s.order_judge <> 'order')))
                                         - (select max(s.order_window_days) from sets s))::timestamp)::date,
                    date '2000-01-01')
$$;

comment on function settle.month_moved(date, jsonb) is
    'The first month whose numbers may move with what happens from a day on, by the rule sets before and those there are.';
