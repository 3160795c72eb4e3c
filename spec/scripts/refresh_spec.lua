-- SPDX-License-Identifier: MIT
-- refresh.lua and authorize.lua when something goes wrong: signals while a pair is on its way, pairs that cannot be renewed.

local async = require "alipay.async"
local db = require "alipay.core.db"
local fs = require "alipay.core.fs"
local loop = require "alipay.async.loop"
local process = require "alipay.core.process"
local support = require "spec.support.client"
local tokens = require "alipay.tokens"

local SIGNALS = { HUP = 1, INT = 2, QUIT = 3, TERM = 15 }

describe("a pair that is on its way", function()
  local dir
  before_each(function() dir = assert(fs.temporary "refresh-spec-") end)
  after_each(function() fs.remove(dir) end)

  local function environment(settings)
    local key = settings.private_key -- a PEM text, or its file
    if key:find "\n" then
      assert(fs.replace(dir .. "/key", key))
      key = dir .. "/key"
    end
    return {
      "ALIPAY_STATE_DIR=" .. dir, "XDG_CONFIG_HOME=" .. dir, "ALIPAY_PROFILE=", "ALIPAY_APP_ID=" .. settings.app_id,
      "ALIPAY_PRIVATE_KEY=" .. key, "ALIPAY_PUBLIC_KEY=" .. settings.alipay_public_key,
      "ALIPAY_GATEWAY=" .. settings.gateway, "LC_ALL=C.UTF-8",
    }
  end

  -- Starts a script; `child.result` is how it ended, `child:kill(name)` sends a signal unless it has.
  local function start(settings, command)
    local child = {}
    local line = ("echo $$ >'%s/pid'; exec '%s' %s"):format(dir, fs.absolute(support.program), command)
    assert(process.start({ argv = { "sh", "-c", line }, environment = environment(settings), timeout = 60 },
      function(result, message) child.result = result or { complaint = message } end))
    function child:kill(name)
      local file = io.open(dir .. "/pid")
      local pid = file and file:read "n"
      if file then file:close() end
      if pid and not self.result then os.execute(("kill -%s %d 2>'%s/kill'"):format(name, pid, dir)) end
    end
    function child:wait()
      assert.is_true(loop.pump(function() return self.result end, 60))
      return self.result
    end
    return child
  end

  local function is_killed_by(result, number)
    return result.signal == number or result.code == 128 + number
  end

  local PAIR = '{"access_token":"new","refresh_token":"new-refresh","expires_in":99,"re_expires_in":99,"user_id":"2088"}'

  for _, case in ipairs { { "scripts/refresh.lua --all", true }, { "scripts/authorize.lua code" } } do
    for name, number in pairs(SIGNALS) do
      it(("is stored when SIG%s strikes before the answer, which then ends %s"):format(name, case[1]), function()
        local child
        local client, liar = support.liar(function(exchange, liar)
          child:kill(name) -- it has arrived when the answer is sent
          liar.reply(exchange, liar.signed(PAIR, "alipay_system_oauth_token_response"))
        end)
        finally(function() liar.server:stop() end)
        local settings = client.settings
        do
          local store <close> = assert(tokens.open(dir))
          if case[2] then
            assert(store:save(settings.app_id, { access_token = "a", refresh_token = "r", expires_in = 1, user_id = "2088" }))
          end
        end
        child = start(settings, case[1])
        local result = child:wait()
        assert.equal(1, liar.requests)
        local store <close> = assert(tokens.open(dir))
        local row = assert(store:list(settings.app_id))[1]
        assert.equal("new-refresh", row.refresh_token)
        assert.equal(0, row.claimed_until)
        if name == "INT" then -- as the stock interpreter ends
          assert.is_true(is_killed_by(result, number) or result.code == 1, result.complaint)
        else
          assert.is_true(is_killed_by(result, number), result.complaint)
        end
      end)
    end
  end

  it("is never lost by signals at random moments", function()
    local client, gw = support.gateway({}, { timeout = 10 })
    finally(function() support.finish(gw) end)
    do
      local store <close> = assert(tokens.open(dir))
      assert(store:authorize(client, support.code(gw)))
    end
    local function pair_lives()
      local store <close> = assert(db.open(dir .. "/tokens.db"))
      local refresh = store:query "SELECT refresh_token FROM tokens"[1].refresh_token
      local gateway <close> = assert(db.open(gw.dir .. "/gateway.db"))
      return gateway:query("SELECT count(*) AS n FROM tokens WHERE refresh = ? AND dead = 0", refresh)[1].n == 1
    end
    local began = loop.now()
    local first = start(client.settings, "scripts/refresh.lua --all"):wait()
    assert.equal(0, first.code, first.complaint)
    local whole = loop.now() - began
    math.randomseed(20261126)
    local names = { "HUP", "INT", "TERM", "QUIT", "USR1" }
    local struck = 0
    for round = 1, tonumber(os.getenv "ALIPAY_STORM_ROUNDS") or 50 do
      local child = start(client.settings, "scripts/refresh.lua --all")
      async.sleep(math.random() * whole * 1.1)
      local name = names[math.random(#names)]
      child:kill(name)
      local result = child:wait()
      if result.code ~= 0 then struck = struck + 1 end
      assert(pair_lives(), ("round %d, SIG%s, code %s, signal %s: %s"):format(round, name, result.code, result.signal,
        result.complaint))
    end
    assert.is_true(struck > 0)
    local result = start(client.settings, "scripts/refresh.lua --all"):wait()
    assert.matches("1 renewed, 0 not due\n", result.output, 1, true) -- no claim is left over
  end)

  it("leaves the file of no killed run behind once another one claims", function()
    local child
    local client, liar = support.liar(function(exchange, liar)
      if child then child:kill "KILL" end
      liar.reply(exchange, liar.signed(PAIR, "alipay_system_oauth_token_response"))
    end)
    finally(function() liar.server:stop() end)
    do
      local store <close> = assert(tokens.open(dir))
      assert(store:save(client.settings.app_id, { access_token = "a", refresh_token = "r", expires_in = 1, user_id = "2088" }))
    end
    local function claimants()
      local count = 0
      for _, name in ipairs(assert(fs.list(dir))) do
        if name:find "^claimant%-" then count = count + 1 end
      end
      return count
    end
    for _ = 1, 5 do
      child = start(client.settings, "scripts/refresh.lua --all")
      assert.is_true(is_killed_by(child:wait(), 9))
      assert.equal(1, claimants())
      local store <close> = assert(tokens.open(dir))
      assert(store.db:exec "UPDATE tokens SET claimed_by = NULL, claimed_until = 0") -- as if it had stored the pair before
    end
    child = nil
    assert.matches("1 renewed", start(client.settings, "scripts/refresh.lua --all"):wait().output, 1, true)
    assert.equal(0, claimants())
  end)

  it("is not stored when its user is forgotten before the answer, and the run says so", function()
    local settings
    local client, liar = support.liar(function(exchange, liar)
      local store <close> = assert(tokens.open(dir))
      assert.equal(1, store:delete(settings.app_id, "2088"))
      liar.reply(exchange, liar.signed(PAIR, "alipay_system_oauth_token_response"))
    end)
    finally(function() liar.server:stop() end)
    settings = client.settings
    local store <close> = assert(tokens.open(dir))
    assert(store:save(settings.app_id, { access_token = "a", refresh_token = "r", expires_in = 1, user_id = "2088" }))
    local result = start(settings, "scripts/refresh.lua"):wait()
    assert.same({ 0, "" }, { result.code, result.complaint })
    assert.matches("0 renewed, 0 not due, 1 forgotten meanwhile\n", result.output, 1, true)
    assert.same({}, store:list(settings.app_id))
  end)

  it("that can never be renewed is reported once, with the remedy, and can be forgotten", function()
    local client, gw = support.gateway()
    finally(function() support.finish(gw) end)
    local settings, subject = client.settings
    do
      local store <close> = assert(tokens.open(dir))
      subject = assert(store:authorize(client, support.code(gw))).subject
      assert(store.db:exec "UPDATE tokens SET refresh_token = 'dead', expires_at = 1, refresh_expires_at = 2")
    end
    local result = start(settings, "scripts/refresh.lua"):wait()
    assert.equal(4, result.code)
    assert.matches("refresh.lua --forget " .. subject, result.complaint, 1, true)
    for _ = 1, 2 do
      result = start(settings, "scripts/refresh.lua"):wait()
      assert.same({ 0, "" }, { result.code, result.complaint })
      assert.matches("1 that only a new consent renews", result.output, 1, true)
    end
    assert.equal(4, start(settings, "scripts/refresh.lua --all"):wait().code)
    -- A new consent brings it back to life.
    do
      local store <close> = assert(tokens.open(dir))
      assert.is_nil(assert(store:authorize(client, support.code(gw))).dead_since)
    end
    assert.matches("1 renewed", start(settings, "scripts/refresh.lua --all"):wait().output, 1, true)
    assert.equal(0, start(settings, "scripts/refresh.lua --forget " .. subject):wait().code)
    result = start(settings, "scripts/refresh.lua --forget " .. subject):wait()
    assert.equal(2, result.code)
    assert.matches("no token of user", result.complaint, 1, true)
  end)
end)
