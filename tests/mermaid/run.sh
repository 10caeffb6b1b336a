#!/usr/bin/env bash
# Holds our Mermaid text against Mermaid's own published parser, version pinned in package.json.
# Arguments: the program, and the folder of real maps. Where Node or the registry is missing, says so and passes.
set -euo pipefail
program=$(realpath "$1")
cd "$(dirname "$0")"
own=$(realpath ../../maps)
maps=${2:-../../../shared/corpus/maps}

skip() { printf 'SKIPPED: Mermaid'"'"'s parser: %s\n' "$*" >&2; exit 0; }

command -v node >/dev/null && command -v npm >/dev/null || skip "there is no Node here"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp package.json accept.js "$folder"
(cd "$folder" && timeout 600 npm install --ignore-scripts --no-audit --no-fund --no-package-lock --silent) \
    || skip "the registry did not answer"

[ -d "$maps" ] || printf 'SKIPPED: no real maps at %s\n' "$maps" >&2
shopt -s nullglob
node "$folder/accept.js" "$program" "$own"/*.ron "$maps"/*.owm
