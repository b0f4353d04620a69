create or replace function score.value_problems(item jsonb, place text)
returns table (path text, problem text)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    marks constant text[] := array['self', 'peer', 'lead', 'manager', 'hq'];
begin
    if item ? 'metric' and not score.metric_known(item ->> 'metric') then
        return query select place || '.metric',
            format('must be a metric of docs/metrics.md, mark:<indicator> or tally:<kind>; is %s',
                   ref.excerpt(item -> 'metric'));
    end if;
    return query
    select place || '.' || name, case when item ? 'marks' then 'is required with marks' else 'goes with marks only' end
      from unnest(array['roles', 'points_of']) name
     where jsonb_typeof(item) = 'object' and (item ? 'marks') <> (item ? name);
    if jsonb_typeof(item -> 'roles') = 'object' then
        return query
        select place || '.roles.' || role, format('must be one of %s', array_to_string(marks, ', '))
          from jsonb_object_keys(item -> 'roles') role
         where role <> all (marks || 'comment'::text);
        return query
        select place || '.roles', 'needs at least one role'
         where item -> 'roles' = '{}';
    end if;
end $$;

comment on function score.value_problems(jsonb, text) is
    'The part of score.check for the member value of one indicator. place: the JSON path of the indicator.';
