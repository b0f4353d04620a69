#!/bin/sh
# No room of C holds more than a fifth of the house's lines: else it has become a drawer, and wants a wall.
# Run from the root of the tree.
set -u

find daemon collectors -name '*.[ch]' | LC_ALL=C sort | xargs awk '
{
    room = FILENAME
    sub(/\/[^\/]*$/, "", room)
    lines[room]++
}
END {
    for (room in lines)
        if (5 * lines[room] > NR) {
            printf "%s has %d of %d lines\n", room, lines[room], NR
            bad = 1
        }
    exit bad || NR == 0
}'
