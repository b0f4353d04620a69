-- 0014: one wide row per period and agent instead of one per measure and bucket. What stands in the old roll-ups is carried
-- over, month by month (a notice each); they are the sums of settled rows, so are these.

-- No settler of an older version adds to the old ones meanwhile: it waits here, and then finds another schema.
lock table settle.state in share update exclusive mode;

-- waits: a histogram as one number in base 10^8, whose digit b counts the waits of bucket b: histograms are added as numbers.
create table rollup.agent_period (
    grain                text not null check (grain in ('day', 'month')),
    start                date not null,
    agent                text collate "C" not null,
    contacts             bigint not null default 0,
    received             bigint not null default 0,
    replied              bigint not null default 0,
    customer_messages    bigint not null default 0,
    agent_messages       bigint not null default 0,
    answered_rounds      bigint not null default 0 check (answered_rounds < 100000000),  -- a digit of waits holds no more
    unanswered_rounds    bigint not null default 0,
    handed_over_rounds   bigint not null default 0,
    slow_rounds          bigint not null default 0,
    response_ms          bigint not null default 0,
    first_responses      bigint not null default 0,
    first_response_ms    bigint not null default 0,
    inquirers            bigint not null default 0,
    ordered              bigint not null default 0,
    paid                 bigint not null default 0,
    waits                numeric not null default 0,
    orderers             bigint not null default 0,
    payers               bigint not null default 0,
    buyers               bigint not null default 0,
    payments             bigint not null default 0,
    gross_sales          numeric(18, 2) not null default 0,
    refunded             numeric(18, 2) not null default 0,
    refunded_orders      bigint not null default 0,
    refund_ms            bigint not null default 0,
    assisted_payments    bigint not null default 0,
    assisted             numeric(18, 2) not null default 0,
    surveys              bigint not null default 0,
    csat_sum             numeric not null default 0,
    tickets              bigint not null default 0,
    reopens              bigint not null default 0,
    ticket_resolve_timed bigint not null default 0,
    ticket_resolve_ms    bigint not null default 0,
    sla_given            bigint not null default 0,
    sla_met              bigint not null default 0,
    ticket_replies       bigint not null default 0,
    ticket_reply_timed   bigint not null default 0,
    ticket_reply_ms      bigint not null default 0,
    complaints           bigint not null default 0,
    disputes             bigint not null default 0,
    overdue              bigint not null default 0,
    primary key (grain, start, agent)
) with (fillfactor = 70);  -- sums change in place: no other index
alter table rollup.agent_period alter waits set storage main;
comment on table rollup.agent_period is
    'One row per grain (day, month), business day or first day of a month, and agent with anything settled in it: the sums of '
    'settled.* over the period; a row of nothing but 0 is none. Every column after the key is a measure and adds up over days, '
    'but orderers, payers and buyers, which are distinct customers of the period. Durations in ms, amounts in the shop''s '
    'currency. waits: how many answered rounds lie in each bucket of settle.bucket, as one number in base 10^8.';

create table settle.bucket (
    bucket integer primary key,
    one    numeric not null
);
comment on table settle.bucket is
    'One row per bucket of waits and the number that counts one wait in it: 10^(8 * bucket). Bucket 0 is below 1 ms, bucket '
    'n from 1 is [1.05^(n-1), 1.05^n) ms.';
insert into settle.bucket select b, ('1e' || 8 * b)::numeric from generate_series(0, 700) b;  -- the last: 20,000 years
analyze settle.bucket;

do $$
declare
    old      record;
    measures text;
begin
    select string_agg(format('coalesce(sum(o.value) filter (where o.measure = %L), 0)', a.attname), ', ' order by a.attnum)
      into measures
      from pg_attribute a
     where a.attrelid = 'rollup.agent_period'::regclass and a.attnum > 3;
    measures := replace(measures, 'coalesce(sum(o.value) filter (where o.measure = ''waits''), 0)',
                        'coalesce(sum(o.value * b.one) filter (where o.measure = ''wait''), 0)');
    for old in
        select 'month' as grain, 'rollup.agent_month' as source, m.month as start, (m.month + interval '1 month')::date as until
          from (select distinct month from rollup.agent_month) m
        union all
        select 'day', 'rollup.agent_day', m.start, (m.start + interval '1 month')::date
          from (select distinct date_trunc('month', d.day)::date as start from rollup.agent_day d) m
         order by start, grain
    loop
        execute format(
            'insert into rollup.agent_period select %1$L, o.%5$I, o.agent, %2$s from %3$s o join settle.bucket b using (bucket)
              where o.%5$I >= %4$L and o.%5$I < %6$L group by o.%5$I, o.agent',
            old.grain, measures, old.source, old.start, old.grain, old.until);
        raise notice 'rolled up by %: %', old.grain, to_char(old.start, 'YYYY-MM');
    end loop;
end $$;
analyze rollup.agent_period;

-- What reads the old ones is written anew after the migrations; until then its columns are there, so that what
-- somebody else built on those stays, and whoever reads it is told what to do instead of being shown nothing. Who built on the
-- old tables themselves is named, and nothing is migrated.
do $$
declare
    v record;
begin
    for v in
        select distinct r.ev_class::regclass as name
          from pg_depend d join pg_rewrite r on r.oid = d.objid join pg_class c on c.oid = r.ev_class
         where d.refclassid = 'pg_class'::regclass and d.classid = 'pg_rewrite'::regclass
           and d.refobjid in ('rollup.agent_day'::regclass, 'rollup.agent_month'::regclass)
           and c.relnamespace::regnamespace::text
               in ('ref', 'ingest', 'fact', 'settle', 'settled', 'rollup', 'score', 'merit', 'period', 'pay', 'post')
    loop
        execute format('create or replace view %s as select %s'
                       ' where current_setting(''run meritd migrate to its end'')::boolean', v.name,
                       (select string_agg(format('null::%s%s as %I', format_type(a.atttypid, a.atttypmod),
                                                 case when a.attcollation = 'pg_catalog."C"'::regcollation
                                                      then ' collate "C"' else '' end,
                                                 a.attname), ', ' order by a.attnum)
                          from pg_attribute a where a.attrelid = v.name and a.attnum > 0 and not a.attisdropped));
    end loop;
end $$;
drop function if exists rollup.fresh_days(date, date), rollup.fresh_months(date, date), settle.run(timestamptz, boolean),
                        settle.take_dirty();
drop table rollup.agent_day, rollup.agent_month;

drop view if exists rollup.order_line, rollup.buyer_line, rollup.ticket_line, rollup.survey_line;
drop type rollup.line cascade;  -- with our functions of it
create type rollup.line as (grain text, start date, agent text, measure text, value numeric);
comment on type rollup.line is
    'What a settled row contributes to a measure (a column of rollup.agent_period) of an agent in a period.';
