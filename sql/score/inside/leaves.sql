create or replace function score.leaves(expressions jsonb) returns setof jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with recursive node (item) as (
        select e.item from jsonb_array_elements(expressions) as e(item)
        union all
        select e.item
          from node n
          join score.operator o on n.item ? o.operator
         cross join lateral jsonb_array_elements(n.item -> o.operator) as e(item)
    )
    select distinct n.item - 'comment'
      from node n
     where not n.item ? 'number' and not exists (select from score.operator o where n.item ? o.operator)
$$;

comment on function score.leaves(jsonb) is 'The named amounts of a list of expressions, each once.';
