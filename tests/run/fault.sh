#!/bin/sh
# The fault tests of a push, in two halves at once: most of their time they wait.
#
# usage: tests/run/fault.sh PYTHON FOLDER
#
# Writes FOLDER/fault-1.xml and FOLDER/fault-2.xml. Exit status 0 when both halves passed. The tests marked
# long are left to tests/fault/soak --large. MERITD_BINARY names the program.
set -u
python=$1
folder=$2
first="tests/fault/test_chaos.py tests/fault/test_protocol.py tests/fault/test_group.py"

# half NUMBER ARGUMENT...
half() {
    number=$1
    shift
    "$python" -m pytest -p no:cacheprovider -q -ra --durations=15 -m "not long" \
        --junitxml="$folder/fault-$number.xml" "$@"
}

# shellcheck disable=SC2086 # names without spaces
half 1 $first >"$folder/fault-1.log" 2>&1 &
other=$!
set -- tests/fault
for file in $first; do
    set -- "$@" "--ignore=$file"
done
half 2 "$@"
status=$?
wait "$other" || status=$?
cat "$folder/fault-1.log"
exit "$status"
