-- SPDX-License-Identifier: MIT
-- Random control calls and rules of faults: each is answered with JSON and a status that fits, a refusal changes nothing, and the gateway
-- goes on. FUZZ_SEED tries another seed, FUZZ_SECONDS goes on for so long.

local control = require "spec.support.control"
local json = require "alipay.json"
local rules = require "alipay.gateway.faults.rules"
local shops = require "spec.support.trade"
local sorted = require "alipay.util.sorted"

local SEEDS = { 1, 2 }
local ROUNDS = 150
local SECONDS = tonumber(os.getenv "FUZZ_SECONDS")
if os.getenv "FUZZ_SEED" then SEEDS = { math.tointeger(os.getenv "FUZZ_SEED") } end

local CALLS = { "pay", "notify", "clock", "faults", "apps", "answers", "state", "trigger", "nothing", "", "pay/", "%00" }

local NAMES = {
  "qr_code", "out_trade_no", "trade_no", "order", "url", "buyer", "outcome", "notify_id", "times", "kind", "to", "fields",
  "advance", "at",
  "rules", "app_id", "public_key", "cert", "notify_url", "method", "node", "event", "limit", "x", "", "é", "\xFF",
}

local TEXTS = {
  "", "1", "S1", "S2", "success", "open", "cancel", "trades", "requests", "tokens", "apps", "uploads", "refunds",
  "notifications", "transfers",
  "paid", "refund", "2026-11-26 21:00:00", "9999-12-31 23:59:59", "0000-00-00 00:00:00", "alipay.trade.pay",
  "alipay.trade.query",
  "alipay.x.y", "trade.success", "trade.refund", "auth.cancelled", "alipay.a.b", "http://127.0.0.1:1/x", "http://",
  "?a=b&app_id=1",
  "app_id=%FF&method=alipay.trade.app.pay", "-----BEGIN PUBLIC KEY-----", ("A"):rep(120), ("x"):rep(70000), "\0", "é",
  "'; DROP TABLE trades",
  "2021000000000042", "TRADE_CLOSED", "%s%d%", "\27[2J",
}

local RULE = {
  "alipay.trade.pay", "alipay.*", "*", "notify", ":", "=", "nth", "every", "p", "seed", "delay", "drip", "reset",
  "truncate", "http", "html",
  "unknown", "done", "limit", "sign", "null", "tamper", "duplicate", "0", "1", "0.1", "-1", "1e9", "99999999999999999999",
  "\0", "é", "\xFF",
  "", "after", "gbk",
}

local function pick(list) return list[math.random(#list)] end

local function rule()
  local parts = {}
  for i = 1, math.random(0, 9) do parts[i] = pick(RULE) end
  return table.concat(parts)
end

local value

local function object(depth, names)
  local members = {}
  for i = 1, math.random(0, 4) do
    members[i] = ('"%s":%s'):format(pick(math.random(8) > 1 and names or NAMES), value(depth - 1))
  end
  return "{" .. table.concat(members, ",") .. "}"
end

function value(depth)
  local kind = math.random(depth > 0 and 10 or 7)
  if kind <= 3 then return json.encode(pick(TEXTS)) end
  if kind == 4 then return json.encode((rule():gsub("\xFF", "?"))) end
  if kind == 5 then return pick { "0", "1", "-1", "60", "1.5", "1e400", "9223372036854775807", "99999999999999999999" } end
  if kind == 6 then return pick { "true", "false", "null" } end
  if kind == 7 then return pick { '"\\ud800"', '"\\u0000"', "nul", '"', '"\xFF"', "" } end
  if kind == 8 then return "[" .. value(depth - 1) .. "," .. value(depth - 1) .. "]" end
  return object(depth)
end

-- Bytes put in, taken out or changed.
local function damage(text)
  for _ = 1, math.random(0, 2) * math.random(0, 1) do
    local at = math.random(0, #text)
    text = text:sub(1, at) .. pick { "", string.char(math.random(0, 255)) } .. text:sub(at + 1 + math.random(0, 2))
  end
  return text
end

local function until_done(seed, round)
  math.randomseed(seed)
  local deadline, count = SECONDS and os.time() + SECONDS, 0
  repeat
    count = count + 1
    round(count)
  until deadline and os.time() >= deadline or not deadline and count >= ROUNDS
end

describe("whatever is sent to control", function()
  for _, seed in ipairs(SEEDS) do
    it("is answered, seed " .. seed, function()
      local shop = shops.start()
      finally(function() shop:finish() end)
      local gw = shop.gw
      shop:create()
      shop:paid()
      until_done(seed, function()
        gw:faults {}
        local before, moved = json.encode(gw:state "trades"), gw.clock_offset
        local name = pick(CALLS)
        local fields = name:find "^%l+$" and name ~= "nothing" and require("alipay.gateway.control." .. name).fields
        local body = damage(object(3, fields and sorted(fields)))
        local answer, status, response = control.call(gw, name, nil, {
          body = body, headers = { "Content-Type: application/json", "Authorization: Bearer " .. gw.control_token },
        })
        local context = ("%s %q: %s %s"):format(name, body:sub(1, 500), status, response.body)
        assert(type(answer) == "table", context)
        assert(status == 200 or status >= 400 and status < 500 and type(answer.error) == "string", context)
        if status ~= 200 then assert(before == json.encode(gw:state "trades") and moved == gw.clock_offset, context) end
      end)
      gw:faults {}
      gw:answer("alipay.trade.query", nil) -- one may have been given
      assert.equal("10000", shop:call("query", { out_trade_no = "S2" }).code)
    end)

    it("as a rule is read or named, seed " .. seed, function()
      until_done(seed, function()
        local text = damage(rule())
        local read, wrong = rules.parse(text)
        assert(read and read.fault and read.value ~= nil or type(wrong) == "string" and not wrong:find "[%c\x7F]", text)
        if read then
          for _ = 1, 3 do assert(type(rules.hits(read, pick { "alipay.trade.pay", "notify" })) == "boolean") end
        end
      end)
    end)
  end
end)
