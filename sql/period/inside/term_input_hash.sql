create or replace function period.term_input_hash(of_term text, of_revision integer) returns text
language sql stable
set search_path = pg_catalog, pg_temp
set datestyle = 'ISO'
as $$
    with line (kind, text) as (
        select 'part', concat_ws(' ', p.part, p.part_revision, coalesce(c.result_hash, t.result_hash))
          from period.term_part p
          left join period.closing c on period.month_name(c.month) = p.part and c.revision = p.part_revision
          left join period.term_closing t on t.term = p.part and t.revision = p.part_revision
         where p.term = of_term and p.revision = of_revision
        union all
        select 'scheme', concat_ws(' ', s.scheme, s.version, s.checksum)
          from period.term_scheme s where s.term = of_term and s.revision = of_revision
        union all
        select 'mark', concat_ws(' ', k.agent, k.indicator, k.rater, k.role, k.points) from fact.last_mark k where k.period = of_term
        union all
        select 'target', concat_ws(' ', t.agent, t.metric, t.value) from fact.last_target t where t.period = of_term
        union all
        select 'staff', to_jsonb(s)::text from ref.staff_on((select p.until - 1 from period.term_span(of_term) p)) s
    )
    select encode(sha256(convert_to(
               coalesce(string_agg(l.kind || ' ' || l.text, E'\n' order by l.kind collate "C", l.text collate "C"), ''), 'UTF8')), 'hex')
      from line l
$$;

comment on function period.term_input_hash(text, integer) is
    'SHA-256, in hex, of everything that a term''s results follow from: the parts that it is made of, schemes, marks and targets for the '
    'term, the staff records of its last day.';
