create or replace function score.named_agents(document jsonb) returns setof text
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
    select a #>> '{}' from jsonb_path_query(document, '$.applies_to[*].agents[*]') a
    union
    select a #>> '{}' from jsonb_path_query(document, '$.agreed[*].agents[*]') a
    union
    select b.key
      from jsonb_path_query(document, '$.indicators[*].parameters.by_agent') p
     cross join lateral jsonb_each(p) b
     where b.key <> 'comment'
$$;

comment on function score.named_agents(jsonb) is 'The agents whom a scheme''s document names: in applies_to, agreed and by_agent.';
