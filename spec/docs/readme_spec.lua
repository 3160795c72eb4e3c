-- SPDX-License-Identifier: MIT
-- Everything that the README shows is run: each block of commands, with the output that stands below a command, and each block of Lua,
-- against a gateway of the spec's own. Both languages show the same.

local command = require "spec.support.command"
local fs = require "alipay.core.fs"
local terminal = require "spec.support.terminal"

local function read(path)
  local file <close> = assert(io.open(path, "rb"))
  return file:read "a"
end

local function blocks(text, kind)
  local list = {}
  for block in text:gmatch("\n```" .. kind .. "\n(.-)\n```") do list[#list + 1] = block end
  return list
end

local function without_comments(block)
  return (block:gsub("%s+# [^\n]*", ""):gsub("%s+%-%- [^\n]*", ""))
end

describe("the README", function()
  local text, box, gw = read "README.md", nil, nil
  local shell, lua = blocks(text, "sh"), blocks(text, "lua")

  setup(function()
    box = command.sandbox()
    gw = command.gateway(box)
    -- A folder in which the commands stand as they do in the tree.
    for _, name in ipairs { "alipay-lua", "scripts" } do
      local from = name == "alipay-lua" and fs.absolute(command.program) or fs.absolute "scripts"
      assert(os.execute(("ln -s '%s' '%s/%s'"):format(from, box.dir, name)))
    end
  end)
  teardown(function() box.remove() end)

  -- Run a shell's lines in that folder: output and exit code.
  local function run(lines, environment)
    local state = box.dir .. "/state"
    local words = {
      "cd '" .. box.dir .. "'", "unset ALIPAY_PROFILE LUA_INIT", "export NO_COLOR=1 ALIPAY_STATE_DIR='" .. state .. "'",
    }
    for name, value in pairs(environment or {}) do words[#words + 1] = ("export %s='%s'"):format(name, value) end
    words[#words + 1] = lines
    box.write("lines.sh", table.concat(words, "\n"))
    local pipe = assert(io.popen("sh '" .. box.dir .. "/lines.sh' 2>&1 </dev/null"))
    local out = pipe:read "a"
    local _, _, code = pipe:close()
    return out, code
  end

  it("has the blocks that are run here, and no other", function()
    assert.equal(4, #shell)
    assert.equal(2, #lua)
    local chinese = read "README.zh-CN.md"
    for kind, list in pairs { sh = shell, lua = lua } do
      local theirs = blocks(chinese, kind)
      assert.equal(#list, #theirs)
      for i, block in ipairs(list) do assert.equal(without_comments(block), without_comments(theirs[i])) end
    end
  end)

  it("begins with two targets that are there", function()
    local targets = {}
    for target in shell[1]:gmatch "make (%l+)%f[%s]" do targets[#targets + 1] = target end
    assert.same({ "demo", "test" }, targets)
    for _, target in ipairs(targets) do
      local _, fine = command.shell("make -n " .. target .. " ALIPAY=x 2>&1")
      assert.is_true(fine, target)
    end
    local out, code = run("./alipay-lua --local scripts/demo.lua")
    assert.equal(0, code, out)
    for _, title in ipairs { "Authorize", "Refresh", "QR code", "Upload an image", "All signatures were verified" } do
      assert.truthy(out:find(title, 1, true), title)
    end
  end)

  it("shows a minute with it", function()
    local shown
    for line in (shell[2] .. "\n"):gmatch "(.-)\n" do
      local typed = line:match "^%$ (.*)$"
      if typed and typed:find "^%./alipay%-lua %-%-local +#" then
        local t = terminal.start { "--local" }
        finally(function() t:close() end)
        t:prompt "alipay(local)>"
        t:enter "client"
        t:expect "alipay.client (app "
      elseif typed then
        local out, code = run(typed)
        assert.equal(0, code, out)
        shown = out
      else -- the port and the picture's name are others each time
        local function same(output) return (output:gsub("127%.0%.0%.1:%d+", "127.0.0.1:PORT"):gsub("%x+%.png", "NAME.png")) end
        assert.equal(same(line) .. "\n", same(shown))
      end
    end
  end)

  it("shows a script that runs", function()
    box.write("code.lua", ([[
      local alipay, http, oauth = require "alipay", require "alipay.http", require "alipay.oauth"
      local url = oauth.authorize_url(alipay.client(), { scope = "auth_user", redirect_uri = "http://127.0.0.1/callback" })
      arg = { [0] = "shop.lua", oauth.read_redirect(alipay.check(http.redirect(url))) }
      dofile "shop.lua"]]))
    box.write("shop.lua", lua[1])
    local out, code = run("./alipay-lua code.lua", gw.settings)
    assert.equal(0, code, out)
    assert.matches("^http://127%.0%.0%.1:%d+/%S+\n%w+\n$", out)
  end)

  it("shows how to begin with keys of one's own", function()
    local steps = shell[3]:gsub("https://openapi%-sandbox%S+", gw.gateway):gsub("2021%.%.%.", gw.app_id)
    box.write("alipay.pem", read(gw.alipay_public_key))
    local out, code = run(steps)
    assert.matches("app_private_key.pem", out)
    assert.matches("the gateway refuses the signature", out) -- nobody has put the new key into a console
    assert.equal(5, code)
    assert(os.execute(("cp '%s' '%s/app_private_key.pem'"):format(gw.app_private_key, box.dir)))
    out, code = run((steps:gsub("[^\n]*key new[^\n]*\n", "")))
    assert.equal(0, code, out)
    assert.matches("a signed query", out)
  end)

  it("shows a profile", function()
    local config = box.dir .. "/xdg/alipay-lua"
    fs.mkdir(config)
    local profile = lua[2]:gsub("2021%.%.%.", gw.app_id):gsub("/etc/alipay/shop1.pem", gw.app_private_key)
    assert(fs.create(config .. "/config.lua", (profile:gsub("/etc/alipay/alipay.pem", gw.alipay_public_key))))
    local out, code = run("./alipay-lua doctor --offline", { XDG_CONFIG_HOME = box.dir .. "/xdg", ALIPAY_GATEWAY = gw.gateway })
    assert.equal(0, code, out)
    assert.matches("shop1", out)
  end)

  it("shows the local gateway", function()
    local steps = shell[4]:gsub("gateway %-%-port 8900 (.-) &", "gateway --port 0 --quiet %1 >ready & pid=$!")
      :gsub("\n%. ", "\nuntil [ -s ready ]; do :; done\n. ")
    local out, code = run(steps .. "\n./alipay-lua doctor --probe; code=$?; kill $pid; wait; exit $code")
    assert.equal(0, code, out)
    assert.matches("a signed query", out)
  end)
end)
