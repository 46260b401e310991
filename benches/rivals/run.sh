#!/bin/sh
# M/M/4 at 80 % in headroom, odem-rs and SimPy, one after the other on the same machine: nanoseconds of a processor for a
# customer, and how many times as long the others take. SimPy is installed into target/rivals; nothing else is touched.
set -eu
cd "$(dirname "$0")/../.."
. ./tools/env.sh
target=${CARGO_TARGET_DIR:-$PWD/target}
rivals=$target/rivals

[ -x "$rivals/venv/bin/python" ] || { python3 -m venv "$rivals/venv" && "$rivals/venv/bin/pip" install --quiet simpy==4.1.2; }
cargo build --locked --quiet --profile speed --bench timeline
(cd benches/rivals && CARGO_TARGET_DIR="$rivals" cargo build --locked --quiet --release)

ours=$(cargo bench --locked --quiet --profile speed --bench timeline -- one-queue)
odem=$("$rivals/release/rivals" 5000000)
simpy=$("$rivals/venv/bin/python" benches/rivals/simpy_queue.py 300000)
again=$(cargo bench --locked --quiet --profile speed --bench timeline -- one-queue)
printf '%s\n%s\n%s\n%s\n' "$ours" "$odem" "$simpy" "$again" | awk '
  NR == 1 { ours = $1 } NR == 2 { odem = $1; odem_wait = $2 } NR == 3 { simpy = $1; simpy_wait = $2 }
  NR == 4 { if ($1 < ours) ours = $1 }
  END {
    print "M/M/4 at 80 %, nanoseconds of a processor for a customer (mean wait in theory 0.7455)"
    printf "headroom %8.1f\n", ours
    printf "odem-rs  %8.1f  %6.2f times as long (mean wait %s)\n", odem, odem / ours, odem_wait
    printf "SimPy    %8.1f  %6.0f times as long (mean wait %s)\n", simpy, simpy / ours, simpy_wait
  }'
