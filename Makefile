# Every target brings what it needs first (.ci/setup); that is quick and silent when nothing is missing.
.DEFAULT_GOAL := help
PREFIX ?= /usr/local
.PHONY: help demo build install uninstall test test-long sim sim-selftest sim-speed lab-reload bench lint fmt proto docs fuzz clean
MAKEFLAGS += --no-print-directory
SETUP := @.ci/setup
MANIFESTS := Cargo.toml $(wildcard native/fuzz/Cargo.toml)

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 20

demo: build ## servers on this machine ping, copy, measure through the overlay; one joins by a live reload
	$(SETUP) lab
	@node build/daemon/main.js lab $(ARGS)

build: ## the daemon and its addon into build/
	$(SETUP) build
	@.ci/build

install: ## what was built into PREFIX=/usr/local, below DESTDIR if given
	@[ -e build/daemon/main.js ] && [ -e build/native/festoon.node ] || $(MAKE) build
	@node packaging/install.mjs install "$(PREFIX)" "$(DESTDIR)"

uninstall: ## removes what was installed; configuration and state stay
	@node packaging/install.mjs uninstall "$(PREFIX)" "$(DESTDIR)"

test: ## everything that is checked on each change; PART=name runs one part
	@.ci/setup build lab promtool sshd && .ci/build || { echo '0 passed, 1 failed'; exit 1; }
	@node build/test/run.js test $(PART)

test-long: ## what takes longer; PART=name runs one part
	@.ci/setup build lab promtool $(if $(filter-out fuzz,$(PART)),,fuzz) && .ci/build || { echo '0 passed, 1 failed'; exit 1; }
	@node build/test/run.js long $(PART)

sim: build ## the control plane of simulated networks, SEEDS=1000 from FIRST=1 on; SEED=n runs one with a trace
	@node build/test/sim/main.js

sim-selftest: build ## plants one bug at a time into simulated networks; each must be found
	@node build/test/sim/selftest/main.js

sim-speed: build ## hours of a node that one core simulates in a second
	@node --single-threaded-gc --max-semi-space-size=64 build/test/sim/speed.js

lab-reload: ## 1,000 SIGHUPs at one node, half with a bad config, while 20,000 packets a second pass
	@$(MAKE) test-long PART=lab-reload

bench: build ## Festoon beside its peers, up to 25 minutes; ARGS=--help
	$(SETUP) lab
	@$(MAKE) --silent -C bench/bound
	@node build/bench/main.js $(ARGS)

lint: ## Biome, types, clippy, rustfmt
	$(SETUP) build
	@node_modules/.bin/biome check --error-on-warnings .
	@node_modules/.bin/tsc --noEmit
	@cargo clippy --quiet --workspace --all-targets -- -D warnings
	@for manifest in $(MANIFESTS); do cargo fmt --all --manifest-path $$manifest --check || exit 1; done

fmt: ## formats TypeScript and Rust
	$(SETUP) build
	@node_modules/.bin/biome check --write .
	@for manifest in $(MANIFESTS); do cargo fmt --all --manifest-path $$manifest || exit 1; done

proto: ## protocol/generated from protocol/festoon.proto
	$(SETUP) build
	@npm run --silent proto

docs: build ## the tables of docs/config.md and docs/cli.md, and the config's JSON schema
	@npm run --silent docs

fuzz: ## each fuzz target for FUZZ_SECONDS (20)
	$(SETUP) build fuzz
	@.ci/fuzz $(TARGET)

clean: ## removes everything that was built
	rm -rf build target .tap
