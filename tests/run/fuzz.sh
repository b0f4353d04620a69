#!/bin/sh
# Runs every fuzzer of tests/fuzz at the same time, each on its corpus. The last line is
# `N passed, N failed`: fuzzers that found nothing, and those that found something.
#
# usage: tests/run/fuzz.sh [--build FOLDER] [--seconds N] [--seed N] [--keep FOLDER] [NAME...]
#   --build FOLDER  where the fuzzers were built; build/fuzz (cmake --preset fuzz)
#   --seconds N     how long; 60
#   --seed N        libFuzzer's; 1
#   --keep FOLDER   inputs that reach something new are kept there and taken up again by the next run,
#                   as is what was found; a scratch folder
#   NAME            decode, conversation, config, …; all
#
# Run from the root of the tree. What was found is replayed by BUILD/fuzz_NAME FILE, and belongs into
# tests/fuzz/corpus/NAME once it is repaired: the unit tests replay that.
set -u

build=build/fuzz
seconds=60
seed=1
keep=
names=

main() {
    while [ $# -gt 0 ]; do
        case $1 in
        --build) build=$2 && shift ;;
        --seconds) seconds=$2 && shift ;;
        --seed) seed=$2 && shift ;;
        --keep) keep=$2 && shift ;;
        -*) sed -n '2,14s/^# \{0,1\}//p' "$0" && exit 2 ;;
        *) names="$names $1" ;;
        esac
        shift
    done
    [ -n "$names" ] || names=$(cd tests/fuzz && echo fuzz_*.c | sed 's/fuzz_//g; s/\.c//g')
    folder=${keep:-$(mktemp -d "${TMPDIR:-/tmp}/meritd-fuzz.XXXXXX")} || exit 2
    export UBSAN_OPTIONS=print_stacktrace=1

    started= # words NAME:PID
    trap 'stop; exit 130' INT TERM HUP
    for name in $names; do
        fuzz "$name" >"$folder/$name.log" 2>&1 &
        started="$started $name:$!"
    done
    judge
}

# fuzz NAME: libFuzzer writes new inputs to the first folder, and only reads the second.
fuzz() {
    mkdir -p "$folder/$1"
    dictionary=tests/fuzz/fuzz_$1.dict
    [ -e "$dictionary" ] && dictionary=-dict=$dictionary || dictionary=
    # shellcheck disable=SC2086 # no word when there is no dictionary
    exec "$build/fuzz_$1" $dictionary -seed="$seed" -max_total_time="$seconds" -timeout=20 \
        -artifact_prefix="$folder/$1-" -print_final_stats=1 "$folder/$1" "tests/fuzz/corpus/$1"
}

judge() {
    passed=0
    failed=0
    for word in $started; do
        name=${word%:*}
        if wait "${word#*:}"; then
            passed=$((passed + 1))
            grep -E '^(stat::number_of_executed_units|stat::peak_rss_mb)' "$folder/$name.log" |
                sed "s/^stat::/$name /"
        else
            failed=$((failed + 1))
            echo "$name found something; the input is among $folder/$name-*"
            tail -n 50 "$folder/$name.log"
        fi
    done
    [ "$failed" -gt 0 ] || [ -n "$keep" ] || rm -rf "$folder"
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ]
}

stop() {
    for word in $started; do
        kill "${word#*:}" 2>/dev/null
    done
}

main "$@"
