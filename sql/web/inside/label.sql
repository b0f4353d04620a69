create or replace function web.label(metric text) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    within constant text := substring(metric from '(?:_within_|^response_p)(\d+)$');
begin
    return case when within is not null then ref.said(ref.message('figure.' || replace(metric, within, 'n'), within))
                when metric like 'asked\_hour\_%' then ref.said(ref.message('figure.asked_hour', right(metric, 2)))
                when metric ~ '^(csat|tally|mark):' then split_part(metric, ':', 2)
                else coalesce(ref.said(ref.term('figure', metric)), metric) end;
end $$;

comment on function web.label(text) is
    'The name of a metric of docs/metrics.md in the language in which the caller reads; of csat:, tally: and mark: what follows.';
