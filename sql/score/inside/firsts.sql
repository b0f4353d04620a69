create or replace function score.firsts(levels score.grade[], places_at_least integer, shares jsonb, size bigint) returns integer[]
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
    with seat as (
        select s.seats, s.i
          from unnest(score.seats(array(select coalesce((shares -> l.grade)::numeric, 0) from unnest(levels) l order by l.position), size))
               with ordinality as s(seats, i)
         where shares is not null
    )
    select array(
        select case when l.position < cardinality(levels)
                    then least(l.first, case when l.first_share is not null then greatest(places_at_least, floor(l.first_share * size)) end,
                               (select sum(s.seats) from seat s where s.i <= l.position))::integer end
          from unnest(levels) l order by l.position)
$$;

comment on function score.firsts(score.grade[], integer, jsonb, bigint) is
    'How many of a team with this many ranked agents, the best by rank, may have each grade or a better one: by caps of rank, and by '
    'the shares of grades {grade: share}, where there are any. NULL: any number.';
