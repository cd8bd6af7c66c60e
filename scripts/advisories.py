#!/usr/bin/env python3
"""Holds Cargo.lock against the RustSec advisories that lie in tests/advisories: no network, no compiling.

Fails on a known vulnerability that is not in tests/advisories/accepted.toml (with a reason and an end), and on a snapshot
that is too old to be trusted.
"""

import datetime
import os
import pathlib
import re
import sys
import tarfile
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDER = ROOT / "tests/advisories"
STALE, TOO_OLD = 60, 150
FRONT = re.compile(r"```toml\n(.*?)\n```", re.S)


def version(text):
    main, _, pre = text.split("+")[0].partition("-")
    numbers = [int(part) for part in main.split(".")]
    return (*(numbers + [0, 0, 0])[:3], pre == "", pre)


def bound(text):
    return re.sub(r"\s", "", text)


def fits_one(found, wanted):
    """One comparator of Cargo's semver: `>=1.2`, `<2`, `^1`, `~1.2`, `=1.2.3`, `1.2`."""
    wanted = bound(wanted)
    sign = re.match(r"(>=|<=|>|<|=|\^|~)?", wanted).group(0)
    text = wanted[len(sign):]
    if text in ("", "*"):
        return True
    low, parts = version(text), text.split("-")[0].split(".")
    if sign == ">=":
        return found >= low
    if sign == "<=":
        return found <= low
    if sign == ">":
        return found > low
    if sign == "<":
        return found < low
    if sign == "=":
        return found[: len(parts)] == low[: len(parts)]
    if sign == "~":
        fixed = min(len(parts), 2)
    else:
        fixed = next((place + 1 for place, part in enumerate(parts) if int(part) > 0), len(parts))
    return found >= low and found[:fixed] == low[:fixed]


def fits(found, wanted):
    return all(fits_one(found, part) for part in wanted.split(","))


def advisories(snapshot):
    with tarfile.open(snapshot) as archive:
        for member in archive:
            if member.isfile() and "/crates/" in f"/{member.name}" and member.name.endswith(".md"):
                front = FRONT.search(archive.extractfile(member).read().decode())
                if front:
                    yield tomllib.loads(front.group(1))


def main():
    snapshot = sorted(FOLDER.glob("*.tar.gz"))[-1]
    day = datetime.date.fromisoformat(re.search(r"\d{4}-\d{2}-\d{2}", snapshot.name).group(0))
    today = datetime.date.today()
    age = (today - day).days
    accepted = {}
    for entry in tomllib.loads((FOLDER / "accepted.toml").read_text()).get("accepted", []):
        if entry["until"] >= today:
            accepted[entry["id"]] = entry["reason"]
    packages = tomllib.loads((ROOT / "Cargo.lock").read_text())["package"]
    by_name = {}
    for package in packages:
        by_name.setdefault(package["name"], []).append(package["version"])
    bad, noted, count = [], [], 0
    for found in advisories(snapshot):
        count += 1
        about, versions = found["advisory"], found.get("versions", {})
        if "withdrawn" in about:
            continue
        safe = versions.get("patched", []) + versions.get("unaffected", [])
        for installed in by_name.get(about["package"], []):
            if any(fits(version(installed), wanted) for wanted in safe):
                continue
            line = f"{about['id']} {about['package']} {installed}"
            if "informational" in about:
                noted.append(f"{line}: {about['informational']}")
            elif about["id"] in accepted:
                noted.append(f"{line}: accepted, {accepted[about['id']]}")
            else:
                bad.append(f"{line}: patched in {', '.join(versions.get('patched', [])) or 'no version'}")
    print(f"advisories: {len(packages)} packages held against {count} advisories of {day}, {age} days old")
    for line in sorted(noted):
        print(f"  note: {line}")
    for line in sorted(bad):
        print(f"  BAD:  {line}")
    if age > TOO_OLD and "MOTCUA_OLD_ADVISORIES" not in os.environ:
        print(f"advisories: the snapshot is older than {TOO_OLD} days; bring a newer one (or set MOTCUA_OLD_ADVISORIES)", file=sys.stderr)
        return 1
    if age > STALE:
        print(f"advisories: the snapshot is older than {STALE} days; what was found since is not known here")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
