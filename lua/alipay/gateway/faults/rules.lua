-- SPDX-License-Identifier: MIT
-- Reads rules of faults, `METHOD[:nth=N|:every=N|:p=P][:seed=N]:FAULT[=VALUE]`, and says which request one hits. What a fault does is
-- in the modules beside this one.

local digest = require "alipay.core.digest"
local method_name = require "alipay.gateway.method_name"
local nearest = require "alipay.util.nearest"
local printable = require "alipay.util.printable"
local sorted = require "alipay.util.sorted"

local M = {}

-- Readers of values: the value, or nil and what it must be.

local function none(text)
  if text == nil then return true end
  return nil, "takes no value"
end

local function whole(from, to)
  return function(text)
    local number = text and text:find "^%d+$" and #text < 16 and math.tointeger(tonumber(text))
    if number and number >= from and number <= to then return number end
    return nil, ("needs a whole number from %d to %d"):format(from, to)
  end
end

local function seconds(text)
  local number = text and #text < 16 and text:find "^%d[%d.]*$" and tonumber(text)
  if number and number <= 3600 then return number end
  return nil, "needs seconds, at most 3600"
end

local function probability(text)
  local number = text and #text < 24 and text:find "^[01]?%.?%d*$" and tonumber(text)
  if number and number > 0 and number <= 1 then return number end
  return nil, "needs a probability above 0, at most 1"
end

local function one_of(...)
  local names = { ... }
  return function(text)
    for _, name in ipairs(names) do
      if text == name then return name end
    end
    return nil, "must be " .. table.concat(names, " or ")
  end
end

local function reset(text)
  return one_of("before", "after")(text or "before")
end

local MOST = 1 << 40

local OF_CALLS = {
  delay = seconds, drip = whole(1, MOST), reset = reset, truncate = whole(0, MOST), http = whole(400, 599), html = none,
  unknown = one_of("done", "not-done"), limit = none, sign = one_of("wrong", "missing", "null"), tamper = none,
  ["duplicate-node"] = none, cert = one_of "rotated", charset = one_of "gbk", slash = one_of "plain",
  v3 = one_of("202", "204", "wrong-sn", "no-encrypt-header"),
}

local OF_NOTIFICATIONS = { duplicate = none, late = seconds, early = none, gbk = none, drop = none }

local WHEN = { nth = whole(1, MOST), every = whole(1, MOST), p = probability, seed = whole(0, MOST) }

---The METHOD of rules for notifications.
M.NOTIFY = "notify"

local function split(text)
  local parts = {}
  for part in (text .. ":"):gmatch "([^:]*):" do
    local name, value = part:match "^([^=]*)=(.*)$"
    parts[#parts + 1] = { name = name or part, value = value }
  end
  return parts
end

-- What is wrong with the METHOD of a rule; a name that no method has would never be hit.
local function check_method(name)
  if name == M.NOTIFY or name:find "^[%w.]*%*$" then return nil end
  if not name:find "^[%w.]+$" then return "it must begin with a method, or with the beginning of one and `*`" end
  return method_name.fault(name)
end

local function read_when(rule, parts)
  for i = 2, #parts - 1 do
    local name = parts[i].name
    local reader = WHEN[name]
    if not reader then return ("'%s' is none of nth, every, p and seed"):format(name) end
    if rule[name] then return ("'%s' stands twice"):format(name) end
    local value, wanted = reader(parts[i].value)
    if not value then return ("'%s' %s"):format(name, wanted) end
    rule[name] = value
  end
  local count = (rule.nth and 1 or 0) + (rule.every and 1 or 0) + (rule.p and 1 or 0)
  if count > 1 then return "only one of nth, every and p can hold" end
  if rule.seed and not rule.p then return "'seed' belongs to p" end
end

local function read_fault(rule, part)
  local faults = rule.method == M.NOTIFY and OF_NOTIFICATIONS or OF_CALLS
  local reader = faults[part.name]
  if not reader then
    local near = nearest.find(part.name, sorted(faults), 1)[1]
    return ("there is no fault '%s'%s; there are %s"):format(part.name, near and ", did you mean " .. near or "",
      table.concat(sorted(faults), ", "))
  end
  local value, wanted = reader(part.value)
  if not value then return ("'%s' %s"):format(part.name, wanted) end
  rule.fault, rule.value = part.name, value
end

local function read(rule, text)
  local parts = split(text)
  if #parts < 2 then return "it needs a method and a fault, as alipay.trade.pay:delay=3" end
  local wrong = parts[1].value and "it must begin with a method" or check_method(parts[1].name)
  if wrong then return wrong end
  rule.method = parts[1].name
  return read_when(rule, parts) or read_fault(rule, parts[#parts])
end

---@class alipay.gateway.fault_rule
---@field text string as given
---@field method string its METHOD
---@field fault string
---@field value any
---@field seen integer requests of its method since it was set

---Read a rule.
---@param text string
---@return alipay.gateway.fault_rule|nil
---@return string|nil sentence what is wrong, with the rule
function M.parse(text)
  local rule = { text = text, seen = 0 }
  local wrong = read(rule, text)
  if wrong then return nil, ("rule '%s': %s"):format(printable.line(text:sub(1, 200)), printable.line(wrong)) end
  rule.seed = rule.seed or rule.p and digest.nonce(8)
  return rule
end

local function holds_for(rule, method)
  if rule.method:sub(-1) ~= "*" then return rule.method == method end
  return method ~= M.NOTIFY and method:sub(1, #rule.method - 1) == rule.method:sub(1, -2)
end

-- The same seed gives the same pattern: the number of a request and the seed decide, by a digest.
local function chance(rule)
  local digits = digest.sha256(("%s %d"):format(rule.seed, rule.seen)):sub(1, 12)
  return tonumber(digits, 16) < rule.p * (1 << 48)
end

---Whether a rule hits a request, which it counts.
---@param rule alipay.gateway.fault_rule
---@param method string
---@return boolean
function M.hits(rule, method)
  if not holds_for(rule, method) then return false end
  rule.seen = rule.seen + 1
  if rule.nth then return rule.seen == rule.nth end
  if rule.every then return rule.seen % rule.every == 0 end
  return not rule.p or chance(rule)
end

return M
