#!/bin/sh
# Line coverage of daemon/json, daemon/decode and daemon/conversation by their unit tests, file by file.
# Fails where a layer is below 95 %. Run from the root of the tree, on a build with gcc's --coverage:
#
#     cmake --preset coverage && cmake --build --preset coverage --target coverage
#
# usage: tests/run/coverage.sh BUILD [LAYER...]
set -u

least=95
build=$1
shift
[ $# -gt 0 ] || set -- json decode conversation
gcov=${GCOV:-gcov}
report=$(mktemp "${TMPDIR:-/tmp}/meritd-coverage.XXXXXX") || exit 2
trap 'rm -f "$report"' EXIT

# Counts of earlier runs and of other layers' tests would be added.
find "$build" -name '*.gcda' -exec rm -f {} +
status=0
for layer; do
    ctest --test-dir "$build" -R "^${layer}_test_" --output-on-failure >"$report" 2>&1 || {
        cat "$report"
        exit 1
    }
    find "$build/CMakeFiles/meritd_$layer.dir" -name '*.gcda' -exec "$gcov" -n {} + >"$report" || exit 1
    # Pairs of lines: File '/…/daemon/json/json.c', Lines executed:97.71% of 175
    awk -v layer="$layer" -v least="$least" '
        /^File / {
            at = match($0, "daemon/" layer "/[^\x27]*")
            file = at ? substr($0, at, RLENGTH) : ""
        }
        /^Lines executed:/ && file != "" {
            split($0, part, /[:%]| of /)
            printf "%6.2f %% of %4d  %s\n", part[2], part[4], file
            covered += part[2] * part[4] / 100
            lines += part[4]
            file = ""
        }
        END {
            share = lines ? 100 * covered / lines : 0
            printf "%6.2f %% of %4d  daemon/%s\n", share, lines, layer
            if (share < least) {
                printf "daemon/%s is below %d %%\n", layer, least
                exit 1
            }
        }' "$report" || status=1
done
exit "$status"
