create or replace function score.leaf_shapes(of_period text) returns jsonb
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select case when of_period in ('quarter', 'half_year', 'year')
                then '{"metric": {"type": "object", "required": ["over"], "members": {
                          "metric": {"type": "text"}, "over": {"type": "text", "one_of": ["mean", "sum"]}}}}'::jsonb
                else '{"metric": {"type": "object", "members": {"metric": {"type": "text"}, "of": {"type": "text", "one_of": ["team", "shop"]}}},
                       "before": {"type": "object", "required": ["otherwise"], "members": {"before": {"type": "text"}, "otherwise": {"type": "number"}}}}' end
           || '{
"number": {"type": "object", "members": {"number": {"type": "number"}}},
"tally": {"type": "object", "members": {"tally": {"type": "text", "like": ".", "as": "the kind of a tally"}}},
"target": {"type": "object", "members": {"target": {"type": "text"}}},
"indicator": {"type": "object", "members": {"indicator": {"type": "text"}, "as": {"type": "text", "one_of": ["value"]}}},
"marks": {"type": "object", "required": ["roles", "points_of"], "members": {
    "marks": {"type": "text", "like": ".", "as": "the name of the marks'' indicator"},
    "roles": {"type": "object", "least": 1, "members": {
        "self": {"type": "number", "above": 0}, "peer": {"type": "number", "above": 0}, "lead": {"type": "number", "above": 0},
        "manager": {"type": "number", "above": 0}, "hq": {"type": "number", "above": 0}}},
    "points_of": {"type": "text", "one_of": ["each", "mean"]},
    "marks_needed": {"type": "number", "from": 1, "to": 1000000, "whole": true}}}
}'::jsonb
$$;

comment on function score.leaf_shapes(text) is
    'The named amounts that an expression may use: the member that names one, and the shape of the object around it, in the '
    'language of ref.shape_problems. of_period: of what the scheme scores; a period longer than a month has metrics over its months, and takes nothing over.';
