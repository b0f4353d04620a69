#!/bin/sh
# Builds the Debian package, looks at it with lintian, and installs it on a machine that has nothing: a bare tree of
# this distribution. There a shop is migrated, invented, replayed and scored; then comes an upgrade, whose new
# configuration differs from the edited one; then the package is removed, and purged.
#
# usage: tests/run/package.sh
#
# The tree has no PostgreSQL: it is reached by a socket, as a server elsewhere would be. Exit status 77: this machine
# cannot do it (root, mmdebstrap and the distribution's packages are needed). Run from the root of the sources.
set -u

folder=$(mktemp -d "${TMPDIR:-/tmp}/meritd-package.XXXXXX") || exit 2
chmod 711 "$folder" # PostgreSQL's own user passes through it
tree=$folder/tree
server=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -n 1)
trap finish EXIT
trap 'exit 130' INT TERM HUP

main() {
    may_run
    build &
    make_tree || skip "no bare tree can be made: $(tail -n 1 "$folder/tree.log")"
    wait $! || fail "the package does not build: $(tail -n 20 "$folder/build.log")"
    look_at_package
    start_server
    install_package
    look_at_files
    make_shop
    upgrade_package
    remove_package
    echo "the package: built, installed, upgraded, removed"
}

fail() {
    echo "tests/run/package.sh: $1"
    exit 1
}

skip() {
    echo "skipped: $1"
    exit 77
}

# want WHAT GOT EXPECTED
want() {
    [ "$2" = "$3" ] || fail "$1: $2, not $3"
}

finish() {
    wait # for the build, if it was in vain
    [ ! -e "$folder/data/postmaster.pid" ] || as_postgres "$server/pg_ctl" stop --mode immediate --silent
    rm -rf --one-file-system "$folder"
}

may_run() {
    [ "$(id -u)" -eq 0 ] || skip "not root"
    for tool in dpkg-buildpackage dh lintian mmdebstrap; do
        command -v $tool >/dev/null || skip "no $tool"
    done
    unshare --mount true 2>/dev/null || skip "no namespaces"
}

# ---- the package and the tree -------------------------------------------------------------

build() {
    mkdir "$folder/source" &&
        tar --exclude=./build --exclude=./.git -cf - . | tar -xf - -C "$folder/source" &&
        cd "$folder/source" &&
        DEB_BUILD_OPTIONS="nocheck noautodbgsym parallel=2" dpkg-buildpackage --build=binary --unsigned-changes \
            >"$folder/build.log" 2>&1
}

make_tree() {
    # shellcheck disable=SC1091 # a file of the system
    suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
    # the same sources as this machine's
    set -- /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list.d/ubuntu.sources /etc/apt/sources.list
    for sources in "$@"; do
        [ ! -s "$sources" ] || break
    done
    mmdebstrap --variant=minbase --skip=cleanup/apt --dpkgopt=force-unsafe-io "$suite" "$tree" "$sources" \
        >"$folder/tree.log" 2>&1 && cp /etc/resolv.conf "$tree/etc/"
}

look_at_package() {
    package=$(ls "$folder"/meritd_*.deb)
    complaints=$(lintian --allow-root --fail-on none "$folder"/meritd_*.changes 2>&1)
    [ -z "$complaints" ] || fail "lintian: $complaints"
}

# inside USER COMMAND...: in the tree, with the kernel's own file systems.
inside() {
    user=$1
    shift
    # shellcheck disable=SC2016 # it is a script
    unshare --mount sh -c 'mount -t proc proc "$0/proc" && mount --bind /dev "$0/dev" && exec chroot "$0" "$@"' \
        "$tree" runuser -u "$user" -- env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 HOME=/tmp \
        DEBIAN_FRONTEND=noninteractive "$@"
}

# ---- a PostgreSQL elsewhere ---------------------------------------------------------------

as_postgres() {
    runuser -u postgres -- env -C "$folder" PGDATA="$folder/data" PGHOST="$tree/socket" "$@"
}

start_server() {
    install -d -o postgres "$folder/data" "$tree/socket"
    as_postgres "$server/initdb" --auth trust --no-sync --encoding UTF8 >/dev/null || fail "initdb"
    as_postgres "$server/pg_ctl" start --wait --silent --log "$folder/data/log" \
        -o "-k $tree/socket -c listen_addresses= -c fsync=off" || fail "no server"
}

# ---- what is tried ------------------------------------------------------------------------

install_package() {
    cp "$package" "$tree/meritd.deb"
    inside root apt-get install --yes --quiet --no-install-recommends /meritd.deb >"$folder/install.log" 2>&1 ||
        fail "not installed: $(tail -n 20 "$folder/install.log")"
}

installed() {
    # shellcheck disable=SC2016 # dpkg's own
    inside root dpkg-query --show --showformat '${Version}' meritd
}

