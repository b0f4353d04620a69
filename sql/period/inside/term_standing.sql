create or replace function period.term_standing(of_term text, for_scheme text, for_version integer, agents text[], parts bigint[] default null)
returns setof score.person
language plpgsql stable rows 200
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    document constant jsonb := (select s.document from score.scheme s where s.scheme = for_scheme and s.version = for_version);
    span     constant record := period.term_span(of_term);
    made_of  constant jsonb := document #> array['terms', span.grain];
    eligible constant jsonb := document -> 'eligibility';
    needed   constant bigint := case when made_of is null then eligible -> 'min_days' else made_of -> 'least' end;
    staff_day constant date := least(span.until - 1, ref.day_of(merit.now()));
begin
    return query
    with busy as materialized (  -- one row per agent: on how many days there were enough customers
        select d.agent, count(*) as days
          from rollup.shown_period d
         where made_of is null and needed > 0 and d.grain = 'day' and d.start >= span.start and d.start < span.until
           and d.received >= (eligible -> 'min_received')::numeric
         group by d.agent
    ), counted as (
        select a.agent, case when made_of is null then coalesce(b.days, 0) else a.parts end as found
          from unnest(agents, parts) as a(agent, parts)
          left join busy b on b.agent = a.agent
    )
    select c.agent, s.team, w.barred,
           case w.barred
               when 'role' then ref.message('bar.role', ref.term('role', coalesce(s.role, 'agent')))
               when 'leaver' then case when s."left" is null then 'bar.left' else ref.message('bar.left_on', s."left"::text) end
               when 'status' then ref.message('bar.status', ref.term('status', coalesce(s.status, 'regular')))
               when 'joiner' then ref.message('bar.term_joiner', s.joined::text)
               when 'days' then ref.message('bar.days', c.found::text, needed::text)
               when 'parts' then ref.message('bar.parts', c.found::text, needed::text) end, null::text
      from counted c
      left join ref.staff_on(staff_day) s on s.agent = c.agent
     cross join lateral (
          select case when not eligible -> 'roles' ? coalesce(s.role, 'agent') then 'role'
                      when s.status = 'left' or s."left" < span.until then 'leaver'
                      when not eligible -> 'statuses' ? coalesce(s.status, 'regular') then 'status'
                      when made_of is null and s.joined > span.start then 'joiner'
                      when c.found < needed then case when made_of is null then 'days' else 'parts' end end as barred) w;
end $$;

comment on function period.term_standing(text, text, integer, text[], bigint[]) is
    'One row per given agent: the team, and the first thing that bars the agent from a rank in a term by this version of the '
    'scheme, or NULL; why: the same as a message of ref.say. As score.standing, as of the term''s last day; where a term is made of '
    'parts, parts: how many count for each agent, and barred if they are fewer than it needs, instead of joiner and days.';
