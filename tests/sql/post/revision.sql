-- What a revision posts: what changed, for whom, in one language, and nothing that a commission could be computed from.
begin;
\ir ../period/fixture.psql
select plan(7);

-- an first, cui last; cui's commission of 60 bears 60 of the 100, so that 40 are waived. Then bo is last.
select fixture.month('2025-01-01', '{"an": 100, "bo": 85, "cui": 70}');
select fixture.close('2025-01-01');
select pay.set_input('[{"month": "2025-01", "agent": "cui", "input": "own_commission", "amount": "60.00"},
                       {"month": "2025-01", "agent": "cui", "input": "shared_commission", "amount": "0.00"}]');
select pay.settle_pay('2025-01-01');
select is((select amount from pay.ledger where kind = 'waived'), 40.00, 'what the posting must not tell');
select fixture.month('2025-01-01', '{"an": 100, "bo": 70, "cui": 85}');
select period.revise('2025-01-01', 'x', as_of => '2025-02-20Z');
create table fixture.posted as select content from post.message where revision = 1;
select is((select jsonb_path_query_array(content, '$.rewards[*]') from fixture.posted),
          '[{"kind": "reversal", "name": null, "note": null, "agent": "cui", "amount": 100.00, "reason": "last", "currency": "CNY"},
            {"kind": "penalty", "name": null, "note": null, "agent": "bo", "amount": -100.00, "reason": "last", "currency": "CNY"}]'::jsonb,
          'the money that changed hands: an''s 100, taken back and given again, is not in it, nor what was waived');
select is((select jsonb_agg(jsonb_build_array(d -> 'agent', d -> 'amount')) from fixture.posted, jsonb_array_elements(content -> 'difference') d),
          '[["cui", 100.00], ["bo", -100.00]]', 'nor in the difference');
select is((select string_to_array(post.text(content, 'zh', false, 4096), E'\n') from fixture.posted),
          array['2025-01 客服绩效排名（修订）', '数据截至：2025-02-20 00:00', '原因：x', '申诉：向组长提出，写明指标和理由。（截止 2025-02-27 00:00）',
                '奖惩：cui，最后一名，冲销 +100.00 CNY', '奖惩：bo，最后一名 -100.00 CNY',
                '变动：cui，3. 70.00 中等 → 2. 85.00 中等', '变动：bo，2. 85.00 中等 → 3. 70.00 中等',
                '1. an 100.00 中等', '2. cui 85.00 中等', '3. bo 70.00 中等'], 'in Chinese, and in nothing else');
select unalike((select post.text(content || '{"difference": [{"rank": 12, "rank_before": 12, "total": 6.20, "total_before": 6.20, "grade": "中等", "grade_before": "中等", "amount": 50}]}',
                                 'en', false, 4096) from fixture.posted), '%→%', 'who has the same rank, total and grade is not in the text of the difference');

-- A streak reward whose ground a revision took away stands in status until it is reversed. Lines 1 and 2 are of January, …
select fixture.month(m, '{"an": 100, "bo": 85, "cui": 70}') from unnest('{2025-02-01,2025-03-01}'::date[]) m;
select fixture.close(m) from unnest('{2025-02-01,2025-03-01}'::date[]) m;
select period.revise('2025-02-01', 'y', as_of => '2025-05-20Z') from fixture.month('2025-02-01', '{"an": 70, "bo": 100, "cui": 55}');
create function fixture.warned() returns text language sql as $$
    select coalesce(string_agg(w, ' / '), '') from jsonb_array_elements_text(merit.status() -> 'warnings') w
$$;
select is(fixture.warned(), (select format('2025-03: line %s pays an 200.00 for a streak that there is not; meritd ledger --reverse %s --reason R', line, line)
                               from pay.ledger where reason = 'first_streak'), 'what is to be reversed');
select pay.reverse_streak(line, 'y') from pay.ledger where reason = 'first_streak' and kind = 'reward';
select is(fixture.warned(), '', 'until it is');

select * from finish();
rollback;
