#!/bin/sh
# Shows meritd at work: a shop's last month is written and scored, then its traffic goes on, live.
# A bot receives most chats, people answer from 08:00 to 23:00, and one of them has two accounts.
# The pages are at the address it prints, for three people: a lead, an agent, an operator.
#
# usage: sh demo.sh [--yes] [--speed X] [--seconds N] [--no-web]
#   -y, --yes      install missing packages without asking (also with CI=true)
#   --speed X      X times as many customers as an ordinary day has (default 100)
#   --seconds N    end by itself, N seconds after the live traffic began; else Ctrl-C ends it
#   --no-web       no pages: the terminal alone
#
# Builds build/release/meritd, starts a PostgreSQL of its own in a scratch folder (unix socket only),
# serves the pages on a free port of this machine alone, and uses the small broker inside
# `meritd generate` for Kafka. At the end all of it is gone again, but for the build and for packages
# that were missing (apt-get, by sudo unless you are root).
set -u
unset CDPATH
cd "$(dirname "$0")" || exit 2
[ "${ALONE:-}" = $$ ] || exec sh tests/run/alone.sh sh demo.sh "$@"
root=$PWD
meritd=$root/build/release/meritd

yes=false
speed=100
seconds=
web=true
page=     # the address of the pages
log=      # of the step that ran last
job=      # what the script waits for just now, if it must end with it
services= # the processes in the background, as pid:name, last started first
screen=false
e=$(printf '\033')

main() {
    read_options "$@"
    scratch=$(mktemp -d "${TMPDIR:-/tmp}/meritd-demo.XXXXXX") || exit 1
    trap 'finish $?' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    trap 'exit 141' PIPE # sh demo.sh | head
    chmod 711 "$scratch" # PostgreSQL's own user passes through it
    scratch=$(cd "$scratch" && pwd -P)

    install_packages
    build
    cd "$scratch" || exit 1
    start_postgres
    load_shop
    write_last_month
    start_traffic
    ! $web || start_web
    trap 'exit 0' INT TERM # the ordinary way to end it
    show_until_end
}

read_options() {
    [ "${CI:-}" != true ] || yes=true
    while [ $# -gt 0 ]; do
        case $1 in
        -y | --yes) yes=true ;;
        --speed) speed=${2:-} && shift ;;
        --seconds) seconds=${2:-} && shift ;;
        --no-web) web=false ;;
        -h | --help) sed -n '2,16s/^# \{0,1\}//p' demo.sh && exit 0 ;;
        *) refuse "unknown option $1" ;;
        esac
        [ $# -eq 0 ] || shift
    done
    case $speed in '' | 0 | *[!0-9]*) refuse "--speed wants a number from 1 on" ;; esac
    case $seconds in *[!0-9]*) refuse "--seconds wants a number" ;; esac
}

refuse() {
    echo "demo.sh: $1 (see --help)" >&2
    exit 2
}

# fail SENTENCE [LOG]
fail() {
    leave_screen
    echo "demo.sh: $1" >&2
    if [ -s "${2:-}" ]; then
        echo "The end of its log:" >&2
        tail -n 30 "$2" | sed 's/^/    /' >&2
    fi
    exit 1
}

# ---- packages and build -------------------------------------------------------------------

. tests/run/packages.sh

install_packages() {
    find_missing_to_run
    [ -n "$missing" ] || return 0
    command -v apt-get >/dev/null ||
        fail "these packages (by Debian's names) are missing, and there is no apt-get:$missing"
    install_missing $yes || fail "not all packages are there:$missing" "$log"
}

build() {
    step build '' sh -c "cmake --preset release &&
        cmake --build --preset release --target meritd" || fail "meritd could not be built." "$log"
}

# step NAME COMMAND...: runs it with its output in a log and says how long it took. An empty first
# word of the command is dropped.
step() {
    log=$scratch/$1.log
    printf '%-10s' "$1"
    shift
    [ -n "$1" ] || shift
    began=$(date +%s)
    if "$@" >"$log" 2>&1 </dev/null; then
        echo "done in $(($(date +%s) - began)) s"
    else
        echo "failed"
        return 1
    fi
}

