#!/bin/sh
# SPDX-License-Identifier: MIT
# Tries a package in a fresh minimal root of its suite, as root: install, first steps, upgrade, purge. The root is one that debootstrap
# made; apt in it must reach a mirror. /proc and /dev are mounted for the while.
# usage: packaging/try.sh ROOT DEB
set -e
root=$1 deb=$2
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
trap 'umount "$root/dev" "$root/proc"; rm -rf "$root/try"' EXIT
mkdir -p "$root/try"
cp "$deb" "$root/try/now.deb"
cp "$(dirname "$0")/debian/tests/smoke" "$root/try/smoke"
# The same with a higher version, to upgrade to.
dpkg-deb -R "$deb" "$root/try/tree"
sed -i 's/^Version: .*/&+next/' "$root/try/tree/DEBIAN/control"
dpkg-deb --root-owner-group -Znone -b "$root/try/tree" "$root/try/next.deb" >/dev/null
rm -rf "$root/try/tree"
cat >"$root/try/steps" <<'END'
set -e
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
step() { echo "== $*"; }
find / -xdev -path /try -prune -o -path /proc -prune -o -path /dev -prune -o -print | sort >/try/before
step install; apt-get update -qq; apt-get install -y -qq --no-install-recommends /try/now.deb >/dev/null
step smoke; sh /try/smoke
step 'first steps of a user'
rm -rf /home/tester
useradd -m tester
su tester -c 'cd; alipay-lua --local call alipay.open.app.qrcode.create url_param=pages/index query_param=x=1 describe=d; alipay-lua --scripts; alipay-lua --version'
su tester -c 'cd; alipay-lua gateway --port 0 --dir gw >ready 2>/dev/null & pid=$!; cd; until [ -s ready ]; do :; done; . gw/env; alipay-lua doctor --probe; code=$?; kill $pid; wait $pid; exit $code'
step upgrade; apt-get install -y -qq --no-install-recommends /try/next.deb >/dev/null; dpkg-query -W alipay-lua; sh /try/smoke >/dev/null
step purge; apt-get purge -y -qq alipay-lua >/dev/null
userdel tester
left=$(find / -xdev -path /try -prune -o -path /proc -prune -o -path /dev -prune -o -name '*alipay*' -print | sort | comm -23 - /try/before | grep -v '^/home/tester\|^/var/cache\|^/var/lib/apt' || true)
[ -z "$left" ] || { echo "left behind: $left"; exit 1; }
step 'only the state of the user is left:'; find /home/tester -maxdepth 4 | sort
END
chroot "$root" sh /try/steps
