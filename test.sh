#!/bin/sh
# Builds meritd and runs every test. The last line is `N passed, N failed` (`, N skipped` if any).
#
# usage: sh test.sh [--quick] [--no-install]
#   --quick       one build, unit tests, pgTAP and the integration tests marked quick; some minutes
#   --no-install  say which packages are missing, but install none
#
# Whole: gcc and clang builds, unit tests and checks of the tree, pgTAP, integration tests on a real
# PostgreSQL and a real Kafka, fault tests, the page in Chromium, the demo, the Debian package, unit and marked integration tests once more
# under ASan and UBSan, those with threads under TSan, line coverage, and a minute of fuzzing.
# Only loopback, packages and a scratch folder are used; the folder is removed unless something failed.
set -u
unset CDPATH
cd "$(dirname "$0")" || exit 2
[ "${ALONE:-}" = $$ ] || exec sh tests/run/alone.sh sh test.sh "$@"

python=/usr/bin/python3 # not one from elsewhere: the modules below are the distribution's packages
jobs=2
quick=false
install=true
passed=0
failed=0
skipped=0

main() {
    for argument in "$@"; do
        case $argument in
        --quick) quick=true ;;
        --no-install) install=false ;;
        --help | -h) sed -n '2,11s/^# \{0,1\}//p' test.sh && exit 0 ;;
        *) echo "test.sh: unknown option $argument (see --help)" >&2 && exit 2 ;;
        esac
    done

    scratch=$(mktemp -d "${TMPDIR:-/tmp}/meritd-test.XXXXXX") || exit 2
    chmod 711 "$scratch" # PostgreSQL's own user passes through it
    trap 'rm -rf "$scratch"; exit 130' INT TERM HUP
    export TMPDIR="$scratch" PYTHONDONTWRITEBYTECODE=1
    export UBSAN_OPTIONS=print_stacktrace=1

    if install_packages; then
        run_tests
    else
        failed=1
    fi
    finish
}

run_tests() {
    if build release; then
        run_ctest release
        run_pgtap
        if $quick; then
            run_pytest release quick
        else
            run_oracle
            run_pytest release
            run_fault
            run_browser
            run_demo
            run_package
        fi
    fi
    if ! $quick; then
        build clang
        if build asan; then
            run_ctest asan -L unit
            run_pytest asan asan
        fi
        if build tsan; then
            run_ctest tsan -R '^(collectors|base_test_log)'
            run_pytest tsan tsan
        fi
        run_coverage
        run_fuzz
    fi
}

finish() {
    if [ "$failed" -eq 0 ]; then
        rm -rf "$scratch"
    else
        echo "logs: $scratch"
    fi
    summary="$passed passed, $failed failed"
    [ "$skipped" -eq 0 ] || summary="$summary, $skipped skipped"
    echo "$summary"
    [ "$failed" -eq 0 ]
    exit
}

# ---- packages -----------------------------------------------------------------------------

. tests/run/packages.sh

install_packages() {
    find_missing_to_run
    find_missing_to_test
    [ -n "$missing" ] || return 0
    if ! $install || ! command -v apt-get >/dev/null; then
        echo "missing:$missing"
        return 0
    fi
    install_missing false
}

# ---- steps --------------------------------------------------------------------------------

# step NAME COMMAND...: runs it with its output in a log; says how long it took; shows the end of the
# log when it fails. An empty first word of the command is dropped. Returns the command's status.
step() {
    name=$1
    shift
    [ -n "$1" ] || shift
    printf '%-22s' "$name"
    began=$(date +%s)
    timeout --foreground --kill-after=60 2400 "$@" >"$scratch/$name.log" 2>&1 </dev/null
    status=$?
    took=$(($(date +%s) - began))
    if [ "$status" -eq 0 ] || [ "$status" -eq "${also_fine:-0}" ]; then
        printf 'done in %d s\n' "$took"
        return 0
    fi
    printf 'FAILED (status %d) after %d s\n' "$status" "$took"
    tail -n 100 "$scratch/$name.log" | sed 's/^/    /'
    return "$status"
}

# A build that fails counts as one failed test; one that works as none.
build() {
    tests=ON
    [ "$1" != fuzz ] || tests=OFF
    step "build-$1" sh -c "cmake --preset $1 -D MERITD_TESTS=$tests &&
        cmake --build --preset $1 --parallel $jobs" && return
    failed=$((failed + 1))
    return 1
}

# run_ctest PRESET [OPTION...]
run_ctest() {
    preset=$1
    shift
    step "unit-$preset" ctest --test-dir "build/$preset" --parallel $jobs --output-on-failure \
        --output-junit "$scratch/unit-$preset.xml" "$@"
    add_junit "$scratch/unit-$preset.xml" $?
}

