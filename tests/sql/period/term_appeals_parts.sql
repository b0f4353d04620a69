-- Accepted appeals against a year: what is named to be revised, in order, so that its number changes; and what is behind a scheme that does not lead.
begin;
\ir fixture.psql
set local merit.now = '2026-02-01T12:00:00Z';
select plan(12);

-- Months make quarters, and quarters the year; beside them quarters by marks of the lead, which make a year too.
create or replace view merit.agent_month_metric as
select agent, month, metric, value from fixture.metric
union all
select r.agent, r.start, r.metric, r.value from fact.record_metric r where r.grain = 'month';
select score.load((fixture.document() - '{shares,counts,year_end}'::text[]) || '{
    "terms": {"quarter": {"of": "month", "by": "mean", "counts": "scored", "least": 1}, "year": {"of": "quarter", "by": "mean", "counts": "scored", "least": 1}}}');
select score.load('{"scheme": "quarterly", "name": {"zh": "季", "en": "Quarterly"}, "period": "quarter", "currency": "CNY",
    "indicators": [{"indicator": "skill", "name": {"zh": "技能", "en": "Skill"}, "weight": 100, "better": "higher", "on_null": "leave_out",
                    "value": {"marks": "skill", "roles": {"lead": 1}, "points_of": "mean"}, "rule": "mark", "parameters": {"range": {"from": 0, "to": 100}}}],
    "grades": [{"grade": "all"}], "ranking": {"scope": "shop", "ties": "indicators_in_order"},
    "eligibility": {"roles": ["agent"], "statuses": ["regular"], "min_days": 0, "min_received": 1},
    "terms": {"year": {"of": "quarter", "by": "mean", "counts": "scored", "least": 1}}}', '2025-01-01');
select score.load(replace(replace(document::text, '"quarterly"', '"yearly"'), '"skill"', '"trust"')::jsonb - 'terms' || '{"period": "year"}', '2025-01-01') from score.scheme where scheme = 'quarterly';
select fixture.staff('an'), fixture.staff('bo');
select fixture.month(m::date, '{"an": 85, "bo": 70}') from generate_series(timestamp '2025-01-01', '2025-12-01', '1 month') m;
insert into fact.mark (hash, at, agent, indicator, period, rater, role, score, scale)
values (11, '2025-03-01Z', 'an', 'execution', '2025-02', 'qin', 'lead', 90, 100), (12, '2025-03-02Z', 'an', 'execution', '2025-02', 'qin', 'lead', 10, 100),
       (21, '2025-04-01Z', 'an', 'skill', '2025-Q1', 'qin', 'lead', 90, 100), (22, '2025-04-02Z', 'an', 'skill', '2025-Q1', 'qin', 'lead', 40, 100),
       (23, '2025-04-01Z', 'bo', 'skill', '2025-Q1', 'qin', 'lead', 60, 100),
       (31, '2026-01-01Z', 'an', 'trust', '2025', 'qin', 'lead', 90, 100), (32, '2026-01-02Z', 'an', 'trust', '2025', 'qin', 'lead', 40, 100);
select period.close(m::date, accept_warnings => true, anyway => true, reason => 'a test') from generate_series(timestamp '2025-01-01', '2025-12-01', '1 month') m;
select period.close_term(t.term, accept_warnings => true) from period.terms() t order by t.until, t.start desc;
create function fixture.told(reference text) returns jsonb language sql as $$
    insert into period.appeal (term, revision, agent, indicator, reason, filed_at, filed_by, login, filer)
    values ('2025', period.latest_term('2025'), 'an', '2025-Q1', 'unjust', merit.now(), 'an', 'an_login', 'an');
    select period.appeal_decide(max(a.id), true, 'a slip', jsonb_build_array(jsonb_build_object('kind', 'mark', 'reference', $1, 'evidence', 'seen'))) -> 'revise'
      from period.appeal a
$$;
create function fixture.total(scheme text) returns text language sql as $$
    select string_agg(r.total::text, ' ' order by r.term desc) from period.term_result r
     where r.scheme = $1 and r.agent = 'an' and r.term in ('2025-Q1', '2025') and r.revision = period.latest_term(r.term)
$$;

select is((select string_agg(distinct scheme, ' ') from period.term_closing), 'shop-service', 'the scheme of the months leads');
select is(fixture.total('quarterly'), '40.00 40.00', 'the quarter, and the year');
select is(fixture.told('22'), '["2025-Q1", "2025"]', 'a mark of a quarter: it and the year');
select is((select string_agg(period.revise_term(t, 'appeal') ->> 'done', ' ') from unnest('{2025-Q1,2025}'::text[]) t), 'true true', 'revised in that order');
select is(fixture.total('quarterly'), '90.00 90.00', 'both have changed');
select is(fixture.told('12'), '["2025-02", "2025-Q1", "2025"]', 'a mark of a month: it, the quarter, and the year');
select is(period.revise('2025-02-01', 'appeal') ->> 'done' || ' ' || (select string_agg(period.revise_term(t, 'appeal') ->> 'done', ' ') from unnest('{2025-Q1,2025}'::text[]) t),
          'true true true', 'revised in that order');
select is(fixture.told('32'), '["2025"]', 'a mark of the year: the year alone, and not the quarter that ends with it');
insert into period.appeal (month, revision, agent, indicator, reason, filed_at, filed_by, login, filer)
values ('2025-02-01', period.latest('2025-02-01'), 'an', 'mark:execution', 'unjust', merit.now(), 'an', 'an_login', 'an');
select is((select period.appeal_decide(max(a.id), true, 'a slip', '[{"kind": "mark", "reference": "11", "evidence": "seen"}]') -> 'revise' from period.appeal a),
          '["2025-02", "2025-Q1", "2025"]', 'against a month: it, and the closed periods that are made of it');
insert into period.appeal (month, revision, agent, indicator, reason, filed_at, filed_by, login, filer)
values ('2025-03-01', period.latest('2025-03-01'), 'an', 'mark:execution', 'unjust', merit.now(), 'an', 'an_login', 'an');
select is((select period.appeal_decide(max(a.id), false, 'it was right', '[]') -> 'revise' from period.appeal a), '["2025-03"]', 'a rejected one changes nothing');
select is_empty('select problem from pay.verify_ledger() union all select problem from period.verify()', 'whole');
-- The scheme of the months leads; the page asks without naming a scheme.
select is((select string_agg(concat_ws(' ', r ->> 'reference', r ->> 'excluded'), ', ' order by r ->> 'reference') from jsonb_array_elements(web.evidence('an', null, 'skill', term => '2025-Q1') -> 'rows') r),
          '21 false, 22 true', 'what is behind an indicator of the other scheme');
select * from finish();
rollback;
