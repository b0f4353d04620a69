create or replace function web.term_state(of_term text) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    told  constant boolean := merit.sees_all() or merit.has_role('merit_lead') or merit.has_role('merit_payroll') or merit.has_role('merit_operator');
    shown constant jsonpath := '$[*] ? (@.code != "evidence" || exists (@.agents[*]))';  -- what is told to agents
begin
    return (
        select jsonb_build_object(
            'state', s.state,
            'why', case when told then s.why when s.state <> 'closed' then case when s.blockers = '[]' then s.why else v.blockers #>> '{0,message}' end end,
            'revision', s.revision, 'due', s.due,
            'blockers', (select coalesce(jsonb_agg(b - 'agents' order by n), '[]') from jsonb_array_elements(v.blockers) with ordinality x(b, n)),
            'warnings', (select coalesce(jsonb_agg(w - 'agents' order by n), '[]')
                           from jsonb_array_elements(s.warnings) with ordinality x(w, n) where told or w -> 'agents' <> '[]'))
          from period.term_state(of_term) s
         cross join lateral (select case when told then s.blockers else jsonb_path_query_array(s.blockers, shown) end as blockers offset 0) v
         where exists (select from period.terms() t where t.term = of_term));
end $$;

comment on function web.term_state(text) is
    'The state of a quarter, half-year or year that a scheme has (period.term_state) as doors show it: state, why, revision, due, '
    'blockers and warnings; NULL: no scheme has it. Agents are not told who closed it, and of warnings, and of grades without evidence, those that name them.';
