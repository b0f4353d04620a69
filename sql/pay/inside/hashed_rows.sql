create or replace function pay.hashed_rows() returns table (relation text, key text, row_content jsonb)
language plpgsql stable rows 10000
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
as $$
declare
    shape record;
begin
    for shape in select distinct on (h.relation) h.* from pay.hashed() h order by h.relation, h.version desc loop
        return query execute format(
            'select $1, (select string_agg(x.j ->> u.k, '' '' order by u.n) from unnest($2) with ordinality as u(k, n)), x.j '
            '  from (select to_jsonb(t) as j from %s t) x', shape.relation) using shape.relation, shape.key;
    end loop;
end $$;

comment on function pay.hashed_rows() is 'One row per row of the tables in pay.hashed: its key and content.';
