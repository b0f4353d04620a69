create or replace function web.mark_labels(for_month date) returns table (period text, mark text, indicator text, label text)
language plpgsql stable rows 10
set search_path = pg_catalog, pg_temp
as $$
begin
    return query
    select distinct on (s.period, l.metric) s.period, substr(l.metric, 6), l.indicator::text, x.item #>> array['name', ref.language()]
      from (select period.month_name(for_month) as period, m.scheme, m.version, m.document from web.schemes(for_month) m
            union all
            select t.term, f.scheme, f.version, d.document
              from unnest(web.terms_of(for_month)) as t(term)
             cross join lateral period.term_span(t.term) p
             cross join lateral score.in_force((p.until - interval '1 month')::date, p.grain) f
              join score.scheme d on d.scheme = f.scheme and d.version = f.version) s
      join score.leaf l using (scheme, version)
     cross join lateral jsonb_array_elements(s.document -> 'indicators') x(item)
     where l.roles is not null and x.item ->> 'indicator' = l.indicator
     order by s.period, l.metric, l.scheme, l.position;
end $$;

comment on function web.mark_labels(date) is
    'One row per mark that a scheme of the month, or of a term that it is in, weighs: of which of them, an indicator that does, and its name in '
    'the language in which the caller reads.';
