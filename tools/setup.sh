#!/bin/sh
# Installs what is missing, and says so; what is present costs less than a second.
#   tools/setup.sh rust    a Rust compiler with fmt, clippy and the wasm32 target
#   tools/setup.sh tools   trunk and the wasm-bindgen command
#   tools/setup.sh node    Node.js and the npm packages of tests/e2e
#   tools/setup.sh browser Chromium with its driver, and a Korean font
# It stops with one line where it cannot go on. docs/toolchain.md tells the whole story.
set -eu
cd "$(dirname "$0")/.."
. ./tools/env.sh

say() { printf 'set-up: %s\n' "$*"; }
stop() { printf 'set-up: STOP: %s\n' "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }
at_least() { printf '%s\n%s\n' "$2" "$1" | sort -V -C; } # at_least HAVE WANTED

mkdir -p "$HEADROOM_TOOLS/log" 2>/dev/null || stop "cannot write $HEADROOM_TOOLS (set HEADROOM_TOOLS to a directory you can write)"

# Two set-ups at once would install the same thing twice.
if have flock; then
  exec 9>"$HEADROOM_TOOLS/lock"
  flock -n 9 || { say "another set-up is running on this machine; waiting for it"; flock 9; }
fi

# quietly NAME COMMAND...: runs it with its output in a log; on failure LAST holds the log's last line.
quietly() {
  LOG=$HEADROOM_TOOLS/log/$1.log
  shift
  if "$@" >"$LOG" 2>&1 </dev/null; then return 0; fi
  LAST=$(grep -v '^[[:space:]]*$' "$LOG" | grep -iE '^(error|E:|npm err|npm error)' | head -n 1 || true)
  [ -n "$LAST" ] || LAST=$(grep -v '^[[:space:]]*$' "$LOG" | tail -n 1 || true)
  LAST=$(printf '%.200s' "$LAST")
  return 1
}

# ---- System packages ----

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif [ -t 2 ]; then sudo "$@" </dev/tty
  else sudo -n "$@"; fi
}

can_apt() { have apt-get && { [ "$(id -u)" = 0 ] || have sudo; }; }

APT_FRESH=
apt_update() {
  [ -z "$APT_FRESH" ] || return 0
  say "refreshing the package lists"
  # One unreachable source of many is no reason to stop: a missing package says so itself.
  quietly apt-update as_root apt-get update -q || true
  APT_FRESH=1
}

# The version apt would install, nothing where it has none.
candidate() { LC_ALL=C apt-cache policy "$1" 2>/dev/null | sed -n 's/^  Candidate: *\([0-9].*\)/\1/p'; }
upstream() { printf '%s\n' "$1" | sed 's/^[0-9]*://; s/[+~-].*//'; }

# apt_install REASON PACKAGE...
apt_install() {
  reason=$1
  shift
  can_apt || stop "$reason: install $* (there is no apt-get that this user may run)"
  apt_update
  say "installing $* ($reason)"
  # --no-remove: never trade a package of this machine for ours.
  quietly apt-install as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -q --no-install-recommends --no-remove "$@" ||
    stop "apt-get could not install $*: $LAST (log: $LOG)"
}

# ---- Rust ----

MSRV=$(sed -n 's/^rust-version *= *"\(.*\)"/\1/p' Cargo.toml)
WASM=wasm32-unknown-unknown

rust_version() { rustc --version 2>/dev/null | cut -d' ' -f2; }

# Whether cargo, clippy, rustfmt and rustdoc are there in a sufficient version and a wasm program links.
# The last is tried, not guessed, but only once for each state of the compiler and its library.
rust_ready() {
  have cargo && have rustc && have cc || return 1
  verbose=$(rustc -vV 2>/dev/null) || return 1
  at_least "$(printf '%s\n' "$verbose" | sed -n 's/^release: //p')" "$MSRV" || return 1
  sysroot=$(rustc --print sysroot)
  for tool in cargo cargo-fmt cargo-clippy rustdoc; do [ -x "$sysroot/bin/$tool" ] || return 1; done
  RUST_STATE=$(printf '%s\n' "$verbose" "$sysroot" "${CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER:-}"
    ls -l --time-style=full-iso "$sysroot/lib/rustlib/$WASM/lib" 2>/dev/null | cksum)
  [ "$RUST_STATE" != "$(cat "$HEADROOM_TOOLS/rust.ok" 2>/dev/null)" ] || return 0
  wasm_links || return 1
  printf '%s\n' "$RUST_STATE" >"$HEADROOM_TOOLS/rust.ok"
}

