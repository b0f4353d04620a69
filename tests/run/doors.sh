#!/bin/sh
# In sql/<schema>/ stand the doors of a room: the functions and views that C calls by name, or that a role was given by name;
# in sql/<schema>/inside/ those that only our own SQL calls. Looks whether each stands where it belongs.
# Run from the root of the tree.
set -u

callers="sql/roles/grant.sql demo.sh $(find daemon collectors -name '*.[ch]')"
bad=0
for file in $(find sql -mindepth 2 -name '*.sql' ! -path 'sql/migrations/*' ! -path 'sql/roles/*' | LC_ALL=C sort); do
    object=$(echo "$file" | sed 's,^sql/,,; s,/inside/,/,; s,\.sql$,,; s,/,\\.,')
    # shellcheck disable=SC2086 # a list of files
    if grep -q -E "(^|[^a-z_.])$object([^a-z_.]|\.[^a-z_]|\.?$)" $callers; then
        belongs=door
    else
        belongs=inside
    fi
    case $file in
        */inside/*) stands=inside ;;
        *) stands=door ;;
    esac
    if [ $belongs != $stands ]; then
        echo "$file: is $belongs, but stands as $stands"
        bad=1
    fi
done
exit $bad
