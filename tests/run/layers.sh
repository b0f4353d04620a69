#!/bin/sh
# Reads every #include of the daemon and the collectors: no layer may know one above or beside it, and
# each third-party library is seen by the files named here and no others (docs/architecture.md).
# Run from the root of the tree.
set -u

# shellcheck disable=SC2016 # the program is awk's
find daemon collectors tests/doubles -name '*.[ch]' | LC_ALL=C sort | xargs awk '
BEGIN {
    level["base"] = 0
    level["model"] = level["metrics"] = 1
    level["json"] = level["conversation"] = level["store"] = level["collectors"] = level["http"] = 2
    level["decode"] = level["post"] = level["config"] = level["generate"] = level["upkeep"] = 3
    level["pipeline"] = 4
    level["service"] = 5
    level["client"] = level["web"] = 6
    level["commands"] = 7
    level["main.c"] = level["manual"] = 8
    level["doubles"] = 9 # the program does without them

    # header pattern = files that may include it; what is in neither table must be of libc
    only["^cjson/|^cJSON"] = "^daemon/json/json\\.c$"
    only["^libpq|^postgres"] = "^daemon/store/"
    only["^librdkafka/"] = "^collectors/kafka/|^daemon/generate/kafka_mock\\.c$"
    only["^zlib"] = "^collectors/file\\.c$|^daemon/http/gzip\\.c$"
    only["^event2?/|^event\\.h"] = "^daemon/service/waiter\\.c$|^daemon/http/"
    only["^systemd/"] = "^daemon/service/notify\\.c$"
    only["^curl/"] = "^daemon/post/to_webhook\\.c$"
    only["^openssl/"] = "^daemon/base/hmac\\.c$"
    only["^xxh"] = "^daemon/base/"
}

function complain(text) {
    printf "%s:%d: %s\n", FILENAME, FNR, text
    bad = 1
}

# The layer of a path: its folder, whatever daemon/ or tests/ stands before it; main.c is one of its own.
function layer_of(path) {
    sub(/^(daemon|tests)\//, "", path)
    return path ~ /\// ? substr(path, 1, index(path, "/") - 1) : path
}

function check_own(path,    own, other) {
    own = layer_of(FILENAME)
    other = layer_of(path)
    if (!(other in level))
        complain("\"" path "\" names no layer")
    else if (other != own && level[other] >= level[own])
        complain(own " may not include " path)
    else if (own == "pipeline" && (other == "store" || other == "collectors") &&
             path != "store/store.h" && path != "collectors/collector.h")
        complain("pipeline sees only store/store.h and collectors/collector.h, not " path)
}

function check_foreign(path,    header) {
    for (header in only)
        if (path ~ header && FILENAME !~ only[header])
            complain("<" path "> is reserved to " only[header])
}

/^[ \t]*#[ \t]*include[ \t]*["<]/ {
    path = $0
    sub(/^[^"<]*["<]/, "", path)
    sub(/[">].*/, "", path)
    if ($0 ~ /include[ \t]*"/)
        check_own(path)
    check_foreign(path)
}

END { exit bad }
'
