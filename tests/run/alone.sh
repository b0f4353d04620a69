#!/bin/sh
# Runs a command with nothing of the caller's environment but what tests/run/environment names, and with one
# locale, zone and umask: so no variable leads it to somebody's database, broker or configuration.
#
#     [ "${ALONE:-}" = $$ ] || exec sh tests/run/alone.sh sh demo.sh "$@"     at the top of a script
#
# The command finds its own process id in ALONE: there is no other way to have it right. Run from the root
# of the tree.
set -u

while read -r name; do
    case $name in
    '#'*) continue ;;
    esac
    eval "value=\${$name:-}"
    # shellcheck disable=SC2154 # eval sets it
    [ -z "$value" ] || set -- "$name=$value" "$@"
done <tests/run/environment
umask 022
exec env -i ALONE=$$ LC_ALL=C.UTF-8 TZ=UTC "$@"
