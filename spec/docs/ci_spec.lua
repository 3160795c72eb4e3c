-- SPDX-License-Identifier: MIT
-- The recipes of docs/ci: what they hand to a runner is run here, as it stands.

local command = require "spec.support.command"
local fs = require "alipay.core.fs"

local function read(path)
  local file <close> = assert(io.open(path, "rb"))
  return file:read "a"
end

describe("docs/ci", function()
  local box, gw
  setup(function()
    box = command.sandbox()
    gw = command.gateway(box)
    assert(os.execute(("ln -s '%s' '%s/alipay-lua'"):format(fs.absolute(command.program), box.dir)))
  end)
  teardown(function() box.remove() end)

  -- Shell lines in a folder of their own, with the program in PATH: output and exit code.
  local function run(lines)
    box.write("lines.sh", lines)
    local pipe = assert(io.popen(("cd '%s' && PATH='%s':$PATH ALIPAY_STATE_DIR='%s/state' sh -e lines.sh 2>&1 </dev/null")
      :format(box.dir, box.dir, box.dir)))
    local out = pipe:read "a"
    local _, _, code = pipe:close()
    return out, code
  end

  -- Ports are free ones, and the gateway ends with the shell.
  local function as_here(lines)
    return "trap 'kill $gateway' EXIT\n" .. lines:gsub("%-%-port 8900", "--port 0"):gsub("(gateway%.log &)", "%1 gateway=$!")
  end

  it("names files that are there, in both languages", function()
    for _, page in ipairs { "README.md", "README.zh-CN.md" } do
      local text, count = read("docs/ci/" .. page), 0
      for target in text:gmatch "%]%(([%w_.%-/]+)" do
        count = count + 1
        assert.truthy(fs.stat("docs/ci/" .. target), target)
      end
      assert.is_true(count >= 6)
    end
  end)

  it("has a spec of a shop that runs, and a report in JUnit's form", function()
    local spec = fs.absolute "docs/ci/shop_spec.lua"
    local busted = "alipay-lua \"$(command -v busted)\" "
    local out, code = run(busted .. "-o TAP " .. spec)
    assert.equal(0, code, out)
    assert.matches("1%.%.2\n", out)
    out, code = run(busted .. "-o junit -Xoutput report.xml " .. spec)
    assert.equal(0, code, out)
    assert.matches("<testsuite .-tests='2'", box.read "report.xml")
  end)

  it("has a shop in PHP that signs, calls and verifies", function()
    if not os.execute "php -m 2>/dev/null | grep -q openssl" then return pending "php is not installed" end
    local out, code = run(("ALIPAY_DIR='%s/gw' php '%s'"):format(box.dir, fs.absolute "docs/ci/shop.php"))
    assert.equal(0, code, out)
    assert.matches("^order php%-%x+: scan http", out)
    local lines = "sed 's/OPENSSL_ALGO_SHA256)/OPENSSL_ALGO_SHA1)/' '%s' >wrong.php; ALIPAY_DIR='%s/gw' php wrong.php"
    local refused, failed = run(lines:format(fs.absolute "docs/ci/shop.php", box.dir))
    assert.equal(1, failed, refused)
    assert.is_string(gw.endpoint)
  end)

  it("starts the gateway in GitLab CI", function()
    local script = read("docs/ci/gitlab-ci.yml"):match "script:\n(.-)\n  artifacts"
    local lines = script:gsub("    %- ", "")
    assert(os.execute(("mkdir '%s/spec' && cp docs/ci/shop_spec.lua '%s/spec/'"):format(box.dir, box.dir)))
    local out, code = run(as_here(lines))
    assert.equal(0, code, out)
    assert.matches("gateway ready at", out)
    assert.matches("<testsuite", box.read "report.xml")
  end)

  it("starts the gateway in GitHub Actions and hands its settings to the next step", function()
    local script = read("docs/ci/github-actions.yml"):match "Start the gateway\n        run: |\n(.-)\n      %- name"
    local lines = script:gsub("          ", ""):gsub("%.alipay%-lua/alipay%-lua", "alipay-lua")
    fs.remove(box.dir .. "/ready")
    local out, code = run("export RUNNER_TEMP=$PWD/temp GITHUB_ENV=$PWD/github\n" .. as_here(lines))
    assert.equal(0, code, out)
    local settings = box.read "github"
    for _, name in ipairs { "APP_ID", "PRIVATE_KEY", "PUBLIC_KEY", "GATEWAY" } do
      local value = settings:match("ALIPAY_" .. name .. "=([^\n]*)\n")
      assert.truthy(value, name)
      if name:find "KEY$" then assert.truthy(fs.stat(value), value) end
    end
  end)
end)
