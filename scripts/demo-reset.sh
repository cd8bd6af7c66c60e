#!/usr/bin/env bash
# Forgets the sample data: the next run fills it again.
set -euo pipefail
cd "$(dirname "$0")/.."
data=${MOTCUA_RUN_DIR:-run}
# Only a folder that the sample was put in is removed.
for folder in "$data/demo" "$data"; do
    if [[ -f $folder/portal.filled ]]; then
        rm -rf "$folder/portal" "$folder/desks" "$folder/portal.filled" "$folder/portal.log"
        echo "forgot $folder"
    fi
done
