#!/bin/sh
# The tests of a folder, in two halves at once: most of their time they wait.
#
# usage: tests/run/halves.sh PYTHON FOLDER NAME MARKER TESTS FILE...
#   FOLDER  gets NAME-1.xml and NAME-2.xml
#   MARKER  which tests: an expression of pytest's -m
#   TESTS   tests/fault or another folder of tests
#   FILE    of it: these are the first half, all others the second
#
# Exit status 0 when both halves passed. MERITD_BINARY names the program.
#
# Two processes, not pytest-xdist: its workers run tests now and then in a thread that is not the main one, where
# no limit can be set (conftest.py).
set -u
python=$1
folder=$2
name=$3
marker=$4
tests=$5
shift 5

# half NUMBER ARGUMENT...: none of its tests may have the marker.
half() {
    number=$1
    shift
    "$python" -m pytest -p no:cacheprovider -v -ra --durations=15 -m "$marker" \
        --junitxml="$folder/$name-$number.xml" "$@"
    status=$?
    [ "$status" -eq 5 ] || return "$status"
}

for file in "$@"; do
    shift
    set -- "$@" "$tests/$file"
done
half 1 "$@" >"$folder/$name-1.log" 2>&1 &
other=$!
for file in "$@"; do
    shift
    set -- "$@" "--ignore=$file"
done
half 2 "$tests" "$@"
status=$?
wait "$other" || status=$?
cat "$folder/$name-1.log"
exit "$status"
