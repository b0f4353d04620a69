create or replace function period.place_of(rank integer, best integer, worst integer, ranked bigint, min_ranked integer)
returns text
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select case when best = worst or ranked < greatest(2, coalesce(min_ranked, 2)) then null
                when rank = best then 'first' when rank = worst then 'last' end
$$;

comment on function period.place_of(integer, integer, integer, bigint, integer) is
    'The place of a rank between the best and the worst: first, last, or NULL for neither. Nobody is first or last when '
    'fewer than two (or fewer than min_ranked) are ranked, or when all share one rank.';
