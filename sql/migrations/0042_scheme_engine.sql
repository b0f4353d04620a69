-- 0042: the scheme engine. What an indicator looks at is a list of expressions over named amounts; rules and operators take
-- everybody at once, and a rule's verdict says how far the next edge is.

create type score.subject as (agent text, team text);
comment on type score.subject is 'Somebody whom a scheme scores in a month, and the team of then; NULL: none.';

create type score.series as (leaf jsonb, numbers numeric[]);
comment on type score.series is
    'A named amount of an expression, as the scheme writes it, and its number for each subject, in the subjects'' order.';

create type score.verdict as (value numeric, points numeric, edge numeric, next_edge numeric, next_points numeric);
comment on type score.verdict is
    'What a rule says of one subject: what the numbers come to, and the points for it; the edge that is reached; the nearest '
    'one that gives more, and its points. Each may be NULL.';

-- operators ----------------------------------------------------------------------------------------

create table score.operator (
    operator      text collate "C" primary key,
    function      text not null check (function ~ '^[a-z_]+\.[a-z_0-9]+$'),
    description   text not null,
    least         integer not null check (least > 0),
    most          integer check (most >= least),
    parameters    jsonb not null
);
comment on table score.operator is
    'One row per operator that an expression may use. A new operator is one function and one row here, nothing else.';
comment on column score.operator.function is
    'Schema-qualified name of a function (subjects score.subject[], numbers numeric[], parameters jsonb) returns numeric[]: '
    'numbers[operand][subject] to a number per subject. Text and not regproc: pg_upgrade refuses tables with regproc.';
comment on column score.operator.least is 'The fewest operands that it takes.';
comment on column score.operator.most is 'The most operands that it takes; NULL: any number.';
comment on column score.operator.parameters is
    'Shape of the object that stands for it without the operands, in the language of ref.shape_problems.';

insert into score.operator (operator, function, description, least, most, parameters) values
('add', 'score.operator_add', 'The sum.', 1, null, '{"type": "object"}'),
('subtract', 'score.operator_subtract', 'The first less the second.', 2, 2, '{"type": "object"}'),
('multiply', 'score.operator_multiply', 'The product.', 1, null, '{"type": "object"}'),
('divide', 'score.operator_divide', 'The first by the second, to twelve decimals; by 0: none.', 2, 2, '{"type": "object"}'),
('least', 'score.operator_least', 'The least of them.', 1, null, '{"type": "object"}'),
('greatest', 'score.operator_greatest', 'The greatest of them.', 1, null, '{"type": "object"}'),
('first', 'score.operator_first', 'The first that there is.', 1, null, '{"type": "object"}'),
('mean', 'score.operator_mean', 'The mean of all in the team, or in the shop, who have a number.', 1, 1,
 '{"type": "object", "required": ["of"], "members": {"of": {"type": "text", "one_of": ["team", "shop"]}}}'),
('interpolate', 'score.operator_interpolate', 'On the straight line between two points; beyond the ends, the end.', 1, 1,
 '{"type": "object", "required": ["through"], "members": {
     "through": {"type": "list", "least": 1, "by": "value", "strictly": "rising",
                 "of": {"type": "object", "required": ["value", "gives"],
                        "members": {"value": {"type": "number"}, "gives": {"type": "number"}}}}}}');

do $$
declare
    v record;
begin
    for v in
        select e.event, e.was from (values ('insert', 'new'), ('delete', 'old'), ('update', 'old'), ('update', 'new')) as e(event, was)
    loop
        execute format('create trigger mark_stale_%1$s_%2$s after %1$s on score.operator referencing %2$s table as changed '
                       'for each statement execute function score.mark_stale(%3$L)', v.event, v.was,
                       'select date ''-infinity'' as since, date ''infinity'' as until from changed');
        execute format('alter table score.operator enable always trigger mark_stale_%s_%s', v.event, v.was);
    end loop;
    create trigger mark_stale_truncate after truncate on score.operator for each statement execute function score.mark_stale();
    alter table score.operator enable always trigger mark_stale_truncate;
end $$;

-- rules --------------------------------------------------------------------------------------------

alter table score.rule add column per_value text;
comment on column score.rule.function is
    'Schema-qualified name of a function (subjects score.subject[], numbers numeric[], parameters jsonb) returns score.verdict[]: '
    'numbers[value][subject] to a verdict per subject. Text and not regproc: pg_upgrade refuses tables with regproc.';
comment on column score.rule.per_value is
    'The parameter that is a list with one entry for each value of the indicator; NULL: the rule takes one value.';

update score.rule set parameters =
 '{"type": "object", "exactly_one": ["at_least", "at_most"], "required": ["otherwise"], "members": {
     "at_least": {"type": "list", "least": 1, "by": "value", "strictly": "falling",
                  "of": {"type": "object", "required": ["value", "points"],
                         "members": {"value": {"type": "number"}, "points": {"type": "number", "from": 0}}}},
     "at_most": {"type": "list", "least": 1, "by": "value", "strictly": "rising",
                 "of": {"type": "object", "required": ["value", "points"],
                        "members": {"value": {"type": "number"}, "points": {"type": "number", "from": 0}}}},
     "otherwise": {"type": "number", "from": 0}}}'
 where rule = 'bands';
