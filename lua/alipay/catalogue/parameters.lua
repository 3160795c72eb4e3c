-- SPDX-License-Identifier: MIT
-- The parameters of a method as people want to see them: the rules of its definition, where there is one, laid over what the
-- catalogue knows, those that matter first. It checks nothing.

local api = require "alipay.api"
local describe = require "alipay.catalogue.describe"

local M = {}

---@class alipay.parameter
---@field name string
---@field type string as in the definition, else as in the catalogue
---@field list boolean|nil an array of these
---@field place "content"|"query"|"body"|nil the option of a call that it belongs to; nil inside objects, and for V3 only
---@field rule alipay.param|nil what the definition says of it
---@field required boolean|nil the definition demands it
---@field hint string|nil clients that demand it, as "gopay"
---@field values string[]|nil allowed or seen values, those of the definition first
---@field max integer|nil
---@field deprecated boolean|nil
---@field fields alipay.parameter[]|nil of an object

-- Fields that say most about a call, for methods without a definition: the first ones come first.
local TYPICAL = {}
for i, name in ipairs {
  "out_trade_no", "trade_no", "out_biz_no", "out_order_no", "out_request_no", "total_amount", "trans_amount", "refund_amount",
  "amount", "subject", "order_title", "title", "name", "product_code", "biz_scene",
} do TYPICAL[name] = i end

---Whether people know a field by its name as one that many methods want.
---@param name string
---@return boolean
function M.is_typical(name) return TYPICAL[name] ~= nil end

local function rank_of(param)
  local rule = param.rule
  local rank = rule and rule.required and 0 or rule and rule.required_when and 1 or param.hint and 2 or rule and 3 or 4
  return param.deprecated and rank + 10 or rank
end

local function values_of(rule, field)
  local list, seen = {}, {}
  local seen_elsewhere = not (rule and rule.values) and field.values or {}
  for _, source in ipairs { rule and rule.values or {}, rule and rule.known or {}, seen_elsewhere } do
    for _, value in ipairs(source) do
      if not seen[value] then list[#list + 1] = value end
      seen[value] = true
    end
  end
  return #list > 0 and list or nil
end

local PLACES = { content = "content", query = "query", file = "body" }

local merge

local function combine(rule, field, place)
  rule = rule or nil
  local own = rule and rule.type
  local is_list = own == "list"
  return {
    name = (rule or field).name,
    type = is_list and (field.type or rule.fields and "object" or "string") or own and own ~= "string" and own
      or field.type ~= "scalar" and field.type or own or field.type or "string",
    list = is_list or field.list, place = field.place and PLACES[field.place] or place, rule = rule,
    required = rule and rule.required, hint = field.required, max = rule and rule.max or field.max, deprecated = field.deprecated,
    values = values_of(rule, field),
    fields = (field.fields or rule and rule.fields) and merge(rule and rule.fields or {}, field.fields or {}) or nil,
  }
end

function merge(rules, fields, place_of)
  local by_name, list, order = {}, {}, {}
  for _, field in ipairs(fields) do by_name[field.name] = field end
  local function add(rule, field)
    local param = combine(rule, field, place_of and rule and place_of(rule))
    list[#list + 1] = param
    order[param] = { rank_of(param), not rule and TYPICAL[param.name] or math.huge, #list }
  end
  for _, rule in ipairs(rules) do
    add(rule, by_name[rule.name] or {})
    by_name[rule.name] = nil
  end
  for _, field in ipairs(fields) do
    if by_name[field.name] then add(nil, field) end
  end
  table.sort(list, function(a, b)
    local x, y = order[a], order[b]
    for i = 1, 3 do
      if x[i] ~= y[i] then return x[i] < y[i] end
    end
    return false
  end)
  return list
end

---The parameters of a method, those that matter first: required ones, those that other clients demand, those with a meaning.
---@param method string dotted
---@return alipay.parameter[]|nil parameters nil for a method that nothing is known of
---@return alipay.catalogue.description|nil description
---@return alipay.definition|nil definition
function M.of(method)
  local known, def = describe.describe(method), api.find(method)
  if not known and not def then return nil end
  local params = merge(def and def.params or {}, known and known.fields or {}, function(rule)
    return rule.type == "file" and "body" or def.place
  end)
  return params, known, def
end

return M
