-- Walks down the ranking. Nobody gets a better grade than an agent ranked above. Agents who share a rank share the grade:
-- when a cap has no room for all of them, all of them move on to the next grade.

create or replace function score.capped(natural_grades integer[], ranks integer[], places integer[], firsts integer[], taken integer[])
returns integer[]
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    granted integer[] := '{}';
    used    integer[] := taken;
    room    constant integer[] := array(  -- how many more may have each grade or a better one
        select min(c.room) over (order by c.i desc)
          from (select u.i, firsts[u.i] - sum(u.n) over (order by u.i) as room from unnest(taken) with ordinality as u(n, i)) c
         order by c.i);
    grade   integer := 1;
    last    integer := 0;  -- of those who share the rank
    sharers integer;
begin
    for i in 1 .. cardinality(ranks) loop
        if i > last then
            last := i;
            while ranks[last + 1] = ranks[i] loop
                last := last + 1;
            end loop;
            sharers := last - i + 1;
            grade := greatest(grade, natural_grades[i]);
            while used[grade] + sharers > places[grade]
                  or last > room[grade] loop
                grade := grade + 1;
            end loop;
            used[grade] := used[grade] + sharers;
        end if;
        granted := granted || grade;
    end loop;
    return granted;
end $$;

comment on function score.capped(integer[], integer[], integer[], integer[], integer[]) is
    'The grades of one team under the caps, as positions in the scheme''s list (1 is the best). natural_grades (by '
    'threshold) and ranks are in the order of rank. places: how many agents may have each grade; firsts: how many may have it or a '
    'better one; NULL for any number; the last grade is never capped. taken: how many have each grade already.';
