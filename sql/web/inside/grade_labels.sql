create or replace function web.grade_labels(for_scheme text) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return (select coalesce(jsonb_object_agg(g.grade, score.grade_name(g.grade)), '{}')
              from (select distinct x.grade from score.grade x where x.scheme = for_scheme) g);
end $$;

comment on function web.grade_labels(text) is
    'The grades of every version of a scheme in the language in which the caller reads, {grade: name}.';
