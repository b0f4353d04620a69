create or replace function web.term_state(grain text, first_day date) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    told    constant boolean := merit.sees_all() or merit.has_role('merit_lead') or merit.has_role('merit_payroll') or merit.has_role('merit_operator');
    of_term constant text := period.term_name(grain, first_day);
begin
    return (
        select jsonb_build_object(
            'state', s.state, 'why', case when told or s.state <> 'closed' then s.why end, 'revision', s.revision, 'due', s.due,
            'blockers', (select coalesce(jsonb_agg(b - 'agents' order by n), '[]') from jsonb_array_elements(s.blockers) with ordinality x(b, n)),
            'warnings', (select coalesce(jsonb_agg(w - 'agents' order by n), '[]')
                           from jsonb_array_elements(s.warnings) with ordinality x(w, n) where told or w -> 'agents' <> '[]'))
          from period.term_state(of_term) s
         where exists (select from period.terms() t where t.term = of_term));
end $$;

comment on function web.term_state(text, date) is
    'The state of a quarter, half_year or year that a scheme has (period.term_state) as web.ranking shows it: state, why, revision, due, '
    'blockers and warnings; NULL: no scheme has it. Agents are not told who closed it, and of warnings those that name them.';
