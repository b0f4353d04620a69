-- Who neither leads nor closes nor pays nor operates is told nothing that others wrote: who closed or skipped a month, and why.

create or replace function web.state(for_month date) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    told   constant boolean := merit.sees_all() or merit.has_role('merit_lead') or merit.has_role('merit_payroll') or merit.has_role('merit_operator');
    shown  constant jsonpath := '$[*] ? (@.code != "skipped" && (@.code != "evidence" || exists (@.agents[*])))';  -- what is told to agents
begin
    return (
        select jsonb_build_object(
            'month', period.month_name(for_month),
            'state', s.state,
            'state_label', ref.said('month.' || s.state),
            'why', case when told then s.why
                         when s.state <> 'closed' then case when s.blockers = '[]' then s.why else v.blockers #>> '{0,message}' end end,
            'recalculating', for_month >= merit.held_from(),
            'final_from', s.final_from,
            'complete_up_to', s.complete_up_to,
            'revision', s.revision,
            'closed_at', s.closed_at,
            'closed_by', case when told then s.closed_by end,
            'open_before', (select coalesce(jsonb_agg(period.month_name(m) order by m), '[]') from unnest(s.open_before) m),
            'blockers', (select coalesce(jsonb_agg(b - 'agents' order by n), '[]')
                           from jsonb_array_elements(v.blockers) with ordinality x(b, n)),
            'warnings', (select coalesce(jsonb_agg(w - 'agents' order by n), '[]')
                           from jsonb_array_elements(s.warnings) with ordinality x(w, n) where told or w -> 'agents' <> '[]'))
          from period.state(for_month) s
         cross join lateral (select case when told then s.blockers else jsonb_path_query_array(s.blockers, shown) end as blockers offset 0) v);
end $$;

comment on function web.state(date) is
    'The state of a month (period.state) as doors show it: state, why, recalculating, final_from, complete_up_to, revision, closed_at, '
    'closed_by, open_before, blockers and warnings, [{code, message}]. Agents are told of warnings, and of grades without evidence, '
    'those that name them.';
