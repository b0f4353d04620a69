-- Which months there are: from the first with chats, orders or tickets; what lies before stops nothing and is listed.
begin;
\ir fixture.psql
select plan(9);
create function fixture.months() returns text language sql as $$
    select coalesce(string_agg(to_char(m, 'YYYY-MM'), ' ' order by m), '') from period.months() m
$$;
create function fixture.stray() returns text language sql as $$
    select coalesce(string_agg(s.problem, ' / ' order by s.month), '') from period.stray_months() s
$$;

insert into fact.tally (hash, at, day, agent, kind, count) values (1, '2020-01-10Z', '2020-01-10', 'an', 'late', 1);
select is(fixture.months() || fixture.stray(), '2020-01 has something of an, but no month has chats, orders or tickets: no month that is closed has it; correct it where it was sent',
          'a tally alone makes no month, and is not lost');

-- Now is June 2026. Chats from January on; a survey of 2019, a target in December (known ahead), and one in 2099.
select fixture.month(m, '{"an": 100, "bo": 70}') from unnest('{2026-01-01,2026-03-01}'::date[]) m;
insert into rollup.agent_month (agent, month, measure, value) values ('bo', '2019-05-01', 'surveys', 1), ('bo', '2019-05-01', 'csat_sum', 4);
insert into fact.tally (hash, at, day, agent, kind, count) values (2, '2026-02-10Z', '2026-02-10', 'an', 'late', 1);
insert into fact.target (hash, at, agent, period, metric, value)
values (1, '2026-05-01Z', 'an', '2026-12', 'sales', 1), (2, '2026-05-01Z', 'an', '2099-12', 'sales', 1);
select is(fixture.months(), '2026-01 2026-02 2026-03 2026-12 2099-12', 'from the first with chats on, a month of tallies in between too');
select is(fixture.stray(), '2019-05 has something of bo, but the shop''s months begin with 2026-01: no month that is closed has it; correct it where it was sent / '
          '2020-01 has something of an, but the shop''s months begin with 2026-01: no month that is closed has it; correct it where it was sent / '
          '2099-12 has something of an, but it is more than a year ahead: no month that is closed has it; correct it where it was sent', 'what lies before, and far ahead');
select is((select jsonb_agg(w) from jsonb_array_elements_text(merit.status() -> 'warnings') w), to_jsonb(array(select s.problem from period.stray_months() s)),
          'status says so');
select is((select string_agg(subject || ' ' || value, ', ' order by subject) from merit.data_quality where "check" = 'stray_month'),
          '2019-05 1, 2020-01 1, 2099-12 1', 'and so does data quality');
select lives_ok($$ select fixture.close('2026-01-01') $$, 'the first month closes: nothing is before it');

-- Chats of an older month that arrive when the first is closed.
select fixture.month('2025-12-01', '{"an": 85}');
select is(period.open_before('2026-02-01'), '{}', 'open no month before the closed one');
select alike(fixture.stray(), '%2025-12 has something of an, but the shop''s months begin with 2026-01%', 'and are listed');
select lives_ok($$ select fixture.close('2026-02-01') $$, 'the next month closes');

select * from finish();
rollback;
