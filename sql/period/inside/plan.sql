-- Of values and points those that both versions of the scheme compare, as period.changed_items.

create or replace function period.plan(frozen period.item[], drifted period.item[], revised period.item[])
returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object(
               'agent', agent, 'item', item, 'name', name,
               'frozen', coalesce(to_jsonb(f.words), to_jsonb(f.number)),
               'drifted', coalesce(to_jsonb(d.words), to_jsonb(d.number)),
               'revised', coalesce(to_jsonb(r.words), to_jsonb(r.number)),
               'drift', d.number - f.number, 'appeal', r.number - d.number,
               'by', case when (d.number, d.words) is not distinct from (f.number, f.words) then 'appeal'
                          when (r.number, r.words) is not distinct from (d.number, d.words) then 'drift'
                          else 'both' end)
               order by agent collate "C", item, name collate "C"), '[]')
      from unnest(frozen) f
      full join unnest(drifted) d using (agent, item, name)
      full join unnest(revised) r using (agent, item, name)
     where ((f.number, f.words) is distinct from (d.number, d.words)
            or (d.number, d.words) is distinct from (r.number, r.words))
       and (item not in ('value', 'points') or f.agent is not null and r.agent is not null)
$$;

comment on function period.plan(period.item[], period.item[], period.item[]) is
    'What a revision changes, item by item: as frozen; with late facts alone (drifted); and as revised. by says what '
    'moves the item: late facts (drift), exclusions and decisions since (appeal), or both.';
