# shellcheck shell=bash
# The sample province: portal, desks, keys. Sourced by run.sh and demo.sh, which set `data` before.

target=${CARGO_TARGET_DIR:?}/debug
listen=${MOTCUA_LISTEN:-127.0.0.1:8640}
address=http://$listen
portal_log=$data/portal.log
secret=motcua
# A unit and the prefix of its people's names.
units=(
    000.00.03.H40=stp
    000.00.06.H40=sct
    000.00.21.H40=tpnd
    000.00.29.H40=hh
    000.01.21.H40=thd
    000.03.21.H40=nph
)
roles=(mc cv1 cv2 lp ld vt)

portal() { "$target/motcua-portal" --data "$data/portal" "$@"; }

# Fills the portal once; a fill that was interrupted is started over.
fill_portal() {
    [[ -f $data/portal.filled ]] && return
    echo "filling the sample province"
    rm -rf "$data/portal" "$data/desks"
    mkdir -p "$data"
    portal sample >"$portal_log" 2>&1 || { tail "$portal_log" >&2; return 1; }
    touch "$data/portal.filled"
}

# Starts the portal in the background; `portal_pid` is its process.
start_portal() {
    if curl --silent --output /dev/null --max-time 2 "$address/health"; then
        echo "something is listening on $listen already; set MOTCUA_LISTEN to another address" >&2
        return 1
    fi
    # The program itself, not the function: what is killed later must be the portal and not a shell around it.
    "$target/motcua-portal" --data "$data/portal" serve --listen "$listen" >>"$portal_log" 2>&1 &
    portal_pid=$!
    for _ in {1..150}; do
        curl --silent --fail --output /dev/null --max-time 2 "$address/health" && return
        kill -0 "$portal_pid" 2>/dev/null || break
        sleep 0.2
    done
    echo "the portal did not start:" >&2
    tail "$portal_log" >&2
    return 1
}

# A payment gateway without money, so that fees can be paid online; the portal that is started afterwards knows it.
start_gateway() {
    local gateway=${MOTCUA_GATEWAY_LISTEN:-127.0.0.1:8666}
    export MOTCUA_PUBLIC_URL=$address MOTCUA_VNPAY_TMN=SANDBOX1 MOTCUA_VNPAY_SECRET=$secret
    export MOTCUA_VNPAY_URL=http://$gateway/paymentv2/vpcpay.html
    "$target/motcua-portal" sandbox-gateway --listen "$gateway" >>"$portal_log" 2>&1 &
    gateway_pid=$!
}

stop_portal() {
    if [[ -n ${gateway_pid:-} ]]; then
        kill "$gateway_pid" 2>/dev/null || true
        gateway_pid=
    fi
    if [[ -n ${portal_pid:-} ]]; then
        kill "$portal_pid" 2>/dev/null || true
        wait "$portal_pid" 2>/dev/null || true
        portal_pid=
    fi
}

# A desk for each unit that has none yet, with the keys of those who sign.
enrol_desks() {
    local pair unit prefix role code people
    mkdir -p "$data/desks"
    for pair in "${units[@]}"; do
        unit=${pair%%=*} prefix=${pair##*=}
        [[ -f $data/desks/$unit.enrolled ]] && continue
        rm -rf "${data:?}/desks/$unit"
        echo "enrolling a desk of $unit"
        code=$(portal enrol-code --unit "$unit" --registers 2>>"$portal_log")
        people=()
        for role in "${roles[@]}"; do people+=(--person "$prefix.$role=$secret"); done
        "$target/motcua-desk" --data "$data/desks/$unit" enrol --portal "$address" --code "$code" \
            --name "Quầy $prefix" "${people[@]}" >/dev/null
        for role in ld vt; do
            "$target/motcua-desk" --data "$data/desks/$unit" import-key --user "$prefix.$role" --secret "$secret" \
                "$data/portal/sample-keys/$prefix.$role.p12"
        done
        touch "$data/desks/$unit.enrolled"
    done
}
