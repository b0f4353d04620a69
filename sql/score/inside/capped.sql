-- Grade by grade, from the best: it is given down the ranking to whoever may have it and has no better one, until there is no room for
-- somebody. All who share that rank, and everybody ranked below, then move on to the next grade.

create or replace function score.capped(natural_grades integer[], ranks integer[], places integer[], firsts integer[], taken integer[])
returns integer[]
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    granted integer[] := array_fill(null::integer, array[cardinality(ranks)]);
    room    constant integer[] := array(  -- how many more may have each grade or a better one
        select min(c.room) over (order by c.i desc)
          from (select u.i, firsts[u.i] - sum(u.n) over (order by u.i) as room from unnest(taken) with ordinality as u(n, i)) c
         order by c.i);
begin
    for level in 1 .. cardinality(taken) loop
        granted := array(
            select coalesce(u.granted, case when u.best <= level
                                             and coalesce(taken[level] + count(*) filter (where u.granted is null and u.best <= level) over up_to
                                                          <= places[level], true)
                                             and coalesce(count(*) over up_to <= room[level], true) then level end)
              from unnest(granted, natural_grades, ranks) with ordinality as u(granted, best, rank, i)
            window up_to as (order by u.rank)
             order by u.i);
    end loop;
    return granted;
end $$;

comment on function score.capped(integer[], integer[], integer[], integer[], integer[]) is
    'The grades of one team under the caps, as positions in the scheme''s list (1 is the best). natural_grades: by threshold and pass '
    'marks, of the agents with these ranks. Nobody is graded better than an agent ranked above who may have that grade; agents who share '
    'a rank share the grade of those that both may have. places: how many agents may have each grade; firsts: how many may have it or a '
    'better one; NULL for any number; the last grade is never capped. taken: how many have each grade already.';
