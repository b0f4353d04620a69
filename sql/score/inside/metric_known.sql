create or replace function score.metric_known(metric text)
returns boolean
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$ select metric ~ '^(mark|tally):.' or score.look_ahead(metric) is not null $$;

comment on function score.metric_known(text) is 'Whether merit.agent_month_metric can have a metric with this name.';
