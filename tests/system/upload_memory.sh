#!/bin/sh
# SPDX-License-Identifier: MIT
# A 5 MB upload is streamed: its peak memory stays within 4 MB of a run that uploads a small file, on both sides. Prints TAP.
# usage: upload_memory.sh [PROGRAM]
set -u
program=${1:-./alipay-lua}
tmp=$(mktemp -d) || exit 1
gateway_pid=
trap '[ -z "$gateway_pid" ] || kill "$gateway_pid" 2>/dev/null; rm -rf "$tmp"' EXIT
trap 'exit 1' INT TERM
echo 1..4

"$program" gateway --port 0 --dir "$tmp/gw" --quiet >"$tmp/ready" &
gateway_pid=$!
for _ in $(seq 900); do [ -s "$tmp/ready" ] && break; sleep 0.1; done
. "$tmp/gw/env"
export ALIPAY_STATE_DIR="$tmp/state"

cat >"$tmp/upload.lua" <<'LUA'
local upload = require "alipay.api.materialImageUpload"
local res = assert(upload.image(require "alipay".client { protocol = arg[2] }, arg[1]))
for line in io.lines "/proc/self/status" do
  local peak = line:match "^VmHWM:%s*(%d+)"
  if peak then print(peak, res.data.image_url) end
end
LUA
head -c 1000 /dev/urandom >"$tmp/small.jpg"
head -c 5242880 /dev/urandom >"$tmp/large.jpg"
# peak FILE [PROTOCOL]: kilobytes of the client's peak memory, and the address of what it uploaded.
peak() { "$program" "$tmp/upload.lua" "$1" "${2:-v2}"; }
gateway_peak() { sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$gateway_pid/status"; }

small=$(peak "$tmp/small.jpg" | cut -f 1)
gateway_small=$(gateway_peak)
peak "$tmp/large.jpg" >"$tmp/large"
large=$(cut -f 1 "$tmp/large")
gateway_large=$(gateway_peak)
v3_small=$(peak "$tmp/small.jpg" v3 | cut -f 1)
v3_large=$(peak "$tmp/large.jpg" v3 | cut -f 1)
check() { # NUMBER NAME SMALL LARGE
  if [ -n "$3" ] && [ -n "$4" ] && [ "$4" -le $(($3 + 4096)) ]; then echo "ok $1 - $2: $3 KB, then $4 KB"
  else echo "not ok $1 - $2: $3 KB, then $4 KB"; fi
}
check 1 "peak memory of the client" "$small" "$large"
check 2 "peak memory of the gateway" "$gateway_small" "$gateway_large"
if curl -s --noproxy '*' "$(cut -f 2 "$tmp/large")" | cmp -s - "$tmp/large.jpg"; then echo "ok 3 - the served bytes equal the file's"
else echo "not ok 3 - the served bytes equal the file's"; fi
check 4 "peak memory of the client by V3" "$v3_small" "$v3_large"