wasm_links() {
  try=$(mktemp -d)
  linker=${CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER:-}
  echo 'fn main() {}' >"$try/t.rs"
  if rustc --target $WASM ${linker:+-C "linker=$linker"} -o "$try/t.wasm" "$try/t.rs" >/dev/null 2>&1; then
    rm -rf "$try"
  else
    rm -rf "$try"
    return 1
  fi
}

# Way (a): a toolchain of rustup, with the parts it lacks added.
rust_by_rustup() {
  have rustup || return 1
  chosen=$(rustup show active-toolchain 2>/dev/null | head -n 1 | cut -d' ' -f1)
  if at_least "$(rust_version)" "$MSRV"; then
    say "adding $WASM, rustfmt and clippy to the Rust toolchain $chosen"
    quietly rustup timeout 600 rustup target add --toolchain "$chosen" $WASM &&
      quietly rustup timeout 600 rustup component add --toolchain "$chosen" rustfmt clippy
  else
    say "installing the stable Rust toolchain (the one in use is older than $MSRV)"
    chosen=stable
    quietly rustup timeout 1200 rustup toolchain install stable --no-self-update --profile minimal \
      --component rustfmt --component clippy --target $WASM &&
      echo 'export RUSTUP_TOOLCHAIN=stable' >"$HEADROOM_TOOLS/rust.env" && . "$HEADROOM_TOOLS/rust.env"
  fi || { say "rustup could not fetch them: $LAST"; return 1; }
}

# use_rust_in HOME: makes a compiler that apt installed the one of every recipe. An installed rustup would shadow it,
# so it is told where to look.
use_rust_in() {
  if have rustup; then echo "export RUSTUP_TOOLCHAIN=$1"
  elif [ "$1" != /usr ]; then echo "export PATH=$1/bin:\$PATH"; fi >"$HEADROOM_TOOLS/rust.env"
  # Debian's compiler comes without a linker for wasm32.
  linker=$(find /usr/bin -name 'wasm-ld-*' 2>/dev/null | sort -V | tail -n 1)
  if [ "$1" = /usr ] && [ -n "$linker" ]; then
    echo "export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=${linker##*/}" >>"$HEADROOM_TOOLS/rust.env"
  fi
  . "$HEADROOM_TOOLS/rust.env"
}

# Way (b): Debian's compiler for its browsers, which security updates keep recent. No package holds its
# wasm32 standard library, so that is built from the packaged sources.
rust_by_debian() {
  lld=$(apt-cache search --names-only '^lld-[0-9]+$' | cut -d' ' -f1 | sort -V | tail -n 1)
  apt_install "Rust $(upstream "$(candidate rustc-web)") and a linker" \
    rustc-web cargo-web rust-web-src rust-web-clippy rustfmt-web gcc libc6-dev "${lld:-lld}"
  use_rust_in /usr
  wasm_links || build_wasm_std
}

