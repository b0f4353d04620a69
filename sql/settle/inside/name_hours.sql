-- What was asked or answered while the hours of its agent's team were others before: contacts of these days, those of which a round was
-- answered on these days, and those whose session had its first response then.

create or replace function settle.name_hours(before ref.team_hours[], after ref.team_hours[]) returns date
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    earliest date;
begin
    with change as materialized (  -- one row per team whose hours differ, with the first and the last instant
        select c.*, ref.day_of(c.first_at) as first_day, ref.day_of(c.last_at) as last_day
          from ref.changed_hours(before, after) c
    ), reach as materialized (
        select min(c.first_at) as first_at, max(c.last_at) as last_at, min(c.first_day) as first_day, max(c.last_day) as last_day
          from change c
    ), asked as materialized (  -- one row per account's contact that may count other waits
        select p.customer, p.day, p.agent
          from reach r join fact.contact_part p on p.day between r.first_day and r.last_day
         union
        select p.customer, ref.day_of(q.asked), p.agent
          from reach r join fact.contact_part p on p.day >= r.first_day
         cross join unnest(p.carried_asked) q(asked)
         where q.asked < r.last_at
         union
        select p.customer, p.day, p.agent
          from reach r join fact.contact_part p on p.day < r.first_day and p.first_asked is not null
         cross join unnest(p.first_asked, p.first_waits_ms) q(asked, wait_ms)
         where q.asked + q.wait_ms * interval '1 ms' > r.first_at
    ), whose as materialized (
        select array_agg(a.agent) as accounts, array_agg(ref.agent_on(a.agent, a.day)) as agents, array_agg(a.day) as days
          from (select distinct a.agent, a.day from asked a) a
    ), team as materialized (
        select t.agent, t.day, coalesce(h.team, '') as team
          from whose w
         cross join unnest(w.accounts, w.days, ref.teams_on(w.agents, w.days)) as t(agent, day, team)
          left join ref.hours_team h using (team)
    ), thing as (
        select a.customer, a.day, row_number() over (order by a.day, a.customer) / 5000 as portion
          from asked a join team t using (agent, day) join change c using (team)
         where a.day <= c.last_day
         group by a.customer, a.day
    ), named as (
        insert into ingest.dirty (customers, days)
        select array_agg(t.customer), array_agg(t.day) from thing t group by t.portion
    )
    select min(t.day) into earliest from thing t;
    return earliest;
end $$;

comment on function settle.name_hours(ref.team_hours[], ref.team_hours[]) is
    'Names in ingest.dirty, in portions, every contact whose waits or suspended rounds may be others after a change of '
    'hours. Returns the first of their days; NULL: there is none.';
