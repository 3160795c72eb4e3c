#!/bin/sh
# SPDX-License-Identifier: MIT
# The demo works where there is no network but loopback: nothing else is asked for. Prints TAP.
# usage: offline.sh [PROGRAM]
set -u
program=${1:-./alipay-lua}
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
echo 1..1
if ! unshare -rn sh -c 'ip link set lo up' 2>/dev/null; then
  echo "ok 1 - the demo offline # SKIP no network namespaces here"
  exit 0
fi
if ALIPAY_STATE_DIR="$tmp" unshare -rn sh -c 'ip link set lo up; exec "$0" --local scripts/demo.lua' "$program" >"$tmp/out" 2>&1; then
  echo "ok 1 - the demo offline"
else
  echo "not ok 1 - the demo offline"
  sed 's/^/# /' "$tmp/out"
fi
