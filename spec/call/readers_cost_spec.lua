-- SPDX-License-Identifier: MIT
-- As cost_spec.lua, for all other readers of text from outside: replies and event streams of V3, notifications and what front ends
-- hand over, bills, files, codes, what the prompt shows, and what clients send to the local gateway. Requests and notifications that
-- have a shape of their own are measured in spec/notify/repairs_spec.lua and spec/client/miniprogram_spec.lua.

local alipay = require "alipay"
local autopsy = require "alipay.call.autopsy"
local cost = require "spec.support.cost"
local errors = require "alipay.error"
local json = require "alipay.json"
local pipeline = require "alipay.call.pipeline"
local support = require "spec.support.client"

local each_text = cost.assert_linear_in_text
local QUOTED = "验签出错，网关生成的验签字符串为："

local client, v3, req
setup(function()
  local app, ali = support.keys()
  client = alipay.client { app_id = "1", private_key = app:pem(), alipay_public_key = ali:public():pem() }
  v3 = client:v3()
  req = assert(pipeline.build(v3, "POST", "POST /v3/a/b", {
    verb = "POST", path = "/v3/a/b", query = { a = "x y" }, content = { k = "v" },
  }))
end)

-- Not that it reads it, but how long that takes.
local function tolerant(read)
  return function(text)
    local ok, reason = pcall(read, text)
    if not ok and type(reason) == "string" and reason:find "attempt to" then error(reason, 0) end
  end
end

local function each(readers)
  for name, case in pairs(readers) do
    it(name, function() each_text(name, tolerant(case[1]), case[2] or { "" }, case[3]) end)
  end
end

