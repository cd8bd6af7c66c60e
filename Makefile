# Một Cửa. Every target can be run again; the work is in scripts/.
#
#   make setup       system packages, tools, packages of the UI
#   make run         sample province, portal and window (data in run/)
#   make demo        the same without a screen; pictures in artefacts/demo/
#   make demo-reset  forgets the sample data
#   make citizens    the portal's pages in a browser, held against WCAG; pictures in artefacts/citizens/
#   make check       formatting, lints, types
#   make test        everything
#   make bench       lists and searches on a million cases, as ratios
#   make bench-window  the real window on a million cases
#   make bench-portal  the portal on PostgreSQL under load, beside PostgreSQL alone
#   make simulate    many random days of a province, on random lines (SEEDS=…)

SHELL := /bin/bash
CACHE := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/motcua
# Outside the project, so that copies of the project share what was compiled.
export CARGO_TARGET_DIR ?= $(CACHE)/target
export MOTCUA_VENV ?= $(CACHE)/venv
# The tests find pyHanko there.
export PATH := $(MOTCUA_VENV)/bin:$(PATH)

.PHONY: setup ui build run demo demo-reset citizens check test window types simulate bench bench-window bench-portal clean

setup:
	scripts/setup.sh

ui:
	scripts/ui.sh

build: ui
	cargo build --workspace

run: build
	scripts/run.sh

demo: build
	scripts/demo.sh

demo-reset:
	scripts/demo-reset.sh

citizens: build
	scripts/citizens.sh

# The window embeds the built UI, so its lints need it.
check: ui
	python3 scripts/advisories.py
	cargo fmt --check
	cargo clippy --workspace --all-targets -- -D warnings
	cd ui && npm run check && npm run lint && npm test

test: setup ui check
	cargo build --workspace
	cargo test --workspace

window: build
	cargo test -p motcua-tests --test window

# The window's types and the contract's snapshots, made anew: look at what changed before you commit it.
types:
	MOTCUA_WRITE_SNAPSHOTS=1 cargo test --workspace --test contract

simulate:
	scripts/simulate.sh

# A mirror of a million cases beside one of a thousand (CASES=…).
bench: build
	$(CARGO_TARGET_DIR)/debug/bench-mirror

# The window on such a mirror, its memory beside an empty window's (KEEP=folder keeps the mirrors for the next run).
bench-window: build
	cargo build --workspace --example empty --features motcua/bench
	cargo bench --profile dev --workspace --bench window

# Only the portal is compiled anew for this, with optimisation (DURATION=600 for ten minutes; DESKS=…, FILL=…).
bench-portal: ui
	cargo build --workspace --config profile.dev.package.portal.opt-level=2
	$(CARGO_TARGET_DIR)/debug/bench-portal

clean:
	cargo clean
	rm -rf ui/build ui/.svelte-kit
