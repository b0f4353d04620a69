-- 0004: month end. Closed months, the ledger, payroll, postings, appeals, exclusions.
-- What a close writes is never changed: triggers refuse update, delete and truncate for everybody, always
-- (also with session_replication_role = replica); no role of ours is granted any of them. What can change
-- (the outbox, payroll's input before its settlement, the end of an exclusion) says so at its table.

create schema period;
create schema pay;
create schema post;

comment on schema period is 'Closed months: what was frozen, by whom and when; streaks, actions, appeals.';
comment on schema pay is 'Money: the ledger (append-only, chained by hashes), payroll''s input, settlements.';
comment on schema post is 'Postings: what is to be sent, to whom, and what each receiver answered.';

create function period.refuse_change() returns trigger
language plpgsql
as $$
begin
    raise exception '% of %.% is refused: what was written there is never changed',
                    lower(tg_op), tg_table_schema, tg_table_name
        using errcode = 'object_not_in_prerequisite_state',
              hint = 'a closed month is corrected by a revision: meritd revise --month M --reason R';
end $$;
comment on function period.refuse_change() is 'Trigger: refuses every update, delete and truncate.';

create function period.refuse_addition() returns trigger
language plpgsql
as $$
begin
    if exists (select from period.closing c where c.month = new.month and c.revision = new.revision) then
        raise exception 'insert into %.% is refused: revision % of % is closed',
                        tg_table_schema, tg_table_name, new.revision, to_char(new.month, 'YYYY-MM')
            using errcode = 'object_not_in_prerequisite_state';
    end if;
    return new;
end $$;
comment on function period.refuse_addition() is
    'Trigger: refuses rows for a month and revision that is closed (its row in period.closing comes last).';

-- settings ----------------------------------------------------------------------------------------

create table period.setting (
    singleton     boolean primary key default true check (singleton),
    scheme        text collate "C",
    appeal_days   integer not null default 7 check (appeal_days between 0 and 366),
    action_days   integer not null default 14 check (action_days between 1 and 366),
    names_down_to integer check (names_down_to >= 0),
    appeal_note   text not null default 'Appeal to your team lead: the indicator, and the reason.',
    minimum_pay   numeric(14, 2) check (minimum_pay >= 0)
);
comment on table period.setting is
    'One row: the parameters of month end. Keys and meanings: period.setting_list.';
insert into period.setting default values;

create table ref.login (
    login text collate "C" primary key,
    agent text collate "C" not null
);
comment on table ref.login is
    'One row per database login of a person: the agent it is, for row security (merit.me).';

-- exclusions: facts too ---------------------------------------------------------------------------

create table fact.exclusion (
    id           bigint generated always as identity primary key,
    kind         text collate "C" not null
                 check (kind in ('conversation', 'order', 'ticket', 'survey', 'customer', 'credit')),
    reference    text collate "C" not null,
    customer     uuid generated always as (case when kind = 'customer' then reference::uuid end) stored,
    survey       bigint generated always as (case when kind = 'survey' then reference::bigint end) stored,
    credit_to    text collate "C" check ((kind = 'credit') = (credit_to is not null)),
    reason       text not null check (reason <> ''),
    evidence     text,
    appeal       bigint,
    excluded_at  timestamptz not null,
    excluded_by  text not null,
    ended_at     timestamptz,
    ended_by     text check ((ended_at is null) = (ended_by is null)),
    ended_reason text check ((ended_at is null) = (ended_reason is null))
);
create unique index exclusion_active on fact.exclusion (kind, reference) where ended_at is null;
create index exclusion_customer on fact.exclusion (customer) where customer is not null and ended_at is null;
create index exclusion_survey on fact.exclusion (survey) where survey is not null and ended_at is null;
comment on table fact.exclusion is
    'One row per fact left out of all numbers (conversation, order, ticket, survey by its hash, customer by '
    'its pseudonym) or order credited to another agent (credit, credit_to): why, who, when, on what '
    'evidence, after which appeal. It holds until it is ended; it is never deleted.';

create function fact.refuse_exclusion_change() returns trigger
language plpgsql
as $$
begin
    -- customer and survey are generated, and not there yet
    if tg_op = 'UPDATE' and old.ended_at is null and new.ended_at is not null
       and to_jsonb(new) - '{ended_at,ended_by,ended_reason,customer,survey}'::text[]
           = to_jsonb(old) - '{ended_at,ended_by,ended_reason,customer,survey}'::text[] then
        return new;
    end if;
    raise exception '% of fact.exclusion is refused: an exclusion can only be ended, once', lower(tg_op)
        using errcode = 'object_not_in_prerequisite_state', hint = 'fact.include ends it';
end $$;
comment on function fact.refuse_exclusion_change() is 'Trigger: an exclusion can only be ended, once.';
create trigger refuse_change before update or delete on fact.exclusion
    for each row execute function fact.refuse_exclusion_change();
create trigger refuse_truncate before truncate on fact.exclusion
    for each statement execute function period.refuse_change();
alter table fact.exclusion enable always trigger refuse_change;
alter table fact.exclusion enable always trigger refuse_truncate;

-- closed months -----------------------------------------------------------------------------------

create table period.closing (
    month          date not null check (month = date_trunc('month', month)::date),
    revision       integer not null check (revision >= 0),
    as_of          timestamptz not null,
    recorded_at    timestamptz not null default clock_timestamp(),
    closed_by      text not null,
    reason         text check (revision = 0 or reason <> ''),
    final_from     timestamptz,
    complete_up_to timestamptz,
    overridden     jsonb not null,
    accepted       jsonb not null,
    rules          jsonb not null,
    scheme         text collate "C" not null,
    exclusions     bigint[] not null,
    input_hash     text not null,
    result_hash    text not null,
    primary key (month, revision)
);
comment on table period.closing is
    'One row per closed month and revision (0: the close). as_of: the present it was calculated at; '
    'recorded_at: the clock then; overridden: blockers closed over, accepted: warnings; rules: the rule '
    'set; scheme: the one that pays; exclusions: those in force; hashes: of the inputs, of the results.';

create table period.closing_scheme (
    month    date not null,
    revision integer not null,
    scheme   text collate "C" not null,
    version  integer not null,
    checksum text not null,
    primary key (month, revision, scheme),
    foreign key (scheme, version) references score.scheme
);
comment on table period.closing_scheme is 'One row per closed month, revision and scheme: the version used.';

create table period.result (
    month    date not null,
    revision integer not null,
    scheme   text collate "C" not null,
    agent    text collate "C" not null,
    scope    text not null check (scope in ('shop', 'team')),
    team     text collate "C",
    name     text collate "C",
    employee text collate "C",
    barred   text,
    total    numeric,
    grade    text,
    rank     integer,
    place    text check (place in ('first', 'last')),
    primary key (month, revision, scheme, agent)
);
comment on table period.result is
    'One row per closed month, revision, scheme and agent scored, as it was. place: first or last among '
    'those it was ranked with; nobody when fewer than two were ranked or all shared one rank.';

create table period.indicator (
    month        date not null,
    revision     integer not null,
    scheme       text collate "C" not null,
    agent        text collate "C" not null,
    indicator    text collate "C" not null,
    position     smallint not null,
    value        numeric,
    points       numeric,
    weight       numeric not null,
    contribution numeric,
    primary key (month, revision, scheme, agent, indicator)
);
comment on table period.indicator is 'One row per indicator of a row of period.result, as it was.';

create table period.metric (
    month    date not null,
    revision integer not null,
    agent    text collate "C" not null,
    metric   text collate "C" not null,
    value    numeric,
    primary key (month, revision, agent, metric)
);
comment on table period.metric is
    'One row per closed month, revision, agent and metric: merit.agent_month_metric as it was.';

create table period.streak (
    month     date not null,
    revision  integer not null,
    agent     text collate "C" not null,
    condition text collate "C" not null,
    action    text collate "C" not null,
    months    integer not null,
    count     integer not null check (count > 0),
    reached   boolean not null,
    primary key (month, revision, agent, condition, action, months)
);
comment on table period.streak is
    'One row per closed month, revision and agent in a streak of the paying scheme: for how many months '
    'running the condition holds (since the count last started anew), and whether its action is due (at '
    'months).';

create table period.skipped (
    month      date primary key,
    skipped_at timestamptz not null,
    skipped_by text not null,
    reason     text not null check (reason <> '')
);
comment on table period.skipped is
    'One row per month that a later one was closed over (--skip). It breaks every streak, for good.';

-- actions and appeals -----------------------------------------------------------------------------

create table period.action (
    id        bigint generated always as identity primary key,
    month     date not null,
    revision  integer not null,
    agent     text collate "C" not null,
    action    text collate "C" not null,
    because   text not null,
    due       timestamptz not null,
    unique (month, agent, action)
);
comment on table period.action is
    'One row per month, agent and thing to do that a close (or the first revision that asked for it) '
    'found: improvement_plan, coaching, review, interview, review_of_post, resignation_review.';

create table period.action_change (
    id         bigint generated always as identity primary key,
    action     bigint not null references period.action,
    state      text not null check (state in ('open', 'done', 'waived')),
    changed_at timestamptz not null,
    changed_by text not null,
    note       text
);
create index action_change_action on period.action_change (action, id);
comment on table period.action_change is 'One row per change of an action''s state; the last one holds.';

create table period.appeal (
    id        bigint generated always as identity primary key,
    month     date not null,
    revision  integer not null,
    agent     text collate "C" not null,
    indicator text collate "C" not null,
    reason    text not null check (reason <> ''),
    filed_at  timestamptz not null,
    filed_by  text not null,
    foreign key (month, revision) references period.closing
);
create index appeal_month on period.appeal (month, agent);
comment on table period.appeal is 'One row per appeal of an agent against an indicator of a closed month.';
alter table fact.exclusion add foreign key (appeal) references period.appeal;

create table period.appeal_decision (
    appeal     bigint primary key references period.appeal,
    accepted   boolean not null,
    note       text not null check (note <> ''),
    decided_at timestamptz not null,
    decided_by text not null
);
comment on table period.appeal_decision is
    'One row per decided appeal. What an accepted one leaves out stands in fact.exclusion (appeal).';

-- pay ---------------------------------------------------------------------------------------------

create table pay.ledger (
    line      bigint primary key check (line > 0),
    period    text collate "C" not null,
    revision  integer not null,
    agent     text collate "C" not null,
    scheme    text collate "C" not null,
    reason    text collate "C" not null check (reason in ('first', 'last', 'first_streak')),
    kind      text collate "C" not null
              check (kind in ('reward', 'penalty', 'waived', 'reversal', 'waived_reversal')),
    amount    numeric(14, 2) not null check (amount <> 0),
    currency  text collate "C" not null,
    reverses  bigint unique references pay.ledger check (reverses < line),
    waives    bigint unique references pay.ledger check (waives < line),
    note      text,
    posted_at timestamptz not null,
    posted_by text not null,
    prev_hash text collate "C" not null unique check (prev_hash ~ '^[0-9a-f]{64}$'),
    hash      text collate "C" not null unique check (hash ~ '^[0-9a-f]{64}$'),
    unique (period, revision, agent, reason, kind),
    check ((kind in ('reversal', 'waived_reversal')) = (reverses is not null)),
    check ((kind = 'waived') = (waives is not null)),
    check (case kind when 'reward' then amount > 0 when 'penalty' then amount < 0
                     when 'waived' then amount > 0 else true end)
);
comment on table pay.ledger is
    'One row per amount for (or, negative, from) an agent in a period (2026-10). Append-only: a correction '
    'is a new line that names the line it reverses or waives. hash: SHA-256 of pay.ledger_text, which holds '
    'prev_hash, the hash of the line before (64 zeros for the first). Written by pay.append alone.';

create table pay.input (
    month  date not null check (month = date_trunc('month', month)::date),
    agent  text collate "C" not null,
    input  text collate "C" not null,
    amount numeric(14, 2) not null,
    set_at timestamptz not null default clock_timestamp(),
    set_by text not null default session_user,
    primary key (month, agent, input)
);
comment on table pay.input is
    'One row per month, agent and input of the pay formula (post_wage, own_commission, …), in the shop''s '
    'currency. Fixed once the month''s last revision is settled.';

create table pay.settlement (
    month      date not null,
    revision   integer not null,
    settled_at timestamptz not null default clock_timestamp(),
    settled_by text not null,
    inputs     jsonb not null,
    primary key (month, revision),
    foreign key (month, revision) references period.closing
);
comment on table pay.settlement is
    'One row per revision of a closed month whose penalties were compared with commissions; inputs: the '
    'figures used.';

create function pay.refuse_settled_input() returns trigger
language plpgsql
as $$
declare
    touched date := case when tg_op = 'DELETE' then old.month else new.month end;
begin
    if exists (select from pay.settlement s
                where s.month in (touched, case when tg_op = 'UPDATE' then old.month else touched end)
                  and s.revision = (select max(c.revision) from period.closing c where c.month = s.month))
    then
        raise exception 'pay.input of % is fixed: the month is settled', to_char(touched, 'YYYY-MM')
            using errcode = 'object_not_in_prerequisite_state',
                  hint = 'a correction goes into a later month, or after a revision of this one';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end $$;
comment on function pay.refuse_settled_input() is 'Trigger: input of a settled month is fixed.';
create trigger refuse_settled before insert or update or delete on pay.input
    for each row execute function pay.refuse_settled_input();
create trigger refuse_truncate before truncate on pay.input
    for each statement execute function period.refuse_change();
alter table pay.input enable always trigger refuse_settled;
alter table pay.input enable always trigger refuse_truncate;

create type period.item as (agent text, item text, name text, number numeric, words text);
comment on type period.item is
    'Something of an agent''s month that revisions compare: metric (by name), total, rank or grade (name: the '
    'scheme); grades are words, the rest numbers.';

create type pay.entry as (
    period text, revision integer, agent text, scheme text, reason text, kind text, amount numeric,
    reverses bigint, waives bigint, note text);
comment on type pay.entry is 'A line that is to be appended to pay.ledger, by pay.append.';

-- post --------------------------------------------------------------------------------------------

create table post.receiver (
    receiver text collate "C" primary key,
    kind     text not null check (kind in ('kafka', 'webhook', 'file')),
    enabled  boolean not null default true
);
comment on table post.receiver is
    'One row per receiver of the configuration, by name. Addresses and secrets stay in the configuration.';

create table post.message (
    id         bigint generated always as identity primary key,
    month      date not null,
    revision   integer not null,
    kind       text not null check (kind in ('ranking', 'revision')),
    created_at timestamptz not null,
    content    jsonb not null,
    unique (month, revision)
);
comment on table post.message is
    'One row per posting, written by the transaction that closes or revises the month. created_at: the '
    'as_of of that; the days of appeal run from it.';

create table post.outbox (
    message   bigint not null references post.message,
    receiver  text collate "C" not null references post.receiver,
    key       text collate "C" not null unique,
    state     text not null default 'pending' check (state in ('pending', 'sent', 'refused')),
    attempts  integer not null default 0,
    next_at   timestamptz not null,
    lease     uuid,
    primary key (message, receiver)
);
create index outbox_pending on post.outbox (next_at) where state = 'pending';
comment on table post.outbox is
    'One row per posting and receiver: to be sent at least once, receivers drop repeats by key. next_at: '
    'not before then (back-off, or until a sender''s lease ends); lease: of the sender that has it.';

create table post.attempt (
    message      bigint not null,
    receiver     text collate "C" not null,
    attempt      integer not null,
    attempted_at timestamptz not null,
    sender       text not null,
    outcome      text not null check (outcome in ('sent', 'failed', 'refused')),
    answer       text,
    primary key (message, receiver, attempt),
    foreign key (message, receiver) references post.outbox
);
comment on table post.attempt is 'One row per attempt that ended: what the receiver answered.';

-- what keeps it so --------------------------------------------------------------------------------

do $$
declare
    fixed text;
begin
    foreach fixed in array array[
        'period.closing', 'period.closing_scheme', 'period.result', 'period.indicator', 'period.metric',
        'period.streak', 'period.skipped', 'period.action', 'period.action_change', 'period.appeal',
        'period.appeal_decision', 'pay.ledger', 'pay.settlement', 'post.message', 'post.attempt']
    loop
        execute format('create trigger refuse_change before update or delete or truncate on %s '
                       'for each statement execute function period.refuse_change()', fixed);
        execute format('alter table %s enable always trigger refuse_change', fixed);
    end loop;
    foreach fixed in array array[
        'period.closing_scheme', 'period.result', 'period.indicator', 'period.metric', 'period.streak']
    loop
        execute format('create trigger refuse_addition before insert on %s '
                       'for each row execute function period.refuse_addition()', fixed);
        execute format('alter table %s enable always trigger refuse_addition', fixed);
    end loop;
    -- Policies stand in sql/roles; owners, and so all functions here, see everything.
    foreach fixed in array array[
        'period.result', 'period.indicator', 'period.metric', 'period.streak', 'period.action',
        'period.action_change', 'period.appeal', 'period.appeal_decision', 'pay.ledger', 'pay.input']
    loop
        execute format('alter table %s enable row level security', fixed);
    end loop;
end $$;
