#!/bin/sh
# A private PostgreSQL for one test: unix socket only, in a folder of its own, not made to last.
#
#     scratch_postgres.sh start     prints the folder, which is also the socket's; 77: none installed
#     scratch_postgres.sh stop FOLDER
#
# The database "shop" has the tables and functions that the daemon writes through. Run from the root of
# the tree.
set -eu

bin=$(pg_config --bindir 2>/dev/null) || exit 77
[ -x "$bin/initdb" ] || exit 77

as_postgres() { # PostgreSQL refuses to be root
    if [ "$(id -u)" = 0 ]; then
        setpriv --reuid=postgres --regid=postgres --clear-groups "$@"
    else
        "$@"
    fi
}

start() {
    folder=$(mktemp -d "${TMPDIR:-/tmp}/scratch-postgres.XXXXXX")
    [ "$(id -u)" != 0 ] || chown postgres: "$folder"
    (cd "$folder"
     as_postgres "$bin/initdb" -D "$folder/data" -E UTF8 --locale=C.UTF-8 -U shop -A trust -N
     as_postgres "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/log" \
         -o "-c listen_addresses='' -k '$folder' -c fsync=off" start) >"$folder/start.log" 2>&1 || {
        cat "$folder/start.log" >&2
        exit 1
    }
    "$bin/createdb" -h "$folder" -U shop shop
    {
        echo 'set check_function_bodies = off; set client_min_messages = warning;'
        for file in sql/migrations/*.sql; do # each in a transaction of its own, as meritd migrate does
            echo 'begin;'
            cat "$file"
            echo 'commit;'
        done
        find sql/ref sql/fact sql/ingest -name '*.sql' -exec grep -L '^create or replace view' {} + | xargs cat
        echo "insert into ref.migration (version, name, checksum) values (7, 'test', '');"
        echo "select ref.set_shop(null, 'Asia/Shanghai', '00:00', 'CNY', '{shop}', 'key');"
    } | "$bin/psql" -h "$folder" -U shop -d shop -q -v ON_ERROR_STOP=1 >/dev/null
    echo "$folder"
}

stop() {
    (cd "$1" && as_postgres "$bin/pg_ctl" -D "$1/data" -m immediate -w stop >/dev/null)
    rm -rf "$1"
}

"$@"
