-- The shape language: jsonb that says what other jsonb must look like. So data, not code, says what a document may hold, and
-- all problems come out at once.
--   {"type": "object", "members": {name: shape}, "each": shape, "required": [name], "exactly_one": [name],
--    "rising": [name, name], "least": n}
--   {"type": "list", "of": shape, "least": n, "by": member, "strictly": "rising" | "falling"}
--   {"type": "number", "from": n, "to": n, "above": n, "whole": true}
--   {"type": "text", "one_of": [text], "like": regular expression, "as": what to call it}
--   {"type": "boolean"}
--   {}  anything
-- "rising" names two members that are numbers, the first less than the second.
-- "each" is the shape of members that "members" does not name; without it such members are problems. Every object may have a
-- member "comment", which is not read. "by" names the member that a list is ordered by; without it the items themselves are
-- ordered.

create or replace function ref.shape_problems(item jsonb, shape jsonb, place text default '$')
returns table (path text, problem text)
language plpgsql stable parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    expected constant text := shape ->> 'type';
    actual   constant text := case pg_catalog.jsonb_typeof(item)
                                  when 'array' then 'list' when 'string' then 'text' else jsonb_typeof(item) end;
begin
    if expected is null then
        return;
    elsif actual <> expected then
        return query select place, format('must be %s %s; is %s',
            case when expected = 'object' then 'an' else 'a' end, expected, ref.excerpt(item));
    elsif expected = 'object' then
        return query select * from ref.shape_object_problems(item, shape, place);
    elsif expected = 'list' then
        return query select * from ref.shape_list_problems(item, shape, place);
    elsif expected in ('number', 'text') then
        return query select place, wrong from ref.shape_scalar_problem(item, shape) wrong where wrong is not null;
    end if;
end $$;

comment on function ref.shape_problems(jsonb, jsonb, text) is
    'One row per place where item does not have the shape: the JSON path below place, and what would be right.';
