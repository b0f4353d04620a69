-- As many batches as it takes for the rows that were there at the start: on a live shop there are always newer ones.

create or replace function period.settle(at timestamptz) returns bigint
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    mark bigint := coalesce((select max(d.id) from ingest.dirty d), 0);
begin
    loop
        perform settle.run(at, true);
        exit when not exists (select from ingest.dirty d where d.id <= mark);
    end loop;
    return mark;
end $$;

comment on function period.settle(timestamptz) is
    'Settles as of an instant until no dirty row is left that was there at the start; returns the id of the '
    'last of those.';
