create or replace function period.term_points(of_term text, for_scheme text, for_version integer, closed_only boolean, known period.part_total[] default '{}')
returns setof score.point
language plpgsql stable rows 1000
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    document constant jsonb := (select s.document from score.scheme s where s.scheme = for_scheme and s.version = for_version);
    span     constant record := period.term_span(of_term);
    made_of  constant jsonb := document #> array['terms', span.grain];
    subjects score.subject[];
    amounts  score.series[];
begin
    if made_of is null then
        select a.subjects, a.known into subjects, amounts
          from period.term_amounts(of_term, document -> 'applies_to', array(
              select distinct l.leaf from score.leaf l where l.scheme = for_scheme and l.version = for_version), closed_only) a;
        return query
        select j.* from score.judged((span.until - interval '1 month')::date, of_term, for_scheme, for_version, subjects, amounts, null) j;
        return;
    end if;
    return query
    select p.* from period.points_of_parts(
        array(select x.part from period.term_parts(of_term, made_of ->> 'of') x order by x.start), made_of,
        array(select row(x.part, r.agent, r.total, r.ranked)::period.part_total
                from period.term_parts(of_term, made_of ->> 'of') x
               cross join lateral period.part_results(x.part, for_scheme, closed_only, known) r)) p;
end $$;

comment on function period.term_points(text, text, integer, boolean, period.part_total[]) is
    'One row per agent whom this version of the scheme scores in a term, and indicator: of the scheme, if it scores such terms itself, or '
    'else one per month or shorter term that the term is made of, whose value is the total of that, and which has points if it counts. closed_only: of closed months and terms alone. known: as in period.part_results.';
