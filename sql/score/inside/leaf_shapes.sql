create or replace function score.leaf_shapes() returns jsonb
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select '{
"number": {"type": "object", "members": {"number": {"type": "number"}}},
"metric": {"type": "object", "members": {"metric": {"type": "text"}, "of": {"type": "text", "one_of": ["team", "shop"]}}},
"tally": {"type": "object", "members": {"tally": {"type": "text", "like": ".", "as": "the kind of a tally"}}},
"target": {"type": "object", "members": {"target": {"type": "text"}}},
"indicator": {"type": "object", "members": {"indicator": {"type": "text"}}},
"marks": {"type": "object", "required": ["roles", "points_of"], "members": {
    "marks": {"type": "text", "like": ".", "as": "the name of the marks'' indicator"},
    "roles": {"type": "object", "least": 1, "members": {
        "self": {"type": "number", "above": 0}, "peer": {"type": "number", "above": 0}, "lead": {"type": "number", "above": 0},
        "manager": {"type": "number", "above": 0}, "hq": {"type": "number", "above": 0}}},
    "points_of": {"type": "text", "one_of": ["each", "mean"]},
    "marks_needed": {"type": "number", "from": 1, "to": 1000000, "whole": true}}}
}'::jsonb
$$;

comment on function score.leaf_shapes() is
    'The named amounts that an expression may use: the member that names one, and the shape of the object around it, in the '
    'language of ref.shape_problems.';
