create or replace function ref.hours_overlaps(document jsonb) returns table (path text, problem text)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with week as (  -- one row per week of the document
        select '$.shop.weekly' as path, document #> '{shop,weekly}' as weekly
        union all
        select format('$.teams.%s.weekly', t.name), t.value -> 'weekly' from ref.object_members(document -> 'teams') t
    ), list as (  -- one row per list of spans
        select w.path || '.' || d.name as path, d.value as spans
          from week w cross join lateral ref.object_members(w.weekly) d
        union all
        select format('$.extra[%s].open', x.place), x.item -> 'open' from ref.list_items(document -> 'extra') x
    ), written as materialized (  -- one row per text that is a span
        select l.path, i.place, i.item #>> '{}' as written
          from list l cross join lateral ref.list_items(l.spans) i
         where i.item #>> '{}' ~ (ref.hours_shape() #>> '{members,shop,members,weekly,members,mon,of,like}')
    ), span as (
        select w.*, s.begins, s.ends from written w cross join lateral ref.span_from(w.written) s
    )
    select format('%s[%s]', s.path, s.place),
           format('%s overlaps with %s; together they count once', s.written,
                  string_agg(o.written, ' and ' order by o.place))
      from span s
      join span o on o.path = s.path and o.place < s.place and o.begins < s.ends and s.begins < o.ends
     group by s.path, s.place, s.written
$$;

comment on function ref.hours_overlaps(jsonb) is
    'The part of ref.hours_problems for spans of one list that overlap.';
