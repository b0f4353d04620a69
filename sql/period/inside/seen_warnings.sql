-- The warning of an exclusion says who made it, why, and whose totals it moved; merit.exclusion shows that to those whom it
-- concerns. In other warnings, the names of agents follow the first colon.

create or replace function period.seen_warnings(warnings jsonb) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select case when merit.sees_all() then warnings else coalesce(jsonb_agg(
               case when w ->> 'code' = 'exclusion' then w || '{"message": "something of the month is left out"}'
                    when jsonb_array_length(w -> 'agents') > 0
                    then w || jsonb_build_object('agents', to_jsonb(s.agents), 'message', concat_ws(': ',
                             split_part(w ->> 'message', ': ', 1), nullif(array_to_string(s.agents, ', '), '')))
                    else w end order by n), '[]') end
      from jsonb_array_elements(warnings) with ordinality as x(w, n)
     cross join lateral (select array(select a from jsonb_array_elements_text(w -> 'agents') a
                                       where a = any ((select merit.visible_agents())::text[])) as agents) s
$$;

comment on function period.seen_warnings(jsonb) is
    'The warnings of a month as the caller may see them. The closing role sees each in full; others see what is wrong, '
    'and only the agents whom they may see.';
