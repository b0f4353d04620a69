-- The warning of an exclusion says who made it, why, and whose totals it moved; merit.exclusion shows that to those whom it
-- concerns. What is to be approved is told to who closes, too.

create or replace function period.said(problems jsonb) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with caller as materialized (  -- one row
        select s.everybody, case when not s.everybody then merit.visible_agents() end as agents
          from merit.sees_all() as s(everybody)
    )
    select coalesce(jsonb_agg(f.one - '{totals,amounts}'::text[] || jsonb_strip_nulls(jsonb_build_object(
               'agents', to_jsonb(s.agents),
               'message', case when f.one ->> 'code' = 'exclusion' and not c.everybody then ref.said('warning.hidden')
                               else period.sentence(case when c.everybody then f.one else f.one - 'amounts' end, s.agents) end)) order by f.n), '[]')
      from jsonb_array_elements(problems) with ordinality as f(one, n)
     cross join caller c
     cross join lateral (select case when f.one ? 'agents' then array(
                             select a from jsonb_array_elements_text(f.one -> 'agents') with ordinality as x(a, n)
                              where c.everybody or a = any (c.agents)
                              order by x.n) end) as s(agents)
$$;

comment on function period.said(jsonb) is
    'Blockers or warnings of a month in words, [{code, message, agents}], as the caller may see them. The closing role sees '
    'each in full; others see what is wrong, and only the agents whom they may see.';
