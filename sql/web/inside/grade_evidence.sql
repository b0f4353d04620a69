create or replace function web.grade_evidence(of_period text) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
begin
    return (
        with filed as materialized (
            select e.agent, e.grade,
                   jsonb_agg(jsonb_build_object(
                       'id', e.id, 'evidence', e.evidence, 'who', e.who, 'what', e.what, 'happened_on', e.happened_on, 'filed_at', e.filed_at,
                       'filed_by', e.filed_by, 'withdrawn_at', e.withdrawn_at, 'withdrawn_by', e.withdrawn_by,
                       'withdrawn_because', e.withdrawn_because) order by e.id) as evidence
              from merit.seen_evidence(of_period) e
             group by e.agent, e.grade
        )
        select coalesce(jsonb_agg(jsonb_build_object(
                   'agent', n.agent, 'name', n.name, 'scheme', n.scheme, 'grade', n.grade,
                   'grade_label', score.grade_name(n.grade), 'counts_as', n.counts_as, 'counts_as_label', score.grade_name(n.counts_as),
                   'missing', n.evidence is null, 'blocks', n.stops, 'evidence', coalesce(f.evidence, '[]'))
                   order by n.evidence is not null, n.scheme collate "C", n.agent collate "C"), '[]')
          from merit.evidence_needed(of_period) n
          left join filed f on f.agent = n.agent and f.grade = n.grade);
end $$;

comment on function web.grade_evidence(text) is
    'The grades of a month or term that need evidence (merit.evidence_needed), with what was filed for each (merit.grade_evidence), of those whom the '
    'caller may see: what lacks it first.';