build_wasm_std() {
  say "building the $WASM standard library from Debian's sources (about a minute, once per machine)"
  work=$(mktemp -d)
  mkdir -p "$work/src"
  : >"$work/src/lib.rs"
  printf '[package]\nname = "empty"\nversion = "0.0.0"\nedition = "2021"\n' >"$work/Cargo.toml"
  # RUSTC_BOOTSTRAP stays inside this one command. Without the embedded bitcode no later build could use LTO.
  quietly wasm-std env -u RUSTUP_TOOLCHAIN RUSTC_BOOTSTRAP=1 RUSTC=/usr/bin/rustc RUSTFLAGS=-Cembed-bitcode=yes \
    CARGO_TARGET_DIR="$work/target" /usr/bin/cargo build --manifest-path "$work/Cargo.toml" --release \
    -Zbuild-std=std,panic_abort,test --target $WASM ||
    stop "the $WASM standard library did not build: $LAST (log: $LOG)"
  rm -f "$work/target/$WASM"/release/deps/libempty-*
  lib=$(/usr/bin/rustc --print sysroot)/lib/rustlib/$WASM/lib
  # A library left by an older compiler must go, or two of each crate are found.
  as_root rm -rf "$lib"
  as_root mkdir -p "$lib"
  as_root cp "$work/target/$WASM/release/deps"/*.rlib "$lib/"
  rm -rf "$work"
}

# Way (c): Ubuntu's newest compiler. Its packages carry the version in their names, and one of them is the wasm32 library.
ubuntu_rust() {
  apt-cache search --names-only '^libstd-rust-[0-9.]+-dev-wasm32$' | sed 's/^libstd-rust-\([0-9.]*\)-.*/\1/' | sort -V | tail -n 1
}
rust_by_ubuntu() {
  apt_install "Rust $1" "rustc-$1" "cargo-$1" "libstd-rust-$1-dev-wasm32" "rust-$1-clippy" "rustfmt-$1" "rust-$1-llvm" gcc libc6-dev
  use_rust_in "/usr/lib/rust-$1"
}

setup_rust() {
  have cc || apt_install "a C compiler to link with" gcc libc6-dev
  rust_ready && return
  # What an earlier set-up chose no longer works: start from the machine's own default.
  rm -f "$HEADROOM_TOOLS/rust.env"
  unset CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER
  case ${RUSTUP_TOOLCHAIN:-} in /usr*) unset RUSTUP_TOOLCHAIN ;; esac
  if rust_ready || { rust_by_rustup && rust_ready; }; then :
  else
    can_apt || stop "no Rust >= $MSRV with the $WASM target: install it from https://rustup.rs, then 'rustup target add $WASM'"
    apt_update
    if at_least "$(upstream "$(candidate rustc-web)")" "$MSRV"; then rust_by_debian
    elif at_least "$(ubuntu_rust)" "$MSRV"; then rust_by_ubuntu "$(ubuntu_rust)"
    elif [ -n "$(candidate rustup)" ] && ! have rustup; then
      apt_install "Rust by rustup" rustup
      rust_by_rustup || true
    fi
    rust_ready || stop "no Rust >= $MSRV with the $WASM target to be had here: install it from https://rustup.rs, then 'rustup target add $WASM'"
  fi
  say "Rust $(rust_version) with $WASM is ready"
}

# Objects of another compiler or standard library in target/ fail in obscure ways, so they go.
clear_stale_target() {
  target=${CARGO_TARGET_DIR:-target}
  stamp=$target/.toolchain
  [ "$RUST_STATE" != "$(cat "$stamp" 2>/dev/null)" ] || return 0
  if [ -f "$stamp" ]; then
    say "the Rust toolchain has changed: clearing $target/"
    rm -rf "$target"
  fi
  mkdir -p "$target"
  printf '%s\n' "$RUST_STATE" >"$stamp"
}

# ---- trunk and wasm-bindgen ----

# cargo_tool CRATE COMMAND VERSION MINUTES LEVEL [OPTION...]: LEVEL is the optimisation that the tool's own work needs
cargo_tool() {
  crate=$1 command=$2 version=$3 minutes=$4 level=$5
  shift 5
  [ "$("$command" --version 2>/dev/null)" != "$command $version" ] || return 0
  say "building $crate $version from source (about $minutes minutes on two cores, once per machine)"
  # The tools' own release profiles spend most of that time on whole-program optimisation they do not need here.
  quietly "$crate" env -u CARGO_TARGET_DIR -u RUSTFLAGS CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
    CARGO_PROFILE_RELEASE_OPT_LEVEL="$level" \
    cargo install "$crate" --version "$version" --root "$HEADROOM_TOOLS" --force "$@" ||
    stop "$crate $version did not build: $LAST (log: $LOG)"
}

