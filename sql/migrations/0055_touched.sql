-- 0055: a change of a roll-up says whose it is, so that of a month that changes only those agents are scored anew.

alter table score.stale add column agents text[];
comment on column score.stale.agents is 'Whose roll-ups changed, if nothing else did; NULL: what is kept counts for nobody.';

alter table score.kept add column made_at timestamptz not null default clock_timestamp(), add column took interval not null default '0';
comment on column score.kept.made_at is 'When what is kept was made, last.';
comment on column score.kept.took is 'How long that took.';

-- What is not said to be apart is made anew for everybody.
alter table score.rule add column apart boolean not null default false;
comment on column score.rule.apart is
    'Whether the verdict on a subject follows from nothing of any other subject (unless its parameters have a member of: team, shop).';
update score.rule set apart = true where rule in ('bands', 'linear', 'ratio', 'deduct', 'mark', 'checklist', 'gate', 'figure');
alter table score.operator add column apart boolean not null default false;
comment on column score.operator.apart is 'Whether the number of a subject follows from nothing of any other subject.';
update score.operator set apart = true
 where operator in ('add', 'subtract', 'multiply', 'divide', 'least', 'greatest', 'first', 'interpolate');

create function score.mark_agents_stale() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into score.stale (since, until, agents)
    select c.month, c.month, case when count(*) <= 500 then array_agg(c.agent) end
      from (select distinct date_trunc('month', h.start::timestamp)::date as month, h.agent from changed h) c
     group by c.month;
    return null;
end $$;
comment on function score.mark_agents_stale() is
    'A trigger of roll-ups, which scores follow from: marks the months of the rows that came, went or changed, and whose they are. Of '
    'more than 500 agents in a month it is as good as everybody.';

do $$
declare
    v record;
begin
    for v in
        select s.source, e.event, e.was
          from unnest(array['rollup.agent_period', 'rollup.dimension_period']) as s(source)
         cross join (values ('insert', 'new'), ('delete', 'old'), ('update', 'new')) as e(event, was)
    loop
        execute format('create or replace trigger mark_stale_%2$s_%3$s after %2$s on %1$s referencing %3$s table as changed '
                       'for each statement execute function score.mark_agents_stale()', v.source, v.event, v.was);
        execute format('alter table %s enable always trigger mark_stale_%s_%s', v.source, v.event, v.was);
    end loop;
end $$;

create type score.candidate as (scheme text, version integer, agent text);
comment on type score.candidate is 'An agent who is ranked by a version of a scheme if there is a total (score.eligible).';
