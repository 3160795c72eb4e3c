-- SPDX-License-Identifier: MIT
-- What make says of libraries that are missing or too old, before it compiles anything.

local fs = require "alipay.core.fs"
local host = require "spec.support.host"

describe("make's check of libraries", function()
  local dir
  setup(function() dir = assert(fs.temporary "build-spec-") end)
  teardown(function() fs.remove(dir) end)

  -- Runs the check with a pkg-config that knows all but one library, and another in an old version.
  local function check(missing, old)
    host.write(dir .. "/pkg-config", ([[#!/bin/sh
      for last; do :; done
      case "$1 $last" in
        *" %s") [ "$1" != --exists ];;
        "--atleast-version="*" %s") exit 1;;
        "--modversion %s") echo 1.2.3;;
      esac]]):format(missing, old, old))
    os.execute("chmod +x " .. dir .. "/pkg-config; rm -rf " .. dir .. "/build")
    local line = "make -s BUILD=%s/build PKG_CONFIG=%s/pkg-config %s/build/packages 2>&1"
    local pipe <close> = assert(io.popen(line:format(dir, dir, dir)))
    return pipe:read "a"
  end

  it("names one that is missing and the line that installs it", function()
    local said = check("libpng", "none")
    assert.matches("missing libraries: libpng\n", said, 1, true)
    assert.matches("apt-get install build-essential", said, 1, true)
    assert.not_matches("too old", said)
  end)

  it("names one that is too old with both versions and the line that installs it", function()
    local said = check("none", "libcurl")
    assert.matches("libraries that are too old: libcurl 1.2.3 (at least 7.87 is needed)", said, 1, true)
    assert.matches("apt-get install build-essential", said, 1, true)
    assert.not_matches("missing", said)
  end)

  it("says nothing when all is there", function()
    assert.equal("", check("none", "none"))
  end)
end)
