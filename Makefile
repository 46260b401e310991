# Every target sets up what it needs by itself (tools/setup.sh); docs/toolchain.md tells what that is.
.DEFAULT_GOAL := help
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

PORT ?= 8080
PROFILE ?= release

# The parts of tools/setup.sh that each target needs. They are set up once, before anything else.
BUILD := rust tools node
PARTS_run := $(BUILD)
PARTS_dev := $(BUILD)
PARTS_build := $(BUILD)
PARTS_test := $(BUILD) browser
PARTS_check := rust
PARTS_fmt := rust
PARTS_clippy := rust
PARTS_clippy-wasm := rust
PARTS_doc := rust
PARTS_unit := rust
PARTS_bench := rust
PARTS_bench-web := $(BUILD) browser
PARTS_rivals := rust
PARTS_golden-links := rust
PARTS_web := rust tools browser
PARTS_e2e := $(BUILD) browser
PARTS_screenshots := $(BUILD) browser
PARTS_size := node
PARTS_first-load := $(BUILD) browser
PARTS_page-speed := $(BUILD) browser
PARTS := $(sort $(foreach goal,$(MAKECMDGOALS),$(PARTS_$(goal))))

# Each recipe starts in the same environment.
ENV := set -eu; . ./tools/env.sh;
CARGO := cargo --locked
WASM := --target wasm32-unknown-unknown

.PHONY: help setup run dev build test check fmt clippy clippy-wasm doc unit web e2e size first-load page-speed bench bench-web rivals golden-links screenshots bare-root-test

help: ## List the targets
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | while IFS='|' read -r target text; do printf '%-24s %s\n' "$$target" "$$text"; done

setup:
	@./tools/setup.sh $(PARTS)

run: build ## Build the release app and serve it on 127.0.0.1, port PORT (8080)
	@$(ENV) exec node tools/serve.mjs --port $(PORT)

dev: setup ## Serve a debug build that reloads on every change, on port PORT (8080)
	@echo "make dev serves without the Content-Security-Policy: its live reload is an inline script. 'make run' has it."
	@$(ENV) $(CARGO) fetch --quiet; exec trunk serve --offline --dist target/dev --address 127.0.0.1 --port $(PORT)

# Trunk hands --offline on to cargo, so the crates are fetched before.
build: setup ## Build the static site into dist/
	@echo "== release build"
	@$(ENV) $(CARGO) fetch --quiet; trunk build --release --offline

test: setup fmt clippy unit doc clippy-wasm web e2e ## Run every check and every test
	@echo "== all passed"

check: setup fmt clippy unit ## Run the fast checks: format, clippy, native tests

fmt: setup ## Check the formatting
	@echo "== formatting"
	@$(ENV) cargo fmt --check

clippy: setup ## Lint the native build
	@echo "== clippy, native"
	@$(ENV) $(CARGO) clippy --quiet --all-targets -- -D warnings

clippy-wasm: setup ## Lint the browser build
	@echo "== clippy, wasm32"
	@$(ENV) $(CARGO) clippy --quiet $(WASM) --lib --bins --tests -- -D warnings

doc: setup ## Check the documentation comments of both builds
	@echo "== rustdoc, native and wasm32"
	@$(ENV) export RUSTDOCFLAGS=-Dwarnings; \
	$(CARGO) doc --quiet --no-deps; $(CARGO) doc --quiet --no-deps $(WASM)

unit: setup ## Run the native tests
	@echo "== native tests"
	@$(ENV) $(CARGO) test --quiet

# The driver finds a browser in its usual place only; CHROME may name another.
web: setup ## Run the component tests in a browser
	@echo "== component tests in the browser"
	@$(ENV) export WASM_BINDGEN_TEST_WEBDRIVER_JSON="$${CARGO_TARGET_DIR:-$$PWD/target}/webdriver.json"; \
	sed "s|\"args\"|\"binary\": \"$$CHROME\", \"args\"|" webdriver.json >"$$WASM_BINDGEN_TEST_WEBDRIVER_JSON"; \
	$(CARGO) test $(WASM) --test web

e2e: build ## Run the end-to-end tests against dist/
	@echo "== end-to-end tests"
	@$(ENV) node --test --test-reporter=spec tests/e2e/*.test.mjs

size: setup ## Print the download size of dist/ and fail above the budget
	@$(ENV) node tools/size.mjs

first-load: setup ## Learn what the first screen needs, which decides what of the program comes later
	@$(ENV) $(CARGO) fetch --quiet; HEADROOM_COUNT=1 trunk build --release --offline --dist target/first-load; node tools/first-load.mjs

page-speed: build ## Measure how soon the page works, and its frames while something is dragged
	@$(ENV) node tools/page-speed.mjs

bench: setup ## Run the benchmarks
	@$(ENV) $(CARGO) bench

rivals: setup ## Time the simulator beside odem-rs and SimPy
	@$(ENV) exec ./benches/rivals/run.sh

bench-web: setup ## Run the same benchmarks in a browser; CASES=words only those with these in their names, PROFILE=speed
	@$(ENV) $(CARGO) build --quiet --profile $(PROFILE) $(WASM) --example bench-web; \
	target="$${CARGO_TARGET_DIR:-$$PWD/target}"; export BENCH_WEB="$$target/bench-web"; \
	wasm-bindgen --target web --no-typescript --out-dir "$$BENCH_WEB" "$$target/wasm32-unknown-unknown/$(PROFILE)/examples/bench-web.wasm"; \
	node tools/bench-web.mjs "$(CASES)"

golden-links: setup ## Write the golden links that are missing
	@$(ENV) $(CARGO) run --quiet --example golden-links

screenshots: build ## Take pictures in all sizes, themes and languages into target/screenshots/
	@$(ENV) node tests/e2e/screenshots.mjs

bare-root-test: ## Run 'make run' and 'make test' in a fresh Debian 12 (root, debootstrap; long)
	@./tools/bare-root.sh
