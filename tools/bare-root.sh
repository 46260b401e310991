#!/bin/bash
# Tries the project's commands in a Debian 12 that has nothing but make and git: `make bare-root-test`.
#   tools/bare-root.sh [DIRECTORY]     (default /var/tmp/headroom-bare-root; an old one there is replaced)
# Takes the committed state of this repository. Needs root, debootstrap and a Debian 12 around it, whose package
# sources, certificates and registry settings the new root gets. Prints how long each command took.
set -euo pipefail
cd "$(dirname "$0")/.."
ROOT=${1:-/var/tmp/headroom-bare-root}
PORT=${PORT:-18080}
SERVER=

say() { printf 'bare root: %s\n' "$*"; }
stop() { printf 'bare root: STOP: %s\n' "$*" >&2; exit 1; }

[ "$(id -u)" = 0 ] || stop "chroot needs root"
command -v debootstrap >/dev/null || stop "install debootstrap"
SOURCES=$(grep -lr bookworm-security /etc/apt/sources.list /etc/apt/sources.list.d --include='*.list' --include='*.sources' 2>/dev/null || true)
[ -n "$SOURCES" ] || stop "this machine has no Debian 12 security archive in its package sources to hand on"

# The machine's own /dev is bound into the root: nothing may be deleted below it before it is gone.
unbind() {
  for dir in dev proc; do
    ! mountpoint -q "$ROOT/$dir" || umount -l "$ROOT/$dir"
  done
}
finish() {
  [ -z "$SERVER" ] || kill -- "-$SERVER" 2>/dev/null || true
  unbind
}
trap finish EXIT
trap 'echo "bare root: STOP: line $LINENO failed" >&2' ERR
unbind
rm -rf --one-file-system "$ROOT"

say "making a minimal Debian 12 in $ROOT"
mkdir -p "$ROOT"
debootstrap --variant=minbase bookworm "$ROOT" >"$ROOT.log" 2>&1 || stop "debootstrap failed: $(tail -n 1 "$ROOT.log")"
mount --bind /proc "$ROOT/proc"
mount --bind /dev "$ROOT/dev"

# How this machine reaches the network.
cp /etc/resolv.conf "$ROOT/etc/resolv.conf"
rm -f "$ROOT/etc/apt/sources.list"
for file in $SOURCES; do cp "$file" "$ROOT$file"; done
mkdir -p "$ROOT/usr/local/share/ca-certificates" "$ROOT/root/.cargo"
cp /usr/local/share/ca-certificates/*.crt "$ROOT/usr/local/share/ca-certificates/" 2>/dev/null || true
cp ~/.cargo/config.toml "$ROOT/root/.cargo/" 2>/dev/null || true
cp ~/.npmrc "$ROOT/root/" 2>/dev/null || true
{ grep -l Proxy /etc/apt/apt.conf.d/* 2>/dev/null || true; } | xargs -r cp -t "$ROOT/etc/apt/apt.conf.d/"
KEEP=(PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM="${TERM:-dumb}")
while IFS= read -r pair; do KEEP+=("$pair"); done < <(env | grep -iE '^(https?_proxy|no_proxy|npm_config_[a-z_]*|CARGO_(HTTP|NET|REGISTR|SOURCE)[A-Z_]*|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE)=' || true)
inside() { chroot "$ROOT" env -i "${KEEP[@]}" sh -c "$1"; }

say "installing make, git and the certificates"
inside 'apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends make git ca-certificates && update-ca-certificates' \
  >>"$ROOT.log" 2>&1 || stop "apt-get failed: $(tail -n 1 "$ROOT.log")"
git bundle create -q "$ROOT/root/headroom.bundle" HEAD
inside 'git clone -q -c advice.detachedHead=false /root/headroom.bundle /root/headroom && cd /root/headroom && git log -1 --oneline'

TIMES=()
# timed NAME COMMAND
timed() {
  say "$1"
  local start=$SECONDS
  inside "cd /root/headroom && $2" || stop "$1 failed"
  TIMES+=("$(printf '%-28s %4d s' "$1" $((SECONDS - start)))")
}

say "make run"
start=$SECONDS
setsid chroot "$ROOT" env -i "${KEEP[@]}" sh -c "cd /root/headroom && exec make run PORT=$PORT" &
SERVER=$!
until inside "command -v node >/dev/null && node -e '
  fetch(\"http://127.0.0.1:$PORT/\").then((r) => process.exit(r.ok && r.headers.get(\"content-security-policy\") ? 0 : 1), () => process.exit(1))' 2>/dev/null"; do
  kill -0 "$SERVER" 2>/dev/null || stop "make run failed"
  sleep 2
done
TIMES+=("$(printf '%-28s %4d s' 'make run, until it serves' $((SECONDS - start)))")
kill -- "-$SERVER"
wait "$SERVER" 2>/dev/null || true
SERVER=

timed "make test, first time" "make test"
timed "make test, second time" "make test"
timed "make size" "make size"

say "all commands work in a bare root"
printf '  %s\n' "${TIMES[@]}"
