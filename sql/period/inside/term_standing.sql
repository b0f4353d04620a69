create or replace function period.term_standing(of_term text, for_scheme text, for_version integer, points score.point[])
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
    with counted as (  -- one row per agent: on how many days there were enough customers, or how many parts count
        select p.agent, case when made_of is null
                             then (select count(*) from rollup.shown_period d
                                    where d.grain = 'day' and d.agent = p.agent and d.start >= span.start and d.start < span.until
                                      and d.received >= (eligible -> 'min_received')::numeric)
                             else count(p.points) end as found
          from unnest(points) p
         group by p.agent
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

comment on function period.term_standing(text, text, integer, score.point[]) is
    'One row per agent with points in a term: the team, and the first thing that bars the agent from a rank in it by this version of the '
    'scheme, or NULL; why: the same as a message of ref.say. As score.standing, as of the term''s last day; where a term is made of '
    'parts, parts: fewer of them count than it needs, instead of joiner and days.';
