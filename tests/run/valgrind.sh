#!/bin/sh
# Runs the unit tests under valgrind's memcheck: no invalid access, no value used before it is set, no
# memory lost at the end. The last line is `N passed, N failed`. Run from the root of the tree:
#
#     cmake --build --preset release --target valgrind
#
# usage: tests/run/valgrind.sh BUILD [REGEX]     REGEX: of the tests' names; all unit tests
set -u

build=$1
expression=${2:-.}
logs=$(mktemp -d "${TMPDIR:-/tmp}/meritd-valgrind.XXXXXX") || exit 2
passed=0
failed=0

command -v valgrind >/dev/null || {
    echo "valgrind is missing"
    exit 2
}

# run NAME COMMAND...: processes that a test starts (PostgreSQL) are not looked into.
run() {
    name=$1
    shift
    printf '%-34s' "$name"
    began=$(date +%s)
    if timeout 1200 valgrind --quiet --error-exitcode=99 --leak-check=full \
        --show-leak-kinds=definite,possible --errors-for-leak-kinds=definite,possible \
        "$@" >"$logs/$name" 2>&1 </dev/null; then
        passed=$((passed + 1))
        echo "$(($(date +%s) - began)) s"
    else
        failed=$((failed + 1))
        echo "FAILED"
        tail -n 60 "$logs/$name"
    fi
}

# "1: Test command: /…/base_test_arena" "argument"…, as ctest would run it.
commands=$(ctest --test-dir "$build" -N -V -L unit -R "$expression" |
    sed -n 's/^[0-9]*: Test command: //p' | tr -d '"')
while IFS= read -r command; do
    # shellcheck disable=SC2086 # a program and its arguments
    [ -z "$command" ] || run "$(basename "${command%% *}")" $command
done <<END
$commands
END
[ "$failed" -gt 0 ] || rm -rf "$logs"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
