-- SPDX-License-Identifier: MIT
-- Faults that a gateway was asked for: which of them a request meets, and those that decide what is answered. How they spoil an answer on
-- its way is in alipay.gateway.faults.wire; what they do to a node and its signature, each protocol does.

local fault = require "alipay.gateway.fault"
local rules = require "alipay.gateway.faults.rules"

local M = {}

local NONE = setmetatable({}, { __newindex = function() error "a call without faults has none" end })

---Replace the rules; the count of each begins anew. One that cannot be read changes nothing.
---@param gw alipay.gateway
---@param texts string[]
---@return string[]|nil texts
---@return string|nil sentence what is wrong, with the rule
function M.set(gw, texts)
  local list = {}
  for i, text in ipairs(texts) do
    if type(text) ~= "string" then return nil, ("rule %d is not a text"):format(i) end
    local rule, wrong = rules.parse(text)
    if not rule then return nil, wrong end
    list[i] = rule
  end
  gw.fault_rules = list
  return texts
end

---The rules that hold, as they were given.
---@param gw alipay.gateway
---@return string[]
function M.list(gw)
  local texts = {}
  for i, rule in ipairs(gw.fault_rules) do texts[i] = rule.text end
  return texts
end

---The faults that a request meets, each of which counts it. Of two rules for one fault the first holds.
---@param gw alipay.gateway
---@param method string|nil its name; nil when it has none that is well-formed
---@return table<string, any> faults values by name
function M.of(gw, method)
  if #gw.fault_rules == 0 or not method then return NONE end
  local found
  for _, rule in ipairs(gw.fault_rules) do
    if rules.hits(rule, method) then
      found = found or {}
      if found[rule.fault] == nil then found[rule.fault] = rule.value end
    end
  end
  return found or NONE
end

---The faults that the next notification meets: duplicate, early, gbk and drop are true, late is seconds.
---@param gw alipay.gateway
---@return { duplicate: boolean?, late: number?, early: boolean?, gbk: boolean?, drop: boolean? } faults
function M.notification(gw)
  return M.of(gw, rules.NOTIFY)
end

---What is answered in place of doing the work of a call that is in order.
---@param call alipay.gateway.call
---@return alipay.gateway.fault|nil
function M.before_work(call)
  if call.faults.limit then return fault.new "isv.app-call-limited" end
  if call.faults.unknown == "not-done" then return fault.new "isp.unknow-error" end
end

---What is answered in place of the outcome of the work.
---@param call alipay.gateway.call
---@return alipay.gateway.fault|nil
function M.after_work(call)
  if call.faults.unknown == "done" then return fault.new "isp.unknow-error" end
end

---Hold the answer to the call that is being decided until something else is done, as a notification that comes before it.
---@param gw alipay.gateway
---@return fun() release may be called more than once; does nothing outside of a call
function M.hold(gw)
  local call, released = gw.deciding, false
  if not call then return function() end end
  call.holds = (call.holds or 0) + 1
  return function()
    if released then return end
    released, call.holds = true, call.holds - 1
    local answer = call.holds == 0 and call.when_free
    if not answer then return end
    call.when_free = nil -- calls are kept for those who look at them, answers are not
    answer()
  end
end

return M
