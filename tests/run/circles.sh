#!/bin/sh
# Reads the symbols of the object files: no two files call each other, be it by way of others, and no two
# folders. (What a file may include is tests/run/layers.sh's business.) Run from the root of the tree.
#
# usage: tests/run/circles.sh BUILD
set -u

build=$1
edges=$(mktemp "${TMPDIR:-/tmp}/meritd-circles.XXXXXX") || exit 2
trap 'rm -f "$edges"' EXIT

# Objects of sources that are gone may still lie there.
find "$build" -path '*/meritd*.dir/*.c.o' | LC_ALL=C sort | while read -r object; do
    source=${object##*.dir/}
    source=${source%.o}
    if [ -e "$source" ] || [ -e "tests/$source" ]; then
        echo "$object"
    fi
done | xargs nm -A | awk '
{
    file = $1
    sub(/^.*\.dir\//, "", file)
    sub(/\.c\.o:.*/, ".c", file)
    kind = $(NF - 1)
}
kind ~ /^[TDBRVW]$/ { home[$NF] = file }
kind == "U" { user[++uses] = file; used[uses] = $NF }
END {
    for (i = 1; i <= uses; i++)
        if ((used[i] in home) && home[used[i]] != user[i])
            print user[i], home[used[i]]
}' | LC_ALL=C sort -u >"$edges"
[ -s "$edges" ] || { echo "no object files in $build"; exit 1; }

# tsort names the members of each circle.
status=0
tsort <"$edges" >/dev/null || status=1
sed 's|/[^/]* | |; s|/[^/]*$||' "$edges" | awk '$1 != $2' | tsort >/dev/null || status=1
exit "$status"
