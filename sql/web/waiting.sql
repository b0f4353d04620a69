create or replace function web.waiting(team text default null, most integer default 200) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
declare
    shop    constant ref.shop := web.enter();
    now     constant timestamptz := merit.now();
    rows    constant integer := web.most(coalesce(most, 200), 1000);
    seen    constant text[] := case when not merit.has_role('merit_operator') then web.seen() end;
    setting period.setting;
    answer  jsonb;
begin
    select s.* into setting from period.setting s;
    if team is not null then
        perform web.known('team', team, array(select s.team from ref.staff_on(ref.day_of(now), seen) s where s.team is not null));
    end if;
    with open as materialized (
        select row_number() over () as place, w.agent, w.conversation, w.asked_at, extract(epoch from w.waiting) as seconds, w.after_answer
          from merit.waiting_now w
         where seen is null or w.agent = any (seen)
    ), staff as materialized (
        select s.agent, s.name, s.team
          from ref.staff_on(ref.day_of(now), array(select distinct o.agent from open o)) s
    ), counted as (
        select c.ms, c.place
          from (select array_agg(s.team order by o.place) as teams, array_agg(o.asked_at order by o.place) as begun,
                       array_agg(now order by o.place) as ended
                  from open o left join staff s using (agent)) a
         cross join unnest(ref.counted_waits(a.teams, a.begun, a.ended)) with ordinality as c(ms, place)
    ), judged as materialized (
        select o.*, s.name, s.team, round(c.ms / 1000.0, 1) as counted, c.ms > 1000 * setting.slow_seconds as slow
          from open o join counted c using (place) left join staff s using (agent)
         where waiting.team is null or s.team = waiting.team
    )
    select jsonb_build_object(
        'now', now,
        'slow_seconds', setting.slow_seconds,
        'count', (select count(*) from judged),
        'slow', (select count(*) from judged j where j.slow),
        'waiting', (select coalesce(jsonb_agg(jsonb_build_object(
                               'conversation', j.conversation, 'url', web.link(setting.chat_url, j.conversation), 'agent', j.agent,
                               'name', j.name, 'team', j.team, 'asked_at', j.asked_at, 'seconds', round(j.seconds, 1),
                               'counted_seconds', j.counted, 'after_answer', j.after_answer, 'slow', j.slow)
                               order by j.counted desc, j.seconds desc, j.conversation), '[]')
                      from (select * from judged order by counted desc, seconds desc, conversation limit rows) j),
        'teams', (select coalesce(jsonb_agg(to_jsonb(t) order by t.longest_seconds desc), '[]')
                    from (select j.team, count(*) as count, count(*) filter (where j.slow) as slow, max(j.counted) as longest_seconds
                            from judged j group by j.team) t))
      into answer;
    return answer;
end $$;

comment on function web.waiting(text, integer) is
    'Whose customers wait for an answer at merit.now(), the longest counted wait first: at most as many as the second argument says '
    '(1 … 1000), counts of all. counted_seconds: inside the service hours of the agent''s team of today; slow: they are more than '
    'web.slow_seconds. Agents see their own, leads those of their teams, the closing role and operators all. 22023: no such team.';
