#!/bin/sh
# SPDX-License-Identifier: MIT
# make install and make uninstall, below a folder of the test's own, as TAP.
# usage: install.sh [PROGRAM]
cd "$(dirname "$0")/../.." || exit 1
program=${1:-./alipay-lua}
root=$(mktemp -d) || exit 1
trap 'rm -rf "$root"' EXIT INT TERM
count=0 code=0

# check NAME COMMAND...: one line of TAP.
check() {
  name=$1; shift
  count=$((count + 1))
  if output=$("$@" 2>&1); then echo "ok $count - $name"
  else
    echo "not ok $count - $name"
    echo "$output" | sed 's/^/# /'
    code=1
  fi
}

run_make() {
  make -s --no-print-directory BUILD="${ALIPAY_BUILD:-build}" PROGRAM="${program#./}" DESTDIR="$root" PREFIX=/opt/alipay "$@"
}

annotations=$root/opt/alipay/share/alipay-lua/annotations
said=$root/said
installed() { run_make install >"$said" 2>&1 || { cat "$said"; return 1; }; }
says_where() { grep -F '"Lua.workspace.library": ["/opt/alipay/share/alipay-lua/annotations"]' "$said" || { cat "$said"; return 1; }; }
all_methods() { grep -rqF -- '---@class alipay.chain.alipay.trade.create: alipay.chain' "$annotations/platform"; }
all_read() { [ -z "$(find "$root/opt" \( -type f ! -perm -444 -o -type d ! -perm -555 \) -print)" ]; }
runs() { [ "$(cd / && "$root/opt/alipay/bin/alipay-lua" -E -e 'print(require("alipay").version)')" != "" ]; }
# Each example of --help and of the scripts' headers that needs nothing but --local, from a folder where nothing is.
examples_run() {
  mkdir -p "$root/empty" && cd "$root/empty" || return 1
  ran=0
  { alipay-lua --help; for s in "$(alipay-lua --scripts)"/*.lua; do alipay-lua --help "$s"; done
    for c in call explain doctor; do alipay-lua --help $c; done; } | grep '^  *alipay-lua --local ' >examples
  while read -r line; do
    sh -c "$line" </dev/null || { echo "failed: $line"; return 1; }
    ran=$((ran + 1))
  done <examples
  [ "$ran" -ge 6 ] || { echo "only $ran examples"; return 1; }
}
elsewhere() (
  PATH=$root/opt/alipay/bin:$PATH HOME=$root/home ALIPAY_STATE_DIR=$root/state
  export PATH HOME ALIPAY_STATE_DIR
  unset ALIPAY_PROFILE
  "$@"
)
says_scripts() { [ "$(elsewhere alipay-lua --scripts)" = "$root/opt/alipay/share/alipay-lua/scripts" ]; }
whole_paths() {
  grep -F '/opt/alipay/bin/alipay-lua --profile shop1 /opt/alipay/share/alipay-lua/scripts/refresh.lua' \
    "$root/opt/alipay/share/alipay-lua/scripts/refresh.lua" &&
    grep -F 'ExecStart=/opt/alipay/bin/alipay-lua ' "$root"/opt/alipay/lib/systemd/system/*.service &&
    ! grep -r /usr/local "$root/opt/alipay/share/alipay-lua/scripts" "$root/opt/alipay/lib"
}
# As systemd reads them, with a name behind the "@"; the program is looked for below the root, where systemd would not find it.
units_are_tight() {
  mkdir "$root/units" && for name in listen refresh; do
    unit=$root/units/alipay-lua-$name@root.service
    sed "s|=/opt/alipay/bin/alipay-lua|=/bin/true|" "$root/opt/alipay/lib/systemd/system/alipay-lua-$name@.service" >"$unit"
    systemd-analyze verify --man=no "$unit" 2>&1 | grep -F "$unit" && return 1
    systemd-analyze security --offline=true --threshold=30 "$unit" >"$said" 2>&1 || { cat "$said"; return 1; }
  done
}
nothing_stale() { echo x >"$annotations/platform/old.lua" && installed && [ ! -e "$annotations/platform/old.lua" ]; }
shared_lua() {
  run_make PROGRAM="$root/shared" LIBLUA=-llua5.4 all && ldd "$root/shared" | grep -q liblua5.4 && "$root/shared" -E -e "require 'lfs'"
}
nothing_left() { run_make uninstall && [ -z "$(find "$root/opt" -type f -print)" ]; }

check "make install" installed
check "it says how an editor finds the annotations" says_where
check "the annotations are there" all_methods
check "everybody may read what is installed" all_read
check "the program runs from where it is" runs
check "--scripts names their folder" says_scripts
check "cron and systemd are told whole paths" whole_paths
if systemd-analyze security --help 2>/dev/null | grep -q -e --offline; then
  check "the units are as systemd wants them, and tight" units_are_tight
fi
check "the examples of help run from any folder" elsewhere examples_run
check "a second install leaves no annotations of the first" nothing_stale
check "modules in C load where Lua is a shared library, too" shared_lua
check "make uninstall leaves no file" nothing_left
echo "1..$count"
exit $code