# ---- processes ----------------------------------------------------------------------------

# start NAME COMMAND...: in the background, in a session of its own, so that Ctrl-C at the terminal
# ends this script alone, and that ends the others in their order.
start() {
    name=$1
    shift
    setsid "$@" >"$scratch/$name.log" 2>&1 </dev/null &
    services="$!:$name $services"
}

# Zombies do not count: the shell may not have taken note of them yet.
is_running() {
    case $(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null) in
    '' | Z*) return 1 ;;
    esac
}

# stop PID SIGNAL: waits for its end; after half a minute, kills.
stop() {
    ! is_running "$1" || kill -s "$2" "$1" 2>/dev/null
    tenths=0
    while is_running "$1"; do
        tenths=$((tenths + 1))
        [ $tenths -ne 300 ] || kill -s KILL "$1"
        sleep 0.1
    done
}

# wait_for NAME COMMAND...: until the command works, for a minute, while the service NAME runs.
wait_for() {
    name=$1
    shift
    tenths=0
    until "$@" >/dev/null 2>&1; do
        check_services
        tenths=$((tenths + 1))
        [ $tenths -lt 600 ] || fail "$name was not ready after a minute." "$scratch/$name.log"
        sleep 0.1
    done
}

check_services() {
    for service in $services; do
        is_running "${service%%:*}" ||
            fail "${service#*:} ended unexpectedly." "$scratch/${service#*:}.log"
    done
}

# The last one started goes first, PostgreSQL (INT: close sessions, then stop) at the very end.
finish() {
    trap '' INT TERM HUP PIPE
    trap - EXIT
    leave_screen
    [ -z "$job" ] || stop "$job" TERM
    for service in $services; do
        case $service in
        *:postgres) stop "${service%%:*}" INT ;;
        *) stop "${service%%:*}" TERM ;;
        esac
    done
    [ "$1" -ne 0 ] || events=$(cut -d ' ' -f 1 read 2>/dev/null)
    cd "$root" && rm -rf "$scratch"
    [ "$1" -ne 0 ] || last_word
    exit "$1"
}

last_word() {
    cat <<END
The demo has ended: after a month of events, ${events:-0} more were read live.
Removed: its PostgreSQL, its broker and
  $scratch
Still there: build/release/meritd, and packages that were installed.
Read on: README.md, "Five minutes by hand"; docs/metrics.md on each number.
END
}

# ---- the shop -----------------------------------------------------------------------------

