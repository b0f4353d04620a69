-- Whom nothing but a mark is known of has no points yet: the standing is asked of everybody to whom the scheme applies.

create or replace function period.term_marks_due(of_term text, of_revision integer default null, closed_only boolean default false)
returns table (scheme text, version integer, indicator text, mark text, role text, agent text, team text, raters text[], due date,
               given bigint, needed integer, marked boolean)
language plpgsql stable rows 1000
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    span     constant record := period.term_span(of_term);
    last     constant date := span.until - interval '1 month';
    schemes  constant score.scheme[] := array(
        select s
          from (select f.scheme, f.version from score.in_force(last, span.grain) f where of_revision is null
                union all
                select f.scheme, f.version from period.term_scheme f where f.term = of_term and f.revision = of_revision) f
          join score.scheme s on s.scheme = f.scheme and s.version = f.version and s.period = span.grain);
    present  text[];
    absent   text[];
    eligible record;
begin
    if cardinality(schemes) = 0 then
        return;
    end if;
    present := period.term_present(of_term, closed_only);
    absent := period.staff_without(present, score.staff_day(last));
    select array_agg(s.scheme) as schemes, array_agg(s.version) as versions, array_agg(t.agent) as agents
      into eligible
      from unnest(schemes) s
     cross join lateral period.term_standing(of_term, s.scheme, s.version, array(
           select jsonb_populate_record(null::score.point, jsonb_build_object('agent', w.agent))
             from score.who(last, s.document -> 'applies_to', present || case when s.document ? 'applies_to' then absent end) w)) t
     where t.barred is null;
    return query
    select a.* from period.marks_asked(of_term, last, eligible.schemes, eligible.versions, eligible.agents) a;
end $$;

comment on function period.term_marks_due(text, integer, boolean) is
    'period.marks_due of a term: by the schemes that score it themselves, those in force or of a revision of it. closed_only: as if there '
    'were no months but closed ones.';
