-- Walks down the ranking. Nobody gets a better grade than an agent ranked above. Agents who share a rank share the grade:
-- when a cap has no room for all of them, all of them move on to the next grade.

create or replace function score.capped(natural_grades integer[], ranks integer[], places integer[])
returns integer[]
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    granted integer[] := '{}';
    used    integer[] := array_fill(0, array[cardinality(places)]);
    grade   integer := 1;
    sharers integer;
begin
    for i in 1 .. cardinality(ranks) loop
        if i = 1 or ranks[i] <> ranks[i - 1] then
            sharers := cardinality(array_positions(ranks, ranks[i]));
            grade := greatest(grade, natural_grades[i]);
            while used[grade] + sharers > places[grade] loop
                grade := grade + 1;
            end loop;
        end if;
        used[grade] := used[grade] + 1;
        granted := granted || grade;
    end loop;
    return granted;
end $$;

comment on function score.capped(integer[], integer[], integer[]) is
    'The grades of one team under the caps, as positions in the scheme''s list (1 is the best). natural_grades (by '
    'threshold) and ranks are in the order of rank. places: how many agents may have each grade, NULL for any number; the '
    'last grade is never capped.';
