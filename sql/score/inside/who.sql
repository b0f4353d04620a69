create or replace function score.who(for_month date, applies_to jsonb, agents text[])
returns setof score.subject
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select a.agent, s.team
      from unnest(agents) as a(agent)
      left join ref.staff_on(score.staff_day(for_month), case when cardinality(agents) <= 500 then agents end) s on s.agent = a.agent
     where applies_to is null
        or exists (select from jsonb_array_elements(applies_to) as e(entry)
                    where (not e.entry ? 'roles' or e.entry -> 'roles' ? coalesce(s.role, 'agent'))
                      and (not e.entry ? 'teams' or e.entry -> 'teams' ? s.team)
                      and (not e.entry ? 'agents' or e.entry -> 'agents' ? a.agent)
                      and to_char(for_month, 'YYYY-MM') between coalesce(e.entry ->> 'from', '') and coalesce(e.entry ->> 'until', 'x'))
     order by a.agent collate "C"
$$;

comment on function score.who(date, jsonb, text[]) is
    'Whom of these agents a scheme applies to in a month, in the order of names: those of whom an entry of applies_to holds; NULL: '
    'all. Teams and roles are those of score.staff_day.';
