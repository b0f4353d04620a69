create or replace function merit.own_months() returns setof date
language plpgsql stable security definer rows 4
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    kept constant date[] := case when not merit.sees_all() then score.kept_months() else '{}' end;
begin
    return query select m from period.months() m where m <> all (kept);
end $$;

comment on function merit.own_months() is
    'The months of the shop that merit.own_score and merit.own_indicator make for the caller one by one: those that are not kept; '
    'for a caller who sees everybody all of them, since all that is kept would be too much.';
