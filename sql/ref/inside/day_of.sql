-- In PL/pgSQL, which keeps its plan: it is called for each of many instants.

create or replace function ref.day_of(instant timestamptz) returns date
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return (select d.day from ref.day d where d.starts_at <= instant order by d.starts_at desc, d.day desc limit 1);
end $$;

comment on function ref.day_of(timestamptz) is 'The business day of an instant: the latest day that has begun by then.';
