-- Signatures of a month: who, in which order, what they are for, and that nothing is closed or revised without them.
begin;
\ir fixture.psql
\ir logins.psql
select plan(53);

create role fixture_ann; create role fixture_ben; create role fixture_cat; create role fixture_lea;
grant meritd_close to fixture_ann, fixture_ben, fixture_cat;
grant merit_lead to fixture_lea;
insert into ref.login values ('fixture_ann', 'ann'), ('fixture_ben', 'ben'), ('fixture_cat', 'cat'), ('fixture_lea', 'lea');
create function fixture.sign(role_name text, step text, month date default '2025-05-01') returns text language sql as $$
    select fixture.try($1, format('period.sign(%L, %L)', to_char($3, 'YYYY-MM'), $2))
$$;
create function fixture.signed(month date default '2025-05-01') returns text language sql stable as $$
    select string_agg(concat_ws(' ', s.revision, s.step, regexp_replace(s.signed_by, '.*_', ''), case when s.counts then '' else 'void' end), ', ' order by s.signed_at, s.revision, s.signed_by, s.step)
      from merit.signature s where s.month = $1
$$;

-- The document.
create function fixture.problem(signatures jsonb) returns text language sql stable as $$
    select string_agg(c.path || ': ' || c.problem, ' | ') from score.check(fixture.document() || jsonb_build_object('signatures', $1)) c
$$;
select is(fixture.problem(d), p, 'signatures ' || d::text)
  from (values ('["submit", "review", "approve", "file"]'::jsonb, null), ('["file"]', null), ('[]', '$.signatures: needs at least 1'),
               ('["submit", "sign", "submit"]', '$.signatures[1]: must be one of submit, review, approve, file; is "sign" | $.signatures[2]: must be unique; submit stands above already')) as v(d, p);

select score.load(fixture.document() || '{"signatures": ["submit", "review"]}', '2025-05-01');
select fixture.month(m, '{"an": 100, "bo": 70}') from unnest('{2025-04-01,2025-05-01}'::date[]) m;
select fixture.staff('an'), fixture.staff('bo');
select period.close('2025-04-01', accept_warnings => true, anyway => true, reason => 'a test');
select is((select count(*) from period.closing), 1::bigint, 'a scheme that asks for none is closed without');
select is(fixture.sign('fixture_ann', 'submit', '2025-04-01'), '55000 | 2025-04 asks for no signature', 'and nobody signs it');

-- Not before the month is final; in order; each another's.
create function fixture.settled(at timestamptz) returns void language sql as $$
    insert into settle.state (as_of) values ($1) on conflict (singleton) do update set as_of = excluded.as_of
$$;
select fixture.settled('2025-06-01Z');
select is(fixture.sign('fixture_ann', 'submit'), '55000 | 2025-05 is not final: settled as of 2025-06-01 00:00, final only from 2025-06-09 00:00', 'what may still change is not signed');
select fixture.settled('2025-06-15T12:00Z');
select is((select string_agg(b ->> 'message', ', ') from merit.period p cross join jsonb_array_elements(p.blockers) b where p.month = '2025-05-01'),
          'it is not signed: review, it is not signed: submit', 'it is missed');
select is(fixture.sign('fixture_ann', 'review'), '55000 | the next signature of 2025-05 is submit', 'in order');
select is(fixture.sign('fixture_ann', 'approve'), '55000 | the next signature of 2025-05 is submit', 'no other');
select is(fixture.sign('fixture_lea', 'submit'), '42501 | permission denied for function sign', 'by the closing role');
select is(fixture.try('fixture_ann', $$ period.sign('2025-05', 'submit', content => 'x') $$), '55000 | 2025-05 has changed since it was shown: look at it again', 'nobody signs what was not seen');
-- What is due from whom (web.due): the first step from anybody of the closing role, then the next from who has not signed.
create function fixture.due(role_name text, at timestamptz default '2025-06-20Z') returns text language plpgsql as $$
declare answer text;
begin
    perform set_config('merit.now', at::text, true);
    answer := fixture.try(role_name, $q$ string_agg(concat_ws(' ', d ->> 'period', d ->> 'month', d ->> 'evidence', d ->> 'signatures'), ', ') from jsonb_array_elements(web.due() -> 'due') d $q$);
    perform set_config('merit.now', '', true);
    return answer;
end $$;
select is(fixture.due(r, at), due, r || ' at ' || at)
  from (values ('fixture_ann', '2025-06-20Z'::timestamptz, '2025-05 2025-05 0 1'), ('fixture_ben', '2025-06-20Z', '2025-05 2025-05 0 1'), ('fixture_lea', '2025-06-20Z', null),
               ('fixture_ann', '2025-06-08Z', null), ('fixture_ann', '2026-06-02Z', null)) v(r, at, due);  -- before it is final, and a year later
select is(fixture.try('fixture_ann', $$ period.sign('2025-05', 'submit', content => web.month_end('2025-05-01') ->> 'content') $$), '{review}', 'the first, as the page shows it');
select is(fixture.due(r), due, r || ' after the first') from (values ('fixture_ann', null), ('fixture_ben', '2025-05 2025-05 0 1')) v(r, due);
select is(fixture.sign('fixture_ann', 'review'), '42501 | fixture_ann has signed 2025-05 already; each signature is another person''s', 'not by the same login');
select alike(fixture.try('fixture_ben', $$ period.close('2025-05-01', accept_warnings => true) $$), '55000 | 2025-05 is not closed: 1 thing is in the way | signatures: it is not signed: review%',
             'without both it is not closed');
select is(fixture.sign('fixture_ben', 'review'), '{}', 'the second');
select is(fixture.signed(), '0 submit ann , 0 review ben ', 'both count');
select is((select state from merit.period where month = '2025-05-01'), 'final', 'and the month is final');