describe("the time of reading what V3 answers:", function()
  local events = require "alipay.v3.events"
  local members = require "alipay.v3.members"
  local reply = require "alipay.v3.reply"

  local function judge(status, headers)
    return function(text) reply.judge(req, { status = status, headers = headers, body = text, size = #text }) end
  end
  local signed = {
    ["alipay-signature"] = "QUJD", ["alipay-timestamp"] = "1", ["alipay-nonce"] = "n", ["content-type"] = "application/json",
  }
  each {
    ["a success"] = { judge(200, signed), { "", '{"a":"' } },
    ["a refusal"] = { judge(400, {}), { "", '{"code":"INVALID_PARAMETER","message":"', "<html><title>" } },
    ["a refused signature"] = { function(text) autopsy.describe(autopsy.examine(req, text)) end,
      { QUOTED, QUOTED .. "app_id=1", QUOTED .. req.string_to_sign } },
    ["members of a body"] = { function(text)
      members.of(text)
      members.text_of(text)
    end, { "", '{"a":"', '{"a":' } },
    ["events"] = { function(text) events.new(1 << 20):feed(text) end, { "", "data: ", "id: ", "retry: 1" } },
    ["events in pieces"] = { function(text)
      local parser = events.new(1 << 20)
      for at = 1, #text, 100 do parser:feed(text:sub(at, at + 99)) end
    end, { "", "data: " } },
  }
end)

describe("the time of reading what front ends and browsers hand over:", function()
  local notify = require "alipay.notify"
  local redirect = require "alipay.gateway.redirect"
  local brief = { brief = true } -- what is tried beyond is bounded by a budget: spec/notify/repairs_spec.lua
  each {
    ["a notification"] = { function(text) notify.verify(text, client, brief) end,
      { "", "a=", "sign=QUJD&sign_type=RSA2&a=", '{"sign":"QUJD","a":"' } },
    ["the result of an app"] = { function(text) notify.verify_result(text, client) end,
      { "", "resultStatus={9000};result={", '{"alipay_trade_app_pay_response":"' } },
    ["data of a mini program"] = { function(text) alipay.miniprogram.decrypt(text, client) end, { "", '{"response":"' } },
    ["a consent"] = { require("alipay.oauth").read_redirect, { "", "https://a.b/?auth_code=" } },
    ["an address to return to"] = { function(text)
      redirect.is_safe(text)
      redirect.ascii(text)
    end, { "", "https://" } },
    ["a form"] = { require("alipay.core.form").decode, { "", "a=" } },
  }
end)

describe("the time of reading files:", function()
  local csv = require "alipay.core.csv"
  local key = require "alipay.core.key"
  local fs = require "alipay.core.fs"
  local orders = require "alipay.bill.orders"
  local box
  setup(function() box = assert(fs.temporary "readers-cost-spec-") end)
  teardown(function() fs.remove(box) end)
  local function table_of(charset)
    return function(text)
      local reader <close> = assert(csv.open(charset))
      reader:add(text)
      reader:finish()
      while reader:line() do end
    end
  end
  local function rows(text)
    local reader <close> = assert(csv.open "GB18030")
    reader:columns({ "a", "b", "c" }, { { column = 2, where = 1, text = "x" } })
    reader:add(text)
    reader:finish()
    while true do
      local row, _, class = reader:row()
      if row == nil or class then return end
      if row == false then reader:line() end
    end
  end
  local function read_orders(text)
    assert(fs.replace(box .. "/orders.csv", text))
    orders.read({ name = "orders", path = box .. "/orders.csv", columns = {} }, nil, function() end)
  end
  each {
    ["a table"] = { table_of "GB18030", { "", "a,b,c\n" } },
    ["a table in UTF-8"] = { table_of "UTF-8", { "", "a,\"b" } },
    ["rows of a bill"] = { rows, { "", "x,1.00,c\nx," } },
    ["a shop's orders"] = { read_orders, { "out_trade_no,amount\n", "out_trade_no,amount\n1," } },
    ["an address of a bill"] = { function(text)
      local address = require "alipay.bill.address"
      address.shown(text)
      address.candidates("https://a.b/gateway.do", text)
    end, { "", "https://a.b/c?bizType=" } },
    ["a time of a bill"] = { require("alipay.bill.table").time, { "", "2026-11-26 " } },
    ["a key"] = { function(text)
      key.load_private(text)
      key.load_public(text)
    end, { "", "-----BEGIN PRIVATE KEY-----\n" } },
    ["a certificate"] = { require("alipay.core.cert").load, { "", "-----BEGIN CERTIFICATE-----\n" } },
    ["a saved reply"] = { function(text) require("alipay.cli.verify.saved").verify(v3, text) end,
      { "", "HTTP/1.1 200 OK\nalipay-signature: ", "HTTP/1.1 200 OK\n\n" } },
    ["JSON"] = { json.decode, { "", '{"a":"', "[" } },
    ["JSON that is laid out"] = { function(text) json.pretty(text) end, { '{"a":"', "[" } },
  }
end)

describe("the time of showing what others wrote:", function()
  local codes = require "alipay.codes"
  local color = require "alipay.util.color"
  local html = require "alipay.util.html"
  local printer = require "alipay.repl.show.printer"
  local secrets = require "alipay.util.secrets"
  each {
    ["a code"] = { function(text)
      codes.explain(text)
      codes.search(text)
    end, { "", "ACQ." } },
    ["an error"] = { function(text)
      local err = errors.new("api", { code = "40004", sub_code = text, sub_msg = text, message = text })
      assert.is_string(tostring(err))
    end },
    ["text for a terminal"] = { function(text)
      color.plain(text)
      color.terminal(text)
      require("alipay.util.printable").text(text)
      require("alipay.util.printable").line(text)
    end },
    ["secrets in it"] = { function(text)
      secrets.found_in(text)
      secrets.shown(text)
      secrets.quoted(text)
    end, { "", "https://a:", "key=" } },
    ["HTML"] = { function(text) html.unescape(html.escape(text)) end },
    ["a value at the prompt"] = { function(text) printer.render({ text, a = { b = text } }, { width = 80, color = true }) end },
    ["lines of a page"] = { function(text) require("alipay.util.wrap").lines(text, 70) end },
    ["columns"] = { function(text) require("alipay.util.columns").render({ "a", "b" }, { { text, text } }) end },
    ["a line of Lua"] = { function(text)
      require("alipay.util.lexer").tokens(text)
      require("alipay.repl.compile").is_complete(text)
      require("alipay.repl.secrecy").is_secret(text)
    end, { "", "x = '" }, 1000 },
  }
end)

describe("the time of reading what clients send to the gateway:", function()
  local exchange = {}
  for _, name in ipairs { "problem", "query", "fields", "files", "headers" } do
    exchange[name] = function() return name ~= "problem" and exchange.with[name] or (name ~= "problem" and {}) or nil end
  end
  function exchange.body() return exchange.with.body or "" end
  function exchange.method() return "POST" end
  function exchange.target() return exchange.with.target or "/" end
  function exchange.path() return exchange.with.target or "/" end
  local function read_with(reader, what)
    return function(text)
      exchange.with = what(text)
      reader.read(exchange)
    end
  end
  local of_v2, of_v3 = require "alipay.gateway.v2.request", require "alipay.gateway.v3.request"
  local method_name = require "alipay.gateway.method_name"
  each {
    ["parameters of V2"] = { read_with(of_v2, function(text)
      return { fields = { { "method", text }, { "charset", text } }, query = { { "charset", text } } }
    end) },
    ["headers of V2"] = { read_with(of_v2, function(text) return { headers = { ["content-type"] = text } } end),
      { "", "a; charset=" } },
    ["an Authorization"] = { read_with(of_v3, function(text) return { headers = { authorization = text } } end),
      { "", "ALIPAY-SHA256withRSA ", "ALIPAY-SHA256withRSA app_id=" } },
    ["an address of V3"] = { read_with(of_v3, function(text) return { target = text } end), { "", "/v3/", "/v3/stream/" } },
    ["a method's name"] = { function(text)
      method_name.is_well_formed(text)
      method_name.fault(text)
    end, { "", "alipay." } },
    ["rules of faults"] = { require("alipay.gateway.faults.rules").parse, { "", "alipay.trade.pay:" } },
  }
end)
