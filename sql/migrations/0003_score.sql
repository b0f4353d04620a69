-- Scoring: scheme versions, what is read out of them at load, and the registry of rules.
--
-- A scheme is a JSON document (config/schemes/*.json, explained in docs/schemes.md). score.load checks it, keeps it
-- whole as one version, and spreads the parts that scoring reads into score.indicator and score.grade. No row here is
-- ever changed: another document, or another first month, is another version. Scores are not stored: they are views.

create table score.rule (
    rule        text collate "C" primary key,
    function    text not null check (function ~ '^[a-z_]+\.[a-z_0-9]+$'),
    description text not null,
    parameters  jsonb not null
);
comment on table score.rule is
    'One row per rule that a scheme may name. A new rule is one function and one row here, nothing else.';
comment on column score.rule.function is
    'Schema-qualified name of a function (value numeric, parameters jsonb) returns numeric: points for a value. '
    'NULL value: never asked. Text and not regproc: pg_upgrade refuses tables with regproc.';
comment on column score.rule.parameters is
    'Shape of the rule''s parameters, in the language of score.shape_problems; score.check holds documents to it.';

create table score.scheme (
    scheme    text collate "C" not null,
    version   integer not null check (version > 0),
    effective date not null check (effective = pg_catalog.date_trunc('month', effective)::date),
    document  jsonb not null,
    checksum  text not null,
    loaded_at timestamptz not null default pg_catalog.now(),
    loaded_by text not null default current_user,
    primary key (scheme, version)
);
comment on table score.scheme is
    'One row per version of a scheme. In force in a month: of the versions whose effective is not after it, '
    'the one with the latest effective, and of those the highest version.';
comment on column score.scheme.effective is 'First month it is in force (the month''s first day).';
comment on column score.scheme.checksum is 'SHA-256, in hex, of document as jsonb prints it.';

create table score.indicator (
    scheme     text collate "C" not null,
    version    integer not null,
    position   smallint not null check (position > 0),
    indicator  text collate "C" not null,
    weight     numeric not null check (weight > 0),
    source     text not null check (source in ('metric', 'mark')),
    metric     text collate "C" not null,
    roles      jsonb check ((source = 'mark') = (roles is not null)),
    points_of  text check (points_of in ('each', 'mean') and (source = 'mark') = (points_of is not null)),
    better     text not null check (better in ('higher', 'lower')),
    rule       text collate "C" not null references score.rule,
    parameters jsonb not null,
    on_null    text not null check (on_null in ('leave_out', 'zero', 'full')),
    full_points numeric not null,
    primary key (scheme, version, position),
    unique (scheme, version, indicator),
    foreign key (scheme, version) references score.scheme
);
comment on table score.indicator is
    'One row per indicator of a scheme''s version. position: the document''s order, which also breaks ties.';
comment on column score.indicator.source is
    'Where the value comes from. metric: merit.agent_month_metric; mark: fact.last_mark, weighed by role.';
comment on column score.indicator.metric is 'Name of the metric; for marks mark:<indicator of the marks>.';
comment on column score.indicator.roles is 'Marks only: {role: weight}; marks of other roles do not count.';
comment on column score.indicator.points_of is
    'Marks only. each: the rule gives points to every mark, and these are weighed; mean: to the weighed mean.';
comment on column score.indicator.better is 'Which raw value wins a tie.';
comment on column score.indicator.on_null is
    'A NULL value is left out and the others re-weighted, or gets 0 points, or full_points.';

create table score.grade (
    scheme  text collate "C" not null,
    version integer not null,
    position smallint not null check (position > 0),
    grade   text not null,
    least   numeric,
    share   numeric check (share >= 0 and share <= 1),
    primary key (scheme, version, position),
    unique (scheme, version, grade),
    foreign key (scheme, version) references score.scheme
);
comment on table score.grade is 'One row per grade of a scheme''s version, the best first.';
comment on column score.grade.least is 'Smallest total of the grade, points of 100; NULL: every total (the last grade).';
comment on column score.grade.share is 'Active cap: greatest share of a team''s ranked agents; NULL: none.';

insert into score.rule (rule, function, description, parameters) values
('bands', 'score.rule_bands',
 'Points of the first band that the value reaches; an edge belongs to the better band; otherwise when it reaches none.',
 '{"type": "object", "exactly_one": ["at_least", "at_most"], "required": ["otherwise"], "members": {
     "at_least": {"type": "list", "least": 1, "by": "value", "strictly": "falling",
                  "of": {"type": "object", "required": ["value", "points"],
                         "members": {"value": {"type": "number"}, "points": {"type": "number", "from": 0}}}},
     "at_most": {"type": "list", "least": 1, "by": "value", "strictly": "rising",
                 "of": {"type": "object", "required": ["value", "points"],
                        "members": {"value": {"type": "number"}, "points": {"type": "number", "from": 0}}}},
     "otherwise": {"type": "number", "from": 0}}}'),
('mark', 'score.rule_mark',
 'The mark itself if it is allowed, else the next lower allowed mark; below the lowest: the lowest.',
 '{"type": "object", "required": ["allowed"], "members": {
     "allowed": {"type": "list", "least": 1, "strictly": "falling", "of": {"type": "number", "from": 0, "to": 100}}}}');