-- What changes the month makes them void.
select fixture.mark('an', 'lead', 100, '2025-05');
select is(fixture.signed(), '0 submit ann void, 0 review ben void', 'a mark came');
select alike(fixture.try('fixture_ben', $$ period.close('2025-05-01', accept_warnings => true) $$), '%not signed: review% / %not signed: submit%', 'what was signed is no longer there');
select is(fixture.sign('fixture_ben', 'submit') || fixture.sign('fixture_cat', 'review'), '{review}{}', 'signed anew');
select score.load(fixture.document() || '{"signatures": ["submit"], "pass_mark": 61}', '2025-05-01');
select is(fixture.sign('fixture_ann', 'submit'), '{}', 'a scheme is something that was signed, too');
select is(fixture.try('fixture_ben', $$ period.close('2025-05-01', accept_warnings => true) ->> 'done' $$), 'true', 'closed');
select is((select jsonb_array_length(overridden) from period.closing where month = '2025-05-01'), 0, 'over nothing');
select is((select string_agg(signed_by, ', ') from merit.signature where counts), session_user || ' as fixture_ann', 'by whom it was signed');

-- A revision that changes something asks again.
select fixture.month('2025-05-01', '{"an": 85, "bo": 100}');
insert into fact.target (hash, at, agent, period, metric, value) values (1, '2025-05-01Z', 'an', '2025-05', 'sales', 1);
select is(fixture.try('fixture_ann', $$ period.revise('2025-05-01', 'late orders') $$), '55000 | the revision of 2025-05 is not signed: submit', 'not revised');
select is(period.revise('2025-05-01', 'late orders', dry_run => true) ->> 'unsigned', '["submit"]', 'a dry run says so');
select is(fixture.sign('fixture_ann', 'submit'), '{}', 'signed');
select is(fixture.try('fixture_ann', $$ period.revise('2025-05-01', 'late orders') ->> 'done' $$), 'true', 'revised');
select is((select string_agg(concat_ws(' ', revision, step), ', ' order by revision) from merit.signature where counts), '0 submit, 1 submit', 'both stay');

-- Which scheme pays is something that was signed; and what any scheme in force asks for is missed, whichever pays.
select score.load(fixture.document() || '{"scheme": "other"}', '2025-06-01'),
       period.set_settings('{month.scheme=shop-service}'), fixture.month('2025-06-01', '{"an": 85, "bo": 100}'), fixture.settled('2025-07-15T12:00Z');
select is(fixture.sign('fixture_ann', 'submit', '2025-06-01'), '{}', 'June is signed');
select is(fixture.signed('2025-06-01'), '0 submit ann ', 'and counts');
select fixture.month('2025-05-01', '{"an": 100, "bo": 85}');
select is(fixture.sign('fixture_ann', 'submit') || fixture.try('fixture_ann', $$ period.revise('2025-05-01', 'orders') ->> 'done' $$), '{}true', 'May is revised, and an first again');
select is(fixture.signed('2025-06-01'), '0 submit ann void', 'not for other streaks');
select is(fixture.sign('fixture_ben', 'submit', '2025-06-01'), '{}', 'signed with these');
select period.set_settings('{month.scheme=other}');
select is(fixture.signed('2025-06-01'), '0 submit ann void, 0 submit ben void', 'not for another one that pays');
select alike(fixture.try('fixture_ben', $$ period.close('2025-06-01', accept_warnings => true) $$), '% signatures: it is not signed: submit%',
             'which asks for none, and so closes nothing without');
select score.load(fixture.document() || '{"scheme": "third", "signatures": ["file", "review"]}', '2025-06-01');
select is(period.unsigned('2025-06'), '{submit,review,file}', 'of schemes that do not pay, in the order of steps');
select period.set_settings('{month.scheme=third}');
select is(period.unsigned('2025-06'), '{file,review,submit}', 'first as the one that pays has them');

-- A close before the month is final, and so before anybody can sign.
select fixture.month('2025-07-01', '{"an": 85, "bo": 100}'),
       period.close('2025-07-01', as_of => '2025-08-02Z', anyway => true, accept_warnings => true, skip => true, reason => 'early');
select is((select string_agg(split_part(b ->> 'message', e'\t', 2), ', ' order by n)
             from period.closing c cross join jsonb_array_elements(c.overridden) with ordinality as x(b, n)
            where c.month = '2025-07-01' and b ->> 'code' = 'signatures'), 'step.file, step.review, step.submit', 'keeps what was not signed');

-- A month that was skipped and closed later: its revision is signed and made, its close was neither. (June is open: July was closed over it.)
select is(fixture.sign('fixture_ann', 'file', '2025-06-01'), '55000 | 2025-06 is not final: it was skipped by ' || session_user || ': early', 'what was skipped is not closed with signatures');
select is(period.close('2025-06-01', accept_warnings => true, anyway => true, reason => 'after all') ->> 'done', 'true', 'but without');
select fixture.month('2025-06-01', '{"an": 100, "bo": 85}');
select is(fixture.sign('fixture_ann', 'file', '2025-06-01') || fixture.sign('fixture_ben', 'review', '2025-06-01') || fixture.sign('fixture_cat', 'submit', '2025-06-01'), '{review,submit}{submit}{}',
          'its revision is signed');
select is(fixture.try('fixture_ann', $$ period.revise('2025-06-01', 'orders') ->> 'done' $$), 'true', 'and made');

select is_empty('select * from pay.verify_journal()', 'all of it is in the journal');
select throws_ok('update period.signature set signed_by = ''me''', '55000', null, 'and stays');

select * from finish();
rollback;
