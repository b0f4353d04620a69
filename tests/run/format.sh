#!/bin/sh
# Is every C file as clang-format leaves it? (`cmake --build … --target format` mends it.)
# Skipped (77) without clang-format 14, Debian 12's: other versions format a little differently.
# Run from the root of the tree.
set -u

tool=$(command -v clang-format-14 || command -v clang-format) || exit 77
"$tool" --version | grep -q 'version 14\.' || exit 77
find daemon collectors tests -name '*.[ch]' -exec "$tool" --dry-run -Werror {} +
