-- Evidence has lines only where there is some, so that terms closed before there was any keep their hash.

create or replace function period.term_input_hash(of_term text, of_revision integer default null, schemes_in_force boolean default false) returns text
language sql stable
set search_path = pg_catalog, pg_temp
set datestyle = 'ISO'
as $$
    with part as (  -- one row per month or shorter term that is closed
        select p.part, p.part_revision from period.term_part p where p.term = of_term and p.revision = of_revision
        union all
        select u.part, period.part_closed(u.part)
          from period.parts_used(of_term, case when not schemes_in_force then period.latest_term(of_term) end) u
         where of_revision is null and period.part_closed(u.part) is not null
    ), line (kind, text) as (
        select 'part', concat_ws(' ', p.part, p.part_revision, coalesce(c.result_hash, t.result_hash))
          from part p
          left join period.closing c on period.month_name(c.month) = p.part and c.revision = p.part_revision
          left join period.term_closing t on t.term = p.part and t.revision = p.part_revision
        union all
        select 'scheme', concat_ws(' ', s.scheme, s.version, s.checksum)
          from period.term_scheme s where s.term = of_term and s.revision = of_revision
        union all
        select 'scheme', concat_ws(' ', s.scheme, s.version, s.checksum)
          from period.next_term_schemes(of_term, schemes_in_force) s where of_revision is null
        union all
        select 'mark', concat_ws(' ', k.agent, k.indicator, k.rater, k.role, k.points) from fact.last_mark k where k.period = of_term
        union all
        select 'target', concat_ws(' ', t.agent, t.metric, t.value) from fact.last_target t where t.period = of_term
        union all
        select 'staff', to_jsonb(s)::text from ref.staff_on((select p.until - 1 from period.term_span(of_term) p)) s
        union all
        select 'evidence', concat_ws(' ', e.agent, to_json(e.grade), e.id)
          from period.grade_evidence e
         where e.term = of_term and not exists (select from period.grade_evidence_end n where n.evidence = e.id)
    )
    select encode(sha256(convert_to(
               coalesce(string_agg(l.kind || ' ' || l.text, E'\n' order by l.kind collate "C", l.text collate "C"), ''), 'UTF8')), 'hex')
      from line l
$$;

comment on function period.term_input_hash(text, integer, boolean) is
    'SHA-256, in hex, of everything that a term''s results follow from: the parts that it is made of, schemes, marks, targets and evidence of grades for the '
    'term, the staff records of its last day. of_revision: of what that is made of; NULL: of what its close or next revision would be made of now, by the schemes of '
    'period.next_term_schemes.';
