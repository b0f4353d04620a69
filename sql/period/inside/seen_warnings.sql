-- An exclusion's warning says by whom it is, why, and whose totals it moved: merit.exclusion shows that to whom it concerns.
-- Where others name agents, those stand behind the first colon.

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
    'The warnings of a month as the caller may see them: the closing role all of each, others what is wrong and the agents '
    'that they may see.';
