-- SPDX-License-Identifier: MIT
-- GET {endpoint}/_control/events: tells a page, by server-sent events, which kinds of the control call `state` have something new. What
-- is new it asks for itself: so a gateway under load is not slowed down by those who watch it.

local control = require "alipay.gateway.control"
local json = require "alipay.json"
local loop = require "alipay.core.loop"
local page = require "alipay.gateway.page"
local sorted = require "alipay.util.sorted"

local M = {}

-- Seconds in which news are gathered, and after which a silent stream says that it is there: so it shows that a client is gone.
local GATHERED, SILENT = 0.1, 15

-- Each holds a connection.
local MOST = 32

local PATH = "/_control/events"

---Whether an address is this one.
---@param path string
---@return boolean
function M.owns(path)
  return path == PATH
end

local function count(set)
  local found = 0
  for _ in pairs(set) do found = found + 1 end
  return found
end

-- A subscriber who gathers kinds and writes them. One who does not read is told when he does.
local function subscribe(gw, stream)
  local news, timer, beat = {}, nil, nil
  local subscriber
  local function send(text)
    local ok, reason = stream:write(text)
    if not ok and reason == "closed" then
      gw.subscribers[subscriber] = nil
      if timer then timer:cancel() end
      beat:cancel()
    end
    return ok
  end
  local function flush()
    timer = nil
    if send(("event: changed\ndata: %s\n\n"):format(json.encode { kinds = sorted(news) })) then news = {} end
  end
  function subscriber(kind)
    news[kind] = true
    timer = timer or loop.timer(GATHERED, flush, true)
  end
  local function still_here()
    beat = loop.timer(SILENT, still_here, true)
    if next(news) then flush() else send ":\n\n" end
  end
  beat = loop.timer(SILENT, still_here, true)
  gw.subscribers[subscriber] = true
  send "retry: 1000\n\n"
end

---@param gw alipay.gateway
---@param exchange core.exchange
---@return string what
---@return integer status
function M.serve(gw, exchange)
  local headers = { ["Content-Type"] = "application/json", ["Cache-Control"] = "no-store", ["Server"] = "alipay-lua" }
  local status, sentence = control.refuse(gw, exchange)
  if not status and exchange:method() ~= "GET" then return PATH, page.not_allowed(exchange) end
  if not status and count(gw.subscribers) >= MOST then status, sentence = 503, "too many pages are watching" end
  if status then
    exchange:respond(status, headers, json.encode { error = sentence } .. "\n")
    return PATH, status
  end
  headers["Content-Type"] = "text/event-stream"
  subscribe(gw, assert(exchange:stream(200, headers)))
  return PATH, 200
end

return M
