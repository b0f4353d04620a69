-- ref.set_alias, ref.alias_problem, ref.agent_on, ref.last_day, ref.agent_warning: whose account is whose, and who may say so.
begin;
\ir ../fixture.psql
select plan(39);

create function pg_temp.aliases() returns text language sql as $$
    select fixture.rows('select account, agent, days from ref.agent_alias order by account, days')
$$;
create function pg_temp.wrong(account text, agent text, first_day date, last_day date default null) returns text language plpgsql as $$
begin
    return ref.set_alias(account, agent, first_day, last_day);
exception when others then
    return sqlerrm;
end $$;

-- What was said last of a day holds.
select ok(ref.set_alias('mei2', 'mei', '2026-03-01', null), 'an alias from a day on');
select is(pg_temp.aliases(), 'mei2 mei [2026-03-01,)', 'is for ever');
select ok(not ref.set_alias('mei2', 'mei', '2026-03-10', '2026-03-20'), 'what is so already changes nothing');
select ok(ref.set_alias('mei2', 'mei', '2026-02-20', '2026-02-28'), 'days before it');
select is(pg_temp.aliases(), 'mei2 mei [2026-02-20,)', 'are one span with it');
select ok(ref.set_alias('mei2', 'lan', '2026-04-01', null), 'the account changes hands');
select is(pg_temp.aliases(), 'mei2 mei [2026-02-20,2026-04-01), mei2 lan [2026-04-01,)', 'on that day');
select ok(ref.set_alias('mei2', 'tao', '2026-03-31', '2026-04-01'), 'and for two days, the last one included');
select is(pg_temp.aliases(), 'mei2 mei [2026-02-20,2026-03-31), mei2 tao [2026-03-31,2026-04-02), mei2 lan [2026-04-02,)', 'somebody else has it');
select ok(ref.set_alias('mei2', 'mei2', '2026-03-02', '2026-03-02'), 'a day of its own');
select is(pg_temp.aliases(), 'mei2 mei [2026-02-20,2026-03-02), mei2 mei [2026-03-03,2026-03-31), mei2 tao [2026-03-31,2026-04-02), '
          'mei2 lan [2026-04-02,)', 'is a gap');
select ok(not ref.set_alias('mei2', 'mei2', '2026-03-02', '2026-03-02'), 'which is there already');
select is(string_agg(ref.agent_on('mei2', d), ' ' order by d), 'mei2 mei mei2 mei tao lan', 'who it is on a day')
  from unnest(array['2026-02-19', '2026-02-20', '2026-03-02', '2026-03-03', '2026-04-01', '2100-01-01']::date[]) d;
select is(ref.agent_on('lan', '2026-04-02'), 'lan', 'an agent is itself');
select is(ref.agent_on('mei2', null), 'mei2', 'without a day it is itself');
select ok(ref.set_alias('mei2', 'mei2', '2000-01-01', null), 'ended altogether');
select is(pg_temp.aliases(), null, 'nothing is left');
select is(fixture.rows('select account, agent, days from ref.alias_change order by id'),
          'mei2 mei [2026-03-01,), mei2 mei [2026-02-20,2026-03-01), mei2 lan [2026-04-01,), mei2 tao [2026-03-31,2026-04-02), '
          'mei2 mei2 [2026-03-02,2026-03-03), mei2 mei2 [2000-01-01,)', 'but what was said, of what changed something');
select throws_ok('delete from ref.alias_change', '55000', null, 'which nobody takes back');

-- One step, whatever is said first.
select ref.set_alias('mei2', 'mei', '2026-03-01', '2026-03-31');
select is(pg_temp.wrong('lan2', 'mei2', '2026-03-31'), 'mei2 is an account of mei from 2026-03-01 to 2026-03-31: name mei instead on these days', 'no chain');
select is(pg_temp.wrong('mei', 'lan', '2026-01-01', '2026-03-01'),
          'mei has an account of its own, mei2, from 2026-03-01 to 2026-03-31: first make mei2 an account of lan', 'nor one that begins later');
select is(pg_temp.wrong('mei', 'mei2', '2026-03-01'), 'mei2 is an account of mei from 2026-03-01 to 2026-03-31: name mei instead on these days', 'nor a circle');
select is(pg_temp.wrong('mei', 'lan', '2026-04-01'), 'true', 'on other days an agent is an account');
select ok(ref.set_alias('mei', 'mei', '2026-01-01', null), 'and is one no more');

-- Names and days.
select is(pg_temp.wrong(account, agent, first_day::date, last_day::date), expected, expected) from (values
    ('', 'mei', '2026-01-01', null, 'the account is ""; a name has 1 to 128 bytes and does not begin with ('),
    ('(bot)', 'mei', '2026-01-01', null, 'the account is "(bot)"; a name has 1 to 128 bytes and does not begin with ('),
    ('mei', '(unassigned)', '2026-01-01', null, 'the agent is "(unassigned)"; a name has 1 to 128 bytes and does not begin with ('),
    (repeat('字', 43), 'mei', '2026-01-01', null, format('the account is "%s"; a name has 1 to 128 bytes and does not begin with (', repeat('字', 43))),
    ('lan2', 'lan', '2026-01-02', '2026-01-01', 'its days must lie in the years 2000 to 2100, the first one not after the last'),
    ('lan2', 'lan', '1999-12-31', null, 'its days must lie in the years 2000 to 2100, the first one not after the last'),
    ('lan2', 'lan', null, null, 'its days must lie in the years 2000 to 2100, the first one not after the last'),
    ('lan2', 'lan', '2026-01-01', '2101-01-01', 'its days must lie in the years 2000 to 2100, the first one not after the last'))
    v(account, agent, first_day, last_day, expected);
select is(string_agg(ref.last_day(p)::text, ' ' order by n), '2024-02-29 2026-12-31 2026-03-31 2026-12-31 2026-06-30 2026-12-31', 'periods end')
  from unnest(array['2024-02', '2026-12', '2026-Q1', '2026-Q4', '2026-H1', '2026']) with ordinality u(p, n);
select is(ref.agent_warning('mei'), 'no staff record names mei', 'a name that nobody bears');
insert into fact.agent_event (hash, at, day, agent) values (1, '2026-01-01Z', '2026-01-01', 'mei.wang');
select is(ref.agent_warning('mei.wagn'), 'no staff record names mei.wagn; did you mean mei.wang?', 'is perhaps another');
select is(ref.agent_warning('mei.wang'), null, 'or not');
select ok(not exists (select from ingest.dirty), 'nobody did anything, so nothing is settled again');


-- Where facts were deleted nothing is counted again.
update ref.shop set kept_from = '2026-04-01';
select is(pg_temp.wrong('lan2', 'lan', '2026-03-31', '2026-04-02'), 'facts before 2026-04-01 were deleted (meritd retain): its first day can be 2026-04-01 or later',
          'the past stays as it was');
select is(pg_temp.wrong('lan2', 'lan', '2026-04-01'), 'true', 'what is kept may move');

select * from finish();
rollback;
