-- SPDX-License-Identifier: MIT
-- Random bytes in the place of a reply: always an error object, never a throw, never a success. The seed is fixed; FUZZ_SECONDS=N
-- goes on for that long from a seed that it prints.

local alipay = require "alipay"
local errors = require "alipay.error"
local pipeline = require "alipay.call.pipeline"
local response = require "alipay.call.response"
local support = require "spec.support.client"
local v2 = require "alipay.v2"

local SEEDS = {
  '{"alipay_trade_query_response":{"code":"40004","msg":"x","sub_code":"ACQ.X","sub_msg":"y\\"\\u0026"},"sign":"AAAA"}',
  '{"alipay_trade_query_response":{"code":"10000"},"alipay_cert_sn":"0123456789abcdef0123456789abcdef","sign":"AA=="}',
  '{"alipay_trade_query_response":{"code":"40002","sub_code":"isv.invalid-signature","sub_msg":"验签出错，网关生成的验签字符串为：'
    .. 'app_id=2&amp;biz_content={&quot;a&quot;:&quot;1&quot;}&amp;method=a，解决方案：https://x"}}',
  '{"error_response":"isv.permission=no"}', '{"alipay_trade_query_response":"oHZxNKK18hR+Q0WYl1eImg==","sign":""}',
  "<html><head><title>502 Bad Gateway</title></head></html>", "\xEF\xBB\xBF{}", "",
}

local PIECES = {
  '"', "\\", '\\"', "\\u0026", "\\ud83d", "&amp;", "&quot;", "&#x41;", "{", "}", "[", "]", ":", ",", "=", "&", "%22", "\0", "\xFF",
  "\x81\x30", "\u{202E}", "\27[2J", "1e400", "-", "null", '"sign":', '"code":', '"c\\u006fde":', '"sub_msg":',
  '"isv.invalid-signature"', "验签字符串为：", "<title>", "</", (" "):rep(300), ("["):rep(600), ("a"):rep(300), "error_response",
  '"alipay_trade_query_response":',
}

local function random_reply()
  local text = SEEDS[math.random(#SEEDS)]
  for _ = 1, math.random(0, 8) do
    local at, kind = math.random(0, #text), math.random(5)
    if kind == 1 then text = text:sub(1, at) .. PIECES[math.random(#PIECES)] .. text:sub(at + 1)
    elseif kind == 2 then text = text:sub(1, at) .. string.char(math.random(0, 255)) .. text:sub(at + 2)
    elseif kind == 3 then text = text:sub(1, at) .. text:sub(at + math.random(1, 20))
    elseif kind == 4 then text = text:sub(1, at) .. SEEDS[math.random(#SEEDS)]:sub(math.random(1, 60))
    else text = text .. text:sub(at, at + math.random(0, 40)) end
  end
  return text
end

local STATUS = { 200, 200, 200, 200, 204, 302, 404, 502 }

describe("random bytes in the place of a reply", function()
  local client, req
  setup(function()
    local app, ali = support.keys()
    client = alipay.client {
      app_id = "2", private_key = app:pem(), alipay_public_key = ali:public():pem(), encrypt_key = "aa4BtZ4tspm2wnXLb1ThQA==",
    }
    req = assert(pipeline.build(client, "POST", "alipay.trade.query", { content = { trade_no = "1" } }))
  end)

  local function read(body, status)
    local reply = { status = status, headers = { location = body }, timing = {}, body = body }
    local res, err = response.of(req, reply, v2.judge(req, reply))
    assert(res == nil, "a success that nobody signed")
    assert(errors.is(err) and err.response and err.sent == true)
    assert(type(err.kind) == "string" and type(err.message) == "string")
    assert(not tostring(err):find "[\0-\8\11-\31\127]", "a control character")
    assert(type(tostring(err.response)) == "string" and type(err:data()) == "table")
    assert(type(err.response.request.string_to_sign) == "string")
  end

  it("are an error object that prints", function()
    local seconds = tonumber(os.getenv "FUZZ_SECONDS")
    local seed, stop = seconds and os.time() or 20261126, seconds and os.time() + seconds
    if seconds then print("seed " .. seed) end
    math.randomseed(seed)
    local count = 0
    repeat
      count = count + 1
      local body, status = random_reply(), STATUS[math.random(#STATUS)]
      local fine, message = pcall(read, body, status)
      if not fine then error(("%s\nstatus %d: %q"):format(tostring(message), status, body)) end
    until stop and os.time() >= stop or not stop and count == 3000
  end)
end)