update score.rule  -- whole bands for a team or an agent, of the same shape
   set parameters = jsonb_set(parameters, '{members}', parameters -> 'members'
                        || jsonb_build_object('by_team', jsonb_build_object('type', 'object', 'each', parameters),
                                              'by_agent', jsonb_build_object('type', 'object', 'each', parameters)))
 where rule = 'bands';
update score.rule
   set description = 'The mark itself: the next lower one of those allowed, or within a range.',
       parameters = '{"type": "object", "exactly_one": ["allowed", "range"], "members": {
     "allowed": {"type": "list", "least": 1, "strictly": "falling", "of": {"type": "number", "from": 0, "to": 100}},
     "range": {"type": "object", "required": ["from", "to"], "rising": ["from", "to"], "members": {
         "from": {"type": "number", "from": 0, "to": 100}, "to": {"type": "number", "from": 0, "to": 100}}}}}'
 where rule = 'mark';
insert into score.rule (rule, function, description, per_value, parameters) values
('linear', 'score.rule_linear',
 'Points at a value, and so many more or fewer for each unit above it; in proportion, or by units (a loss as soon as the unit has begun).', null,
 '{"type": "object", "exactly_one": ["gain", "loss"], "required": ["from", "points", "unit", "floor", "cap"],
   "rising": ["floor", "cap"], "members": {
     "from": {"type": "number"}, "points": {"type": "number", "from": 0}, "unit": {"type": "number", "above": 0},
     "gain": {"type": "number", "above": 0}, "loss": {"type": "number", "above": 0}, "begun": {"type": "boolean"},
     "floor": {"type": "number", "from": 0}, "cap": {"type": "number", "above": 0}}}'),
('ratio', 'score.rule_ratio', 'The value times a number, up to a cap; never below 0.', null,
 '{"type": "object", "required": ["times", "cap"], "members": {
     "times": {"type": "number", "above": 0}, "cap": {"type": "number", "above": 0}}}'),
('deduct', 'score.rule_deduct', 'Full points, less so many for each count that has begun, down to a floor.', null,
 '{"type": "object", "required": ["full", "per", "floor"], "rising": ["floor", "full"], "members": {
     "full": {"type": "number", "above": 0}, "per": {"type": "number", "above": 0}, "floor": {"type": "number", "from": 0}}}'),
('checklist', 'score.rule_checklist',
 'What the items come to, each at most its maximum, in percent of the maxima of those that there are.', 'items',
 '{"type": "object", "required": ["items"], "members": {
     "items": {"type": "list", "least": 1, "of": {"type": "object", "required": ["maximum"], "members": {
         "name": {"type": "object", "required": ["zh", "en"], "members": {"zh": {"type": "text"}, "en": {"type": "text"}}},
         "maximum": {"type": "number", "above": 0}}}}}}'),
('gate', 'score.rule_gate',
 'Full points if every condition holds, for the agent, or for everybody of the team or the shop; 0 as soon as one is missed.', 'conditions',
 '{"type": "object", "required": ["conditions", "of", "points"], "members": {
     "conditions": {"type": "list", "least": 1, "of": {"type": "object", "exactly_one": ["at_least", "at_most"], "members": {
         "at_least": {"type": "number"}, "at_most": {"type": "number"}}}},
     "of": {"type": "text", "one_of": ["agent", "team", "shop"]}, "points": {"type": "number", "above": 0}}}');

-- indicators ---------------------------------------------------------------------------------------

alter table score.indicator add column expressions jsonb;
update score.indicator
   set expressions = jsonb_build_array(
           case source when 'mark' then jsonb_build_object('marks', substr(metric, 6), 'roles', roles, 'points_of', points_of)
                       else jsonb_build_object('metric', metric) end);
alter table score.indicator alter column expressions set not null,
                            drop column source, drop column metric, drop column roles, drop column points_of;
comment on column score.indicator.expressions is
    'What the rule gets: a list of expressions over named amounts, one for each value (docs/schemes.md).';

alter type score.point add attribute numbers numeric[], add attribute edge numeric, add attribute next_edge numeric,
                       add attribute missing numeric, add attribute brings numeric, add attribute contribution numeric;

-- what is kept and what is closed --------------------------------------------------------------------

alter table score.kept_indicator add column numbers numeric[], add column edge numeric, add column next_edge numeric,
                                 add column missing numeric, add column brings numeric;
alter table period.indicator add column numbers numeric[], add column edge numeric, add column next_edge numeric,
                             add column missing numeric, add column brings numeric;
comment on table period.indicator is
    'One row per indicator of a row of period.result, as it was. numbers: the values, where there are several. Months that were '
    'closed before edges were known have none: numbers, edge, next_edge, missing and brings are NULL.';

-- All of them have other columns from here on; the views go with them.
drop view if exists merit.score_indicator, merit.own_indicator, merit.result_indicator;
drop function if exists merit.own_indicators(date);
drop function if exists merit.own_kept_indicators();
drop function if exists score.contributions(date);
drop function if exists score.points(date, text, integer);
drop function if exists score.mark_points(date, text, integer);
