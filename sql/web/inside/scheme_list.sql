create or replace function web.scheme_list(for_month date) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return (select coalesce(jsonb_agg(jsonb_build_object('scheme', s.scheme, 'label', s.label) order by s.ordinality), '[]')
              from web.schemes(for_month) with ordinality s);
end $$;

comment on function web.scheme_list(date) is 'The schemes of a month (web.schemes) as [{scheme, label}].';
