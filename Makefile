export CARGO_TARGET_DIR ?= $(HOME)/.cache/motcua/target
.PHONY: test
test:
	cargo fmt --check -p casework -p protocol -p desk
	cargo test -p casework -p protocol -p desk
