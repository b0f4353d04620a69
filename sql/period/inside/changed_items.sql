-- Of which values and points there are rows depends on what the scheme pays by and counts: that another version looks at others is no change of them. A figure that
-- one version alone has is a change: the next month may take it over.

create or replace function period.changed_items(before period.item[], after period.item[])
returns table (agent text, item text, name text, frozen text, today text, difference numeric)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select agent, item, name, coalesce(b.words, trim_scale(b.number)::text),
           coalesce(a.words, trim_scale(a.number)::text),
           a.number - b.number
      from unnest(before) b
      full join unnest(after) a using (agent, item, name)
     where (a.number, a.words) is distinct from (b.number, b.words)
       and (item not in ('value', 'points') or a.agent is not null and b.agent is not null)
     order by agent collate "C", item, name collate "C"
$$;

comment on function period.changed_items(period.item[], period.item[]) is
    'One row per item that is not the same before and after: both values, and for numbers after - before. Of values and points, of those that are on both sides.';
