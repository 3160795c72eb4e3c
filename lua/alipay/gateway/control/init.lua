-- SPDX-License-Identifier: MIT
-- Control calls: POST {endpoint}/_control/NAME with a JSON object, by whoever has the gateway's token. They do what buyers, merchants
-- and time do. One file of this folder each; what a call does is decided in the room whose matter it is.

local digest = require "alipay.core.digest"
local due = require "alipay.gateway.due"
local json = require "alipay.json"

local M = {}

-- A call is run(gw, given, body) -> answer, or nil, sentence, status (400 when none is given); an answer that is a function gives the true
-- one later, to the function that it is called with. `fields` are the types of what it takes.
local CALLS = {
  answers = require "alipay.gateway.control.answers",
  apps = require "alipay.gateway.control.apps",
  clock = require "alipay.gateway.control.clock",
  faults = require "alipay.gateway.control.faults",
  notify = require "alipay.gateway.control.notify",
  pay = require "alipay.gateway.control.pay",
  state = require "alipay.gateway.control.state",
  trigger = require "alipay.gateway.control.trigger",
}

local PREFIX = "/_control/"

---Whether an address is one of control.
---@param path string
---@return boolean
function M.owns(path)
  return path:sub(1, #PREFIX) == PREFIX
end

-- A page of another origin may not act, whatever it got hold of. A name that leads here could be anybody's (DNS rebinding), so a host
-- that is not the gateway's own by name must be an address.
local function is_own_origin(gw, origin, host)
  if origin == gw.endpoint or gw.tls and origin == gw.tls.endpoint then return true end
  local is_address = host:find "^[%d.]+:%d+$" or host:find "^%[[%x:.]+%]:%d+$" or host:find "^localhost:%d+$"
  return is_address ~= nil and origin == "http://" .. host
end

---Whether a request may control the gateway.
---@param gw alipay.gateway
---@param exchange core.exchange
---@return integer|nil status nil when it may; else that of the refusal
---@return string|nil sentence why not
function M.refuse(gw, exchange)
  local headers = exchange:headers()
  if headers.origin and not is_own_origin(gw, headers.origin, headers.host or "") then
    return 403, "this request comes from a page of another origin"
  end
  local given = (headers.authorization or ""):match "^[Bb]earer +(%S+)$"
  if not given then return 401, "send the header `Authorization: Bearer TOKEN`: control_token in gateway.json has the token" end
  -- Digests tell by how long their comparison takes nothing about the token.
  if digest.sha256(given) ~= digest.sha256(gw.control_token) then
    return 401, "the token is not this gateway's: control_token in its gateway.json has it"
  end
end

local function read(exchange)
  if (exchange:headers()["content-type"] or ""):lower():find "^multipart/" then
    return nil, "the body must be a JSON object, not a multipart form", 415
  end
  local body = exchange:body()
  if not body:find "%S" then return {} end
  local given, message = json.decode(body)
  if given == nil and message then return nil, "the body is not JSON: " .. message end
  if type(given) ~= "table" or not body:find "^%s*{" then return nil, "the body must be a JSON object" end
  return given
end

-- Names and types of what was given. A JSON null counts as not given unless the call says otherwise.
local function check(call, given)
  for name, value in pairs(given) do
    local wanted = call.fields[name]
    if not wanted then return ("unknown field '%s'"):format(tostring(name)) end
    local found = math.type(value) or type(value)
    if value == json.null then
      if wanted ~= "any" then given[name] = nil end
    elseif wanted ~= "any" and found ~= wanted then
      return ("'%s' must be %s"):format(name, wanted == "integer" and "a whole number" or "of type " .. wanted)
    end
  end
end

-- Stands for an answer that is given later.
local LATER = {}

local function respond(exchange, status, content)
  local headers = {
    ["Content-Type"] = "application/json", ["Cache-Control"] = "no-store", ["Server"] = "alipay-lua",
    ["X-Content-Type-Options"] = "nosniff",
  }
  if status == 401 then headers["WWW-Authenticate"] = "Bearer" end
  if status == 405 then headers["Allow"] = "POST" end
  exchange:respond(status, headers, json.encode(content) .. "\n")
end

---Make a control call from Lua: what is given is checked as if it came by HTTP.
---@param gw alipay.gateway
---@param name string
---@param given table<string, any>
---@return any|nil answer raises for a field that the call does not take
---@return string|nil sentence why it cannot be done
function M.run(gw, name, given)
  local wrong = check(CALLS[name], given)
  if wrong then error("gateway: " .. wrong, 0) end
  due.settle(gw)
  local result, sentence = CALLS[name].run(gw, given)
  due.follow(gw)
  return result, sentence
end

local function answer(gw, exchange, name)
  local status, sentence = M.refuse(gw, exchange)
  if status then return nil, sentence, status end
  local call = CALLS[name]
  if not call then return nil, "there is no control call of this name", 404 end
  if exchange:method() ~= "POST" then return nil, "a control call is a POST", 405 end
  local given
  given, sentence, status = read(exchange)
  if not given then return nil, sentence, status end
  sentence = check(call, given)
  if sentence then return nil, sentence end
  local fine, result, traced
  fine, result, sentence, status = xpcall(function()
    due.settle(gw)
    local done, why, code = call.run(gw, given, exchange:body())
    if type(done) ~= "function" then return done, why, code end
    done(function(later) respond(exchange, 200, later) end)
    return LATER
  end, function(message) traced = debug.traceback(tostring(message), 2) end)
  if fine then return result, sentence, status end
  gw:log("internal error: " .. traced)
  return nil, "the gateway failed, and its log says why", 500
end

---Answer a request.
---@param gw alipay.gateway
---@param exchange core.exchange
---@return string what
---@return integer status
function M.serve(gw, exchange)
  local name = exchange:path():sub(#PREFIX + 1)
  local result, sentence, status = answer(gw, exchange, name)
  status = result and 200 or status or 400
  if result ~= LATER then respond(exchange, status, result or { error = sentence }) end
  return exchange:path(), status
end

return M
