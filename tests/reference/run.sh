#!/usr/bin/env bash
# Holds our OnlineWardleyMaps text against the reference tool's own converter, published as `wmlandscape`.
# Arguments: the program, and the folder of real maps. Where Node or the registry is missing, says so and passes.
set -euo pipefail
program=$(realpath "$1")
cd "$(dirname "$0")"
maps=${2:-../../../shared/corpus/maps}

skip() { printf 'SKIPPED: the reference converter: %s\n' "$*" >&2; exit 0; }

command -v node >/dev/null && command -v npm >/dev/null || skip "there is no Node here"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp package.json compare.js names.js "$folder"
(cd "$folder" && timeout 600 npm install --legacy-peer-deps --ignore-scripts --no-audit --no-fund --no-package-lock --silent) \
    || skip "the registry did not answer"

# With comments of ours it reads the same as without.
own=$(realpath ../../maps)
# Its converter writes what it recovers from to standard error.
node "$folder/names.js" "$program" 2>/dev/null
node "$folder/compare.js" "$program" "$own"/*.ron ../fixtures/notation.ron ../fixtures/scripts.ron ../fixtures/everything.json 2>/dev/null
if [ -d "$maps" ]; then
    node "$folder/compare.js" "$program" "$maps"/*.owm 2>/dev/null
else
    printf 'SKIPPED: no real maps at %s\n' "$maps" >&2
fi
