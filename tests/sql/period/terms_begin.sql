-- Quarters and years at the edges of a scheme: it begins within the year, it has quarters and no months, it changes after the close.
begin;
\ir fixture.psql
set local merit.now = '2026-02-01T12:00:00Z';
select plan(28);

create function fixture.refused(statement text) returns text language plpgsql as $$
declare
    told text;
    more text;
    help text;
begin
    execute statement;
    return 'nothing';
exception when others then
    get stacked diagnostics told = message_text, more = pg_exception_detail, help = pg_exception_hint;
    return concat_ws(e'\n', sqlstate || ' ' || told, nullif(more, ''), nullif(help, ''));
end $$;

-- A scheme of quarters and none of months: no month can be closed, so no quarter either -----------------
delete from score.indicator;
delete from score.grade;
delete from score.scheme;
select score.load((fixture.document() - '{terms,shares,counts,year_end,rewards,streaks,improvement_plan,self_mark_gap,evidence,pay,weights_add_to}'::text[]) || '{"scheme": "quarterly", "period": "quarter",
    "indicators": [{"indicator": "sold", "name": {"zh": "售", "en": "Sold"}, "weight": 100, "better": "higher", "on_null": "zero", "value": {"metric": "target_completion", "over": "mean"},
                    "rule": "ratio", "parameters": {"times": 100, "cap": 100}}]}');
select fixture.month('2025-01-01', '{"an": 100}');
select is(fixture.refused($$ select period.close('2025-01-01') $$), e'55000 no scheme of months is in force in 2025-01\n'
          'schemes of quarters, half-years and years look at closed months: load a scheme of months too, such as telecom-tasks', 'no month, and why');
set local merit.language = 'zh';
select alike(fixture.refused($$ select period.close('2025-01-01') $$), '55000 2025-01 没有生效的月度方案%', 'in Chinese, too');
set local merit.language = '';
select is(fixture.refused($$ select period.close_term('2025-Q1', anyway => true, accept_warnings => true, reason => 'a test') $$),
          e'55000 nothing that 2025-Q1 is made of is closed\nclose its months first (meritd close); --anyway closes without some of them', 'nor a quarter of nothing');