setup_tools() {
  locked=$(sed -n '/^name = "wasm-bindgen"$/{n;s/^version = "\(.*\)"/\1/p;}' Cargo.lock)
  [ "$locked" = "$WASM_BINDGEN_VERSION" ] ||
    stop "Cargo.lock has wasm-bindgen $locked, tools/versions.env has $WASM_BINDGEN_VERSION: make them equal"
  # Without its default features trunk has no TLS: it is only ever asked to work from local files.
  cargo_tool trunk trunk "$TRUNK_VERSION" 3 0 --locked --no-default-features
  # Not --locked: its lock file names a release that not every registry mirror has yet.
  cargo_tool wasm-bindgen-cli wasm-bindgen "$WASM_BINDGEN_VERSION" 2 1
}

# ---- Node.js ----

setup_node() {
  have node && have npm || apt_install "Node.js" nodejs npm
  major=$(node -p 'process.versions.node.split(".")[0]')
  [ "$major" -ge "$NODE_MAJOR_MIN" ] || stop "Node.js $major is too old: install $NODE_MAJOR_MIN or newer"
  stamp=tests/e2e/node_modules/.lock-installed
  lock=$(cat tests/e2e/package-lock.json tests/e2e/package.json | cksum)
  [ "$lock" != "$(cat "$stamp" 2>/dev/null)" ] || return 0
  say "installing the npm packages of tests/e2e"
  quietly npm npm ci --prefix tests/e2e --no-audit --no-fund ||
    stop "npm could not install the packages of tests/e2e: $LAST (log: $LOG)"
  printf '%s\n' "$lock" >"$stamp"
}

# ---- Browser ----

setup_browser() {
  if [ -z "$CHROME" ] || [ -z "$CHROMEDRIVER" ]; then
    if can_apt; then apt_update; fi
    case $(candidate chromium 2>/dev/null) in
    '' | *snap*) stop "no Chromium package here: install Google Chrome and its chromedriver, or set CHROME and CHROMEDRIVER to where they are" ;;
    esac
    apt_install "the browser the tests run in" chromium chromium-driver
    . ./tools/env.sh
  fi
  # Asking a browser for its version takes long enough to do it once for each version only.
  state=$(ls -lL --time-style=full-iso "$CHROME" "$CHROMEDRIVER" 2>/dev/null || true)
  if [ "$state" != "$(cat "$HEADROOM_TOOLS/browser.ok" 2>/dev/null)" ]; then
    browser=$("$CHROME" --version 2>/dev/null | grep -oE '[0-9]+(\.[0-9]+)+' | head -n 1 || true)
    driver=$("$CHROMEDRIVER" --version 2>/dev/null | grep -oE '[0-9]+(\.[0-9]+)+' | head -n 1 || true)
    [ -n "$browser" ] || stop "$CHROME does not start: install Chromium or Chrome, or set CHROME to where it is"
    [ "${browser%%.*}" = "${driver%%.*}" ] ||
      stop "$CHROME is version $browser but $CHROMEDRIVER is ${driver:-not to be started}: install the driver of the same version, or set CHROMEDRIVER"
    printf '%s\n' "$state" >"$HEADROOM_TOOLS/browser.ok"
  fi
  if ! fc-list :lang=ko family 2>/dev/null | grep -q .; then
    if can_apt; then apt_install "Korean text in the browser" fonts-noto-cjk
    else say "no Korean font is installed: screenshots will show boxes for Korean text"; fi
  fi
}

for part in "$@"; do
  case $part in
  rust)
    setup_rust
    clear_stale_target
    ;;
  tools) setup_tools ;;
  node) setup_node ;;
  browser) setup_browser ;;
  *) stop "unknown part '$part' (rust, tools, node, browser)" ;;
  esac
done
