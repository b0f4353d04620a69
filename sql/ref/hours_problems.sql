-- Errors keep a document from being loaded; warnings say what is likely meant otherwise. Each looks only at what has the right
-- shape, as ref.shape_problems names what has not.

create or replace function ref.hours_problems(document jsonb)
returns table (path text, problem text, warning boolean)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select p.path, p.problem, false from ref.shape_problems(document, ref.hours_shape()) p
    union all
    select p.path, p.problem, false from ref.hours_value_problems(document) p
    union all
    select p.path, p.problem, true from ref.hours_overlaps(document) p
    union all
    select p.path, p.problem, true from ref.hours_unknown_teams(document) p
     order by 3, 1, 2
$$;

comment on function ref.hours_problems(jsonb) is
    'One row per problem of a document of service hours, all at once: the JSON path ($.shop.weekly.mon[0]), and what would be '
    'right. warning: the document can be loaded all the same.';
