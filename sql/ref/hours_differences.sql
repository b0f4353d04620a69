create or replace function ref.hours_differences(before jsonb, after jsonb)
returns table (what text, before text, after text)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select what, b.value, a.value
      from ref.hours_lines(hours_differences.before) b
      full join ref.hours_lines(hours_differences.after) a using (what)
     where a.value is distinct from b.value
     order by coalesce(b.rank, a.rank) collate "C", what collate "C"
$$;

comment on function ref.hours_differences(jsonb, jsonb) is
    'One row per line in which two documents of service hours differ (ref.hours_lines); NULL where one has no such line.';
