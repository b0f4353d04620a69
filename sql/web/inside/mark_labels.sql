create or replace function web.mark_labels(for_month date) returns table (mark text, indicator text, label text)
language plpgsql stable rows 10
set search_path = pg_catalog, pg_temp
as $$
begin
    return query
    select distinct on (l.metric) substr(l.metric, 6), l.indicator::text, x.item #>> array['name', ref.language()]
      from web.schemes(for_month) s
      join score.leaf l using (scheme, version)
     cross join lateral jsonb_array_elements(s.document -> 'indicators') x(item)
     where l.roles is not null and x.item ->> 'indicator' = l.indicator
     order by l.metric, l.scheme, l.position;
end $$;

comment on function web.mark_labels(date) is
    'One row per mark that a scheme of the month weighs: an indicator that does, and its name in the language in which the caller reads.';
