-- Names the columns, as period.result_hash does; graded and evidence were added later, and count only where they have a value.

create or replace function period.term_result_hash(of_term text, of_revision integer) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with line (kind, text) as (
        select 'scheme', to_jsonb(s)::text
          from (select term, revision, scheme, version, checksum from period.term_scheme) s
         where s.term = of_term and s.revision = of_revision
        union all
        select 'part', to_jsonb(p)::text
          from (select term, revision, part, part_revision from period.term_part) p
         where p.term = of_term and p.revision = of_revision
        union all
        select 'result', (to_jsonb(r) - array(select a from unnest(array['graded', 'evidence']) a where to_jsonb(r) ->> a is null))::text
          from (select term, revision, scheme, agent, scope, team, name, employee, barred, total, grade, rank, reached, why, parts, graded, evidence
                  from period.term_result) r
         where r.term = of_term and r.revision = of_revision
        union all
        select 'indicator', to_jsonb(i)::text
          from (select term, revision, scheme, agent, indicator, position, value, points, weight, contribution, numbers, edge, next_edge,
                       missing, brings
                  from period.term_indicator) i
         where i.term = of_term and i.revision = of_revision
    )
    select encode(sha256(convert_to(
               coalesce(string_agg(l.kind || ' ' || l.text, E'\n' order by l.kind collate "C", l.text collate "C"), ''), 'UTF8')), 'hex')
      from line l
$$;

comment on function period.term_result_hash(text, integer) is
    'SHA-256, in hex, of everything that is frozen for a revision of a term; period.term_closing keeps the hash of the day of closing.';