start_postgres() {
    # shellcheck disable=SC2012 # names are version numbers
    programs=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
    owner=$(id -un)
    as_owner=
    if [ "$(id -u)" -eq 0 ]; then # PostgreSQL refuses to run as root
        owner=postgres
        id postgres >/dev/null 2>&1 || owner=nobody
        as_owner="setpriv --reuid=$owner --regid=$(id -gn $owner) --init-groups"
    fi
    mkdir -m 700 pg
    chown "$owner" pg
    echo '{}' >meritd.json # not this machine's
    for name in $(env | sed -n 's/^\(MERITD_[A-Z_]*\)=.*/\1/p'); do
        unset "$name" # of tests
    done
    export MERITD_CONFIG="$scratch/meritd.json"
    export PGHOST="$scratch/pg" PGPORT=5432 PGUSER=meritd PGDATABASE=meritd PGCLIENTENCODING=UTF8
    [ ${#PGHOST} -lt 88 ] || fail "$PGHOST is too long a name for a socket's folder; set TMPDIR=/tmp."

    # shellcheck disable=SC2086 # words
    step postgres '' $as_owner "$programs/initdb" --no-sync --pgdata=pg/data --username=meritd \
        --auth=trust --encoding=UTF8 --locale=C || fail "PostgreSQL could not make a database." "$log"
    # Who signs in on the pages needs a password, the demo's own processes none.
    printf 'local all meritd,meritd-web trust\nlocal all all scram-sha-256\n' >pg/data/pg_hba.conf
    # shellcheck disable=SC2086
    start postgres $as_owner "$programs/postgres" -D pg/data -c listen_addresses= -c port=5432 \
        -c "unix_socket_directories=$PGHOST" -c fsync=off -c max_connections=30 \
        -c autovacuum_naptime=5s
    wait_for postgres psql -X -d postgres -c 'create database meritd'
    [ "$(psql -XAtc 'show data_directory')" = "$scratch/pg/data" ] ||
        fail "this is not the PostgreSQL that was started here: nothing is written to it."
    step migrate '' "$meritd" migrate || fail "the schema could not be made." "$log"
}

# What the events do not say: when somebody is there to answer, and whose account chen-01-2 is.
load_shop() {
    first=$(date -d '40 days ago' +%F)
    step shop '' sh -c "'$meritd' hours load '$root/config/hours/every-day.json' --from $first &&
        '$meritd' people alias chen-01-2 chen-01 --from $first" ||
        fail "the hours and the account could not be loaded." "$log"
}

# About 370,000 events. On a terminal, replay shows how far it is.
write_last_month() {
    echo "meritd generate | meritd replay -"
    "$meritd" generate --quiet --second-accounts 1 | MERITD_LOG_LEVEL=warn setsid "$meritd" replay - &
    job=$!
    wait $job || fail "the last month could not be written (see above)."
    job=
}

# The broker is inside `generate`, which holds back when more is unread than its memory keeps. Staff
# and plans of the month are written already.
start_traffic() {
    start generate "$meritd" generate --live --speed "$speed" --second-accounts 1 \
        --only chat,bots,orders,tickets,surveys,changes --embedded-broker "$scratch/servers"
    wait_for generate test -s servers
    MERITD_KAFKA_BOOTSTRAP_SERVERS=$(cat servers)
    export MERITD_KAFKA_BOOTSTRAP_SERVERS
    start ingest "$meritd" ingest
    cat >"$scratch/env" <<END
# . this file in another terminal: then psql and meritd find the demo, and nothing else
for name in \$(env | sed -n 's/^\(PG[A-Z]*\)=.*/\1/p; s/^\(MERITD_[A-Z_]*\)=.*/\1/p'); do
    unset "\$name"
done
export MERITD_CONFIG='$MERITD_CONFIG'
export PGHOST='$PGHOST' PGPORT=$PGPORT PGUSER=$PGUSER PGDATABASE=$PGDATABASE
export MERITD_KAFKA_BOOTSTRAP_SERVERS='$MERITD_KAFKA_BOOTSTRAP_SERVERS'
PATH='$root/build/release':\$PATH
END
}

# The lead of most agents, one of them who has a rank, and an operator; and a port that nobody listens on.
start_web() {
    cat >people.sql <<'END'
create role "meritd-web" login in role meritd_web;
create role "lead" login password 'demo' in role merit_lead role meritd_web;
create role "agent" login password 'demo' in role merit_agent role meritd_web;
create role "operator" login password 'demo' in role merit_operator role meritd_web;
with lead as (
    select lead from ref.staff_on(current_date) where lead is not null group by lead order by count(*) desc, lead limit 1
)
insert into ref.login (login, agent)
select 'lead', lead from lead
union all
(select 'agent', p.agent
   from lead
   join ref.staff_on(current_date) p using (lead)
   join merit.score s on s.agent = p.agent and s.month = (select max(month) from merit.score where rank is not null)
  where s.rank is not null
  order by s.rank, p.agent limit 1);
END
    step people '' psql -X -v ON_ERROR_STOP=1 -f people.sql || fail "nobody can sign in." "$log"
    port=8484
    while grep -q ":$(printf %04X "$port") [0-9A-F]*:0000 0A" /proc/net/tcp /proc/net/tcp6 2>/dev/null; do
        port=$((port + 1))
    done
    page=http://127.0.0.1:$port
    MERITD_WEB_LISTEN=127.0.0.1:$port MERITD_WEB_CONNINFO=user=meritd-web MERITD_WEB_SIGN_IN_CONNINFO=dbname=meritd \
        start web "$meritd" web
    wait_for web grep -q listening web.log
}

# ---- the view -----------------------------------------------------------------------------

show_until_end() {
    # Early in a month nobody has worked enough days in it to have a rank: then it is the last one.
    month=$(psql -XAtc 'select max(month) from merit.score where rank is not null')
    [ -n "$month" ] || fail "nobody has a rank."
    began=$(date +%s)
    pause=5
    read_before=
    ! test -t 1 || enter_screen
    while [ -z "$seconds" ] || [ $(($(date +%s) - began)) -lt "$seconds" ]; do
        check_services
        show_once
        sleep $pause
    done
}

# A screen of its own, without a cursor, without lines that break.
enter_screen() {
    screen=true
    pause=2
    printf '\033[?1049h\033[?25l\033[?7l'
}

# Titles bold, grades as good as their colour; after the layout, so that no column moves.
colour() {
    if [ -n "${NO_COLOR:-}" ] || [ "${TERM:-dumb}" = dumb ]; then
        cat
        return
    fi
    sed "s/^\(Demo of\|Pages\|Ranking\|The bot\|Waiting\|Look\).*/$e[1m&$e[0m/; s/^rank .*/$e[2m&$e[0m/
        s/优秀/$e[32m&$e[0m/; s/有待提高/$e[33m&$e[0m/; s/急需提高/$e[31m&$e[0m/"
}

leave_screen() {
    ! $screen || printf '\033[?7h\033[?25h\033[?1049l'
    screen=false
}

# The whole of it is made before it is shown, so that nothing flickers.
show_once() {
    lines=40
    columns=80
    if $screen; then
        size=$(stty size </dev/tty 2>/dev/null)
        lines=${size% *} columns=${size#* }
    fi
    [ "${lines:-0}" -gt 0 ] || lines=24
    [ "${columns:-0}" -gt 0 ] || columns=80
    status=$("$meritd" status --format json 2>status.log) || fail "meritd status failed." status.log
    print_view >view 2>view.log || fail "the view could not be made." view.log
    read_before=$(cat read)
    if $screen; then
        printf '\033[H'
        head -n "$lines" view | colour | sed "s/\$/$e[K/" | head -c -1
        printf '\033[J'
    else
        cat view
        echo
    fi
}

# Of the lines there are, 20 are fixed, and some say why grades are lower than points alone would make them; the ranking gets two
# thirds of the others.
print_view() {
    notes=$((lines >= 36 ? 3 : 1))
    ranked=$(((lines - 20 - notes) * 2 / 3))
    waiting=$((lines - 20 - notes - ranked))
    psql -X -q -v ON_ERROR_STOP=1 -v status="$status" -v month="$month" -v env="$scratch/env" \
        -v page="${page:-none: --no-web}" \
        -v notes=$notes -v columns="$columns" -v ranked=$((ranked > 1 ? ranked : 1)) -v waiting=$((waiting > 1 ? waiting : 1)) \
        -v read_before="$read_before" -v wide=$((columns >= 110)) <<'END'
\pset footer off
\pset null -
\pset border 0

-- Events read, from the partitions' positions, and those of a second between two views.
select coalesce(sum((p->>'next_offset')::bigint), 0) as read,
       extract(epoch from now())::numeric(20, 3) as at,
       :'status'::jsonb->'shop'->>'zone' as zone
  from jsonb_array_elements(:'status'::jsonb->'positions') p \gset
\o read
\qecho :read :at
\o
set timezone to :'zone';
set merit.language to en;
select to_char(now(), 'Dy DD Mon YYYY HH24:MI:SS') as now,
       to_char(:'month'::date, 'FMMonth YYYY') as month_name,
       to_char(:'month'::date, 'YYYY-MM') as month_text,
       to_char(:read, 'FM999,999,990') as read_text,
       coalesce(round((:read - b.read::bigint) / greatest(0.1, :at - b.at::numeric))::text, '-') as rate,
       round(extract(epoch from now() - (s->>'as_of')::timestamptz), 1) as settled,
       coalesce(s->>'lag', '-') as lag, s->'dead_letters'->>'total' as dead
  from (select :'status'::jsonb) as status(s),
       (select nullif(split_part(:'read_before', ' ', 1), ''),
               nullif(split_part(:'read_before', ' ', 2), '')) as b(read, at) \gset
\echo Demo of meritd, :now in :zone; Ctrl-C ends it
\echo Live: :rate events/s, :read_text in all, :lag unread, :dead rejected; settled :settled s ago
\echo Pages: :page '(sign in as lead, agent or operator, password demo)'
\echo
\echo Ranking of :month_name
\set more ''
\if :wide
\set more ', m.paid as "paid %", m.unit_price as "per buyer", m.seconds as "answer s"'
\endif
with metric as (
    select agent, metric, value from merit.agent_month_metric where month = :'month'::date
), shown as (
    select agent,
           sum(value) filter (where metric = 'received') as received,
           round(100 * sum(value) filter (where metric = 'target_completion'), 1) as target,
           round(100 * sum(value) filter (where metric = 'inquiry_conversion'), 1) as conversion,
           round(100 * sum(value) filter (where metric = 'order_success'), 1) as paid,
           round(sum(value) filter (where metric = 'unit_price'), 2) as unit_price,
           round(100 * sum(value) filter (where metric = 'reply_rate'), 1) as replied,
           round(sum(value) filter (where metric = 'response_seconds'), 1) as seconds
      from metric
     group by agent
)
select s.rank, s.agent, p.name, s.total, s.grade || case when s.grade <> s.reached then ' *' else '' end as grade, m.received::bigint as customers, m.target as "target %",
       m.conversion as "ordered %", m.replied as "replied %" :more
  from merit.score s
  left join shown m using (agent)
  left join ref.staff_on((:'month'::date + interval '1 month - 1 day')::date) p using (agent)
 where s.month = :'month'::date
 order by s.rank nulls last, s.total desc nulls last, s.agent
 limit :ranked;

\pset tuples_only on
with shown as (
    select * from merit.score where month = :'month'::date order by rank nulls last, total desc nulls last, agent limit :ranked
)
select left('* ' || agent || ' not ' || reached || ': ' || why, :columns - 8)  -- two grades of four characters that are two columns wide
  from shown
 where grade <> reached
 order by rank, agent
 limit :notes;
\pset tuples_only off

select to_char(bot, 'FM999,999,990') as bot, round(100 * bot / nullif(bot + people, 0), 1) as bot_share
  from (select sum(value) filter (where metric = 'bot_answered_rounds') as bot,
               sum(value) filter (where metric = 'answered_rounds') as people
          from merit.agent_month_metric where month = :'month'::date) answered \gset
\echo The bot answered :bot questions of :month_name, :bot_share % of those answered

-- Who was never answered stays in the view until the idle hours are over.
select count(*) filter (where waiting < '1 hour') as fresh,
       count(*) filter (where waiting >= '1 hour') as older
  from merit.waiting_now \gset
\echo Waiting now: :fresh who asked within the hour, :older left unanswered before
select w.agent, p.name, w.conversation, to_char(w.asked_at, 'HH24:MI:SS') as "asked at",
       to_char(w.waiting, 'MI:SS') as waiting
  from merit.waiting_now w
  left join ref.staff_on(current_date) p using (agent)
 where w.waiting < '1 hour'
 order by w.waiting desc
 limit :waiting;

select agent as first from merit.score where month = :'month'::date order by rank, agent limit 1 \gset
\echo 'Look further, in another terminal:'
\echo '  .' :'env'
\echo '  psql'
\echo '  meritd score --month' :month_text '    # and why a grade is not the one reached'
\echo '  meritd explain --month' :month_text '--agent' :first
\echo '  meritd hours show; meritd people list'
\echo '  meritd status'
END
}

main "$@"
