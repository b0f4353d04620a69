-- 0022: scores are kept. Making those of a month of 1,000 agents takes a tenth of a second or two, for each reader anew; now
-- they are made when a month has been left alone for a moment, and read by key until something that they follow from
-- changes. Whatever changes it marks its months in the same transaction, so that who sees the change sees the mark.

create table score.stale (
    id        bigint generated always as identity primary key,
    since     date not null,
    until     date not null check (until >= since),
    marked_at timestamptz not null default clock_timestamp()
);
comment on table score.stale is
    'One row per change of something that scores follow from: whatever is kept of the months since … until does not count. '
    'Rows are only added, by score.mark_stale; period.keep alone takes them away, and with them what was kept.';

create table score.kept (
    month     date primary key,
    staff_day date not null
);
comment on table score.kept is
    'One row per month whose results, indicators and drift are kept. They are those of the present while score.staff_day is '
    'the one given and no row of score.stale names the month.';

create table score.unkept (
    month    date primary key,
    problem  text not null,
    again_at timestamptz not null
);
comment on table score.unkept is
    'One row per month whose results, indicators and drift could not be made: why, and before when period.keep does not try again.';

create table score.kept_result (
    month   date not null,
    agent   text collate "C" not null,
    scheme  text collate "C" not null,
    scope   text,
    total   numeric,
    grade   text,
    rank    integer,
    reached text,
    barred  text,
    why     text,
    primary key (month, agent, scheme)
);
comment on table score.kept_result is 'One row per kept month, agent and scheme in force, as score.results has it.';

create table score.kept_indicator (
    month        date not null,
    agent        text collate "C" not null,
    scheme       text collate "C" not null,
    indicator    text collate "C" not null,
    value        numeric,
    points       numeric,
    weight       numeric not null,
    contribution numeric,
    primary key (month, agent, scheme, indicator)
);
comment on table score.kept_indicator is
    'One row per kept month, agent, scheme in force and indicator, as score.contributions has it.';

create table period.kept_drift (
    month      date not null,
    revision   integer not null,
    agent      text not null,
    item       text not null,
    name       text not null,
    frozen     text,
    today      text,
    difference numeric,
    primary key (month, agent, item, name)
);
comment on table period.kept_drift is 'One row per kept closed month and item that drifted, as period.drift has it.';

create function score.mark_stale() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if tg_op = 'TRUNCATE' then
        insert into score.stale (since, until) values ('-infinity', 'infinity');
    elsif exists (select from changed) then
        execute format('insert into score.stale (since, until) select distinct s.since, s.until from (%s) s', tg_argv[0]);
    end if;
    return null;
end $$;
comment on function score.mark_stale() is
    'A trigger of a table that scores follow from: marks the months that the query of its argument names. changed: the rows '
    'that came or went, or were there before a change or after it.';

do $$
declare
    all_months constant text := 'select date ''-infinity'' as since, date ''infinity'' as until from changed';
    by_period  constant text := 'select to_date(c.period, ''YYYY-MM'') as since, to_date(c.period, ''YYYY-MM'') as until '
                                'from changed c where c.period ~ ''^\d{4}-(0[1-9]|1[0-2])$''';
    by_day     constant text := 'select date_trunc(''month'', c.%1$I)::date as since, date_trunc(''month'', c.%1$I)::date as until '
                                'from changed c';
    v record;
begin
    for v in
        select s.source, s.query, e.event, e.was
          from (values ('rollup.agent_period', format(by_day, 'start')), ('fact.tally', format(by_day, 'day')),
                       ('period.closing', format(by_day, 'month')),
                       ('fact.mark', by_period), ('fact.target', by_period),
                       ('fact.agent_event', 'select date_trunc(''month'', c.day)::date as since, date ''infinity'' as until '
                                            'from changed c'),
                       ('fact.exclusion', all_months), ('ref.rule_set', all_months), ('score.rule', all_months),
                       ('score.scheme', all_months), ('score.indicator', all_months), ('score.grade', all_months))
               as s(source, query)
         cross join (values ('insert', 'new'), ('delete', 'old'), ('update', 'old'), ('update', 'new')) as e(event, was)
         where (s.source, e.event, e.was) <> ('rollup.agent_period', 'update', 'old')  -- its keys stay
    loop
        execute format('create trigger mark_stale_%2$s_%3$s after %2$s on %1$s referencing %3$s table as changed '
                       'for each statement execute function score.mark_stale(%4$L)', v.source, v.event, v.was, v.query);
        execute format('alter table %s enable always trigger mark_stale_%s_%s', v.source, v.event, v.was);
        execute format('create or replace trigger mark_stale_truncate after truncate on %s '
                       'for each statement execute function score.mark_stale()', v.source);
        execute format('alter table %s enable always trigger mark_stale_truncate', v.source);
    end loop;
end $$;
