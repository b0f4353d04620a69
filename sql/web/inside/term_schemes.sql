create or replace function web.term_schemes(grain text, first_day date) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    last_month constant date := (period.term_span(period.term_name(grain, first_day))).until - interval '1 month';
begin
    return (select coalesce(jsonb_agg(jsonb_build_object('scheme', s.scheme, 'label', coalesce(s.document #>> array['name', ref.language()], s.scheme))
                                      order by s.scheme), '[]')
              from (select f.scheme, f.version from score.in_force(last_month, 'quarter') f where grain = 'quarter'
                    union
                    select f.scheme, f.version from score.term_schemes(last_month, grain) f where grain <> 'quarter') f
              join score.scheme s on s.scheme = f.scheme and s.version = f.version);
end $$;

comment on function web.term_schemes(text, date) is
    'The schemes that score a quarter itself, or that a half_year or year is ranked by, as [{scheme, label}].';
