#!/usr/bin/env bash
# Walks the portal's pages in a browser without a screen; pictures in artefacts/citizens/. Needs Chromium (CHROMIUM names
# another one).
set -euo pipefail
cd "$(dirname "$0")/.."
data=$(mktemp -d)
MOTCUA_LISTEN=${MOTCUA_LISTEN:-127.0.0.1:8642}
# shellcheck source=scripts/sample.sh
source scripts/sample.sh

# Passkeys belong to a name, not to a number.
address=http://localhost:${listen##*:}
export MOTCUA_PUBLIC_URL=$address

trap 'stop_portal; rm -rf "$data"' EXIT
fill_portal
start_portal
rm -rf artefacts/citizens
node ui/scripts/citizens.js "$address" artefacts/citizens