select is((select q #>> '{rows,0,agent}' from web.ranked_by_term('quarter', '2025-01-01', null, null) q), 'an', 'the page shows it as it is now');

-- A year of quarters, of a scheme that begins in May --------------------------------------------------
-- At the end of March it was not in force: 2025-Q1 is no quarter of it, and the year has three.
delete from score.indicator;
delete from score.grade;
delete from score.scheme;
select score.load(fixture.document() - '{terms,shares,counts,year_end}'::text[]);
select score.load((fixture.document() - '{shares,counts,year_end,rewards,streaks,improvement_plan,self_mark_gap}'::text[]) || '{"scheme": "late",
    "terms": {"quarter": {"of": "month", "by": "mean", "counts": "ranked", "least": 1}, "year": {"of": "quarter", "by": "mean", "counts": "scored", "least": 2}}}', '2025-05-01');
select fixture.month(m, t) from (values ('2025-01-01'::date, '{"an": 100}'::jsonb), ('2025-05-01', '{"an": 85}'), ('2025-07-01', '{"an": 70}'), ('2025-10-01', '{"an": 55}')) v(m, t);
select period.close(m::date, accept_warnings => true) from unnest('{2025-01-01,2025-05-01,2025-07-01,2025-10-01}'::date[]) m;
select is((select total from period.term_graded('2025', 'late', 1)), 70.00, 'a year is the mean of the quarters that there are');
select is((select state || ' ' || blockers from merit.term where term = '2025'), 'provisional [{"code": "part_open", "message": "not closed: 2025-Q2, 2025-Q3, 2025-Q4"}]',
          'it waits for no quarter that ended before the scheme began');
select period.close_term(t) from unnest('{2025-Q2,2025-Q3,2025-Q4,2025}'::text[]) t;
select is((select concat_ws(' ', total, rank, parts) from period.term_result where term = '2025'), '70.00 1 3', 'and is closed of three');
select is_empty('select problem from period.verify()', 'all of it follows');

-- Its posting, to a receiver that refused it, one that came later, and one of one person's ------------------
select post.set_receivers('[{"receiver": "late", "kind": "file"}, {"receiver": "an", "kind": "file", "agent": "an"}]');
select is((select string_agg(concat_ws(' ', q ->> 'receiver', q ->> 'key', q ->> 'state'), ', ') from jsonb_array_elements(post.queue_term('2025-Q2')) q), 'an shop/2025-Q2/0/an pending, late shop/2025-Q2/0/late pending', 'queued for who does not have it');
select post.answer(c.message, c.receiver, c.lease, 'refused', 'no', 'me') from post.claim('me', 10, for_receivers => '{late}') c;
select is((select string_agg(concat_ws(' ', period, month, receiver, state), ', ' order by receiver) from merit.posting where month is null), '2025-Q2 an pending, 2025-Q2 late refused', 'its state is shown with its name');
select is((select jsonb_agg(q ->> 'state') from jsonb_array_elements(post.queue_term('2025-Q2', for_receivers => '{late}')) q), '["pending", "pending"]', 'queued again for who refused it');
select post.answer(c.message, c.receiver, c.lease, 'sent', 'ok', 'me') from post.claim('me', 10, for_receivers => '{late}') c;
select is((select jsonb_agg(q ->> 'state') from jsonb_array_elements(post.queue_term('2025-Q2', again => again)) q), told, format('again: %s', again))
  from (values (false, '["pending", "sent"]'::jsonb), (true, '["pending", "pending"]')) v(again, told);
select is(fixture.refused($$ select post.queue_term('2024-Q1') $$), e'55000 there is no posting of "2024-Q1"\nmeritd close --period P writes it', 'none of what is not closed');

-- A mark or target of a quarter is left out as one of a month is: whose numbers it moves is kept with the quarter -----------
insert into fact.mark (hash, at, agent, indicator, period, rater, role, score, scale) values (901, '2025-06-30Z', 'an', 'execution', '2025-Q2', 'lea', 'lead', 80, 100);
insert into fact.target (hash, at, agent, period, metric, value) values (902, '2025-06-30Z', 'an', '2025-Q2', 'sales', 500);
select fact.exclude(kind, hash, 'a slip') from (values ('mark', '901'), ('target', '902')) v(kind, hash);
select is((select string_agg(concat_ws(' ', coalesce(month::text, '-'), term, agent, item, name, before, coalesce(after, '-')), ', ' order by name) from fact.exclusion_effect),
          '- 2025-Q2 an metric mark:execution lead 80 -, - 2025-Q2 an metric sales 500 -', 'each number that it moves');
select is((select count(*) from fact.last_mark where period = '2025-Q2') + (select count(*) from fact.last_target where period = '2025-Q2'), 0::bigint, 'neither counts');

-- A month that comes after the close ----------------------------------------------------------------------
select fixture.month('2025-06-01', '{"an": 100}');
select is_empty('select problem from period.verify()', 'what was frozen follows from what was frozen');

-- What a closed period is made of follows from the schemes that it was closed with: a year of months comes into force ----------
select score.load((fixture.document() - '{shares,counts,year_end,rewards,streaks,improvement_plan,self_mark_gap}'::text[]) || '{"scheme": "late",
    "terms": {"quarter": {"of": "month", "by": "mean", "counts": "ranked", "least": 1}, "year": {"of": "month", "by": "mean", "counts": "scored", "least": 2}}}', '2025-05-01');
select is((select due::text from merit.term where term = '2025'), '{}', 'a revision is not due');
select period.close('2025-06-01', accept_warnings => true, anyway => true, reason => 'a test');
select period.revise_term('2025-Q2', 'its June');
select is((select due::text from merit.term where term = '2025'), '{2025-Q2}', 'but one for a part of it is');
select period.revise_term('2025', 'its second quarter');
select is((select string_agg(part, ' ' order by part) from period.term_part where term = '2025' and revision = 1), '2025-Q2 2025-Q3 2025-Q4', 'it has its parts');
select is((select total from period.term_result where term = '2025' and revision = 1 and scheme = 'late'), 72.50, 'the mean of (92.5 + 70 + 55) / 3');
select is((select due::text from merit.term where term = '2025'), '{}', 'and no more is due');

-- A mark for a closed period that comes later ----------------------------------------------------------------
select is((select moved from merit.term where term = '2025-Q3'), false, 'what is as it was');
insert into fact.mark (hash, at, agent, indicator, period, rater, role, score, scale) values (903, '2026-01-31Z', 'an', 'execution', '2025-Q3', 'lea', 'lead', 80, 100);
select is_empty('select term from merit.term where moved', 'that no scheme looks at is nothing that moves it');
select is(period.revise_term('2025-Q3', 'a mark', dry_run => true) ->> 'changed', 'false', 'nor would a revision change anything');

-- A revision with schemes in force, of which the one that led has no such periods any more, and none, or several, have them ------
select score.load((fixture.document() - '{terms,shares,counts,year_end,rewards,streaks,improvement_plan,self_mark_gap}'::text[]) || '{"scheme": "late"}', '2025-05-01');
select is(fixture.refused($$ select period.revise_term('2025-Q4', 'new schemes', schemes_in_force => true) $$), e'55000 no scheme in force at the end of 2025-Q4 has such periods\n'
          'a revision with the schemes of its close has it (without --schemes-in-force)', 'none has them');
select score.load((fixture.document() - '{shares,counts,year_end,rewards,streaks,improvement_plan,self_mark_gap}'::text[]) || jsonb_build_object('scheme', s), '2025-05-01') from unnest('{one,two}'::text[]) s;
select is(fixture.refused($$ select period.revise_term('2025-Q4', 'new schemes', schemes_in_force => true) $$), e'55000 several schemes have 2025-Q4, and none of them leads\n'
          'choose the one whose ranking is posted: meritd settings set month.scheme=NAME', 'nor does the one that led');
select is(period.revise_term('2025-Q4', 'new schemes') ->> 'done', 'false', 'with its own it may be revised');

select * from finish();
rollback;
