-- What a scheme file looks like. The parameters of a rule have the shape in score.rule, and values are expressions
-- (score.expression_problems). score.check checks what no shape can say: that names exist, that weights add up. docs/schemes.md
-- explains each member.

create or replace function score.scheme_shape()
returns jsonb
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_set(jsonb_set(jsonb_set(
               s.shape, '{members,terms,members,quarter,members,pay}', s.shape #> '{members,pay}'),
               '{members,terms,members,half_year,members,pay}', s.shape #> '{members,pay}'),
               '{members,terms,members,year,members,pay}', s.shape #> '{members,pay}')
      from (select '{
"type": "object",
"required": ["scheme", "name", "period", "indicators", "grades", "ranking", "eligibility"],
"members": {
    "scheme": {"type": "text", "like": "^[a-z][a-z0-9-]{0,62}$", "as": "small letters, digits and hyphens, a letter first"},
    "name": {"type": "object", "required": ["zh", "en"], "members": {"zh": {"type": "text"}, "en": {"type": "text"}}},
    "period": {"type": "text", "one_of": ["month", "quarter", "half_year", "year"]},
    "terms": {"type": "object", "least": 1, "members": {
        "quarter": {"type": "object", "required": ["of", "by", "counts", "least"], "members": {
            "of": {"type": "text", "one_of": ["month"]}, "by": {"type": "text", "one_of": ["mean", "sum"]},
            "counts": {"type": "text", "one_of": ["ranked", "scored"]}, "least": {"type": "number", "from": 1, "to": 3, "whole": true},
            "needs": {"type": "list", "least": 1, "of": {"type": "text", "one_of": ["signatures", "evidence"]}}}},
        "half_year": {"type": "object", "required": ["of", "by", "counts", "least"], "members": {
            "of": {"type": "text", "one_of": ["month", "quarter"]}, "by": {"type": "text", "one_of": ["mean", "sum"]},
            "counts": {"type": "text", "one_of": ["ranked", "scored"]}, "least": {"type": "number", "from": 1, "to": 6, "whole": true},
            "needs": {"type": "list", "least": 1, "of": {"type": "text", "one_of": ["signatures", "evidence"]}}}},
        "year": {"type": "object", "required": ["of", "by", "counts", "least"], "members": {
            "of": {"type": "text", "one_of": ["month", "quarter", "half_year"]}, "by": {"type": "text", "one_of": ["mean", "sum"]},
            "counts": {"type": "text", "one_of": ["ranked", "scored"]}, "least": {"type": "number", "from": 1, "to": 12, "whole": true},
            "needs": {"type": "list", "least": 1, "of": {"type": "text", "one_of": ["signatures", "evidence"]}}}}}},
    "currency": {"type": "text", "like": "^[A-Z]{3}$", "as": "an ISO 4217 code"},
    "applies_to": {"type": "list", "least": 1, "of": {"type": "object", "least": 1, "members": {
        "roles": {"type": "list", "least": 1, "of": {"type": "text"}},
        "teams": {"type": "list", "least": 1, "of": {"type": "text"}},
        "agents": {"type": "list", "least": 1, "of": {"type": "text"}},
        "from": {"type": "text", "like": "^\\d{4}-(0[1-9]|1[0-2])$", "as": "a month such as 2026-10"},
        "until": {"type": "text", "like": "^\\d{4}-(0[1-9]|1[0-2])$", "as": "a month such as 2026-10"}}}},
    "weights_add_to": {"type": "number", "above": 0},
    "indicators": {"type": "list", "least": 1, "of": {
        "type": "object",
        "required": ["indicator", "name", "weight", "better", "on_null", "rule", "parameters"],
        "exactly_one": ["value", "values"],
        "members": {
            "indicator": {"type": "text", "like": "^[a-z][a-z0-9_:.-]*$", "as": "small letters, digits and _ : . -"},
            "name": {"type": "object", "required": ["zh", "en"], "members": {"zh": {"type": "text"}, "en": {"type": "text"}}},
            "weight": {"type": "number", "from": 0},
            "out_of": {"type": "number", "above": 0},
            "value": {},
            "values": {"type": "list", "least": 1, "of": {}},
            "better": {"type": "text", "one_of": ["higher", "lower"]},
            "on_null": {"type": "text", "one_of": ["leave_out", "zero", "full"]},
            "full_points": {"type": "number"},
            "due": {"type": "number", "from": 1, "to": 28, "whole": true},
            "rule": {"type": "text"},
            "parameters": {"type": "object", "each": {}}}}},
    "agreed": {"type": "list", "of": {"type": "object", "required": ["agents", "from", "until", "weights", "by", "on"], "members": {
        "agents": {"type": "list", "least": 1, "of": {"type": "text"}},
        "from": {"type": "text", "like": "^\\d{4}-(0[1-9]|1[0-2])$", "as": "a month such as 2026-10"},
        "until": {"type": "text", "like": "^\\d{4}-(0[1-9]|1[0-2])$", "as": "a month such as 2026-10"},
        "weights": {"type": "object", "least": 1, "each": {"type": "number", "above": 0}},
        "by": {"type": "text", "like": ".", "as": "who agreed"},
        "on": {"type": "text", "like": "^\\d{4}-\\d{2}-\\d{2}$", "as": "a day such as 2026-10-01"}}}},
    "grades": {"type": "list", "least": 1, "by": "least", "strictly": "falling", "of": {
        "type": "object", "required": ["grade"],
        "members": {
            "grade": {"type": "text", "like": ".", "as": "a name"},
            "en": {"type": "text"},
            "least": {"type": "number"},
            "cap": {"type": "object", "required": ["active"], "exactly_one": ["share", "places", "first", "first_share"], "members": {
                "share": {"type": "number", "from": 0, "to": 1},
                "places": {"type": "number", "from": 0, "to": 1000000, "whole": true},
                "first": {"type": "number", "from": 0, "to": 1000000, "whole": true},
                "first_share": {"type": "number", "from": 0, "to": 1},
                "active": {"type": "boolean"}}},
            "pass_marks": {"type": "object", "least": 1, "each": {"type": "number", "above": 0}}}}},
    "shares_by_lead": {"type": "object", "required": ["scheme", "shares", "otherwise"], "members": {
        "scheme": {"type": "text"},
        "shares": {"type": "object", "least": 1, "each": {"type": "object", "least": 1, "each": {"type": "number", "from": 0, "to": 1}}},
        "otherwise": {"type": "object", "least": 1, "each": {"type": "number", "from": 0, "to": 1}}}},
    "caps": {"type": "object", "required": ["of", "places_at_least"], "members": {
        "of": {"type": "text", "one_of": ["ranked_in_team"]},
        "places_at_least": {"type": "number", "from": 0, "to": 1000000, "whole": true}}},
    "ranking": {"type": "object", "required": ["scope", "ties"], "members": {
        "scope": {"type": "text", "one_of": ["shop", "team"]},
        "ties": {"type": "text", "one_of": ["indicators_in_order"]},
        "unranked": {"type": "text", "one_of": ["none", "thresholds", "caps"]}}},
    "eligibility": {"type": "object", "required": ["roles", "statuses", "min_days", "min_received"], "members": {
        "roles": {"type": "list", "least": 1, "of": {"type": "text"}},
        "statuses": {"type": "list", "least": 1, "of": {"type": "text", "one_of": ["regular", "probation"]}},
        "min_days": {"type": "number", "from": 0, "to": 31, "whole": true},
        "min_received": {"type": "number", "from": 1, "whole": true}}},
    "pass_mark": {"type": "number"},
    "coaching_below": {"type": "number"},
    "rewards": {"type": "object", "required": ["min_ranked", "first", "last"], "members": {
        "min_ranked": {"type": "number", "from": 1, "to": 1000000, "whole": true},
        "first": {"type": "object", "required": ["amount", "to"], "members": {
            "amount": {"type": "number", "from": 0, "to": 1000000000}, "to": {"type": "text", "one_of": ["ledger", "commission"]}}},
        "last": {"type": "object", "required": ["amount", "to"], "members": {
            "amount": {"type": "number", "from": -1000000000, "to": 0}, "to": {"type": "text", "one_of": ["ledger", "commission"]},
            "least_left": {"type": "number", "from": 0}}}}},
    "streaks": {"type": "list", "of": {
        "type": "object", "required": ["when", "months", "action", "starts_again"], "members": {
        "when": {"type": "text", "one_of": ["first", "last", "below_pass_mark", "below_coaching"]},
        "months": {"type": "number", "from": 1, "to": 120, "whole": true},
        "amount": {"type": "number", "from": -1000000000, "to": 1000000000},
        "action": {"type": "text", "one_of": ["reward", "review_of_post", "resignation_review", "coaching", "review", "interview"]},
        "starts_again": {"type": "boolean"}}}},
    "improvement_plan": {"type": "object", "required": ["last_ranks", "due_days"], "members": {
        "last_ranks": {"type": "number", "from": 1, "to": 1000000, "whole": true},
        "due_days": {"type": "number", "from": 1, "to": 3660, "whole": true}}},
    "reviews": {"type": "list", "least": 1, "of": {"type": "object", "required": ["action", "metric", "least", "due"], "members": {
        "action": {"type": "text", "like": "^[a-z][a-z0-9_]{0,62}$", "as": "small letters, digits and _, a letter first"},
        "metric": {"type": "text"},
        "least": {"type": "number"},
        "due": {"type": "number", "from": 1, "to": 28, "whole": true}}}},
    "self_mark_gap": {"type": "object", "required": ["grades", "compared_with", "actions"], "members": {
        "grades": {"type": "number", "from": 1, "to": 1000000, "whole": true},
        "compared_with": {"type": "text", "one_of": ["peer", "lead", "manager", "hq"]},
        "actions": {"type": "list", "least": 1, "of":
            {"type": "text", "one_of": ["interview", "self_mark_again", "second_review_by_manager"]}}}},
    "evidence": {"type": "object", "required": ["grades", "items"], "members": {
        "grades": {"type": "list", "of": {"type": "text"}},
        "items": {"type": "list", "least": 1, "of": {"type": "text", "one_of": ["who", "what", "when"]}},
        "without": {"type": "text", "one_of": ["neighbour", "lower", "higher"]},
        "close": {"type": "text", "one_of": ["warning", "blocker"]}}},
    "signatures": {"type": "list", "least": 1, "of": {"type": "text", "one_of": ["submit", "review", "approve", "file"]}},
    "signers": {"type": "list", "least": 1, "of": {"type": "object", "required": ["signer"], "members": {
        "signer": {"type": "text", "like": "^[a-z][a-z0-9_]{0,62}$", "as": "small letters, digits and _, a letter first"},
        "roles": {"type": "list", "least": 1, "of": {"type": "text"}},
        "agents": {"type": "list", "least": 1, "of": {"type": "text"}},
        "stands_in_for": {"type": "list", "least": 1, "of": {"type": "text"}}}}},
    "signed_by": {"type": "object", "least": 1, "members": {
        "submit": {"type": "text"}, "review": {"type": "text"}, "approve": {"type": "text"}, "file": {"type": "text"}}},
    "approvals": {"type": "list", "least": 1, "of": {"type": "object", "required": ["by"], "members": {
        "below": {"type": "number", "above": 0, "to": 1000000000},
        "up_to": {"type": "number", "above": 0, "to": 1000000000},
        "by": {"type": "text"}}}},
    "shares": {"type": "object", "members": {
        "quarter": {"type": "list", "of": {"type": "object", "required": ["award", "of"], "exactly_one": ["share", "places"], "members": {
            "award": {"type": "text", "like": "^[a-z][a-z0-9_]{0,62}$", "as": "small letters, digits and _, a letter first"},
            "of": {"type": "text", "one_of": ["best", "last"]}, "share": {"type": "number", "above": 0, "to": 1},
            "places": {"type": "number", "from": 1, "to": 1000000, "whole": true}, "amount": {"type": "number", "from": -1000000000, "to": 1000000000}, "due_days": {"type": "number", "from": 1, "to": 3660, "whole": true}}}},
        "half_year": {"type": "list", "of": {"type": "object", "required": ["award", "of"], "exactly_one": ["share", "places"], "members": {
            "award": {"type": "text", "like": "^[a-z][a-z0-9_]{0,62}$", "as": "small letters, digits and _, a letter first"},
            "of": {"type": "text", "one_of": ["best", "last"]}, "share": {"type": "number", "above": 0, "to": 1},
            "places": {"type": "number", "from": 1, "to": 1000000, "whole": true}, "amount": {"type": "number", "from": -1000000000, "to": 1000000000}, "due_days": {"type": "number", "from": 1, "to": 3660, "whole": true}}}},
        "year": {"type": "list", "of": {"type": "object", "required": ["award", "of"], "exactly_one": ["share", "places"], "members": {
            "award": {"type": "text", "like": "^[a-z][a-z0-9_]{0,62}$", "as": "small letters, digits and _, a letter first"},
            "of": {"type": "text", "one_of": ["best", "last"]}, "share": {"type": "number", "above": 0, "to": 1},
            "places": {"type": "number", "from": 1, "to": 1000000, "whole": true}, "amount": {"type": "number", "from": -1000000000, "to": 1000000000}, "due_days": {"type": "number", "from": 1, "to": 3660, "whole": true}}}}}},
    "counts": {"type": "object", "members": {
        "quarter": {"type": "list", "of": {"type": "object", "required": ["award", "least"], "exactly_one": ["when", "indicator"], "members": {
            "award": {"type": "text", "like": "^[a-z][a-z0-9_]{0,62}$", "as": "small letters, digits and _, a letter first"},
            "when": {"type": "text", "one_of": ["first", "last", "below_pass_mark", "below_coaching"]},
            "indicator": {"type": "text"}, "below": {"type": "number"},
            "least": {"type": "number", "from": 1, "to": 12, "whole": true}, "amount": {"type": "number", "from": -1000000000, "to": 1000000000}, "due_days": {"type": "number", "from": 1, "to": 3660, "whole": true}}}},
        "half_year": {"type": "list", "of": {"type": "object", "required": ["award", "least"], "exactly_one": ["when", "indicator"], "members": {
            "award": {"type": "text", "like": "^[a-z][a-z0-9_]{0,62}$", "as": "small letters, digits and _, a letter first"},
            "when": {"type": "text", "one_of": ["first", "last", "below_pass_mark", "below_coaching"]},
            "indicator": {"type": "text"}, "below": {"type": "number"},
            "least": {"type": "number", "from": 1, "to": 12, "whole": true}, "amount": {"type": "number", "from": -1000000000, "to": 1000000000}, "due_days": {"type": "number", "from": 1, "to": 3660, "whole": true}}}},
        "year": {"type": "list", "of": {"type": "object", "required": ["award", "least"], "exactly_one": ["when", "indicator"], "members": {
            "award": {"type": "text", "like": "^[a-z][a-z0-9_]{0,62}$", "as": "small letters, digits and _, a letter first"},
            "when": {"type": "text", "one_of": ["first", "last", "below_pass_mark", "below_coaching"]},
            "indicator": {"type": "text"}, "below": {"type": "number"},
            "least": {"type": "number", "from": 1, "to": 12, "whole": true}, "amount": {"type": "number", "from": -1000000000, "to": 1000000000}, "due_days": {"type": "number", "from": 1, "to": 3660, "whole": true}}}}}},
    "year_end": {"type": "list", "of": {"type": "object", "required": ["grade", "allowance"], "members": {
        "grade": {"type": "text"},
        "allowance": {"type": "text", "one_of": ["step_up", "unchanged", "step_down"]},
        "promotion": {"type": "boolean"},
        "review": {"type": "text", "one_of": ["mid_year", "year_end"]},
        "then": {"type": "list", "of": {"type": "object", "required": ["grades"], "members": {
            "grades": {"type": "list", "least": 1, "of": {"type": "text"}},
            "allowance": {"type": "text", "one_of": ["step_up", "unchanged", "step_down"]},
            "promotion": {"type": "boolean"},
            "contract": {"type": "text", "one_of": ["kept", "ended"]},
            "review": {"type": "text", "one_of": ["mid_year", "year_end"]}}}}}}},
    "pay": {"type": "object", "required": ["inputs", "plus"], "members": {
        "inputs": {"type": "list", "of": {"type": "text"}},
        "plus": {"type": "text", "one_of": ["ledger"]},
        "items": {"type": "list", "least": 1, "of": {"type": "object", "required": ["item", "name", "amount"], "members": {
            "item": {"type": "text", "like": "^[a-z][a-z0-9_]{0,62}$", "as": "small letters, digits and _, a letter first"},
            "name": {"type": "object", "required": ["zh", "en"], "members": {"zh": {"type": "text"}, "en": {"type": "text"}}},
            "amount": {}}}}}}
}}'::jsonb as shape) s
$$;

comment on function score.scheme_shape() is 'The shape of a scheme document, in the language of ref.shape_problems.';
