create or replace function web.quarter_schemes(for_quarter date) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return (select coalesce(jsonb_agg(jsonb_build_object('scheme', s.scheme, 'label', coalesce(s.document #>> array['name', ref.language()], s.scheme))
                                      order by s.scheme), '[]')
              from score.in_force((for_quarter + interval '2 months')::date, 'quarter') f
              join score.scheme s on s.scheme = f.scheme and s.version = f.version);
end $$;

comment on function web.quarter_schemes(date) is 'The schemes that score a quarter itself as [{scheme, label}].';
