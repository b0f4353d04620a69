create or replace function score.lead_grades(for_month date, people score.person[], agents text[], teams text[], grades text[], best_first text[])
returns score.person[]
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with lead as (  -- one row per agent with a grade of the leads' scheme
        select l.agent, l.team, l.grade from unnest(agents, teams, grades) as l(agent, team, grade) where l.grade is not null
    ), led as (  -- one row per team and lead: of the team, or named by a staff record of it
        select l.team, l.grade from lead l
        union
        select p.team, l.grade
          from unnest(people) p
          join ref.staff_on(score.staff_day(for_month)) s on s.agent = p.agent
          join lead l on l.agent = s.lead
         where p.barred is null
    ), best as (
        select distinct on (d.team) d.team, d.grade from led d order by d.team, array_position(best_first, d.grade)
    )
    select array(select row(p.agent, p.team, p.barred, p.why, b.grade)::score.person
                   from unnest(people) p left join best b on b.team = p.team)
$$;

comment on function score.lead_grades(date, score.person[], text[], text[], text[], text[]) is
    'The people, each with the grade of the team''s lead (lead_grade). agents, teams, grades: results of the leads'' scheme; who has '
    'no lead''s role there (barred: role) stands without a team. A team''s leads are those of the team who have such a grade, and those whom staff records of its ranked agents name; of several the best '
    'counts (best_first: the grades in order). Who is in no team has no lead.';
