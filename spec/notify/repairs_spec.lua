-- SPDX-License-Identifier: MIT
-- What frameworks do to a notification is named: one thing, or two at once; and whatever comes, the answer is a verdict, soon.

local alipay = require "alipay"
local cost = require "spec.support.cost"
local decimal = require "alipay.util.decimal"
local form = require "alipay.core.form"
local json = require "alipay.json"
local notify = require "alipay.notify"
local search = require "alipay.notify.search"
local support = require "spec.support.notify"
local text = require "alipay.core.text"

local client = support.client()

local function mapped(params, fn)
  local copy = {}
  for name, value in pairs(params) do copy[name] = name == "sign" and value or fn(value, name) end
  return copy
end

local function slashed(value) return (value:gsub([=[[\"']]=], "\\%0")) end
local function html(value) return (value:gsub("&", "&amp;"):gsub('"', "&quot;"):gsub("'", "&#039;")) end
local function decoded(value) return form.decode("v=" .. value)[1][2] end
local function trimmed(value) return (value:gsub("%s+$", "")) end

local function signed(extra) return support.sign(support.params(extra)) end

-- The codes that are found for changed parameters, none of which makes them acceptable.
local function codes(input)
  local n, err = notify.verify(input, client)
  assert.is_nil(n)
  assert.equal("signature", err.kind)
  return support.codes(err)
end

describe("a change is named:", function()
  for name, case in pairs {
    ["backslashes before quotes"] = { "backslashes", slashed },
    ["HTML entities, twice"] = { "html-escaped html-escaped", function(value) return html(html(value)) end },
    ["percent signs"] = { "not-decoded", form.escape },
    ["percent signs, twice"] = { "not-decoded not-decoded", function(value) return form.escape(form.escape(value)) end },
    ["JSON's escapes"] = { "json-escaped", function(value)
      return (value:gsub('"', '\\"'):gsub(utf8.charpattern, function(c)
        return #c > 1 and ("\\u%04x"):format(utf8.codepoint(c)) or nil
      end))
    end },
    ["Latin-1 for UTF-8"] = { "transcoded", function(value) return (text.convert(value, "ISO-8859-1", "UTF-8")) end },
    ["full-width quotes"] = { "full-width", function(value) return (value:gsub('"', "“")) end },
    ["lists"] = { "lists", function(value, name) return name == "sign_type" and value or '["' .. value .. '"]' end },
  } do
    it(name, function() assert.equal(case[1], codes(mapped(signed(), case[2]))) end)
  end

  it("a value's own backslashes do not hide those that were added", function()
    assert.equal("backslashes", codes(mapped(signed { body = [[C:\tea "x"]] }, slashed)))
    assert(notify.verify(signed { body = [[C:\tea "x"]] }, client))
  end)

  it("white space and line breaks", function()
    assert.equal("trimmed", codes(mapped(signed { subject = "tea " }, trimmed)))
    assert.equal("line-ends", codes(mapped(signed { body = "a\r\nb\r\nc" }, function(value)
      return (value:gsub("\r\n", "\n"))
    end)))
  end)

  it("empty parameters that were dropped", function()
    local params = signed { body = "" }
    params.body = nil
    assert.equal("empty-dropped", codes(params))
  end)

  it("names", function()
    local params = signed()
    local renamed = {}
    for name, value in pairs(params) do
      renamed[name == "sign_type" and name or name:gsub("_(%l)", string.upper)] = value
    end
    assert.equal("renamed", codes(renamed))
    renamed = {}
    for name, value in pairs(params) do renamed[name == "sign" and name or name .. "[]"] = value end
    assert.equal("lists", codes(renamed))
  end)

  it("characters that are lost", function()
    local lost = signed()
    lost.subject = "\u{FFFD}\u{FFFD}"
    assert.equal("lost-characters", codes(lost))
  end)

  it("a sign in every form that it is handed over in", function()
    local params
    repeat
      params = signed { notify_id = require("alipay.core.digest").nonce(34) }
    until params.sign:find("+", 1, true) and params.sign:find("/", 1, true)
    local sign = params.sign
    for code, changed in pairs {
      ["encoded-sign"] = form.escape(form.escape(sign)), ["spaces-in-sign"] = sign:gsub("%+", " "),
      ["urlsafe-sign"] = sign:gsub("%+", "-"):gsub("/", "_"), ["backslashes"] = sign:gsub("/", "\\/"),
      ["lists"] = '["' .. sign .. '"]',
      ["html-escaped"] = sign:gsub("%+", "&#43;"), ["cut-padding"] = sign:gsub("=", ""),
    } do
      params.sign = changed
      local n, err = notify.verify(params, client)
      assert.is_true(n ~= nil and code == "cut-padding" or n == nil and support.codes(err) == code, code)
    end
  end)

  it("texts that are no form", function()
    local params = signed()
    assert.equal("json-body", codes(json.encode(params)))
    assert.equal("multipart-body", codes('--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n'))
    assert.equal("whole-request", codes("POST /notify HTTP/1.1\r\nHost: x\r\n\r\n" .. form.encode(params)))
  end)
end)

describe("two changes at once are named:", function()
  for name, case in pairs {
    ["HTML entities and parameters of one's own"] = { "html-escaped extra-parameters", function(params)
      params = mapped(params, html)
      params.shop, params.lang = "1", "zh"
      return params
    end },
    ["backslashes and HTML entities"] = { "html-escaped backslashes", function(params)
      return mapped(params, function(value) return html(slashed(value)) end)
    end },
    ["HTML entities, then percent signs"] = { "not-decoded html-escaped", function(params)
      return mapped(params, function(value) return form.escape(html(value)) end)
    end },
    ["a sign with spaces and values decoded twice"] = { "spaces-in-sign decoded-twice", function(params)
      params = mapped(params, decoded)
      params.sign = params.sign:gsub("%+", " ")
      return params
    end },
    ["white space trimmed and parameters of one's own"] = { "extra-parameters trimmed", function(params)
      params = mapped(params, trimmed)
      params.shop = "1"
      return params
    end },
    ["backslashes and a trimmed value"] = { "backslashes trimmed", function(params)
      return mapped(params, function(value) return slashed(trimmed(value)) end)
    end },
  } do
    it(name, function()
      local params
      repeat
        params = signed { notify_id = require("alipay.core.digest").nonce(34), body = "tea ", subject = 'a "b"' }
      until params.sign:find("+", 1, true)
      assert.equal(case[1], codes(case[2](params)))
    end)
  end
end)

describe("parameters of one's own are named", function()
  it("whatever their number", function()
    for _, count in ipairs { 1, 3, 30, 1500 } do
      local params = signed()
      for i = 1, count do params["own" .. i] = tostring(i) end
      local _, err = notify.verify(params, client)
      assert.equal("extra-parameters", support.codes(err))
      assert.equal(count, #err.findings[1].names)
    end
  end)

  it("also where Alipay has parameters of their names", function()
    local names = { "body", "remark", "status", "store_id", "shop" }
    local query = {}
    for i, name in ipairs(names) do query[i] = name .. "=x" end
    for _, body in ipairs {
      table.concat(query, "&") .. "&" .. support.body(), support.body() .. "&" .. table.concat(query, "&"),
    } do
      local _, err = notify.verify(body, client)
      assert.equal("extra-parameters", support.codes(err))
      table.sort(names)
      assert.same(names, err.findings[1].names)
    end
    local params = signed()
    params.shop, params.lang, params.remark, params.store_id = "1", "zh", "x", "y" -- no order is known
    local _, err = notify.verify(params, client)
    assert.same({ "lang", "remark", "shop", "store_id" }, err.findings[1].names)
  end)

  it("but not one that Alipay signed and is not known to", function()
    local params = signed { a_new_one = "x" }
    params.shop = "1"
    local _, err = notify.verify(params, client)
    assert.same({ "shop" }, err.findings[1].names)
  end)
end)

describe("values in lists of one", function()
  it("are taken as they are, those of more are refused", function()
    local params = signed()
    local lists = {}
    for name, value in pairs(params) do lists[name] = { value } end
    assert(notify.verify(lists, client))
    lists.total_amount = { "88.80", "0.01" }
    local _, err = notify.verify(lists, client)
    assert.equal("duplicate", support.codes(err))
    lists.total_amount = { { amount = "1" } }
    local line = debug.getinfo(1, "l").currentline + 1
    local _, message = pcall(function() assert(notify.verify(lists, client)) end)
    assert.matches(("repairs_spec.lua:%d: notify: parameters are texts by name; 'total_amount' is a table: hand over the raw body")
      :format(line), message, 1, true)
  end)
end)

-- ---- whatever comes ----

local PIECES = {
  '"', "\\", '\\"', "%", "%25", "%zz", "&amp;", "&#x110000;", "&#99999999999999;", "&", "=", "[", "]", '["', "{", "\0", "\xff",
  "\x81\x30", "\u{FFFD}", "\r\n", "+", " ", "sign", "sign_type", "=RSA2", "\\ud800", "＂", "-", "_",
}

local function random_body(random, body)
  for _ = 1, random(1, 6) do
    local at, piece = random(0, #body), PIECES[random(#PIECES)]
    body = body:sub(1, at) .. piece:rep(random(1, 40)) .. body:sub(at + random(0, 3))
  end
  return body
end

describe("a hostile body", function()
  it("gets a verdict, never an error raised", function()
    math.randomseed(20261126)
    for _ = 1, tonumber(os.getenv "ALIPAY_FUZZ_ROUNDS") or 40 do
      local body = random_body(math.random, support.body { body = "x" })
      local ok, n, err = pcall(notify.verify, body, client)
      assert(ok, n)
      assert.is_true(n ~= nil or err.kind == "signature" and #err.findings > 0)
      ok, n, err = pcall(notify.verify_result, body, client)
      assert(ok, n)
      assert.equal("signature", n == nil and err.kind)
      local message = { response = "QUJD", sign = "QUJD", sign_type = "RSA2" }
      body = random_body(math.random, json.encode(math.random(2) == 1 and message or { response = json.encode(message) }))
      ok, n, err = pcall(alipay.miniprogram.decrypt, body, client)
      assert(ok, n)
      assert.is_true(n == nil and err ~= nil)
    end
  end)

  it("costs no more candidates and bytes than are set aside for it", function()
    for _, shape in ipairs { { 20, 10 }, { 30, 8000 }, { 38000, 1 } } do
      local params, verified, bytes = { sign = "x" }, 0, 0
      for i = 1, shape[1] do params["p" .. i] = ('a%22+&amp;"'):rep(shape[2] // 10 + 1) end
      assert.is_nil(search.find(params, {}, function(candidate)
        verified = verified + 1
        for name, value in pairs(candidate) do bytes = bytes + #name + #value end
        return false
      end))
      assert.is_true(verified <= 2500 and verified > 0, verified)
      assert.is_true(bytes <= 16 * 1048576, bytes)
    end
  end)

  it("is read in time that is proportional to its size", function()
    local brief = { brief = true }
    local sign = "&sign=" .. ("A"):rep(342) .. "%3D%3D&sign_type=RSA2&alipay_cert_sn=1"
    for name, make in pairs {
      ["one value"] = function(size) return "a=" .. ("b%22+"):rep(size) .. sign end,
      ["many names"] = function(size)
        local list = {}
        for i = 1, size do list[i] = i .. "=" end
        return table.concat(list, "&") .. sign
      end,
      ["ampersands"] = function(size) return ("&"):rep(size) .. sign end,
      ["percent signs"] = function(size) return "a=" .. ("%"):rep(size) .. sign end,
      ["escaped names"] = function(size) return "a=" .. ("%26app_id%3D"):rep(size) .. sign end,
      ["a long sign"] = function(size) return "a=b&sign=" .. ("A-_+%20"):rep(size) end,
      ["brackets"] = function(size) return "[" .. ("["):rep(size) .. sign end,
    } do
      cost.assert_linear(name, function(size) notify.verify(make(size), client, brief) end, 500)
    end
  end)

  it("that is an app's result, or an amount, too", function()
    for name, make in pairs {
      function(size) return "resultStatus=" .. (";result={"):rep(size) end,
      function(size) return "resultStatus=" .. (";result={}"):rep(size) .. (" "):rep(4 * size) .. "x" end,
      function(size) return "resultStatus=;result={" .. ("}         "):rep(size) .. "x" end,
      function(size) return '{"alipay_trade_app_pay_response":' .. ("{"):rep(size) end,
      function(size) return ('{"alipay_trade_app_pay_response"'):rep(size) end,
      function(size) return ("\\"):rep(size) .. '"' end,
      function(size) return ("%22"):rep(size) end,
    } do
      cost.assert_linear("result " .. name, function(size) notify.verify_result(make(size), client) end, 500)
    end
    for _, make in ipairs {
      function(size) return ("0"):rep(size) .. "x" end, function(size) return "1." .. ("0"):rep(size) .. "1" end,
      function(size) return "1." .. ("0"):rep(size) end,
    } do
      cost.assert_linear("amount", function(size) decimal.normal(make(size)) end, 500)
    end
  end)
end)
