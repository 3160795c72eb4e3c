-- SPDX-License-Identifier: MIT
-- A server of hostile replies: `alipay-lua spec/support/hostile.lua KEY`, KEY signs as Alipay would. It prints its port and the number
-- of replies; a request to /N/ gets the N-th. One connection after another, until it is killed.

local key = assert(require "alipay.core.key".load_private(arg[1]))
local socket = require "socket"

local OK = '{"code":"10000","msg":"Success"}'

local function signed(node) return ('{"alipay_trade_query_response":%s,"sign":"%s"}'):format(node, key:sign(node, "RSA2")) end

local function reply(body, headers, status)
  return ("HTTP/1.1 %s\r\nContent-Type: text/html;charset=utf-8\r\n%sContent-Length: %d\r\nConnection: close\r\n\r\n%s")
    :format(status or "200 OK", headers or "", #body, body)
end

local function zipped(bytes)
  local pipe = assert(io.popen(("head -c %d /dev/zero | gzip -1"):format(bytes)))
  local text = pipe:read "a"
  pipe:close()
  return text
end

local HEAD, CHUNKED = "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
local REFUSAL = '{"alipay_trade_query_response":{"code":"40002","sub_code":"isv.invalid-signature","sub_msg":"%s"}}'

-- A text is sent and the connection closed; { a, b } sends a and then b without an end; a function sends by itself.
local replies = {
  -- without an end
  { HEAD, ("X-Long: %s\r\n"):format(("a"):rep(8000)):rep(10) }, { HEAD, ("trace_id: x\r\n"):rep(5000) },
  { HEAD .. "X: ", ("a"):rep(65536) }, { HEAD .. "X: a\r\n", (" aaaaaaaaaaaaaaa\r\n"):rep(5000) },
  { "", ("HTTP/1.1 100 Continue\r\nX: y\r\n\r\n"):rep(1000) },
  { "", "HTTP/1.1 103 Early\r\n" .. ("X: yyyyyyyyyyyyyyy\r\n"):rep(1000) .. "\r\n" },
  { CHUNKED .. "0\r\n", ("X: yyyyyyyyyyyyyyy\r\n"):rep(1000) }, { CHUNKED, "10000\r\n" .. ("a"):rep(65536) .. "\r\n" },
  { CHUNKED .. "1;", ("a"):rep(65536) }, { HEAD .. "\r\n", ("a"):rep(65536) },
  { HEAD .. "Content-Length: 9223372036854775807\r\n\r\n", ("a"):rep(65536) }, { "", "\r\n" }, { HEAD, "" }, { "", "" },
  { HEAD .. "Transfer-Encoding: gzip, gzip, gzip, chunked\r\n\r\n", "5\r\nabcde\r\n" },
  function(send)
    for byte in reply(signed(OK)):gmatch "." do
      send(byte)
      socket.sleep(0.1)
    end
  end,
  -- heads
  HEAD .. "Content-Length: -5\r\n\r\nabc", HEAD .. "Content-Length: 3\r\nContent-Length: 5\r\n\r\nabcde",
  HEAD .. "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n", HEAD .. "Content-Length: 1e3\r\n\r\nabc",
  CHUNKED .. "zz\r\nabc\r\n0\r\n\r\n", CHUNKED .. "ffffffffffffffff\r\nabc", HEAD .. "no colon\r\n\r\nx", HEAD .. ": x\r\n\r\nx",
  HEAD:rep(3) .. "\r\n", "HTTP/1.1 999 x\r\n\r\n", "HTTP/1.1 -1 x\r\n\r\n", "HTTP/9.9 200 OK\r\n\r\nx",
  "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
  reply(signed(OK), "Upgrade: h2c\r\nConnection: Upgrade\r\n", "101 x"), signed(OK), "\0\0\0\0", ("\xff"):rep(3000),
  reply(signed(OK), "Location: file:///etc/passwd\r\n", "307 T"), reply("", "Location: http://127.0.0.1:1/\r\n", "302 Found"),
  reply(signed(OK), 'WWW-Authenticate: Basic realm="x"\r\nWWW-Authenticate: NTLM\r\n', "401 x"),
  HEAD .. ("X: y\r\n"):rep(55000) .. "\r\n" .. signed(OK), reply(zipped(20000000), "Content-Encoding: gzip\r\n"),
  HEAD .. "Transfer-Encoding: gzip, chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n", HEAD .. "X: a\0b\r\n\r\n" .. signed(OK),
  -- bodies
  reply "", reply "{", reply((" "):rep(1000000)), reply(signed(OK) .. "\0\0"), reply(signed(OK) .. "junk"),
  reply(signed(OK):sub(1, -30)), reply(("["):rep(1000000)), reply(signed(('{"a":'):rep(100000))),
  reply(signed('{"code":"10000","a":' .. ("["):rep(50000) .. ("]"):rep(50000) .. "}")),
  reply(signed '{"code":"10000","a":"\\ud800"}'),
  reply(signed '{"code":"10000","a":1e400}'), reply(signed '{"c\\u006fde":"40004"}'),
  reply(signed('{"code":"10000","a":' .. ("9"):rep(1000000) .. "e9e9}")), reply(REFUSAL:format(("x"):rep(7000000))),
  reply(REFUSAL:format(("x"):rep(60000000))),
  reply(REFUSAL:format('网关生成的验签字符串为：biz_content={\\"a\\":\\"' .. ("\\\\"):rep(20000))),
  reply(REFUSAL:format("网关生成的验签字符串为：" .. ("a=&"):rep(60000))), reply(REFUSAL:format(("\\u001b[2J\\u009b"):rep(20000))),
  reply("<html><title>" .. ("<title "):rep(100000)), reply("<html><title>" .. ("a "):rep(500000) .. "</title>"),
  reply('{"alipay_trade_query_response":' .. OK .. ',"alipay_trade_query_response":' .. OK .. ',"sign":"AA=="}'),
  reply('{"alipay_trade_query_response":' .. OK .. ',"sign":["A"]}'), reply('{"error_response":"' .. ("isv."):rep(200000) .. '"}'),
  reply(signed(OK):gsub('"sign"', '"alipay_cert_sn":"' .. ("0"):rep(1000000) .. '","sign"')),
  reply('{"alipay_trade_query_response":' .. OK .. ',"sign":"' .. ("A"):rep(4000000) .. '"}'),
}

local function read_request(peer)
  local line, length = assert(peer:receive "*l"), 0
  repeat
    local header = assert(peer:receive "*l")
    length = tonumber(header:lower():match "^content%-length: *(%d+)") or length
  until header == ""
  assert(peer:receive(length))
  return tonumber(line:match "/(%d+)/")
end

local function answer(peer)
  local chosen = replies[read_request(peer)]
  local function send(bytes) assert(peer:send(bytes)) end
  if type(chosen) == "string" then return send(chosen) end
  if type(chosen) == "function" then return chosen(send) end
  send(chosen[1])
  while chosen[2] ~= "" do send(chosen[2]) end
  peer:receive(1) -- until the other side has had enough
end

local listener = assert(socket.bind("127.0.0.1", 0))
local _, port = listener:getsockname()
print(port, #replies)
io.stdout:flush()
while true do
  local peer = listener:accept()
  pcall(answer, peer) -- ends when the client goes away
  peer:close()
end
