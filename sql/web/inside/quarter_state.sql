create or replace function web.quarter_state(for_quarter date) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    told    constant boolean := merit.sees_all() or merit.has_role('merit_lead') or merit.has_role('merit_payroll') or merit.has_role('merit_operator');
    quarter constant text := period.term_name('quarter', for_quarter);
begin
    return (
        select jsonb_build_object('state', s.state, 'why', case when told or s.state <> 'closed' then s.why end, 'revision', s.revision, 'due', s.due)
          from period.term_state(quarter) s
         where exists (select from period.terms() t where t.term = quarter));
end $$;

comment on function web.quarter_state(date) is
    'The state of a quarter that a scheme has (period.term_state) as web.ranking shows it: state, why, revision, due; NULL: no scheme has it. '
    'Agents are not told who closed it.';
