create or replace function score.standing(for_month date, for_scheme text, for_version integer, agents text[])
returns table (agent text, team text, barred text, why text)
language plpgsql stable rows 200
set search_path = pg_catalog, pg_temp
set jit = off
set plan_cache_mode = force_custom_plan
as $$
declare
    next_month   constant date := for_month + interval '1 month';
    staff_day    constant date := score.staff_day(for_month);
    eligibility  constant jsonb := (select s.document -> 'eligibility' from score.scheme s
                                     where s.scheme = for_scheme and s.version = for_version);
    min_days     constant numeric := eligibility -> 'min_days';
    min_received constant numeric := eligibility -> 'min_received';
    few          constant text[] := case when cardinality(agents) <= 500 then agents end;
begin
    return query
    with busy as (  -- one row per agent: on how many days there were enough customers
        select d.agent, count(*) as days
          from rollup.shown_period d
         where min_days > 0 and d.grain = 'day' and d.received >= min_received and d.start >= for_month and d.start < next_month
           and (few is null or d.agent = any (few))
         group by d.agent
    )
    select a.agent, s.team, w.barred,
           case w.barred
               when 'role' then ref.message('bar.role', ref.term('role', coalesce(s.role, 'agent')))
               when 'leaver' then case when s."left" is null then 'bar.left' else ref.message('bar.left_on', s."left"::text) end
               when 'status' then ref.message('bar.status', ref.term('status', coalesce(s.status, 'regular')))
               when 'joiner' then ref.message('bar.joiner', s.joined::text)
               when 'days' then ref.message('bar.days', coalesce(b.days, 0)::text, min_days::text) end
      from unnest(agents) as a(agent)
      left join ref.staff_on(staff_day, few) s on s.agent = a.agent
      left join busy b on b.agent = a.agent
     cross join lateral (
          select case when not eligibility -> 'roles' ? coalesce(s.role, 'agent') then 'role'
                      when s.status = 'left' or s."left" < next_month then 'leaver'
                      when not eligibility -> 'statuses' ? coalesce(s.status, 'regular') then 'status'
                      when s.joined > for_month then 'joiner'
                      when coalesce(b.days, 0) < min_days then 'days' end as barred) w;
end $$;

comment on function score.standing(date, text, integer, text[]) is
    'One row per given agent: the team, and the first thing that bars the agent from a rank in the month by this version '
    'of the scheme (role, leaver, status, joiner, days), or NULL; why: the same as a message of ref.say. Staff records '
    'count as of the month''s last day or, while the month runs, of today''s business day. An agent without a record is a '
    'regular agent without a team.';
