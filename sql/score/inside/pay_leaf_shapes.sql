create or replace function score.pay_leaf_shapes() returns jsonb
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select '{
"number": {"type": "object", "members": {"number": {"type": "number"}}},
"input": {"type": "object", "members": {"input": {"type": "text", "like": "^[a-z][a-z0-9_]{0,62}$", "as": "the name of an input of payroll"}}},
"result": {"type": "object", "members": {"result": {"type": "text", "one_of": ["total", "rank"]}}},
"coefficient": {"type": "object", "members": {"coefficient": {"type": "object", "least": 1, "each": {"type": "number"}}}},
"indicator": {"type": "object", "members": {"indicator": {"type": "text"}, "as": {"type": "text", "one_of": ["value"]}}},
"item": {"type": "object", "members": {"item": {"type": "text"}}},
"metric": {"type": "object", "members": {"metric": {"type": "text"}}},
"tally": {"type": "object", "members": {"tally": {"type": "text", "like": ".", "as": "the kind of a tally"}}}
}'::jsonb
$$;

comment on function score.pay_leaf_shapes() is
    'The named amounts that a pay item may use, as score.leaf_shapes: what a closed month keeps, and inputs of payroll.';
