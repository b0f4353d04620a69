-- 0060: the distinct customers of teams and of the shop are counted from buyers, and so they may change while the sums of every
-- agent stay. Buyers mark their months as roll-ups do.

create or replace function score.mark_agents_stale() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into score.stale (since, until, agents)
    select c.month, c.month, case when count(*) <= 500 then array_agg(c.agent) end
      from (select distinct date_trunc('month', h.start::timestamp)::date as month, h.agent
              from changed h
             where tg_table_name <> 'buyer' or h.start >= (select ref.kept_from())) c
     group by c.month;
    return null;
end $$;
comment on function score.mark_agents_stale() is
    'A trigger of roll-ups and of buyers, which scores follow from: marks the months of the rows that came, went or changed, and whose '
    'they are. Of more than 500 agents in a month it is as good as everybody. Buyers who are deleted after they were counted mark nothing.';
comment on column score.stale.agents is 'Whose roll-ups or buyers changed, if nothing else did; NULL: what is kept counts for nobody.';
comment on column score.kept.staff_day is 'The business day whose staff records counted (score.staff_day); -infinity: what is kept counts no more.';

do $$
declare
    v record;
begin
    for v in select * from (values ('insert', 'new'), ('delete', 'old'), ('update', 'new')) as e(event, was)
    loop
        execute format('create trigger mark_stale_%1$s_%2$s after %1$s on settled.buyer referencing %2$s table as changed '
                       'for each statement execute function score.mark_agents_stale()', v.event, v.was);
        execute format('alter table settled.buyer enable always trigger mark_stale_%s_%s', v.event, v.was);
    end loop;
    create trigger mark_stale_truncate after truncate on settled.buyer for each statement execute function score.mark_stale();
    alter table settled.buyer enable always trigger mark_stale_truncate;
end $$;
