-- Slips are Levenshtein's distance, where two swapped neighbours are one slip (daemon/base/nearest.c, for words of the command
-- line, counts likewise).

create or replace function ref.nearest(word text, names text[]) returns text
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    name   text;
    best   text;
    least_slips integer := 2 + length(word) / 4;  -- so many are too many
    older  integer[];
    above  integer[];
    row    integer[];
begin
    foreach name in array names loop
        continue when length(word) > 40 or length(name) > 40;
        if least(length(word), length(name)) >= 3 and (starts_with(name, word) or starts_with(word, name)) then
            return name;
        end if;
        row := array(select j from generate_series(0, length(name)) j);
        for i in 1 .. length(word) loop
            older := above;
            above := row;
            row := array[i];
            for j in 1 .. length(name) loop
                row := row || least(above[j + 1] + 1, row[j] + 1,
                                    above[j] + (substr(word, i, 1) <> substr(name, j, 1))::integer,
                                    case when i > 1 and j > 1 and substr(word, i, 1) = substr(name, j - 1, 1)
                                              and substr(word, i - 1, 1) = substr(name, j, 1) then older[j - 1] + 1 end);
            end loop;
        end loop;
        if row[length(name) + 1] < least(least_slips, length(word)) then
            least_slips := row[length(name) + 1];
            best := name;
        end if;
    end loop;
    return best;
end $$;

comment on function ref.nearest(text, text[]) is
    'The name that a mistyped word most likely means: one that begins like it, or the one with the fewest slips; NULL when '
    'none is near.';
