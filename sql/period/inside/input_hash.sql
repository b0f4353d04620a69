create or replace function period.input_hash(for_month date) returns text
language sql stable
set search_path = pg_catalog, pg_temp
set datestyle = 'ISO'
set work_mem = '128MB'
as $$
    with line (kind, text) as (
        select 'rules', to_jsonb(r)::text from ref.rules_on(for_month) r
        union all
        select 'month', concat_ws(' ', m.agent, m.measure, m.bucket, trim_scale(m.value))
          from rollup.measure m where m.grain = 'month' and m.start = for_month
        union all
        select 'dimension', concat_ws(' ', d.agent, to_json(d.dimension), d.surveys, d.csat_sum)
          from rollup.dimension_period d where d.grain = 'month' and d.start = for_month
        union all
        select 'day', concat_ws(' ', d.agent, d.start - for_month, d.received)
          from rollup.agent_period d
         where d.grain = 'day' and d.start >= for_month and d.start < for_month + interval '1 month' and d.received <> 0
        union all
        select 'mark', concat_ws(' ', k.agent, k.indicator, k.rater, k.role, k.points)
          from fact.last_mark k where k.period = period.month_name(for_month)
        union all
        select 'target', concat_ws(' ', t.agent, t.metric, t.value)
          from fact.last_target t where t.period = period.month_name(for_month)
        union all
        select 'tally', concat_ws(' ', t.agent, t.kind, trim_scale(sum(t.count)))
          from fact.counted_tally t where t.day >= for_month and t.day < for_month + interval '1 month'
         group by t.agent, t.kind
        union all
        select 'staff', to_jsonb(s)::text from ref.staff_on((for_month + interval '1 month')::date - 1) s
        union all  -- a streak follows them from one month to the next
        select 'alias', concat_ws(' ', a.account, a.agent, a.days)
          from ref.agent_alias a where a.days && daterange((for_month - interval '1 month')::date, (for_month + interval '1 month')::date)
        union all
        select 'streak', concat_ws(' ', k.agent, k.condition, k.action, k.months, k.count, k.reached)
          from period.streaks_before(for_month) k where k.month = for_month - interval '1 month'
        union all
        select 'evidence', concat_ws(' ', e.agent, to_json(e.grade), e.id)
          from period.grade_evidence e
         where e.month = for_month and not exists (select from period.grade_evidence_end n where n.evidence = e.id)
        union all
        select 'exclusion', concat_ws(' ', e.kind, e.reference, e.credit_to)
          from fact.exclusion e
         where e.ended_at is null
           and exists (select from fact.exclusion_effect f where f.exclusion = e.id and not f.ending and f.month = for_month)
        union all
        select 'before', concat_ws(' ', c.agent, t.scheme, t.indicator, trim_scale(c.value))
          from period.taken(for_month) t
         cross join lateral (select (for_month - interval '1 month')::date as month) b
         cross join lateral score.carried(b.month, period.latest(b.month), t.scheme, array[t.indicator]) c
    )
    select encode(sha256(convert_to(coalesce(string_agg(l.line, E'\n' order by l.line collate "C"), ''), 'UTF8')), 'hex')
      from (select k.kind || ' ' || k.text as line from line k) l
$$;

comment on function period.input_hash(date) is
    'SHA-256, in hex, of everything that a month''s results follow from: rules, roll-ups, marks, targets, tallies, the '
    'staff records of its last day, aliases of it and the month before, streaks that it continues, figures that it takes over, evidence of grades, exclusions that changed its numbers when they were '
    'made (what becomes of others later is in the roll-ups).';
