create or replace function score.places(levels score.grade[], places_at_least integer, size bigint) returns integer[]
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
    select array(select least(l.places, case when l.share is not null then greatest(places_at_least, floor(l.share * size)) end)::integer
                   from unnest(levels) l order by l.position)
$$;

comment on function score.places(score.grade[], integer, bigint) is
    'How many of a team with this many ranked agents may have each grade. NULL: any number.';
