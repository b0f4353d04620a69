-- 0041: rules change from a month on, and what a change moves is calculated again while the figures before it are shown.

analyze ref.rule_set;  -- the planner would expect hundreds of them

create table ref.rule_change (
    id          bigint generated always as identity primary key,
    effective   date not null,
    assignments text[] not null,
    made_at     timestamptz not null default pg_catalog.now(),
    made_by     text not null
);
comment on table ref.rule_change is
    'One row per change of ref.rule_set: these assignments (key=value) hold from that month on, until the next rule set.';

create trigger refuse_change before update or delete or truncate on ref.rule_change
    for each statement execute function period.refuse_change();
alter table ref.rule_change enable always trigger refuse_change;

create table rollup.held (
    singleton boolean primary key default true check (singleton),
    since     date not null check (since = date_trunc('month', since)::date),
    rules     jsonb not null
);
comment on table rollup.held is
    'While there is a row, the months since that day are shown as they were before a change (rollup.held_period, held_dimension, '
    'held_buyers, by these rule sets): what the change moves is being calculated again.';

create table rollup.held_period (like rollup.agent_period, primary key (grain, start, agent));
comment on table rollup.held_period is
    'The rows of rollup.agent_period of the months that are held, as they were. Has the same columns, in the same order.';

create table rollup.held_dimension (like rollup.dimension_period, primary key (grain, start, agent, dimension));
comment on table rollup.held_dimension is 'The rows of rollup.dimension_period of the months that are held, as they were.';

create table rollup.held_buyers (like rollup.sealed_buyers, primary key (whose, grain, start, name));
comment on table rollup.held_buyers is
    'What rollup.group_buyers told of the days and months that are held. Has the columns of rollup.sealed_buyers, in the same order.';

-- From the moment at which they are held no more, the months show what was calculated.
create trigger mark_stale_delete_old after delete on rollup.held referencing old table as changed
    for each statement execute function score.mark_stale('select c.since, date ''infinity'' as until from changed c');
alter table rollup.held enable always trigger mark_stale_delete_old;

create table settle.recalculation (
    singleton  boolean primary key default true check (singleton),
    started_at timestamptz not null default pg_catalog.now(),
    from_day   date not null,
    to_day     date not null,
    next_month date not null,
    month      date,
    days       date[] not null default '{}',
    day        date,
    named      bigint not null
);
comment on table settle.recalculation is
    'What is calculated again (settle.recalculate_step): all of the business days from_day … to_day (excluded; none: infinity … -infinity), '
    'month by month, day by day, and what is named in ingest.dirty up to the id named. '
    'next_month: those before are done, but for this month, of which these days are left, and this day, named too. '
    'Without a row of rollup.held only held rows are left to be deleted.';

alter table ref.shop add deleted_before date;
comment on column ref.shop.deleted_before is
    'Facts of days from this one on are all kept: kept_from, less what the rules looked back when facts were last deleted. NULL: all are.';
update ref.shop s
   set deleted_before = s.kept_from - (
       select max(greatest(r.order_window_days, r.order_pay_days, r.refund_days, r.ticket_reopen_days, r.ticket_complaint_days,
                           ceil(r.session_idle_hours / 24.0)))::integer + 1
         from ref.rule_set r)
 where s.kept_from is not null;

drop function if exists settle.run(timestamptz, boolean, integer);  -- tells more now
drop function if exists ref.rule_list();
drop function if exists settle.name_account(text, text[], datemultirange);  -- these return a day now
drop function if exists settle.name_hours(ref.team_hours[], ref.team_hours[]);
drop function if exists settle.name_ticket_hours(ref.team_hours[], ref.team_hours[]);
