#!/bin/sh
# SPDX-License-Identifier: MIT
# Start-up beside a C program that links the same libraries and opens a Lua state: an empty script at most 1.2 times, the first
# prompt at most 1.5 times as long. The shortest of many runs, the two programs in turn: what is left of it is their own work.
# usage: tests/bench/startup.sh PROGRAM BUILD-FOLDER
set -eu
program=$1 build=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
packages="lua5.4 libedit zlib libcurl openssl libmicrohttpd libqrencode libpng sqlite3"
# shellcheck disable=SC2046
cc -O2 -o "$folder/reference" tests/bench/startup.c $(pkg-config --cflags $packages) -Wl,--no-as-needed $(pkg-config --libs $packages)
: > "$folder/empty.lua"
exec "$program" tests/bench/startup.lua "$program" "$folder/reference" "$folder" "$build"
