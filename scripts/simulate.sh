#!/usr/bin/env bash
# Lives through many random histories of desks, lines and crashes. SEEDS says how many.
set -euo pipefail
cd "$(dirname "$0")/.."
MOTCUA_SEEDS=${SEEDS:-20000} cargo test -p motcua-tests --test simulation -- --nocapture
