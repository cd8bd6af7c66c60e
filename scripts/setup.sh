#!/usr/bin/env bash
# Installs what the project needs and the machine does not have: packages of Debian or Ubuntu, tools of the tests.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(
    # The window.
    libwebkit2gtk-4.1-dev libgtk-3-dev librsvg2-dev libayatana-appindicator3-dev
    # Compilers; cmake and clang build the cryptography, libssl-dev is what SQLCipher encrypts with.
    build-essential pkg-config libssl-dev clang cmake mold
    # Tests in the real window, without a screen.
    webkit2gtk-driver xvfb xauth dbus dbus-x11
    # Programs that others wrote, to hold our papers against.
    poppler-utils imagemagick qpdf openssl python3-venv
    # The portal's other database.
    postgresql
)

missing=()
if command -v dpkg-query >/dev/null; then
    for package in "${packages[@]}"; do
        status=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
        [[ $status == installed ]] || missing+=("$package")
    done
else
    echo "setup: no dpkg here; install the counterparts of: ${packages[*]}" >&2
fi
if ((${#missing[@]} > 0)); then
    echo "setup: installing ${missing[*]}"
    as_root=()
    if ((EUID != 0)); then
        command -v sudo >/dev/null || { echo "setup: run as root: apt-get install ${missing[*]}" >&2; exit 1; }
        as_root=(sudo)
    fi
    "${as_root[@]}" apt-get update -q
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "${missing[@]}"
fi

command -v cargo >/dev/null || { echo "setup: install Rust from https://rustup.rs (rust-toolchain.toml names the version)" >&2; exit 1; }
command -v npm >/dev/null || { echo "setup: install Node.js 20.19 or newer" >&2; exit 1; }

# pyHanko reads signatures, moto speaks S3; they stay out of the system's Python.
venv=${MOTCUA_VENV:-${XDG_CACHE_HOME:-$HOME/.cache}/motcua/venv}
wanted="pyhanko==0.38.* pyhanko-cli moto[server]==5.*"
if [[ $(cat "$venv/wanted" 2>/dev/null || true) != "$wanted" ]]; then
    python3 -m venv "$venv"
    # shellcheck disable=SC2086 # two words on purpose
    "$venv/bin/pip" install --quiet --disable-pip-version-check $wanted
    echo "$wanted" >"$venv/wanted"
fi

# The identity provider that the tests sign in at; without scripts nothing of it runs while it is installed.
if [[ ! tests/identity/node_modules/.package-lock.json -nt tests/identity/package-lock.json ]]; then
    (cd tests/identity && npm ci --ignore-scripts --no-audit --no-fund)
    touch tests/identity/node_modules/.package-lock.json
fi
echo "setup: done"
