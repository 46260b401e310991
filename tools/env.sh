# The environment of every recipe. Sourced, from the root of the repository: `. ./tools/env.sh`.
# It only looks at what is there; tools/setup.sh is what installs.

. ./tools/versions.env

HEADROOM_TOOLS=${HEADROOM_TOOLS:-$HOME/.cache/headroom/tools}
export HEADROOM_TOOLS

# rustup's own directory is not on the PATH of a shell that was open before rustup came.
command -v cargo >/dev/null 2>&1 || [ ! -x "$HOME/.cargo/bin/cargo" ] || PATH=$HOME/.cargo/bin:$PATH
PATH=$HEADROOM_TOOLS/bin:$PWD/tests/e2e/node_modules/.bin:$PATH
export PATH

# Which compiler and which linker, where it is not simply the default one. Written by tools/setup.sh.
[ ! -f "$HEADROOM_TOOLS/rust.env" ] || . "$HEADROOM_TOOLS/rust.env"

# The browser: CHROME and CHROMEDRIVER win where they are set.
if [ -z "${CHROME:-}" ]; then
  for name in chromium google-chrome google-chrome-stable chromium-browser; do
    CHROME=$(command -v "$name" || true)
    [ -z "$CHROME" ] || break
  done
fi
CHROMEDRIVER=${CHROMEDRIVER:-$(command -v chromedriver || true)}
export CHROME CHROMEDRIVER

export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner

# Trunk 0.21 takes NO_COLOR for a flag and stops at the usual NO_COLOR=1.
[ -z "${NO_COLOR:-}" ] || export NO_COLOR=true
