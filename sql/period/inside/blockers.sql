-- In PL/pgSQL, which keeps its plan: it is asked for each month that is shown.

create or replace function period.blockers(for_month date, at timestamptz, dirty_mark bigint default null, final_at timestamptz default null)
returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
begin
    return (
        with span as materialized (  -- one row: the month
            select a.starts_at as begins, b.starts_at as ends, coalesce(final_at, period.final_from(for_month)) as final_from,
                   (select s.as_of from settle.state s) as settled
              from ref.day a
              join ref.day b on b.day = (for_month + interval '1 month')::date
             where a.day = for_month
        ), topic as (
            select unnest(s.topics) as topic from ref.shop s
        ), unsigned as materialized (  -- one row per signature that is missing; while the month runs, its money moves, and costs a score of everybody
            select u.step, u.approves
              from span
             cross join lateral period.unsigned_steps(period.month_name(for_month), amounts => case when at < ends and dirty_mark is null then '{}'::period.amount[] end) u
        ), blocker (place, code, message) as (
            select 1, 'running', ref.message('blocker.running', period.local_time(ends)) from span where at < ends
            union all
            select 2, 'look_ahead', ref.message('blocker.look_ahead', period.local_time(final_from))
              from span where at >= ends and at < final_from
            union all
            select 3, 'settled', case when settled is null then ref.message('blocker.never_settled', period.local_time(final_from))
                                      else ref.message('blocker.settled', period.local_time(settled),
                                                       period.local_time(final_from)) end
              from span where at >= final_from and coalesce(settled < final_from, true)
            union all
            select 4, 'unread', ref.message('blocker.unread', t.topic)
              from span cross join topic t
             where at >= final_from and not exists (select from ingest.position p where p.topic = t.topic)
               and exists (select from ingest.position)  -- a shop without positions may be fed from files: only a warning
            union all
            select 5, 'behind', case when p.caught_up_at is null
                                     then ref.message('blocker.never_caught_up', p.topic, p.partition::text,
                                                      period.local_time(final_from))
                                     else ref.message('blocker.behind', p.topic, p.partition::text,
                                                      period.local_time(p.caught_up_at), period.local_time(final_from)) end
              from span cross join topic t join ingest.position p using (topic)
             where at >= final_from and coalesce(p.caught_up_at < final_from, true)
            union all
            select 6, 'renewal', ref.message('blocker.renewal', period.local_time(r.begun_at)) from ingest.renewal r
            union all
            select 7, 'dirty', ref.message('blocker.dirty', count(*)::text)
              from ingest.dirty d where d.id <= coalesce(dirty_mark, d.id) having count(*) > 0
            union all
            select 8, 'waiting', ref.message('blocker.waiting', w.questions::text, period.local_time(w.last))
              from span
             cross join lateral (
                   select count(*) as questions, max(p.counts_after) as last
                     from fact.counted_part p
                    where p.counts_after > '-infinity' and p.counts_after >= coalesce(settled, at)
                      and num_nonnulls(p.unanswered, p.trailing_asked, p.first_missing) > 0
                      and p.day >= for_month and p.day < for_month + interval '1 month') w
             where w.questions > 0
            union all
            select 11, 'recalculating', 'blocker.recalculating' from rollup.held h where for_month >= h.since
            union all
            select 12, 'signatures', ref.message('blocker.signatures', ref.term('step', u.step)) from unsigned u where u.approves is null
            union all
            select 9, 'skipped', ref.message('blocker.skipped', s.skipped_by, s.reason)
              from period.skipped s where s.month = for_month
            union all
            select 10, 'later_closed', ref.message('blocker.later_closed', period.month_name(max(c.month)))
              from period.closing c where c.month > for_month having count(*) > 0
        ), problem as (
            select b.place, b.message, jsonb_build_object('code', b.code, 'message', b.message) as problem from blocker b
            union all
            select 13, v.problem ->> 'message', v.problem
              from unsigned u
             cross join lateral (select period.approval_problem(period.month_name(for_month), u.step, u.approves)) as v(problem)
             where u.approves is not null
        )
        select coalesce(jsonb_agg(p.problem order by p.place, ref.say(p.message, 'en') collate "C"), '[]')
          from problem p);
end $$;

comment on function period.blockers(date, timestamptz, bigint, timestamptz) is
    'What keeps a month from being final at an instant: [{code, message}], for period.said. dirty_mark: only dirty rows up '
    'to this id count (those that a close found when it began). final_at: period.final_from, if it is known.';
