create or replace function web.unit(metric text) returns text
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
    return case when metric like 'tally:%' then 'count'
                when metric ~ '_rate$|_conversion$|_within_\d+$|^order_success$|^target_completion$' then 'share'
                when metric ~ '_seconds$|^response_p\d\d$' then 'seconds'
                when metric ~ '_hours$' then 'hours'
                when metric in ('sales', 'repeat_sales', 'unit_price', 'assisted', 'refunded') then 'money'
                when metric ~ '^csat|^mark:' then 'points'
                when metric = 'answer_ratio' then 'ratio'
                when metric is not null then 'count' end;
end $$;

comment on function web.unit(text) is
    'In what a metric of docs/metrics.md is: share (0 … 1), seconds, hours, money (in the shop''s currency), points (of 100), ratio or '
    'count.';