# run_pytest PRESET [MARKER]
run_pytest() {
    export MERITD_BINARY="$PWD/build/$1/meritd"
    run_halves "integration-$1" "${2:-not long}" tests/integration test_month_races.py test_year.py test_commands.py \
        test_usage.py test_hours_numbers.py test_retain.py test_month_chance.py test_roles.py test_rules.py \
        test_kafka_login.py test_check.py test_month_close.py test_words.py test_web.py
}

# Those marked long are left to tests/fault/soak --large.
run_fault() {
    export MERITD_BINARY="$PWD/build/release/meritd"
    run_halves fault "not long" tests/fault test_chaos.py test_protocol.py test_group.py
}

# The page, in Chromium (docs/dashboard.md).
run_browser() {
    export MERITD_BINARY="$PWD/build/release/meritd"
    step browser timeout --foreground --kill-after=30 900 "$python" -m pytest -p no:cacheprovider -q --junitxml="$scratch/browser.xml" tests/browser
    add_junit "$scratch/browser.xml" $?
}

# run_halves NAME MARKER TESTS FILE...: see tests/run/halves.sh
run_halves() {
    half=$1
    step "$half" sh tests/run/halves.sh "$python" "$scratch" "$@"
    status=$?
    before=$failed
    add_junit "$scratch/$half-1.xml" 0
    [ "$failed" -eq "$before" ] || status=0 # it is counted
    add_junit "$scratch/$half-2.xml" "$status"
}

# The independent calculation that the other tests compare with: its own tests, from the contract alone.
run_oracle() {
    step oracle env PYTHONPATH=tests "$python" -m pytest -p no:cacheprovider -q \
        --junitxml="$scratch/oracle.xml" tests/oracle
    add_junit "$scratch/oracle.xml" $?
}

run_pgtap() {
    export MERITD_BINARY="$PWD/build/release/meritd"
    step pgtap tests/sql/run
    status=$?
    summary=$(tail -n 1 "$scratch/pgtap.log")
    add "$(count passed)" "$(count failed)" "$(count skipped)" "$status"
}

run_demo() {
    step demo sh tests/run/demo.sh
    status=$?
    add $((status == 0)) $((status != 0)) 0 "$status"
}

# Where it cannot be done, it says so and is skipped.
run_package() {
    also_fine=77
    step package sh tests/run/package.sh
    status=$?
    also_fine=0
    left_out=$(grep -c '^skipped: ' "$scratch/package.log")
    add $((status == 0 && left_out == 0)) $((status != 0)) "$left_out" "$status"
}

# Builds no more than it runs.
run_coverage() {
    step coverage sh -c "cmake --preset coverage -D MERITD_TESTS=ON &&
        cmake --build --preset coverage --parallel $jobs --target coverage"
    status=$?
    add $((status == 0)) $((status != 0)) 0 "$status"
}

# Every fuzzer for a minute, all at the same time; longer: docs/faults.md.
run_fuzz() {
    if ! has_clang_runtime; then
        skipped=$((skipped + 1))
        return
    fi
    build fuzz || return
    step fuzz sh tests/run/fuzz.sh --seconds 60
    status=$?
    summary=$(tail -n 1 "$scratch/fuzz.log")
    add "$(count passed)" "$(count failed)" 0 "$status"
}

# ---- counting -----------------------------------------------------------------------------

# add PASSED FAILED SKIPPED STATUS: a step that failed without a failed test is one by itself.
add() {
    passed=$((passed + $1))
    failed=$((failed + $2))
    skipped=$((skipped + $3))
    [ "$4" -eq 0 ] || [ "$2" -gt 0 ] || failed=$((failed + 1))
}

# count WORD: the number before the word in $summary, `N passed, N failed, N skipped`; 0 without one.
count() {
    number=$(echo "$summary" | sed -n "s/^\(.*, \)\{0,1\}\([0-9][0-9]*\) $1.*/\2/p")
    echo "${number:-0}"
}

# add_junit FILE STATUS: ctest and pytest both write the counts as attributes of <testsuite>.
add_junit() {
    suite=$(tr '\n\t' '  ' 2>/dev/null <"$1" | grep -o '<testsuite [^>]*>' | head -n 1)
    bad=$(($(attribute failures) + $(attribute errors)))
    left_out=$(attribute skipped)
    add $(($(attribute tests) - bad - left_out)) "$bad" "$left_out" "$2"
}

attribute() {
    number=$(echo "$suite" | sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p")
    echo "${number:-0}"
}

main "$@"
