-- SPDX-License-Identifier: MIT
-- The workflow scripts and the commands as a user runs them: what they print, on which stream, with which exit code.

local fs = require "alipay.core.fs"
local json = require "alipay.json"
local support = require "spec.support.client"

describe("as a user runs them", function()
  local dir, environment
  setup(function()
    dir = assert(fs.temporary "scripts-spec-")
    environment = { ALIPAY_STATE_DIR = dir, XDG_CONFIG_HOME = dir, NO_COLOR = "1" }
    for _, name in ipairs { "APP_ID", "PRIVATE_KEY", "PUBLIC_KEY", "GATEWAY", "PROFILE" } do environment["ALIPAY_" .. name] = "" end
  end)
  teardown(function() fs.remove(dir) end)

  local function run(command) return support.run(command, environment) end

  local function succeeds(command)
    local out, err, code = run(command)
    assert.equal(0, code, err)
    return out, err
  end

  local function fails(command, expected, pattern)
    local out, err, code = run(command)
    assert.equal(expected, code, err)
    assert.matches(pattern, err)
    return out, err
  end

  it("authorize.lua and refresh.lua", function()
    local out = succeeds "--local scripts/authorize.lua"
    assert.matches("authorized user 2088", out)
    assert.not_matches("%x%x%x%x%x%x%x%x%x%x%x%x%x%x%x%x%x%x", out) -- tokens are masked
    assert.matches("0 renewed, 1 not due", (succeeds "--local scripts/refresh.lua"))
    assert.matches("1 renewed", (succeeds "--local scripts/refresh.lua --all"))
    local result = assert(json.decode((succeeds "--local --json scripts/refresh.lua --within 9999")))
    assert.equal(1, result.counts.renewed)
    fails("--local scripts/authorize.lua nosuchcode", 4, "isv.code%-invalid")
  end)

  local function tokens()
    local store <close> = require("alipay.core.db").open(dir .. "/tokens.db")
    return store:query "SELECT * FROM tokens"
  end

  local function change_tokens(sql)
    local store <close> = require("alipay.core.db").open(dir .. "/tokens.db")
    assert(store:exec(sql))
  end

  it("refresh.lua keeps the pair when a renewal fails, and says why", function()
    change_tokens "DELETE FROM tokens"
    succeeds "--local scripts/authorize.lua"
    change_tokens "UPDATE tokens SET refresh_token = 'no' || substr(refresh_token, 3)"
    local before = tokens()[1]
    fails("--local scripts/refresh.lua --all", 4, "refresh")
    local after = tokens()[1]
    assert.same({ before.access_token, before.refresh_token }, { after.access_token, after.refresh_token })
    assert.matches("api error", after.trouble)
    assert.is_nil(after.claimed_by)
  end)

  it("refresh.lua keeps the previous pair beside the new one", function()
    change_tokens "DELETE FROM tokens"
    succeeds "--local scripts/authorize.lua"
    local before = tokens()[1]
    succeeds "--local scripts/refresh.lua --all"
    local after = tokens()[1]
    assert.not_equal(before.refresh_token, after.refresh_token)
    assert.same({ before.access_token, before.refresh_token }, { after.previous_access_token, after.previous_refresh_token })
  end)

  it("copies of refresh.lua that run at once renew a token once", function()
    change_tokens "DELETE FROM tokens"
    succeeds "--local scripts/authorize.lua"
    change_tokens("UPDATE tokens SET expires_at = " .. os.time() + 3600)
    os.execute(([[for i in 1 2 3 4; do ALIPAY_STATE_DIR=%s XDG_CONFIG_HOME=%s %s --local --json \
      scripts/refresh.lua >%s/copy$i 2>/dev/null & done; wait]]):format(dir, dir, support.program, dir))
    local renewed, others = 0, 0
    for i = 1, 4 do
      local file <close> = assert(io.open(dir .. "/copy" .. i))
      local said = file:read "a"
      local counts = assert((json.decode(said) or {}).counts, said)
      renewed, others = renewed + counts.renewed, others + counts.elsewhere + counts.claimed + counts.waiting
    end
    assert.same({ 1, 3 }, { renewed, others })
  end)

  it("qrcode.lua", function()
    local picture = dir .. "/code.png"
    local out = succeeds("--local scripts/qrcode.lua --page pages/index --describe 二维码 --save " .. picture)
    assert.matches("picture  http://127.0.0.1:%d+/qrcode/%w+.png", out)
    assert.not_matches("█", out, 1, true)
    assert.matches("leads to this machine alone: a phone cannot open it", out, 1, true)
    local pipe <close> = assert(io.popen("zbarimg -q --raw " .. picture .. " 2>/dev/null"))
    assert.matches("^alipays://.*pages%%2Findex", pipe:read "a")
    fails("--local scripts/qrcode.lua --describe " .. ("字"):rep(33), 2, "33 characters, at most 32")
  end)

  it("upload.lua, with files and folders", function()
    local out = succeeds "--local scripts/upload.lua scripts/samples"
    assert.matches("2 uploaded, 0 failed", out)
    local folder = dir .. "/media"
    fs.mkdir(folder)
    fs.create(folder .. "/a.jpg", "a")
    fs.create(folder .. "/big.jpg", ("x"):rep(5242881))
    fs.create(folder .. "/notes.txt", "not a picture")
    assert.equal(true, os.execute(("cd %s && ln -s . loop && ln -s nowhere.jpg dangling.jpg"):format(folder)))
    local streams, err = fails("--local scripts/upload.lua " .. folder, 2, "5242881 bytes, at most 5242880")
    assert.matches("1 uploaded, 1 failed", streams .. err)
    assert.matches("passed over: .*dangling.jpg", err)
    fails("--local scripts/upload.lua /nowhere", 2, "/nowhere")
    for _, limit in ipairs { "0", "2.5", "many" } do
      fails("--local scripts/upload.lua scripts/samples --limit " .. limit, 2, "is not a whole number from 1 to 1000")
    end
  end)

  it("know addresses of this host", function()
    local is = require("alipay.util.loopback").is
    for _, url in ipairs { "http://127.0.0.1:80/x", "https://LOCALHOST/", "http://[::1]:8/g", "http://127.1.2.3" } do
      assert.is_true(is(url), url)
    end
    for _, host in ipairs { "127.0.0.1.example.com", "localhost.cn", "127.0.0.1@example.com", "10.0.0.1", "[::2]", "" } do
      assert.is_false(is("http://" .. host .. "/"), host)
    end
  end)

  it("show help that needs no account", function()
    for _, name in ipairs { "authorize", "refresh", "qrcode", "upload", "pay", "refund", "watch", "bill", "reconcile", "demo" } do
      local help = succeeds("--help scripts/" .. name .. ".lua")
      assert.matches("usage: alipay%-lua", help)
      assert.matches("^Usage: alipay%-lua.*Options:", (succeeds("scripts/" .. name .. ".lua --help")))
      fails("scripts/" .. name .. ".lua --nonsense", 2, "nonsense")
    end
  end)

  it("the demo, and no proxy gets to see it", function()
    environment.http_proxy, environment.all_proxy = "http://127.0.0.1:1", "http://127.0.0.1:1"
    environment.no_proxy, environment.NO_PROXY = "", ""
    assert.matches("served bytes equal", (succeeds "--local scripts/demo.lua"))
    environment.http_proxy, environment.all_proxy, environment.no_proxy, environment.NO_PROXY = nil, nil, nil, nil
  end)

  describe("call", function()
    local QR = "--local call alipay.open.app.qrcode.create url_param=p query_param=x=1 describe="

    it("prints the verified node as JSON", function()
      local node = assert(json.decode((succeeds(QR .. "二维码"))))
      assert.equal("10000", node.code)
      assert.matches("^http", node.qr_code_url)
    end)

    it("ends with the contract's codes", function()
      fails(QR .. ("字"):rep(33), 2, "at most 32")
      fails("call alipay.trade.query out_trade_no=1", 2, "no app_id")
      fails("--local call", 2, "method")
      fails("--local call alipay.trade.query nonsense", 2, "no parameter")
      fails("--local call alipay.user.agreement.query agreement_no=1", 4, "isv.invalid%-method")
      fails("--local call alipay.trade.query out_trade_no=1", 4, "ACQ.TRADE_NOT_EXIST")
      fails("--local call alipay.trade.query x:=[1", 2, "JSON")
      fails("--local call alipay.offline.material.image.upload image_type=jpg image_name=a image_content@=/nowhere", 2, "/nowhere")
    end)

    it("speaks JSON only under --json, errors too", function()
      local out = fails("--json " .. QR .. ("字"):rep(33), 2, "at most 32")
      local data = assert(json.decode(out))
      assert.equal("parameter", data.error.kind)
      assert.equal(2, data.exit_code)
    end)

    it("says 130 in JSON, too, when Ctrl-C ends it", function()
      -- Nobody answers: connections wait in the queue of a server whose loop does not run.
      local app = support.keys()
      local silent = assert(require("alipay.core.server").start { on_request = function() end })
      local folder = assert(fs.temporary "interrupt-")
      fs.create(folder .. "/key", app:pem())
      fs.create(folder .. "/run", ([[set -m
        cd %s; export ALIPAY_STATE_DIR=. ALIPAY_APP_ID=1 ALIPAY_PRIVATE_KEY=key ALIPAY_PUBLIC_KEY=%s ALIPAY_PROFILE=
        export ALIPAY_GATEWAY=http://127.0.0.1:%d/gateway.do
        %s --json --trace=trace call x.y a=1 >out 2>err & until [ -s trace ]; do sleep 0.02; done; kill -INT $!; wait $!
      ]]):format(folder, app:public():base64(), silent:port(), fs.absolute(support.program)))
      local _, _, code = os.execute("bash " .. folder .. "/run 2>/dev/null")
      local file <close> = assert(io.open(folder .. "/out"))
      local data = assert(json.decode(file:read "a"))
      assert.same({ 130, 130, "cancelled" }, { code, data.exit_code, data.error.kind })
      silent:stop()
      fs.remove(folder)
    end)

    it("puts a file into a part", function()
      local out = succeeds("--local call alipay.offline.material.image.upload image_type=jpg image_name=海底捞 "
        .. "image_content@=scripts/samples/photo.jpg")
      assert.is_string(assert(json.decode(out)).image_id)
    end)
  end)

  it("a program that cannot start says so as JSON, too", function()
    for command, code in pairs {
      ["/nowhere/script.lua"] = 1, ["-e 'syntax error here'"] = 1, ["--help /nowhere/script.lua"] = 2, ["call"] = 2,
      [ [[-e 'require "alipay.async".run(function() error("lost", 0) end)']] ] = 1,
    } do
      local out = fails("--json " .. command, code, "%S")
      assert.is_table(assert(json.decode(out)).error, command)
    end
  end)

  it("trace shows what was signed and hides secrets", function()
    succeeds "--local scripts/authorize.lua"
    local file = dir .. "/trace"
    succeeds("--local --trace=" .. file .. " scripts/refresh.lua --all")
    local handle <close> = assert(io.open(file))
    local trace = handle:read "a"
    assert.matches("string to sign: app_id=", trace)
    assert.matches("signature: good", trace)
    assert.matches("SHA%-256 %(unmasked, %d+ bytes%): %x+", trace)
    local db = require("alipay.core.db").open(dir .. "/tokens.db")
    for _, row in ipairs(db:query "SELECT * FROM tokens") do
      for _, name in ipairs { "access_token", "refresh_token", "previous_access_token", "previous_refresh_token" } do
        if row[name] then assert.is_nil(trace:find(row[name], 1, true), name) end
      end
    end
    db:close()
    assert.is_nil(trace:find("PRIVATE KEY", 1, true))
  end)
end)
