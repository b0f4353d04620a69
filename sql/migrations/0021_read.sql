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
