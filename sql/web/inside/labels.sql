create or replace function web.labels(metrics text[]) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return (select coalesce(jsonb_object_agg(m, web.label(m)), '{}') from unnest(metrics) m);
end $$;

comment on function web.labels(text[]) is 'The names of metrics (web.label), {metric: name}.';
