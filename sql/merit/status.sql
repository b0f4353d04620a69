-- Reads only small tables and the ends of indexes, so that it can be polled.

create or replace function merit.status(warnings text[] default '{}') returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
set timezone = 'UTC'
as $$
    with month(month) as materialized (
        select m from period.months() m
    ), dead_letter as (
        select d.reason, count(*) as letters from ingest.dead_letter d group by d.reason
    ), daemon as materialized (  -- of other people's sessions a login may see only application names
        select distinct a.application_name as name from pg_catalog.pg_stat_activity a
         where a.datname = current_database() and a.application_name like 'meritd ingest %'
    ), warning as (
        select w.text from unnest(warnings) as w(text)
        union all
        select format('%s/%s: retention deleted %s records before they were read', p.topic, p.partition,
                      p.gap_records)
          from ingest.position p where p.gap_records > 0
        union all
        select format('%s/%s was made anew %s times', p.topic, p.partition, p.epoch)
          from ingest.position p where p.epoch > 0
        union all
        select 'no daemon runs: nothing new is read from Kafka until meritd ingest is started'
         where exists (select from ingest.position) and not exists (select from daemon)
        union all
        select s.problem from period.stray_months() s
        union all
        select format(case when l.paid > l.due
                           then '%1$s: line %2$s pays %3$s %4$s for a streak that there is not; meritd ledger --reverse %2$s --reason R'
                           else '%1$s: %3$s is due %5$s for a streak, and %4$s is paid; meritd revise --month %1$s --reason R'
                      end, period.month_name(l.month), l.line, w.agent, w.paid, w.due)
          from (select s.*, bool_or(s.paid > s.due) over (partition by s.agent order by s.month) as too_much
                  from (select min(m.month) as month  -- what came after the closes: revisions, and aliases
                          from (select c.month from period.closing c where c.revision > 0
                                 union all select (date_trunc('month', lower(a.days)) - interval '1 month')::date from ref.agent_alias a) m(month)) r
                 cross join lateral period.later_streaks(r.month) s) l
         cross join lateral (select l.agent, l.paid::text, l.due::text where merit.sees_all()
                              union all
                             select 'somebody', 'an amount', 'another' where not merit.sees_all()) as w(agent, paid, due)
         where l.paid > l.due or not l.too_much  -- a reward paid in error keeps a later streak from its own
    ), unclosed as materialized (  -- one row per month that is over and neither closed nor skipped
        select p.month from month p
         where p.month < merit.now() - interval '27 days'
           and not exists (select from period.closing c where c.month = p.month)
           and not exists (select from period.skipped s where s.month = p.month)
    )
    select jsonb_build_object(
        'quality', (select coalesce(jsonb_object_agg(q."check", jsonb_build_object('found', q.found, 'example', q.example,
                                                                                   'remedy', q.remedy)), '{}')
                      from (select d."check", min(d.remedy) as remedy,
                                   (array_agg(d.subject order by d.value desc nulls last, d.subject desc))[1] as example,
                                   case when d."check" in ('message_without_agent', 'survey_without_agent', 'suspicious_clock', 'late_event')
                                        then sum(d.value) else count(*) end as found
                              from merit.data_quality d
                             where d."check" in ('unknown_agent', 'order_without_created', 'ticket_without_created', 'message_without_agent',
                                                 'survey_without_agent', 'suspicious_clock', 'late_event', 'refund_excess', 'negative_time')
                             group by d."check") q),
        'schema_version', ingest.schema_version(),
        'shop', (select jsonb_build_object('id', s.shop, 'zone', s.zone, 'cutover', to_char(s.cut_over, 'HH24:MI'),
                                           'currency', s.currency, 'topics', s.topics)
                   from ref.shop s),
        'kept_from', nullif(ref.kept_from(), '-infinity'),
        'now', merit.now(),
        'as_of', (select s.as_of from settle.state s),
        'recalculating', (select jsonb_build_object('since', to_char(h.since, 'YYYY-MM'), 'started_at', r.started_at,
                                                    'at', nullif(coalesce(r.day, r.next_month), 'infinity'), 'from', nullif(r.from_day, 'infinity'),
                                                    'until', case when isfinite(r.to_day) then r.to_day end)
                            from rollup.held h cross join settle.recalculation r),
        'dirty', (select count(*) from ingest.dirty),
        'caught_up_at', (select case when count(*) = count(p.caught_up_at) then min(p.caught_up_at) end
                           from ingest.position p),
        'lag', (select sum(greatest(0, p.end_offset - p.next_offset)) from ingest.position p),
        'positions', (select coalesce(jsonb_agg(jsonb_build_object(
                                 'topic', p.topic, 'partition', p.partition, 'epoch', p.epoch,
                                 'next_offset', p.next_offset, 'end_offset', p.end_offset,
                                 'lag', greatest(0, p.end_offset - p.next_offset),
                                 'caught_up_at', p.caught_up_at, 'gap_records', p.gap_records,
                                 'holder', d.name, 'held_since', case when d.name is not null then p.held_since end)
                                 order by p.topic, p.partition), '[]')
                        from ingest.position p left join daemon d on d.name = p.holder),
        'daemons', (select coalesce(jsonb_agg(d.name order by d.name), '[]') from daemon d),
        'dead_letters', (select jsonb_build_object(
                                'total', coalesce(sum(d.letters), 0),
                                'by_reason', coalesce(jsonb_object_agg(d.reason, d.letters), '{}'))
                           from dead_letter d),
        'months', (select coalesce(jsonb_agg(to_char(m.month, 'YYYY-MM') order by m.month), '[]')
                     from month m),
        'months_overdue', (select count(*) from unclosed u where period.final_from(u.month) <= merit.now()),
        'postings', (select jsonb_build_object('unsent', count(*) filter (where o.state = 'pending'),
                                               'refused', count(*) filter (where o.state = 'refused'))
                       from post.outbox o
                       join post.receiver r on r.receiver = o.receiver and r.enabled),
        'warnings', (select coalesce(jsonb_agg(w.text), '[]') from warning w))
$$;

comment on function merit.status(text[]) is
    'What meritd status --format json prints; warnings: those that the caller adds. lag and end_offset: as last heard of. '
    'caught_up_at: the earliest over all partitions, null when one of them never caught up. dirty: writes that are not '
    'settled yet. recalculating: while months since one show the figures from before a change of rules, hours or aliases: on what day those '
    'by new rules are (at), of the days from … until; null: none does. as_of: of the last settlement. kept_from: the first day of which facts are kept, null if all are. months_overdue: '
    'months whose final day has passed and that are neither closed nor skipped. postings: those to enabled receivers. quality: by '
    'check of merit.data_quality, how many messages, surveys, answers, events or else subjects it found, the one with the most, and what to do. Instants are in UTC.';
