-- SPDX-License-Identifier: MIT
-- Random replies, event streams and paths: nothing of them raises, nothing unsigned is taken, nothing changes the path. V3_FUZZ_SECONDS
-- gives each of the three more time than a test run has, V3_FUZZ_SEED another start.

local alipay = require "alipay"
local errors = require "alipay.error"
local events = require "alipay.v3.events"
local loop = require "alipay.core.loop"
local operation = require "alipay.v3.operation"
local paths = require "alipay.catalogue.paths"
local pipeline = require "alipay.call.pipeline"
local protocol = require "alipay.v3.protocol"
local response = require "alipay.call.response"
local support = require "spec.support.client"
local v3 = require "alipay.v3"

local SECONDS, SEED = tonumber(os.getenv "V3_FUZZ_SECONDS"), tonumber(os.getenv "V3_FUZZ_SEED") or 20261126
local ROUNDS = 3000

describe("fuzzing V3:", function()
  local state
  local function any(n)
    state = (state * 1103515245 + 12345) % 2147483648
    return state // 65536 % n + 1
  end

  local PIECES = {
    "{", "}", "[", "]", '"', ":", ",", "code", '"code":"ACQ.X"', '"message":"m"', "null", "\\u0000", "\\ud800", "\n", "\r\n", "\0",
    "data: ", "data", "id: 7", "retry: 9", "event: e", ": c", "\xEF\xBB\xBF", "海", "\xff", "%2e", "%2F", "..", "/", ".", "?", "#",
    "//", "v3", "alipay", "trade", "query", "{activity_id}", "1e999", "AAAA", "=", " ", "\t", "<html>", "9223372036854775808",
  }

  local function text(most)
    local parts = {}
    for i = 1, any(most) do
      parts[i] = any(3) == 1 and string.char(any(256) - 1) or PIECES[any(#PIECES)]
    end
    return table.concat(parts)
  end

  -- One round after another, for as long as was asked.
  local function rounds(fn)
    state = SEED
    local ends, count = loop.now() + (SECONDS or 0), 0
    repeat
      count = count + 1
      local fine, problem = pcall(fn, count)
      if not fine then error(("round %d (V3_FUZZ_SEED=%d): %s"):format(count, SEED, tostring(problem)), 0) end
    until SECONDS and loop.now() > ends or not SECONDS and count >= ROUNDS
    return count
  end

  it("headers and bodies of replies", function()
    local app, ali = support.keys()
    local client = alipay.client {
      app_id = "1", private_key = app:pem(), alipay_public_key = ali:public():pem(), encrypt_key = "aa4BtZ4tspm2wnXLb1ThQA==",
    }:v3()
    local req = assert(pipeline.build(client, "POST", "alipay.trade.query", { content = { out_trade_no = "1" } }))
    local statuses = { 200, 200, 202, 204, 302, 400, 401, 404, 429, 500, 502, 999 }
    local names = { "alipay-timestamp", "alipay-nonce", "alipay-signature", "alipay-sn", "content-type", "location" }
    local good = 0
    rounds(function()
      local body, headers = text(12), {}
      for _, name in ipairs(names) do
        if any(2) == 1 then headers[name] = text(3) end
      end
      local signed = any(4) == 1
      if signed then
        headers["alipay-timestamp"], headers["alipay-nonce"] = "1", "n"
        if any(2) == 1 then body = '{"a":' .. (any(2) == 1 and '"b"' or text(4)) .. "}" end
        headers["alipay-signature"] = ali:sign(protocol.reply_content("1", "n", body), "RSA2")
      end
      local reply = { status = statuses[any(#statuses)], headers = headers, body = body, timing = {} }
      local verdict = v3.judge(req, reply)
      local res, err = response.of(req, reply, verdict)
      if res then
        good = good + 1
        assert(signed and res.verified and reply.status // 100 == 2, "it was taken")
      else
        assert(errors.is(err) and tostring(err) and err:data())
      end
    end)
    assert.is_true(good > 0)
  end)

  it("event streams in any pieces", function()
    rounds(function()
      local bytes = text(60)
      local whole, parser = events.new(10000), events.new(10000)
      local wanted, found, at = whole:feed(bytes), {}, 1
      while at <= #bytes do
        local size = any(7)
        for _, event in ipairs(parser:feed(bytes:sub(at, at + size - 1))) do found[#found + 1] = event end
        at = at + size
      end
      assert(#wanted == #found, "another number of events")
      for i, event in ipairs(wanted) do
        for _, name in ipairs { "event", "data", "id", "retry" } do assert(event[name] == found[i][name], name) end
        assert(not event.data:find "\r", "a line's end within data")
      end
    end)
  end)

  it("paths that may be sent, and parameters within them", function()
    local client
    do
      local app, ali = support.keys()
      client = alipay.client { app_id = "1", private_key = app:pem(), alipay_public_key = ali:public():pem() }:v3()
    end
    rounds(function(count)
      local path = "/" .. text(6)
      local problem = operation.path_problem(path)
      if not problem then
        assert(path:find "^/[!-~]*$" and not path:find "[?#{}]", path)
        for segment in path:gmatch "[^/]+" do
          local plain = segment:gsub("%%2[eE]", ".")
          assert(plain ~= "." and plain ~= "..", path)
        end
      end
      paths.method("GET", path)
      if count % 10 ~= 0 then return end -- these are signed, which takes time
      local id = text(3)
      local options = { content = { activity_id = id } }
      local req, err = pipeline.build(client, "PATCH", "alipay.marketing.activity.ordervoucher.stop", options)
      if req then
        local segment = assert(req.target:match "^/v3/alipay/marketing/ordervoucher/activity/([^/?#]+)/stop$", req.target)
        local form = require "alipay.core.form"
        assert(form.decode("x=" .. segment)[1][2] == id, "it arrives as another value")
      else
        assert(err.kind == "parameter", tostring(err))
      end
    end)
  end)
end)
