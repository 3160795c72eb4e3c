-- SPDX-License-Identifier: MIT
-- The parameters of a notification or return URL: taken from a body, a query or a table, each name once. It verifies nothing.

local form = require "alipay.core.form"
local printable = require "alipay.util.printable"

local M = {}

-- Some frameworks hand over a list of values for each name. Two values stay two, and are refused as such.
local function add_values(list, name, value)
  local values = type(value) == "table" and value or { value }
  for _, one in ipairs(#values > 0 and values or { value }) do
    if math.type(one) == "integer" then one = tostring(one) end
    if type(name) ~= "string" or type(one) ~= "string" then
      error(("notify: parameters are texts by name; '%s' is a %s: hand over the raw body instead"):format(tostring(name),
        type(one)), 6)
    end
    list[#list + 1] = { name, one }
  end
end

local function pairs_of(input)
  if type(input) == "string" then return form.decode(input) end
  if type(input[1]) == "table" then return input end
  local list = {}
  for name, value in pairs(input) do add_values(list, name, value) end
  return list
end

-- Parameters by name, those of one's own apart, and the number of both. Whoever may choose which of two values counts can choose what was paid, so a name comes once.
local function collect(input, ignore)
  local params, own, skip, list = {}, {}, {}, pairs_of(input)
  for _, name in ipairs(ignore or {}) do skip[name] = true end
  for _, pair in ipairs(list) do
    local name, value = pair[1], pair[2]
    if skip[name] then own[name] = value
    elseif params[name] ~= nil then return nil, name
    else params[name] = value end
  end
  return params, own, #list
end

-- Names are joined with their values unescaped, so "a=1&b=2" may be one parameter or two: a value that would be read as one of
-- these is refused.
local DECISIVE = {
  "app_id", "buyer_id", "notify_id", "out_trade_no", "receipt_amount", "refund_fee", "seller_id", "total_amount", "trade_no",
  "trade_status",
}

local function ambiguous(params)
  for name, value in pairs(params) do
    if value:find("&", 1, true) then
      for _, other in ipairs(DECISIVE) do
        if value:find("&" .. other .. "=", 1, true) then return name, other end
      end
    end
  end
end

local function fault(code, message, hint)
  return nil, nil, { code = code, message = message, hint = hint }
end

-- What a text is that is no form, by how it begins.
local NO_FORM = {
  { "^%s*[{%[]", "json-body", "the body is a JSON text, and the platform sends a form",
    "something parsed the form and wrote it as JSON: hand over the parsed object as a table, or the body as it arrived" },
  { "^%-%-[^\r\n]*\r?\nContent%-", "multipart-body", "the body is a multipart form", "hand over its fields as a table" },
  { "^%u+ [^ \r\n]+ HTTP/", "whole-request", "this is the whole request, not its body",
    "keep what stands behind the empty line" },
}

-- Many times what any notification has. Sorting and joining more, by each rule, is work that anybody could make here.
local MOST = 2000

---Whether a text is no form at all.
---@param input string|table
---@return alipay.notify.finding|nil
function M.no_form(input)
  if type(input) ~= "string" then return nil end
  for _, shape in ipairs(NO_FORM) do
    if input:find(shape[1]) then return { code = shape[2], message = shape[3], hint = shape[4] } end
  end
end

---The names of a message's parameters in the order of their arrival; empty where that is not known.
---@param input string|table
---@return string[]
function M.order(input)
  local names = {}
  if type(input) == "table" and type(input[1]) ~= "table" then return names end
  for _, pair in ipairs(pairs_of(input)) do
    if pair[1] ~= "sign" then names[#names + 1] = pair[1] end
  end
  return names
end

---Read a message's parameters, and refuse what no signature can make good.
---@param input string|table a body, parameters by name, or a list of { name, value }
---@param ignore? string[] names of the reader's own parameters
---@return table<string, string>|nil params
---@return table<string, string>|nil own those of `ignore`
---@return alipay.notify.finding|nil fault
function M.read(input, ignore)
  local params, own, count = collect(input, ignore)
  if not params then
    return fault("duplicate", ("parameter '%s' comes twice"):format(printable.text(own)),
      "keep the parameters of the body and those of the URL apart")
  end
  if count > MOST then return fault("too-many", ("%d parameters are none of a notification"):format(count)) end
  if next(params) == nil then
    return fault("empty", "there are no parameters",
      "the body was read before, or its Content-Type kept the framework from parsing it: take the raw body")
  end
  if not params.sign or params.sign == "" then
    return nil, nil, M.no_form(input) or { code = "unsigned", message = "it has no sign" }
  end
  local name, other = ambiguous(params)
  if name then return fault("ambiguous", ("the value of %s could be read as %s, too"):format(name, other)) end
  return params, own
end

return M
