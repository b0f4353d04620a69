create or replace function score.seats(shares numeric[], size bigint) returns integer[]
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    with part as (  -- one row per share: the whole seats, and what is left of one
        select s.i, floor(s.share * size) as whole, s.share * size - floor(s.share * size) as rest
          from unnest(shares) with ordinality as s(share, i)
    )
    select array(select (p.whole + (row_number() over (order by p.rest desc, p.i) <= size - sum(p.whole) over ())::integer)::integer
                   from part p order by p.i)
$$;

comment on function score.seats(numeric[], bigint) is
    'As many seats as size, by shares that add to 1: whole ones, and the rest by the largest remainders, of equal ones the first.';
