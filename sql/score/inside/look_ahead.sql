create or replace function score.look_ahead(metric text) returns text
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select m.awaits from score.metric_list() m where m.metric = look_ahead.metric
        union all
        select 'chat' where look_ahead.metric ~ '^(csat:.|asked_hour_([01][0-9]|2[0-3])$|(first_)?response_within_(0|[1-9][0-9]{0,7})$)');
end $$;

comment on function score.look_ahead(text) is
    'What a metric with a fixed name still waits for after the end of a month: the look-ahead that period.final_from gives the '
    'word. NULL: there is no such metric.';
