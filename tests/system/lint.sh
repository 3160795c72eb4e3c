#!/bin/sh
# SPDX-License-Identifier: MIT
# The checks that read the code instead of running it, as TAP. `make lint` runs this file.
# usage: lint.sh [PROGRAM]
cd "$(dirname "$0")/../.." || exit 1
count=0 code=0

# check NAME COMMAND...: one line of TAP; what a failing command printed follows as comments.
check() {
  name=$1; shift
  count=$((count + 1))
  if output=$("$@" 2>&1); then
    echo "ok $count - $name"
  else
    echo "not ok $count - $name"
    echo "$output" | sed 's/^/# /'
    code=1
  fi
}

check "no warning in C" make -s --no-print-directory BUILD=build/lint PROGRAM=build/lint/alipay-lua CFLAGS='-O2 -Werror' all
check "no warning in Lua" luacheck -q lua scripts spec tests packaging
check "rooms know only those below them" lua5.4 tests/layers.lua
check "no unbounded pattern on foreign text" lua5.4 tests/patterns.lua
check "every text for people has its Chinese form" lua5.4 tests/languages.lua
check "every document says the same in Chinese" lua5.4 tests/documents.lua
# reference LANGUAGE FILE: the reference is what the docstrings say, and has all of it.
reference() {
  text=$(lua5.4 tests/reference.lua "$1") && printf '%s\n' "$text" | diff -u "$2" -
}
check "docs/reference.md is what make docs writes" reference en docs/reference.md
check "every docstring has its Chinese form, and docs/reference.zh-CN.md is what make docs writes" reference zh docs/reference.zh-CN.md
# What `make deb` built last, where there is one and the tool to look at it.
built=$(ls build/deb/*.changes 2>/dev/null | head -n 1)
if [ -n "$built" ] && command -v lintian >/dev/null; then
  check "the package has no fault that lintian calls an error" lintian --fail-on error --allow-root "$built"
fi
if command -v shellcheck >/dev/null; then
  check "no warning in the package's shell scripts" shellcheck packaging/deb.sh packaging/try.sh packaging/debian/tests/smoke
fi
echo "1..$count"
exit $code
