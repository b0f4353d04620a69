create or replace function period.place_of(rank integer, best integer, worst integer, ranked bigint, min_ranked integer)
returns text
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select case when best = worst or ranked < greatest(2, coalesce(min_ranked, 2)) then null
                when rank = best then 'first' when rank = worst then 'last' end
$$;

comment on function period.place_of(integer, integer, integer, bigint, integer) is
    'first, last or neither (NULL), among so many ranked from best to worst: nobody when fewer than two (or '
    'min_ranked) are ranked or all share one rank.';
