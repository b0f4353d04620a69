create or replace function score.named_agents(document jsonb, for_month date) returns setof text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select a #>> '{}'
      from (select e.entry from jsonb_path_query(document, '$.applies_to[*]') as e(entry)
            union all
            select e.entry from jsonb_path_query(document, '$.agreed[*]') as e(entry)) e
     cross join lateral jsonb_path_query(e.entry, '$.agents[*]') a
     where to_char(for_month, 'YYYY-MM') between coalesce(e.entry ->> 'from', '') and coalesce(e.entry ->> 'until', 'x')
    union
    select b.key
      from jsonb_path_query(document, '$.indicators[*].parameters.by_agent') p
     cross join lateral jsonb_each(p) b
     where b.key <> 'comment'
$$;

comment on function score.named_agents(jsonb, date) is
    'The agents whom a scheme''s document names for a month: in entries of applies_to and agreed that hold in it, and in by_agent.';
