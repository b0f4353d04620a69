#!/bin/sh
# Runs the demo for a while and looks at what it showed: a ranking, live events, and afterwards no
# process, no file and no shared memory of its own; and nobody called at the shop that every variable
# leads to. Run from the root of the tree; not by ctest, since it wants build/release for itself.
set -u

folder=$(mktemp -d "${TMPDIR:-/tmp}/meritd smoke.XXXXXX") || exit 2
chmod 711 "$folder" # PostgreSQL's own user passes through it
trap 'rm -rf "$folder" "$output"' EXIT
output=$folder.out
bad=0

# The name stands in the environment of every process that the demo starts.
tests/run/hostile.py env CI=true TMPDIR="$folder" sh demo.sh --speed 1000 --seconds 20 >"$output" 2>&1 </dev/null
status=$?
cat "$output"

complain() {
    echo "tests/run/demo.sh: $1"
    bad=1
}

shown() {
    grep -Eq "$1" "$output"
}

[ "$status" -eq 0 ] || complain "status $status, not 0"
shown '^ +1 [a-z]+-[0-9]+ .* [0-9]+\.[0-9]{2} ' || complain "nobody was shown in the first place"
starred=$(grep -Ec '^ +[0-9]+ [a-z]+-[0-9]+ .* \* +[0-9]' "$output")
[ "$starred" -eq 0 ] || shown '^\* [a-z]+-[0-9]+ not .*: .*(reached|place|evidence)' || complain "no reason for a lower grade"
shown '^Live: .* [1-9][0-9,]* in all' || complain "no live event was read"
shown '^Pages: http://127\.0\.0\.1:[0-9]+ \(sign in as lead' || complain "nobody was told where the pages are"
shown '^The bot answered [1-9]' || complain "the bot answered nothing"
shown '^Waiting now: [1-9]' || complain "nobody waited"
shown '^The demo has ended: .* [1-9][0-9,]* more' || complain "there was no last word"
# how long the name of the scratch folder is, is the machine's business
wide=$(sed "s|$folder|/tmp|g" "$output" | wc -L)
[ "$wide" -le 80 ] || complain "a line is $wide columns wide, not at most 80"
[ -z "$(ls -A "$folder")" ] || complain "left behind: $(ls -A "$folder")"
left=$(grep -l "TMPDIR=$folder" /proc/[0-9]*/environ 2>/dev/null)
[ -z "$left" ] || complain "still running: $left"
exit $bad
