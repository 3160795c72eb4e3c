-- SPDX-License-Identifier: MIT
-- Option, then environment, then profile file, then default; and apps that never mix.

local fs = require "alipay.core.fs"
local support = require "spec.support.client"

describe("settings", function()
  local dir
  setup(function() dir = assert(fs.temporary "config-spec-") end)
  teardown(function() fs.remove(dir) end)

  local FILE = [[return {
    default = "shop",
    profiles = {
      shop = {
        app_id = "profile", private_key = "pk", alipay_public_key = "apk", timeout = 7,
        params = { app_auth_token = "shop-token" },
      },
      other = { app_id = "other", private_key = "ok", alipay_public_key = "opk", gateway = "http://127.0.0.1:9/gateway.do" },
    },
  }]]

  -- Prints one setting of a client made in a process of its own.
  local function setting(expression, environment, options, arguments, file)
    fs.mkdir(dir .. "/alipay-lua")
    if file == false then fs.remove(dir .. "/alipay-lua/config.lua")
    else assert(fs.replace(dir .. "/alipay-lua/config.lua", file or FILE)) end
    local all = { XDG_CONFIG_HOME = dir, HOME = dir }
    for _, name in ipairs {
      "APP_ID", "PRIVATE_KEY", "PUBLIC_KEY", "GATEWAY", "TIMEOUT", "PROFILE", "APP_AUTH_TOKEN", "SIGN_TYPE", "APP_CERT", "CERT",
      "ROOT_CERT", "ENCRYPT_KEY",
    } do
      all["ALIPAY_" .. name] = ""
    end
    for name, value in pairs(environment or {}) do all[name] = value end
    local code = ('local s = require "alipay".client(%s).settings print(%s)'):format(options or "", expression)
    local out, err, exit = support.run(("%s -e '%s'"):format(arguments or "", code), all)
    return exit == 0 and out:gsub("\n$", "") or nil, err, exit
  end

  it("come from the default profile", function()
    assert.equal("profile pk 7", setting "s.app_id .. \" \" .. s.private_key .. \" \" .. s.timeout")
    assert.equal("https://openapi.alipay.com/gateway.do RSA2", setting "s.gateway .. \" \" .. s.sign_type")
    assert.equal("shop-token", setting "s.params.app_auth_token")
  end)

  it("come from the profile that is chosen", function()
    assert.equal("other", setting("s.app_id", { ALIPAY_PROFILE = "other" }))
    assert.equal("other", setting("s.app_id", nil, nil, "--profile other"))
    assert.equal("15", setting("s.timeout", { ALIPAY_PROFILE = "other" }))
  end)

  describe("of a profile that was named", function()
    local OTHER = { ALIPAY_APP_ID = "env", ALIPAY_PRIVATE_KEY = "ek", ALIPAY_PUBLIC_KEY = "epk", ALIPAY_GATEWAY = "http://e/g",
      ALIPAY_SIGN_TYPE = "RSA", ALIPAY_APP_AUTH_TOKEN = "et", ALIPAY_TIMEOUT = "3" }
    local ALL = [[table.concat({ s.app_id, s.private_key, s.alipay_public_key, s.gateway, s.sign_type, s.timeout,
      tostring(s.params.app_auth_token), tostring(s.profile) }, " ")]]

    it("win over the environment, of which only the timeout counts when it is another app's", function()
      assert.equal("other ok opk http://127.0.0.1:9/gateway.do RSA2 3 nil other", setting(ALL, OTHER, nil, "--profile other"))
      assert.equal("profile pk apk https://openapi.alipay.com/gateway.do RSA2 7 shop-token shop",
        setting(ALL, OTHER, nil, "--profile shop"))
    end)

    it("are filled up from an environment of the same app, or of none", function()
      assert.equal("RSA et", setting('s.sign_type .. " " .. s.params.app_auth_token',
        { ALIPAY_SIGN_TYPE = "RSA", ALIPAY_APP_AUTH_TOKEN = "et" }, nil, "--profile other"))
      assert.equal("http://127.0.0.1:9/gateway.do", setting("s.gateway",
        { ALIPAY_APP_ID = "other", ALIPAY_GATEWAY = "http://e/g" }, nil, "--profile other"))
    end)

    it("come after the environment when the environment names it", function()
      OTHER.ALIPAY_PROFILE = "other"
      assert.equal("env ek epk http://e/g RSA 3 et nil", setting(ALL, OTHER))
      OTHER.ALIPAY_PROFILE = nil
    end)

    it("come after those of the table, and its name is not told with another app", function()
      local table = '{ app_id = "t", private_key = "tk", alipay_public_key = "tpk", gateway = "http://t/g" }'
      assert.equal("t tk tpk http://t/g nil", setting([[table.concat({ s.app_id, s.private_key, s.alipay_public_key, s.gateway,
        tostring(s.profile) }, " ")]], nil, table, "--profile other"))
    end)
  end)

  it("tell the name of the profile only when its app is the one in use", function()
    assert.equal("shop", setting "s.profile")
    assert.equal("nil", setting("s.profile", { ALIPAY_APP_ID = "env", ALIPAY_PRIVATE_KEY = "k", ALIPAY_PUBLIC_KEY = "k" }))
  end)

  it("are refused by every command when a profile is not there or the gateway is no address", function()
    for _, command in ipairs {
      "call a.b", "explain a.b", "verify x", "gateway --port 0", "key show x", "cert sn x", "--json key show x",
    } do
      for pattern, case in pairs {
        ["there is no profile 'nobody'"] = { { ALIPAY_PROFILE = "nobody" }, "" },
        ["no profile 'nobody'"] = { {}, "--profile nobody " },
        ["must be an http%(s%) URL"] = { { ALIPAY_GATEWAY = "openapi.alipay.com" }, "" },
      } do
        case[1].XDG_CONFIG_HOME = dir
        local _, err, code = support.run(case[2] .. command, case[1])
        assert.equal(2, code, command)
        assert.matches(pattern, err)
      end
    end
    local _, _, code = support.run("--profile nobody -e 'print(1)'", { XDG_CONFIG_HOME = dir })
    assert.equal(2, code)
  end)

  it("come from the environment before the profile", function()
    assert.equal("3", setting("s.timeout", { ALIPAY_TIMEOUT = "3" }))
    assert.equal("env", setting("s.private_key", { ALIPAY_PRIVATE_KEY = "env" }))
    assert.equal("RSA", setting("s.sign_type", { ALIPAY_SIGN_TYPE = "RSA" }))
    assert.equal("t", setting("s.params.app_auth_token", { ALIPAY_APP_AUTH_TOKEN = "t" }))
  end)

  it("lie in the user's own folder when a job has no HOME", function()
    local show = [[-e 'local c = require "alipay.util.paths" print(c.config_dir(), c.state_dir())']]
    local pipe <close> = assert(io.popen("env -u HOME -u XDG_CONFIG_HOME -u XDG_STATE_HOME -u ALIPAY_STATE_DIR "
      .. support.program .. " " .. show))
    local users <close> = assert(io.popen "getent passwd $(id -u)")
    local home = assert(users:read "a":match "^[^:]*:[^:]*:[^:]*:[^:]*:[^:]*:([^:]+):")
    assert.equal(("%s/.config/alipay-lua\t%s/.local/state/alipay-lua\n"):format(home, home), pipe:read "a")
  end)

  it("are not those of nobody when the profile file is there and cannot be read", function()
    setting("s.app_id")
    local path = dir .. "/alipay-lua/config.lua"
    for _, make in ipairs { "mkdir %s", "ln -s %s %s" } do
      fs.remove(path)
      os.execute(make:gsub("%%s", path))
      local _, err, code = support.run([[-e 'require "alipay".client()']],
        { XDG_CONFIG_HOME = dir, ALIPAY_APP_ID = "", ALIPAY_PROFILE = "" })
      assert.equal(2, code)
      assert.matches("cannot read " .. path .. ": ", err, 1, true)
    end
    fs.remove(path)
  end)

  it("do not tell a key that got into the wrong variable", function()
    local key = ("MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQ%s"):format(("Cfi6"):rep(100))
    for _, name in ipairs { "GATEWAY", "SIGN_TYPE", "TIMEOUT" } do
      local value, err, exit = setting("s.app_id", { ["ALIPAY_" .. name] = key })
      assert.same({ nil, 2 }, { value, exit })
      assert.matches("characters that look like a key", err, 1, true)
      assert.not_matches("Cfi6", err, 1, true)
    end
    local _, err = setting("s.app_id", { ALIPAY_GATEWAY = "http//user:pass@host" })
    assert.matches("not 'http//user:pass@host'", err, 1, true)
    _, err = setting("s.app_id", { ALIPAY_GATEWAY = "http://user:pass@host/?x" })
    assert.matches("not 'http://****@host/?x'", err, 1, true)
  end)

  it("come from the table before the environment", function()
    assert.equal("2.5", setting("s.timeout", { ALIPAY_TIMEOUT = "3" }, "{ timeout = 2.5 }"))
    assert.equal("http://x/g", setting("s.gateway", { ALIPAY_GATEWAY = "http://y/g" }, '{ gateway = "http://x/g" }'))
  end)

  it("never mix the keys and tokens of two apps", function()
    local environment = { ALIPAY_APP_ID = "env", ALIPAY_PRIVATE_KEY = "ek", ALIPAY_PUBLIC_KEY = "epk" }
    assert.equal("env ek epk nil", setting(
      "table.concat({ s.app_id, s.private_key, s.alipay_public_key, tostring(s.params.app_auth_token) }, \" \")", environment))
    local value, err, code = setting("s.app_id", { ALIPAY_APP_ID = "env" })
    assert.is_nil(value)
    assert.equal(2, code)
    assert.matches("no private key", err)
    assert.equal("tpk nil", setting("s.alipay_public_key .. \" \" .. tostring(s.app_cert)", { ALIPAY_APP_CERT = "c" },
      '{ app_id = "t", private_key = "tk", alipay_public_key = "tpk" }'))
  end)

  local function fails(pattern, ...)
    local value, err, code = setting(...)
    assert.is_nil(value)
    assert.equal(2, code)
    assert.matches(pattern, err)
  end

  it("that are wrong say which", function()
    fails("no profile 'nobody'.*other, shop", "s.app_id", nil, nil, "--profile nobody")
    fails("ALIPAY_TIMEOUT must be a number", "s.app_id", { ALIPAY_TIMEOUT = "soon" })
    fails("no app_id is configured", "s.app_id", nil, nil, nil, false)
    fails("unknown setting 'app_ld'.*did you mean app_id", "s.app_id", nil, nil, nil, 'return { default = { app_ld = "1" } }')
    fails("unknown setting 'zzzzzzzz'.*the settings are alipay_cert, ", "s.app_id", nil, nil, nil,
      'return { default = { zzzzzzzz = "1" } }')
    fails("choose different apps", "s.app_id", nil, nil, "--local --profile shop")
    local whole = '{ app_id = "t", private_key = "tk", alipay_public_key = "tpk", %s }'
    for given, pattern in pairs {
      ["connect_timeout = -1"] = "connect_timeout must be a number from", ["max_body = 0/0"] = "max_body must be a number from",
      ["low_speed_time = 0"] = "low_speed_time must", ["low_speed_limit = -1"] = "low_speed_limit must",
      ['proxy = "a\\nb"'] = "proxy has a control", ['ca_file = "a\\0b"'] = "ca_file has a control",
      ['gateway = "http://x/a\\127b"'] = "gateway has a control",
    } do
      fails(pattern, "s.app_id", nil, whole:format(given))
    end
  end)

  it("of a profile file that holds something else say where", function()
    fails("'shop' must be a table of settings, not a number", "s.app_id", nil, nil, nil, "return { profiles = { shop = 1 } }")
    fails("without a name", "s.app_id", nil, nil, nil, "return { profiles = { {} } }")
    fails("'default' must be the name", "s.app_id", nil, nil, nil, "return { default = 5, profiles = {} }")
  end)

  it("need no profile file when the table says everything, and survive a broken one", function()
    local whole = '{ app_id = "t", private_key = "tk", alipay_public_key = "tpk" }'
    assert.equal("t", setting("s.app_id", nil, whole, nil, false))
    assert.equal("t", setting("s.app_id", nil, whole, nil, "return {"))
  end)

  it("are read from a table of profiles by name, and without return", function()
    assert.equal("a", setting("s.app_id", nil, nil, nil,
      '{ default = { app_id = "a", private_key = "b", alipay_public_key = "c" } }'))
  end)

  it("are read without access to any function", function()
    for code, token in pairs {
      ['return { default = { app_id = os.getenv "HOME" } }'] = "line 1: 'os'",
      ['return {\n  default = { app_id = ("x"):rep(3) } }'] = "line 2: '('",
      ["while true do end"] = "line 1: 'while'",
      ["local s = 'x' while true do s = s .. s end"] = "line 1: 'local'",
      ["-- one\n--[[ two\n]] return { default = { app_id = function() end } }"] = "line 3: 'function'",
      ["return { default = { app_id = undefined } }"] = "line 1: 'undefined'",
      ["return { a = 'x' // 'y' }"] = "line 1: '//'",
      ["\27Lua"] = "line 1: '",
    } do
      fails("cannot be used: [^\n]*/config.lua: " .. token:gsub("[(]", "%%("), "s.app_id", nil, nil, nil, code)
    end
    fails("near", "s.app_id", nil, nil, nil, "return { default = { app_id = 'open } }")
    fails("arithmetic", "s.app_id", nil, nil, nil, "return { default = { app_id = - {} } }")
    fails("does not give a table", "s.app_id", nil, nil, nil, "return 'text'")
    fails("config.lua: its values nest too deeply\n", "s.app_id", nil, nil, nil, "return " .. ("{"):rep(250))
    fails("config.lua: its values nest too deeply\n", "s.app_id", nil, nil, nil, "return { x = " .. ("'a' .. "):rep(250) .. "'a' }")
    local out = support.run("--json -e 'require \"alipay\".client()'", { XDG_CONFIG_HOME = dir, ALIPAY_APP_ID = "" })
    assert.matches("^[^\n]*config.lua: its values nest too deeply[^\n]*\n$", out)
    fails("config.lua: it is UTF%-16", "s.app_id", nil, nil, nil, "\xFF\xFEr\0e\0t\0")
    fails("larger than 1 MB", "s.app_id", nil, nil, nil, "return { -- " .. ("x"):rep(1048576) .. "\n}")
  end)

  it("may be written with all that makes a table of values", function()
    local file = [=[
      --[==[ a comment ]==]
      return { ["default"] = { app_id = "pro" .. 'file'; private_key = [[
k]], -- lines
        alipay_public_key = "\x61\u{62}", timeout = -(-7) } }]=]
    fails("line 4: '%('", "s.app_id", nil, nil, nil, file)
    local all = [[table.concat({ s.app_id, s.private_key, s.alipay_public_key, s.timeout }, " ")]]
    assert.equal("profile k ab 0.7", setting(all, nil, nil, nil, "\u{FEFF}" .. file:gsub("%-%(%-7%)", "7e-1")))
  end)
end)
