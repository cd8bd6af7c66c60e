#!/bin/sh
# Renders every size from icon.svg and tray.svg. Needs rsvg-convert, ImageMagick and python3.
set -eu
cd "$(dirname "$0")"

render() { rsvg-convert --width "$2" --height "$2" --format png --output "$3" "$1"; }

render icon.svg 32 32x32.png
render icon.svg 128 128x128.png
render icon.svg 256 128x128@2x.png
render icon.svg 256 256x256.png
render icon.svg 512 icon.png
render tray.svg 32 tray.png
render tray.svg 64 tray@2x.png

work="$(mktemp -d)"
trap 'rm -r "$work"' EXIT
for size in 16 24 32 48 64 128 256 512 1024; do render icon.svg "$size" "$work/$size.png"; done

convert "$work/16.png" "$work/24.png" "$work/32.png" "$work/48.png" "$work/64.png" "$work/128.png" "$work/256.png" icon.ico

# An .icns file is the magic word, its length, and one typed and sized entry for each picture.
python3 - "$work" <<'PYTHON'
import struct, sys
entries = b""
for kind, size in (("icp4", 16), ("icp5", 32), ("ic07", 128), ("ic08", 256), ("ic09", 512), ("ic10", 1024)):
    picture = open(f"{sys.argv[1]}/{size}.png", "rb").read()
    entries += kind.encode() + struct.pack(">I", len(picture) + 8) + picture
open("icon.icns", "wb").write(b"icns" + struct.pack(">I", len(entries) + 8) + entries)
PYTHON

cp icon.svg ../ui/static/icon.svg
