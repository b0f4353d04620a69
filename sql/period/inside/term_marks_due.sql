create or replace function period.term_marks_due(of_term text, ranked score.candidate[] default null)
returns table (scheme text, version integer, indicator text, mark text, role text, agent text, team text, raters text[], due date,
               given bigint, needed integer, marked boolean)
language plpgsql stable rows 1000
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    last     constant date := (select s.until - interval '1 month' from period.term_span(of_term) s);
    eligible constant score.candidate[] := coalesce(ranked, array(
        select row(e.scheme, e.version, e.agent)::score.candidate from period.term_eligible(of_term) e));
begin
    return query
    select a.*
      from (select array_agg(e.scheme) as schemes, array_agg(e.version) as versions, array_agg(e.agent) as agents from unnest(eligible) e) x
     cross join lateral period.marks_asked(of_term, last, x.schemes, x.versions, x.agents) a;
end $$;

comment on function period.term_marks_due(text, score.candidate[]) is
    'period.marks_due of a term: by the schemes that score it themselves. ranked: whom (period.term_eligible), if that is known; NULL: it is looked for, by those in force.';
