#!/bin/sh
# Is our SQL written in one dialect (docs/style.md)? Looks at functions and views; migrations stay as they were applied.
# Run from the root of the tree.
set -u

# shellcheck disable=SC2016 # the program is awk's
find sql -mindepth 2 -name '*.sql' ! -path 'sql/migrations/*' ! -path 'sql/roles/*' | LC_ALL=C sort | xargs awk '
function complain(text) {
    printf "%s:%d: %s\n", FILENAME, FNR, text
    bad = 1
}

# Where the words that begin a statement stand, in the lines so far of the file.
function remember(line,    from, word) {
    for (from = 0; match(line, /(^|[ (\047])(select|delete|update|insert|perform)($|[ ;])/); ) {
        word = substr(line, RSTART, 1) ~ /[ (\047]/ ? RSTART + 1 : RSTART
        begins[from + word + (substr(line, word, 7) == "perform")] = 1
        from += RSTART + RLENGTH - 1
        line = substr(line, RSTART + RLENGTH)
    }
}

FNR == 1 { delete begins; before = "" }

/^ *--/ { before = $0; next }
/^ *(from|join|left join|where|cross join|group by) / {
    match($0, /[a-z]/)
    column = RSTART - ($0 ~ /^ *(from|join|left join) / ? 2 : 1)
    if (!(column in begins))
        complain("its last letter stands not below that of select (  from,  where)")
}
/(from|join) [a-z_.]+ as [a-z_]+( |$)/ { complain("a table is named without as: from fact.survey v") }
/[a-z)] as [a-z_]+ \([a-z_]+(, [a-z_]+)*\)/ && !/insert into/ { complain("no space before the columns of a name: as v(a, b)") }
/^end$/ { complain("end stands with its $$: end $$;") }
/^comment on (function|view)/ && before != "" { complain("an empty line stands before the comment of a file") }
/^comment on function [a-z_.]+ is/ { complain("the comment names the types of the arguments: an older signature may still be there") }
/^create / && before ~ /^--/ { complain("an empty line stands after the paragraph of a file") }
/(^| )(SELECT|FROM|WHERE|JOIN|CREATE|RETURNS)( |$)/ && !/'"'"'/ { complain("keywords are in small letters") }
{
    remember($0)
    before = $0
}

END { exit bad }
'
