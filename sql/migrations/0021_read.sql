-- 0021: for readers. Indexes that begin with the agent; their columns never change, so that sums still change in place. The
-- seconds that stand for a bucket are looked up, not calculated by each reader.

create index agent_period_agent on rollup.agent_period (agent, grain, start);
create index tally_agent on fact.tally (agent, day);

alter table settle.bucket add seconds numeric;
update settle.bucket b
   set seconds = case when b.bucket = 0 then 0 else round((1.05 ^ (b.bucket - 0.5))::numeric / 1000, 3) end;
alter table settle.bucket alter seconds set not null;
comment on table settle.bucket is
    'One row per bucket of waits: the number that is one wait in it (rollup.agent_period.waits), and the seconds that stand for '
    'it: its geometric middle, within 2.5 % of every wait in it.';

-- Whether the month is closed already is asked once for all rows that a statement adds, not for each.
create or replace function period.refuse_addition() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    closed period.closing;
begin
    select c.* into closed from period.closing c
     where (c.month, c.revision) in (select a.month, a.revision from added a)
     limit 1;
    if found then
        raise exception 'insert into %.% is refused: revision % of % is closed',
                        tg_table_schema, tg_table_name, closed.revision, to_char(closed.month, 'YYYY-MM')
            using errcode = 'object_not_in_prerequisite_state';
    end if;
    return null;
end $$;
do $$
declare
    fixed text;
begin
    foreach fixed in array array[
        'period.closing_scheme', 'period.result', 'period.indicator', 'period.metric', 'period.streak']
    loop
        execute format('drop trigger refuse_addition on %s', fixed);
        execute format('create trigger refuse_addition after insert on %s referencing new table as added '
                       'for each statement execute function period.refuse_addition()', fixed);
        execute format('alter table %s enable always trigger refuse_addition', fixed);
    end loop;
end $$;
