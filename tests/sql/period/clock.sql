-- Whose clock: a close as of another instant than the present is in the way, is recorded when it is closed over, and moves
-- no deadline; nothing else is decided as of another instant.
begin;
\ir fixture.psql
select plan(17);
set local merit.now = '';
set local merit.told_clock = off;

select fixture.month('2025-01-01', '{"an": 100, "bo": 55}'), fixture.month('2025-02-01', '{"an": 100, "bo": 55}'),
       fixture.month('2099-01-01', '{"an": 100, "bo": 55}');
create function fixture.refused(statement text) returns text language plpgsql as $$
declare
    detail text;
    hint   text;
begin
    execute 'select ' || statement;
    return 'done';
exception when others then
    get stacked diagnostics detail = pg_exception_detail, hint = pg_exception_hint;
    return concat_ws(' | ', sqlstate, sqlerrm, nullif(detail, ''), nullif(hint, ''));
end $$;

-- In the future a running month would be over; in the past the days to appeal would be.
select alike(fixture.refused($$ period.close('2099-01-01', as_of => '2099-03-01Z', accept_warnings => true, skip => true, reason => 'x') $$),
             '55000 | 2099-01 is not closed: 1 thing is in the way | instant: as of 2099-03-01 00:00, while the clock says ____-__-__ __:__; leave out --now | %--anyway --reason R',
             'a month that has not begun is not closed by naming a later instant');
select alike(fixture.refused($$ period.close('2025-01-01', as_of => '2025-02-10Z', accept_warnings => true) $$),
             '55000 | 2025-01 is not closed: 1 thing is in the way | instant: as of 2025-02-10 00:00, %', 'nor one that is over by naming an earlier one');
select alike(fixture.after($$ select set_config('merit.now', '2025-02-10Z', true) $$, $$ select fixture.refused('period.close(''2025-01-01'', accept_warnings => true)') $$),
             '55000 | 2025-01 is not closed: 1 thing is in the way | instant: as of 2025-02-10 00:00, %', '--now is no better than as_of');
select alike(fixture.refused($$ period.close('2025-01-01', as_of => '2025-02-10Z', anyway => true, accept_warnings => true) $$), '%1 thing is in the way%',
             'anyway needs a reason');
select is((select count(*) from period.closing), 0::bigint, 'nothing is closed');

create table fixture.report as
select period.close('2025-01-01', as_of => '2025-02-10Z', anyway => true, accept_warnings => true, reason => 'the books of February') as r;
select is((select concat_ws(' ', as_of, reason, overridden #>> '{0,code}') from period.closing), '2025-02-10 00:00:00+00 the books of February instant',
          'with a reason it is, as of that instant, and on record');
select alike((select period.said(overridden) #>> '{0,message}' from period.closing), 'as of 2025-02-10 00:00, while the clock says %', 'with what the clock said');
select ok((select recorded_at between now() and clock_timestamp() from period.closing), 'and when');
select ok((select created_at between now() and clock_timestamp() from post.message), 'the posting is of today');
select is((select (content #>> '{appeal,until}')::timestamptz - created_at from post.message), interval '168 hours', 'the days to appeal begin today');
select ok(period.appeal_file('2025-01-01', 'bo', 'target_completion', 'unjust') > 0, 'so that bo appeals');
select is((select array_agg(distinct date_trunc('minute', due - clock_timestamp() + interval '1 minute')) from period.action where action = 'coaching'),
          array[interval '14 days'], 'actions are due from today');
select is(current_setting('merit.now'), '', 'the present is the clock''s again');
select is(period.close('2025-02-01', accept_warnings => true) -> 'overridden', '[]', 'without an instant nothing is in the way');

-- The clock that is told is the owner's, and off unless it is set.
select throws_ok($$ select period.appeal_file('2025-01-01', 'bo', 'target_completion', 'x', as_of => '2025-02-12Z') $$, '42501', null, 'the owner too has the clock');
set local merit.told_clock = on;
select throws_like($$ select period.appeal_file('2025-01-01', 'bo', 'target_completion', 'x', as_of => '2099-02-12Z') $$, 'the 7 days to appeal in ended%', 'unless it says that the clock is told');
set local role meritd_close;
select throws_ok($$ select period.appeal_file('2025-01-01', 'bo', 'target_completion', 'x', as_of => '2025-02-12Z') $$, '42501', null, 'which nobody else can');
reset role;

select * from finish();
rollback;
