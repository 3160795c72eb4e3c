#!/bin/sh
# SPDX-License-Identifier: MIT
# Builds the Debian package of the suite that runs this, from the tarball: `make deb` calls it. What is built lies in OUT. Two builds in
# one suite have the same bytes.
# usage: packaging/deb.sh VERSION TARBALL OUT
# shellcheck disable=SC1091  # /etc/os-release is that of the suite
set -e
version=$1 tarball=$2 out=$3
here=$(cd "$(dirname "$0")" && pwd)
for tool in dpkg-buildpackage dh; do
  command -v $tool >/dev/null || { echo "missing $tool; install it: apt-get install dpkg-dev debhelper" >&2; exit 1; }
done
# As 0.1.0~debian12: older than the same version in the next suite, so that an upgrade of the system upgrades the package.
full=$version~$(. /etc/os-release && echo "$ID$VERSION_ID")
suite=$(. /etc/os-release && echo "${VERSION_CODENAME:-unstable}")

rm -rf "$out"
mkdir -p "$out"
tar -xzf "$tarball" -C "$out"
tree=$out/alipay-lua-$version
cp -R "$here/debian" "$tree/debian"
# The time of the sources, which the tarball keeps.
when=$(date -R -u -d "@${SOURCE_DATE_EPOCH:-$(stat -c %Y "$tree/Makefile")}")
cat >"$tree/debian/changelog" <<END
alipay-lua ($full) $suite; urgency=medium

  * Version $version; changelog.gz says what is new.

 -- ${DEBFULLNAME:-The alipay-lua authors} <${DEBEMAIL:-nobody@example.org}>  $when
END
(cd "$tree" && dpkg-buildpackage -b -us -uc)
deb=$(ls "$out"/alipay-lua_"$full"_*.deb)
"$tree/alipay-lua" "$here/sbom.lua" "$tree/alipay-lua" "$deb" "$when" >"${deb%.deb}.spdx.json"
rm -rf "$tree"
if command -v lintian >/dev/null; then lintian --fail-on error --allow-root "${deb%.deb}.changes"
else echo "lintian is not installed: the package was not checked" >&2; fi
ls -l "$out"
