create or replace function period.shown_hash(results period.term_result[]) returns text
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
    select encode(sha256(convert_to(coalesce(string_agg(r.line, E'\n' order by r.line collate "C"), ''), 'UTF8')), 'hex')
      from (select jsonb_build_array(x.scheme, x.agent, x.team, x.barred, trim_scale(x.total), x.grade, x.rank, x.reached, x.parts, x.graded, x.evidence)::text as line
              from unnest(results) x) r
$$;

comment on function period.shown_hash(period.term_result[]) is
    'SHA-256, in hex, of results of a term as people see them: total, rank and grade of everybody, and what they hang on.';
