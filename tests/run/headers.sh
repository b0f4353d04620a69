#!/bin/sh
# Compiles every header alone: each must include what it uses. CC and CFLAGS come from the build.
# Run from the root of the tree.
set -u

include="-Idaemon -Itests -I. $(pkg-config --cflags libpq libcjson rdkafka libevent)"
failed=0
for header in daemon/*/*.h collectors/*.h collectors/*/*.h tests/doubles/*.h; do
    [ -e "$header" ] || continue
    # shellcheck disable=SC2086 # lists of words
    header=${header#daemon/}
    printf '#include "%s"\n' "${header#tests/}" |
        "${CC:-cc}" ${CFLAGS:--std=c17 -D_GNU_SOURCE} $include -fsyntax-only -x c - || {
        echo "$header does not compile alone"
        failed=1
    }
done
exit "$failed"
