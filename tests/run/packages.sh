# Debian's and Ubuntu's packages that test.sh and demo.sh need: which are missing, and installing them.
# Sourced by both, from the root of the tree. They define `step NAME COMMAND...`, which runs a command
# (an empty first word is dropped) with its output in a log.
# shellcheck shell=sh

missing= # words; those in capitals stand for names that differ between distributions

# need PACKAGE COMMAND...: the package is missing when the command fails.
need() {
    package=$1
    shift
    "$@" >/dev/null 2>&1 || missing="$missing $package"
}

# What building and running meritd takes.
find_missing_to_run() {
    need gcc command -v gcc
    need cmake command -v cmake
    need ninja-build command -v ninja
    need pkg-config command -v pkg-config
    need libc6-dev test -e /usr/include/stdlib.h
    need libpq-dev pkg-config --exists libpq
    need libevent-dev pkg-config --exists libevent
    need librdkafka-dev pkg-config --exists rdkafka
    need libcjson-dev pkg-config --exists libcjson
    need libssl-dev pkg-config --exists libcrypto
    need libxxhash-dev pkg-config --exists libxxhash
    need libcurl4-openssl-dev pkg-config --exists libcurl
    need zlib1g-dev pkg-config --exists zlib
    need libsystemd-dev pkg-config --exists libsystemd
    need postgresql ls /usr/lib/postgresql/*/bin/initdb
}

# What the tests take beyond that.
find_missing_to_test() {
    for tool in clang clang-format ccache zsh; do
        need $tool command -v $tool
    done
    need libtap-parser-sourcehandler-pgtap-perl command -v pg_prove
    need libcmocka-dev pkg-config --exists cmocka
    need PGTAP ls /usr/share/postgresql/*/extension/pgtap.control
    need JAVA java_is_new_enough
    need maven command -v mvn
    need systemd command -v systemd-analyze
    need faketime command -v faketime
    need prometheus command -v promtool
    need man-db command -v man
    need debhelper command -v dh
    need lintian command -v lintian
    need mmdebstrap command -v mmdebstrap
    need CLANG_RT has_clang_runtime
    need chromium command -v chromium
    need chromium-driver command -v chromedriver
    need fonts-noto-cjk ls /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc
    for module in pytest psycopg2 confluent_kafka xxhash jsonschema prometheus_client selenium; do
        # not a python3 from elsewhere: these modules are the distribution's packages
        need "python3-$(echo $module | tr _ -)" /usr/bin/python3 -c "import $module"
    done
}

# Kafka 4 wants Java 17.
java_is_new_enough() {
    version=$(java -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p')
    [ "${version:-0}" -ge 17 ]
}

# The sanitizers and libFuzzer of clang are a package of their own.
has_clang_runtime() {
    test -e "$(clang -print-resource-dir)/lib/linux/libclang_rt.fuzzer-$(uname -m).a"
}

# The words in capitals become names, from the package lists.
resolve_names() {
    major=$(apt-cache depends postgresql | sed -n 's/.*Depends: postgresql-\([0-9]*\)$/\1/p')
    jre=default-jre-headless
    ! apt-cache show openjdk-17-jre-headless >/dev/null 2>&1 || jre=openjdk-17-jre-headless
    clang=$(apt-cache depends clang | sed -n 's/.*Depends: clang-\([0-9]*\)$/\1/p')
    runtime=libclang-rt-$clang-dev
    apt-cache show "$runtime" >/dev/null 2>&1 || runtime= # part of clang itself
    missing=$(echo "$missing" |
        sed "s/PGTAP/postgresql-$major-pgtap/; s/JAVA/$jre/; s/CLANG_RT/$runtime/")
}

# install_missing YES: true = without asking. As root directly, else by sudo, which is asked about. Says what
# it installs.
install_missing() {
    sudo=
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null; then
            echo "These packages are missing, and there is no sudo to install them with:$missing"
            return 1
        fi
        $1 || ask_for_sudo || return 1
        sudo=sudo
    fi
    step update "$sudo" apt-get update || return 1
    resolve_names
    echo "installing with apt-get:$missing"
    # shellcheck disable=SC2086 # a list of words
    step install "$sudo" sh -c "$install_script" install $missing
}

# No cluster 15/main is made and started on a machine that had no PostgreSQL, and no Prometheus begins to listen: Debian's
# packages ask their configuration, and the administrator's policy, about that, and are answered for this once.
# shellcheck disable=SC2016 # it is a script
install_script='
drop_in=/etc/postgresql-common/createcluster.d/meritd.conf
policy=/usr/sbin/policy-rc.d # an administrator has one already: it stays
[ ! -e $policy ] || policy=
trap "exit 130" INT TERM
trap "rm -f $drop_in $policy; rmdir --ignore-fail-on-non-empty ${drop_in%/*}" EXIT
[ -z "$policy" ] || { printf "#!/bin/sh\nexit 101\n" >$policy && chmod 755 $policy; } || exit 1
mkdir -p "${drop_in%/*}" && echo "create_main_cluster = false" >"$drop_in" || exit 1
DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$@"'

ask_for_sudo() {
    echo "These packages are missing and would be installed with sudo:$missing"
    if [ ! -t 0 ]; then
        echo "No terminal to ask on: install them first."
        return 1
    fi
    printf 'Install them? [y/N] '
    read -r answer
    [ "$answer" = y ] || [ "$answer" = yes ]
}
