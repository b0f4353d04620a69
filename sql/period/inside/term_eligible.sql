-- Whom nothing but a mark is known of has no points yet: the standing is asked of everybody to whom the scheme applies.

create or replace function period.term_eligible(of_term text, of_revision integer default null, closed_only boolean default false)
returns table (scheme text, version integer, agent text, present boolean)
language plpgsql stable rows 200
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    span    constant record := period.term_span(of_term);
    last    constant date := span.until - interval '1 month';
    schemes constant score.scheme[] := array(
        select s
          from (select f.scheme, f.version from score.in_force(last, span.grain) f where of_revision is null
                union all
                select f.scheme, f.version from period.term_scheme f where f.term = of_term and f.revision = of_revision) f
          join score.scheme s on s.scheme = f.scheme and s.version = f.version and s.period = span.grain);
    here    text[];
    absent  text[];
begin
    if cardinality(schemes) = 0 then
        return;
    end if;
    here := period.term_present(of_term, closed_only);
    absent := period.staff_without(here, score.staff_day(last));
    return query
    select s.scheme::text, s.version, t.agent, t.agent <> all (absent)
      from unnest(schemes) s
     cross join lateral period.term_standing(of_term, s.scheme, s.version, array(
           select w.agent from score.who(last, s.document -> 'applies_to', here || case when s.document ? 'applies_to' then absent end) w)) t
     where t.barred is null;
end $$;

comment on function period.term_eligible(text, integer, boolean) is
    'One row per scheme that scores a term itself (those in force, or of a revision), and agent whom nothing bars from a rank in it: of everybody '
    'who is present (period.term_present; closed_only: as there) and, of a scheme with applies_to, who has a staff record and nothing else.';
