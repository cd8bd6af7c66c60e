#!/usr/bin/env bash
# A short walk through the real window without a screen; pictures in artefacts/demo/.
set -euo pipefail
cd "$(dirname "$0")/.."
data=${MOTCUA_RUN_DIR:-run/demo}
listen_default=127.0.0.1:8641
MOTCUA_LISTEN=${MOTCUA_LISTEN:-$listen_default}
# shellcheck source=scripts/sample.sh
source scripts/sample.sh

trap stop_portal EXIT
fill_portal
start_portal
enrol_desks

mkdir -p artefacts/demo
# A display and a message bus of our own: nothing of this reaches the desktop of whoever runs it. Pictures need no
# graphics card.
export WEBKIT_DISABLE_DMABUF_RENDERER=1 TAURI_AUTOMATION=true TAURI_WEBVIEW_AUTOMATION=true
xvfb-run --auto-servernum --server-args="-screen 0 1440x900x24" dbus-run-session -- \
    python3 scripts/demo.py --app "$target/motcua" --data "$data/desks" --pictures artefacts/demo