look_at_files() {
    want "the version that it tells" "$(inside root meritd --version)" "meritd $(installed)"
    want "/etc/meritd" "$(inside root stat --format '%a %U %G' /etc/meritd)" "750 root meritd"
    want "/etc/meritd/post" "$(inside root stat --format '%a %U' /etc/meritd/post)" "700 root"
    cmp config/meritd.json "$tree/etc/meritd/meritd.json" || fail "the configuration is not ours"
    for file in schemes/shop-service.json hours/every-day.json hours/china-2026.json schemas/hours.json \
        schemas/scheme.json prometheus/prometheus.yml prometheus/meritd.rules.yml grafana/dashboards/service.json \
        grafana/provisioning/datasources/meritd.yaml grafana/provisioning/dashboards/meritd.yaml; do
        cmp "config/$file" "$tree/usr/share/meritd/$file" || fail "no $file"
    done
    for file in man/man1/meritd.1.gz man/man5/meritd.json.5.gz bash-completion/completions/meritd \
        zsh/vendor-completions/_meritd; do
        [ -s "$tree/usr/share/$file" ] || fail "$file is missing"
    done
    for unit in systemd/*.service systemd/*.timer; do
        cmp "$unit" "$tree/lib/systemd/system/${unit#*/}" || fail "$unit is missing"
    done
    ! readelf --wide --sections "$tree/usr/bin/meritd" | grep -Eq '\.(symtab|debug)' || fail "it has symbols"
}

# As docs/operations.md says it.
make_shop() {
    as_postgres psql --quiet --file "$tree/usr/share/meritd/roles/create.sql" >/dev/null || fail "create.sql"
    as_postgres createuser --no-login shop_owner
    as_postgres createdb --owner shop_owner --encoding UTF8 --template template0 shop
    as_postgres psql --quiet --command \
        'create role meritd login in role meritd_ingest, meritd_settle, meritd_close' || fail "no login"
    sed -i 's|"conninfo": null|"conninfo": "host=/socket dbname=shop"|' "$tree/etc/meritd/meritd.json"
    head -c 32 /dev/urandom | base64 >"$tree/etc/meritd/customer.key"
    migrate
    inside meritd meritd generate --quiet --end 2026-11-01T00:00:00+08:00 --days 3 \
        --output /tmp/shop.ndjson || fail "generate"
    inside meritd meritd replay /tmp/shop.ndjson >/dev/null 2>"$folder/replay.log" ||
        fail "replay: $(cat "$folder/replay.log")"
    ranking=$(score)
    [ "$(echo "$ranking" | grep -c ',shop-service,')" -ge 24 ] || fail "few are scored: $ranking"
    verify
}

migrate() {
    inside root env PGUSER=postgres PGOPTIONS='-c role=shop_owner' meritd migrate >"$folder/migrate.log" 2>&1 ||
        fail "migrate: $(tail -n 5 "$folder/migrate.log")"
}

score() {
    inside meritd meritd score --month 2026-10 --format csv
}

verify() {
    inside meritd meritd verify 2>"$folder/verify.log" || fail "verify: $(cat "$folder/verify.log")"
}

# The same program as a later package, whose configuration has another default.
upgrade_package() {
    later=$(installed)+later
    cp -p "$tree/etc/meritd/meritd.json" "$folder/edited.json"
    dpkg-deb --raw-extract "$package" "$folder/later"
    sed -i "s/^Version: .*/Version: $later/" "$folder/later/DEBIAN/control"
    echo "// of another version" >>"$folder/later/etc/meritd/meritd.json"
    dpkg-deb --build --root-owner-group "$folder/later" "$tree/later.deb" >/dev/null
    inside root dpkg --force-confdef --install /later.deb >"$folder/upgrade.log" 2>&1 ||
        fail "not upgraded: $(tail -n 20 "$folder/upgrade.log")"
    want "the version after the upgrade" "$(installed)" "$later"
    cmp "$folder/edited.json" "$tree/etc/meritd/meritd.json" || fail "the edited configuration is lost"
    migrate
    want "the ranking after the upgrade" "$(score)" "$ranking"
    verify
}

# Data and secrets are nobody's but the administrator's.
remove_package() {
    inside root dpkg --remove meritd >/dev/null || fail "not removed"
    [ ! -e "$tree/usr/bin/meritd" ] || fail "the program is left"
    cmp "$folder/edited.json" "$tree/etc/meritd/meritd.json" || fail "the configuration went with the program"
    inside root dpkg --purge meritd >"$folder/purge.log" 2>&1 || fail "not purged: $(cat "$folder/purge.log")"
    want "what is left" "$(ls "$tree/etc/meritd")" customer.key
    there=$(as_postgres psql -At --dbname shop --command 'select exists (select from fact.conversation)')
    want "whether data are left" "$there" t
}

main "$@"
