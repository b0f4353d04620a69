-- The drift of closed months is kept with their scores: what merit.month_drift shows is what period.drift finds.
begin;
\ir fixture.psql
select plan(21);

create function pg_temp.keep_all() returns void language plpgsql as $$
begin
    while (period.keep('0')).month is not null loop
    end loop;
end $$;
create function pg_temp.found() returns text language sql as $$
    select coalesce(string_agg(concat_ws(' ', to_char(c.month, 'MM'), d.revision, d.agent, d.item, d.frozen, d.today, d.difference), ', '
                               order by c.month, d.agent, d.item), '')
      from (select distinct month from period.closing) c cross join lateral period.drift(c.month) d
$$;
create function pg_temp.shown() returns text language sql as $$
    select coalesce(string_agg(concat_ws(' ', to_char(d.month, 'MM'), d.revision, d.agent, d.item, d.frozen, d.today, d.difference), ', '
                               order by d.month, d.agent, d.item), '')
      from merit.month_drift d
$$;

select fixture.month(m::date, '{"an": 100, "bo": 85, "cui": 55}') from generate_series('2025-01-01'::date, '2025-02-01', '1 month') m;
select pg_temp.keep_all();
select fixture.close('2025-01-01'), fixture.close('2025-02-01');
select is(score.kept_months(), '{}', 'what is kept of a month does not outlive its close');
select pg_temp.keep_all();
select is(pg_temp.shown(), '', 'there is no drift');
insert into period.kept_drift values ('2025-02-01', 0, 'an', 'total', 'shop-service', '1', '2', 1);
select is(pg_temp.shown(), '02 0 an total 1 2 1', 'kept drift is shown');
delete from period.kept_drift;

select fixture.month('2025-01-01', '{"an": 85, "bo": 85, "cui": 55}');
select is((select array_agg(m order by m) from unnest(score.kept_months()) m), '{2025-02-01}', 'late facts of January leave February alone');
select is(pg_temp.shown(), '01 0 an metric 1 0.9 -0.10, 01 0 an total 100 85 -15.00, 01 0 bo rank 2 1 -1', 'January drifts at once');
select is(pg_temp.shown(), pg_temp.found(), 'as period.drift finds');
select pg_temp.keep_all();
select is((select count(*) from period.kept_drift), 3::bigint, 'and that is kept');
select is(pg_temp.shown(), pg_temp.found(), 'and is the same');

select period.revise('2025-01-01', 'late facts', by_person => 'zhao');
select is(pg_temp.shown(), '', 'after the revision nothing drifts');
select pg_temp.keep_all();
select is((select count(*) from period.kept_drift), 0::bigint, 'nor is any drift kept');
select is(pg_temp.shown(), pg_temp.found(), 'and so it is found');

-- Who would be ranked, whom the warnings of an open month name, is known of a kept one.
select fixture.month('2025-03-01', '{"an": 100, "bo": 85}');
create function pg_temp.named() returns text[] language sql as $$
    select array(select distinct a from jsonb_array_elements(period.warnings('2025-03-01')) w cross join jsonb_array_elements_text(w -> 'agents') a
                  where w ->> 'code' = 'targets_missing' order by 1)
$$;
select is(pg_temp.named(), '{an,bo}', 'nobody has a target');
select pg_temp.keep_all();
select is(pg_temp.named(), '{an,bo}', 'nor once the month is kept');
update score.kept_result set barred = 'days' where month = '2025-03-01' and agent = 'bo';
select is((select w.agents from period.agent_warnings('2025-03-01') w where w.code = 'targets_missing'), '{an}', 'which is read from there');
update score.kept set warnings = '[]' where month = '2025-03-01' and warnings is not null;
select is(pg_temp.named(), '{}', 'the warnings about agents are kept, too');
insert into fact.target (hash, at, agent, period, metric, value) values (99, '2025-03-02Z', 'bo', '2025-03', 'sales', 1000);
select is(pg_temp.named(), '{an}', 'until something changes that they follow from');

-- So is who has no staff record; a record of a later month counts, and leaves the month kept.
create function pg_temp.unknown() returns text[] language sql as $$
    select array(select a from jsonb_array_elements(period.warnings('2025-03-01')) w cross join jsonb_array_elements_text(w -> 'agents') a
                  where w ->> 'code' = 'unknown_agents' order by 1)
$$;
select pg_temp.keep_all();
select is(pg_temp.unknown(), '{an,bo}', 'nobody has a staff record');
insert into fact.agent_event (hash, at, day, agent, name) values (1, '2025-05-02Z', '2025-05-02', 'bo', 'Bo');
select ok('2025-03-01' = any (score.kept_months()), 'a record of May leaves March as it is kept');
select is(pg_temp.unknown(), '{an}', 'but is one');
insert into fact.target (hash, at, agent, period, metric, value) values (98, '2025-03-03Z', 'an', '2025-03', 'sales', 1000);
select pg_temp.keep_all();
select is(pg_temp.unknown(), '{an}', 'also for a month that is kept when it is there');
update fact.agent_event set agent = 'an' where hash = 1;  -- as by ingest.write_staff, when the smaller row of an event comes second
select is(pg_temp.unknown(), '{bo}', 'until it is another''s');
select * from finish();
rollback;
