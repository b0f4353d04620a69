-- Only the dirty rows that were there at the start count, and what they make settle.run name: a live shop always has newer ones.

create or replace function settle.until_clean(at timestamptz) returns bigint
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    mark  bigint := coalesce((select max(d.id) from ingest.dirty d), 0);
    names boolean;
begin
    loop
        names := exists (select from ingest.dirty d where d.id <= mark and d.staff is not null);
        perform settle.run(at, true);
        if names then
            mark := greatest(mark, (select max(d.id) from ingest.dirty d));
        end if;
        exit when not exists (select from ingest.dirty d where d.id <= mark);
    end loop;
    return mark;
end $$;

comment on function settle.until_clean(timestamptz) is
    'Settles as of an instant, batch after batch, until none of the dirty rows is left that were there at the start. '
    'Returns the id of the last of those (0: there were none).';
