-- SPDX-License-Identifier: MIT
-- What the gateway says to a call, whatever the protocol: its checks, the method's definition, the method itself. It knows neither how
-- a call was read nor how the answer is written.

local answers = require "alipay.gateway.answers"
local api = require "alipay.api"
local definition = require "alipay.catalogue.definition"
local due = require "alipay.gateway.due"
local fault = require "alipay.gateway.fault"
local json = require "alipay.json"
local methods = require "alipay.gateway.methods"
local rules = require "alipay.catalogue.rules"
local wished_faults = require "alipay.gateway.faults"

local M = {}

---Find the method of a call: its handler, which may be the user's answer, and the definition of what it takes.
---@param gw alipay.gateway
---@param call alipay.gateway.call
---@return alipay.gateway.fault|nil fault
function M.find(gw, call)
  call.handler = answers.find(gw, call.method) or methods.find(call.method)
  if not call.handler or call.handler.streams and not call.streams then
    return fault.new("isv.invalid-method", "本地网关没有模拟该方法 (the local gateway does not simulate it): " .. call.method)
  end
  call.definition = not call.handler.given and api.find(call.method) or call.handler.definition
end

-- Faults of the values in the method's own words: `invalid` has them by parameter and rule, by rule, or for all of them.
local function invalid(call, faults)
  local words, first = call.handler.invalid, faults[1]
  if words then
    return fault.business(words[first.param .. " " .. first.rule] or words[first.rule] or words.any, definition.describe(faults))
  end
  local only_size = true
  for _, found in ipairs(faults) do only_size = only_size and found.rule == "size" end
  return fault.new(only_size and "isv.invalid-file-size" or "isv.invalid-parameter", definition.describe(faults))
end

local TEXTS, TABLES = { string = true, amount = true }, { object = true, list = true }

-- Values that were checked, as methods read them: what counts as missing is absent, a JSON number in place of a text is a text, JSON
-- text in place of an object or a list is read.
local function tidy(params, values)
  for _, param in ipairs(params) do
    local value = values[param.name]
    if rules.is_missing(value) then
      value = nil
    elseif TEXTS[param.type] and type(value) == "number" then
      value = json.encode(value):gsub("%.0$", "")
    elseif TABLES[param.type] and type(value) == "string" then
      value = json.decode(value)
    end
    values[param.name] = value
    if param.type == "object" and param.fields and value then tidy(param.fields, value) end
  end
end

-- The values of a call against the definition of its method, and what the method checks by itself.
local function check_values(gw, call)
  if call.handler.given then return nil end
  local faults = call.definition and definition.check(call.definition, call.values, true) or {}
  if #faults > 0 then
    return invalid(call, faults)
  end
  if call.definition then tidy(call.definition.params, call.values) end
  if call.handler.check then return call.handler.check(gw, call) end
end

-- A refusal of the business keeps members of the method's reply: those that it always keeps, and those that this one does.
local function keep(call, refused, kept)
  if refused.code ~= "40004" then return refused end
  for _, members in ipairs { call.handler.kept and call.handler.kept(call.values) or {}, kept or {} } do
    for name, value in pairs(members) do refused[name] = value end
  end
  return refused
end

local function run(gw, call, check)
  if call.problem then error("the files of a request cannot be kept: " .. call.problem, 0) end
  due.settle(gw) -- what has become due comes before what is asked now
  local refused = check(gw, call) or wished_faults.before_work(call)
  if refused then return refused, true end
  local fields, kept
  refused = check_values(gw, call)
  if not refused then fields, refused, kept = call.handler.answer(gw, call) end
  local instead = wished_faults.after_work(call)
  if instead then return instead, true end
  if fields then return fields, false end
  return keep(call, refused, kept), true
end

---Decide a call. An error in a check or a method, a database that fails among them, becomes the platform's 20000; the log has the
---reason.
---@param gw alipay.gateway
---@param call alipay.gateway.call
---@param check fun(gw: alipay.gateway, call: alipay.gateway.call): alipay.gateway.fault|nil the protocol's own checks, which leave the call with its handler, definition and values
---@return table<string, any>|alipay.gateway.fault fields members of the answer
---@return boolean is_fault
function M.run(gw, call, check)
  local traced
  gw.deciding = call
  local fine, fields, is_fault = xpcall(run, function(message)
    traced = debug.traceback(tostring(message), 2)
  end, gw, call, check)
  gw.deciding = nil
  if fine then return fields, is_fault end
  gw:log("internal error: " .. tostring(traced))
  return fault.new "isp.unknow-error", true
end

return M
