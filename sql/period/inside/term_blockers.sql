create or replace function period.term_blockers(of_term text, at timestamptz, of_revision integer default null) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with span as materialized (  -- one row
        select s.start, s.until, b.starts_at as ends
          from period.term_span(of_term) s
          join ref.day b on b.day = s.until
    ), part as materialized (
        select u.part, period.part_closed(u.part) as revision, u.grain,
               u.grain = 'month' and exists (select from period.skipped k where period.month_name(k.month) = u.part) as skipped
          from period.parts_used(of_term, of_revision) u
    ), unsigned as materialized (  -- one row per signature that is missing; while the term runs, its results and money move
        select u.step, u.approves
          from span s
         cross join lateral (select at < s.ends and of_revision is null as running) r
         cross join lateral period.unsigned_steps(of_term, content => case when running then '' end, amounts => case when running then '{}'::period.amount[] end) u
    ), blocker (place, code, message) as (
        select 1, 'running', ref.message('blocker.term_running', period.local_time(s.ends)) from span s where at < s.ends
        union all
        select 2, 'part_open', ref.message('blocker.part_open', string_agg(p.part, ', ' order by p.part))
          from part p where p.revision is null and not p.skipped having count(*) > 0
        union all
        select 3, 'part_due', ref.message('blocker.part_due', string_agg(p.part, ', ' order by p.part))
          from part p where p.grain <> 'month' and period.term_due(p.part) <> '{}' having count(*) > 0
        union all
        select 4, 'earlier_term', ref.message('blocker.earlier_term', string_agg(t.term, ', ' order by t.start, t.term))
          from span s
          join period.terms() t on t.until <= s.start
         where period.latest_term(t.term) is null
        having count(*) > 0
        union all
        select 5, 'signatures', ref.message('blocker.signatures', ref.term('step', u.step)) from unsigned u where u.approves is null
    )
    select coalesce(jsonb_agg(p.problem order by p.place, ref.say(p.message, 'en') collate "C"), '[]')
      from (select b.place, b.message, jsonb_build_object('code', b.code, 'message', b.message) as problem from blocker b
             union all
            select 6, v.problem ->> 'message', v.problem
              from unsigned u
             cross join lateral (select period.approval_problem(of_term, u.step, u.approves)) as v(problem)
             where u.approves is not null) p
$$;

comment on function period.term_blockers(text, timestamptz, integer) is
    'What keeps a term from being final at an instant, by the schemes in force or of a revision of it: [{code, message}], for period.said. Months that were skipped are no part of it.';
