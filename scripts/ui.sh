#!/usr/bin/env bash
# Builds the UI, where something in it is newer than the last build.
set -euo pipefail
cd "$(dirname "$0")/../ui"

# npm writes this file when it is done; without scripts nothing of a package runs on this machine.
if [[ ! node_modules/.package-lock.json -nt package-lock.json ]]; then
    npm ci --ignore-scripts --no-audit --no-fund
    touch node_modules/.package-lock.json
fi

newer=$(find src static package-lock.json svelte.config.js vite.config.ts -newer build/index.html -print -quit 2>/dev/null || true)
if [[ ! -f build/index.html || -n $newer ]]; then
    npm run build
fi
