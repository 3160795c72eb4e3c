-- SPDX-License-Identifier: MIT
-- Payments by clients of other languages, as their bytes travel: the official ones of PHP (AopClient), Python and Java write their
-- requests in ways of their own. What they check of an answer is checked on its bytes.

local control = require "spec.support.control"
local key = require "alipay.core.key"
local loop = require "alipay.core.loop"
local merchant = require "spec.support.merchant"
local socket = require "socket"
local support = require "spec.support.gateway"

local CONTENT = '{"out_trade_no":"%s","total_amount":"8.80","subject":"龙井茶 a\\/b~*"}'

-- As urlencode of PHP, quote_plus of Python and URLEncoder of Java do it, each with letters of its own that it leaves.
local function encoder(left)
  return function(text)
    return (text:gsub("[^%w" .. left .. "]", function(byte) return byte == " " and "+" or ("%%%02X"):format(byte:byte()) end))
  end
end

local function query(list, params, encode)
  local parts = {}
  for _, name in ipairs(list) do parts[#parts + 1] = name .. "=" .. encode(params[name] or "") end
  return table.concat(parts, "&")
end

local COMMON = { "app_id", "version", "format", "sign_type", "method", "timestamp", "notify_url", "charset", "sign" }

-- Each gives the bytes of a signed request.
local CLIENTS = {}

-- Parameters without a value are sent, too, and not signed; a `&` ends the query.
function CLIENTS.php(params, host)
  local encode = encoder "%-_."
  local list = { "app_id", "version", "format", "sign_type", "method", "timestamp", "alipay_sdk", "terminal_type", "terminal_info",
    "prod_code", "notify_url", "charset", "app_auth_token", "sign" }
  local body = "biz_content=" .. encode(params.biz_content)
  return ("POST /gateway.do?%s& HTTP/1.1\r\nHost: %s\r\nAccept: */*\r\n"
    .. "content-type: application/x-www-form-urlencoded;charset=UTF-8\r\n"
    .. "Content-Length: %d\r\n\r\n%s"):format(query(list, params, encode), host, #body, body)
end

-- The target is in absolute form.
function CLIENTS.python(params, host)
  local encode = encoder "%-_.~"
  local body = "biz_content=" .. encode(params.biz_content)
  return ("POST http://%s/gateway.do?%s HTTP/1.1\r\nHost: %s\r\nAccept-Encoding: identity\r\nContent-Length: %d\r\n"
    .. "Content-type: application/x-www-form-urlencoded;charset=utf-8\r\nCache-Control: no-cache\r\nConnection: Keep-Alive\r\n"
    .. "User-Agent: alipay-sdk-python\r\nlog-uuid: 0f8fad5b\r\n\r\n%s"):format(host, query(COMMON, params, encode), host, #body,
    body)
end

-- Two headers of the JDK's own, and `*` as it is.
function CLIENTS.java(params, host)
  local encode = encoder "%-_.*"
  local body = "biz_content=" .. encode(params.biz_content)
  return ("POST /gateway.do?%s HTTP/1.1\r\nAccept: text/xml,text/javascript,text/html\r\nUser-Agent: aop-sdk-java\r\n"
    .. "Content-Type: application/x-www-form-urlencoded;charset=UTF-8\r\nHost: %s\r\nConnection: keep-alive\r\n"
    .. "Content-Length: %d\r\n\r\n%s"):format(query(COMMON, params, encode), host, #body, body)
end

describe("a payment through the client of", function()
  local gw, shop

  setup(function()
    gw, shop = support.start(), merchant.start()
    shop.answer = "success"
  end)
  teardown(function()
    support.finish(gw)
    shop:stop()
  end)

  -- The body of the answer to a request.
  local function exchange(bytes)
    local peer = assert(socket.connect("127.0.0.1", tonumber(gw.endpoint:match "%d+$")))
    peer:settimeout(0)
    assert(peer:send(bytes))
    local heard, length = "", nil
    merchant.step_until(function()
      local whole, _, part = peer:receive "*a"
      heard = heard .. (whole or part or "")
      length = tonumber(heard:lower():match "\r\ncontent%-length: (%d+)")
      local body = heard:match "\r\n\r\n(.*)$"
      return length and body and #body >= length
    end)
    peer:close()
    return heard:match "\r\n\r\n(.*)$"
  end

  local function call(client, method, content, more)
    local params = support.params(gw, method, { charset = client == "python" and "utf-8" or "UTF-8", biz_content = content,
      alipay_sdk = client == "php" and "alipay-sdk-PHP-4.20.0" or nil, format = "json" })
    for name, value in pairs(more or {}) do params[name] = value end
    return exchange(CLIENTS[client](support.sign(gw, params), gw.endpoint:match "//(.*)$"))
  end

  -- The node as these clients find it: from its name to `,"sign"`. What they verify are these bytes.
  local function node_of(body, method)
    local name = '"' .. method:gsub("%.", "_") .. '_response":'
    local first = select(2, body:find(name, 1, true)) + 1
    local node = body:sub(first, body:find(',"sign"', first, true) - 1)
    local public = assert(key.load_public(gw:profile().alipay_public_key))
    assert.is_true(public:verify(node, body:match '"sign":"([^"]+)"', "RSA2"))
    return node
  end

  for client in pairs(CLIENTS) do
    it(client, function()
      local number = "C" .. client
      local made = node_of(call(client, "alipay.trade.precreate", CONTENT:format(number), { notify_url = shop.url }),
        "alipay.trade.precreate")
      assert.matches('^{"code":"10000","msg":"Success","out_trade_no":"' .. number .. '","qr_code":"http:\\/\\/', made)
      local query_content = ('{"out_trade_no":"%s"}'):format(number)
      local before = node_of(call(client, "alipay.trade.query", query_content), "alipay.trade.query")
      assert.matches("ACQ.TRADE_NOT_EXIST", before, 1, true)
      assert.equal("TRADE_SUCCESS", control.call(gw, "pay", { out_trade_no = number }).trade_status)
      local asked = node_of(call(client, "alipay.trade.query", query_content), "alipay.trade.query")
      assert.matches('"trade_status":"TRADE_SUCCESS"', asked, 1, true)
      assert.matches("subject=%E9%BE%99%E4%BA%95%E8%8C%B6%20a%2Fb~%2A", shop:take().body, 1, true)
      local refund = call(client, "alipay.trade.refund", ('{"out_trade_no":"%s","refund_amount":"8.80"}'):format(number))
      assert.matches('"fund_change":"Y"', node_of(refund, "alipay.trade.refund"), 1, true)
      shop:take()
      loop.step(0)
    end)
  end
end)
