#!/usr/bin/env bash
# The sample province on this machine: portal, six desks, the window. The data is kept; closing the window stops the
# portal.
set -euo pipefail
cd "$(dirname "$0")/.."
data=${MOTCUA_RUN_DIR:-run}
# shellcheck source=scripts/sample.sh
source scripts/sample.sh

trap stop_portal EXIT
fill_portal
start_gateway
start_portal
enrol_desks

cat <<TEXT

  Portal for citizens:  $address   (fees are paid at a sandbox gateway, without money)
  Sign in at the window, every secret is: $secret
    000.00.03.H40  stp.mc   one-stop desk       stp.cv1  specialist      stp.lp  head of division
                   stp.ld   head, signs         stp.vt   records clerk, numbers and seals
    The other units: sct, tpnd, hh, thd, nph instead of stp.
  Secret of the sample signing keys: $secret

TEXT
"$target/motcua" --data "$data/desks"
