-- SPDX-License-Identifier: MIT
-- Server-sent events: the parser by the standard's rules, and streams of a server that sends, waits, fails and lies.

local alipay = require "alipay"
local async = require "alipay.async"
local errors = require "alipay.error"
local events = require "alipay.v3.events"
local json = require "alipay.json"
local support = require "spec.support.client"

describe("an event stream is read:", function()
  local function read(text, size, limit)
    local parser, list = events.new(limit or 1000), {}
    for i = 1, #text, size or #text do
      local found, is_too_large = parser:feed(text:sub(i, i + (size or #text) - 1))
      for _, event in ipairs(found) do list[#list + 1] = event end
      if is_too_large then return nil, list end
    end
    return list
  end

  local CASES = {
    { "one line", "data: a\n\n", { { event = "message", data = "a", id = "" } } },
    { "many lines, blanks", "data:a\ndata:  b\ndata\n\n", { { event = "message", data = "a\n b\n", id = "" } } },
    { "type and id, which stays", "event: start\nid: 7\ndata: x\n\ndata: y\n\nid\ndata: z\n\n", {
      { event = "start", data = "x", id = "7" }, { event = "message", data = "y", id = "7" },
      { event = "message", data = "z", id = "" },
    } },
    { "comments and unknown fields", ": hi\n\nfoo: bar\n:data: no\nData: no\ndata: {\"a\": 1}\n\n",
      { { event = "message", data = '{"a": 1}', id = "" } } },
    { "retry in digits only", "retry: 1500\ndata: a\n\nretry: x\ndata: b\n\n",
      { { event = "message", data = "a", id = "", retry = 1500 }, { event = "message", data = "b", id = "", retry = 1500 } } },
    { "an event without data is none, and forgets its type", "event: a\n\ndata: b\n\n",
      { { event = "message", data = "b", id = "" } } },
    { "an id with a NUL is passed over", "id: 1\nid: a\0b\ndata: c\n\n", { { event = "message", data = "c", id = "1" } } },
    { "a byte order mark, once", "\xEF\xBB\xBFdata: a\n\n\xEF\xBB\xBFdata: b\n\n", { { event = "message", data = "a", id = "" } } },
    { "an event that has no end is none", "data: a\n\ndata: b\n", { { event = "message", data = "a", id = "" } } },
    { "empty data", "data:\n\n", { { event = "message", data = "", id = "" } } },
    { "colons in the value", "data: a: b:c\n\n", { { event = "message", data = "a: b:c", id = "" } } },
  }
  for _, case in ipairs(CASES) do
    it(case[1], function()
      for _, ending in ipairs { "\n", "\r\n", "\r" } do
        local text = case[2]:gsub("\n", ending)
        for size = 1, #text do
          local wanted = {}
          for i, event in ipairs(case[3]) do wanted[i] = event end
          assert.same(wanted, read(text, size), ("%s in pieces of %d, lines end with %q"):format(case[1], size, ending))
        end
      end
    end)
  end

  it("with a limit that holds for one event, and for no more than one", function()
    local text = ("data: %s\n\n"):format(("x"):rep(80)):rep(100)
    assert.equal(100, #read(text, 7, 100))
    local none, before = read(text .. ("data: %s\n"):format(("x"):rep(40)):rep(3), 7, 100)
    assert.is_nil(none)
    assert.equal(100, #before)
    none, before = read(text .. ("data: %s\n"):format(("x"):rep(100)), nil, 100) -- in one piece with those before it
    assert.is_nil(none)
    assert.equal(100, #before)
    assert.is_nil((read(("data: %s\n"):format(("x"):rep(40)):rep(3) .. "\n", 7, 100)))
    assert.is_nil((read(("x"):rep(101), 1, 100)))
  end)

  it("with comments and unknown fields for as long as they like", function()
    local list = read((": alive\nnone: x\n"):rep(100) .. "data: 1\n" .. (": alive\n"):rep(100) .. "\n", 7, 100)
    assert.same({ { event = "message", data = "1", id = "" } }, list)
  end)
end)

describe("client:v3():stream{}", function()
  local client, liar, answer
  setup(function()
    client, liar = support.liar(function(exchange) answer(exchange) end, { timeout = 20, max_body = 100000 })
    client = client:v3()
  end)
  teardown(function() liar.server:stop() end)

  local CALL = { path = "/v3/stream/alipay/cloud/nextbuilder/agent/chat/generate", content = { text = "hi" } }
  local HEADERS = { ["content-type"] = "text/event-stream;charset=utf-8" }

  it("gives events as they come, before the answer is whole", function()
    local stream
    answer = function(exchange)
      assert.equal("POST", exchange:method())
      assert.matches("text/event-stream", exchange:headers().accept, 1, true)
      assert.same({ text = "hi" }, json.decode(exchange:body()))
      stream = assert(exchange:stream(200, HEADERS))
      stream:write "event: start\ndata: 1\n\n"
    end
    local seen = {}
    for event in client:stream(CALL) do
      seen[#seen + 1] = event.event .. " " .. event.data
      -- The next one is written when this one was read: nothing waits for the end.
      if #seen == 1 then stream:write "data: 2\nid: 9\n\n"
      else stream:write "event: end\ndata: 3\n\n" stream:close() end
    end
    assert.same({ "start 1", "message 2", "end 3" }, seen)
  end)

  it("lets other tasks go on, and reads no faster than it is asked", function()
    local written, stream = 0, nil
    answer = function(exchange)
      stream = assert(exchange:stream(200, HEADERS))
      local function more()
        while stream:write(("data: %s\n\n"):format(("x"):rep(1000))) do written = written + 1 end
        if written < 2000 then require("alipay.core.loop").timer(0.001, more) else stream:close() end
      end
      more()
    end
    local ticks, count = 0, 0
    local done = false
    local ticker = async.run(function()
      while not done do
        async.sleep(0.001)
        ticks = ticks + 1
      end
    end)
    async.run(function()
      for event in client:stream(CALL) do
        assert.equal(1000, #event.data)
        count = count + 1
        if count == 1 then async.sleep(0.05) end
      end
      done = true
    end):wait(60)
    ticker:wait(60)
    assert.is_true(count >= 2000)
    assert.equal(written, count)
    assert.is_true(ticks > 0)
  end)

  it("gives what came before it broke, then the error", function()
    answer = function(exchange)
      local stream = assert(exchange:stream(200, HEADERS))
      stream:write "data: 1\n\n"
      stream:drop()
    end
    local stream = client:stream(CALL)
    local seen, event, err = {}, stream:next()
    while event do
      seen[#seen + 1] = event.data
      event, err = stream:next()
    end
    assert.is_true(err == nil or err.kind == "network")
    assert.is_true(#seen <= 1)
    local again, same = stream:next()
    assert.is_nil(again)
    assert.equal(err, same)
  end)

  it("raises the error of an answer that is none", function()
    local cases = {
      { 400, "application/json", '{"code":"invalid-app-id","message":"m"}', "api" },
      { 502, "text/html", "<html>", "http" }, { 200, "application/json", '{"a":1}', "signature" },
      { 200, "text/event-streams", "data: 1\n\n", "http" }, { 500, "text/event-stream", "data: 1\n\n", "http" },
    }
    for _, case in ipairs(cases) do
      answer = function(exchange) exchange:respond(case[1], { ["content-type"] = case[2] }, case[3]) end
      local fine, err = pcall(function() for _ in client:stream(CALL) do error "an event" end end)
      assert.is_false(fine)
      assert.is_true(errors.is(err), tostring(err))
      assert.equal(case[4], err.kind)
      local event, same_kind = client:stream(CALL):next()
      assert.is_nil(event)
      assert.equal(case[4], same_kind.kind)
    end
    answer = function(exchange)
      local body = '{"a":1}'
      local content = require("alipay.v3.protocol").reply_content("1", "n", body)
      exchange:respond(200, { ["content-type"] = "application/json", ["alipay-timestamp"] = "1", ["alipay-nonce"] = "n",
        ["alipay-signature"] = liar.sign(content) }, body)
    end
    local _, err = client:stream(CALL):next()
    assert.matches("no event stream but of type application/json", err.message, 1, true)
  end)

  it("ends when it is cancelled, closed or left", function()
    local stream
    answer = function(exchange)
      stream = assert(exchange:stream(200, HEADERS))
      stream:write "data: 1\n\n"
    end
    local left
    for event in client:stream(CALL) do
      left = event.data
      if left then break end
    end
    assert.equal("1", left)
    local s = client:stream(CALL)
    assert.equal("1", s:next().data)
    s:cancel()
    s:cancel()
    local event, err = s:next()
    assert.same({ nil, "cancelled" }, { event, err.kind })
    assert.is_nil(s())
    do
      local closed <close> = client:stream(CALL)
      assert.equal("1", closed:next().data)
    end
    local waits = client:stream(CALL)
    local p = async.run(function()
      waits:next()
      return select(2, waits:next())
    end)
    async.run(function()
      async.sleep(0.05)
      waits:cancel()
    end)
    assert.equal("cancelled", p:wait(20).kind)
  end)

  it("refuses an event that is too large, a wrong call, and what cannot be sent", function()
    answer = function(exchange)
      local stream = assert(exchange:stream(200, HEADERS))
      stream:write("data: " .. ("x"):rep(60000))
      require("alipay.core.loop").timer(0.01, function() stream:write(("x"):rep(60000)) end)
    end
    local _, err = client:stream(CALL):next()
    assert.same({ "http", true }, { err.kind, err.message:find("max_body", 1, true) ~= nil })
    local fine, message = pcall(client.stream, client, { content = {} })
    assert.is_false(fine)
    assert.matches("stream: path is missing", message)
    local app, ali = support.keys()
    local sm2 = alipay.client { app_id = "1", private_key = app:pem(), alipay_public_key = ali:public():pem(), sign_type = "RSA" }
    _, err = sm2:stream(CALL):next()
    assert.equal("parameter", err.kind)
  end)
end)
