-- SPDX-License-Identifier: MIT
-- Faults on the way of an answer: late, slow, cut off, not there at all, or a proxy's page in its place. It knows no protocol.

local faults = require "alipay.gateway.faults"
local loop = require "alipay.core.loop"
local sorted = require "alipay.util.sorted"

local M = {}

-- A dripping answer comes in so many pieces a second, as far as it has bytes for them; bytes of the largest piece.
local PIECES, LARGEST = 10, 16384

local REASONS = { [400] = "Bad Request", [403] = "Forbidden", [404] = "Not Found", [429] = "Too Many Requests",
  [500] = "Internal Server Error", [502] = "Bad Gateway", [503] = "Service Unavailable", [504] = "Gateway Time-out" }

local function page_of(title)
  return ("<html>\r\n<head><title>%s</title></head>\r\n<body>\r\n<center><h1>%s</h1></center>\r\n</body>\r\n</html>\r\n"):format(
    title, title)
end

local HTML = { ["Content-Type"] = "text/html", ["Cache-Control"] = "no-store" }

-- A proxy in front answers, and the gateway never sees the request.
local function instead(met, exchange)
  if met.reset == "before" then
    exchange:drop()
    return "reset"
  elseif met.http then
    exchange:respond(met.http, HTML, page_of(("%d %s"):format(met.http, REASONS[met.http] or "Error")))
    return "http " .. met.http
  elseif met.html then
    exchange:respond(200, HTML, page_of "System Maintenance")
    return "html"
  end
end

local function drip(stream, body, rate)
  local piece, sent = math.min(math.max(1, rate // PIECES), LARGEST), 0
  local function more()
    local ok, reason = stream:write(body:sub(sent + 1, sent + piece))
    if ok then sent = sent + piece end
    if reason == "closed" or sent >= #body then return stream:close() end
    loop.timer(piece / rate, more, true)
  end
  more()
end

local function send(met, exchange, status, headers, body)
  if met.reset == "after" then return exchange:drop() end
  if met.truncate and met.truncate < #body then
    return exchange:respond_part(status, headers, body, met.truncate)
  end
  if met.drip then return drip(exchange:stream(status, headers), body, met.drip) end
  exchange:respond(status, headers, body)
end

-- After the seconds of `delay`, and not before what holds the answer to the call is done.
local function later(call, fn)
  local function when_free()
    if not call.holds or call.holds == 0 then return fn() end
    call.when_free = fn
  end
  if not call.faults.delay then return when_free() end
  loop.timer(call.faults.delay, when_free, true)
end

local wrapped = {}
wrapped.__index = wrapped

function wrapped:respond(status, headers, body)
  later(self.call, function() send(self.call.faults, self.exchange, status, headers, body) end)
end

---Let a call meet its faults, once its method is known: `call.faults` has them, by name.
---@param gw alipay.gateway
---@param call alipay.gateway.call
---@param exchange core.exchange
---@return core.exchange|nil exchange through which it is answered; nil when it was answered already
---@return string|nil verdict of that, for the log
function M.meet(gw, call, exchange)
  call.faults = faults.of(gw, call.method)
  local proxy = setmetatable({ call = call, exchange = exchange }, wrapped)
  local met = call.faults
  if met.reset == "before" or met.http or met.html then
    local verdict
    later(call, function() verdict = instead(met, exchange) end)
    return nil, verdict or "delayed " .. table.concat(sorted(met), " ")
  end
  return proxy
end

return M
