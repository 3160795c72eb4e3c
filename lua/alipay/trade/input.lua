-- SPDX-License-Identifier: MIT
-- What callers of alipay.trade give, checked before anything is written or sent: options, the order's number, amounts.

local errors = require "alipay.error"
local money = require "alipay.money"
local sorted = require "alipay.util.sorted"

local M = {}

---@class alipay.trade.options
---@field timeout? number seconds for the whole, 60 by default
---@field interval? number seconds between two queries, 4 by default
---@field confirm_after? number seconds after which a refund that said nothing certain is looked up, 10 by default
---@field query? table<string, any> further parameters of the first request, as notify_url
---@field journal? string file of the journal; trades-APPID.db in the state folder by default
---@field merchant? string name of the merchant that the client acts for, where its app_auth_token is renewed
---@field on_state? fun(state: string, res: alipay.response|nil) told of each answer while it waits

local DEFAULTS = { timeout = 60, interval = 4, confirm_after = 10 }
local TYPES = {
  timeout = "number", interval = "number", confirm_after = "number", query = "table", journal = "string", merchant = "string",
  on_state = "function",
}

-- Whose trade it is: what all calls of an attempt must agree on, so the client says it.
local ACCOUNT = { "app_id", "app_auth_token", "auth_token" }

-- What the questions after the first request would not have raises.
local function check_query(query, where)
  for _, name in ipairs(ACCOUNT) do
    if query and query[name] ~= nil then
      errors.usage(("%s: query cannot have %s, which all calls of a trade need: client:as{ %s = ... } has it in each"):format(
        where, name, name))
    end
  end
end

---Check options, and fill in what is missing. What is wrong raises.
---@param options table|nil
---@param where string name of the function for the message
---@return alipay.trade.options
function M.options(options, where)
  if options ~= nil and type(options) ~= "table" then
    errors.usage(("%s: options must be a table, not a %s"):format(where, type(options)))
  end
  local filled = {}
  for name, value in pairs(DEFAULTS) do filled[name] = value end
  for name, value in pairs(options or {}) do
    local wanted = TYPES[name] or errors.usage(("%s: unknown option '%s' (options are %s)"):format(
      where, tostring(name), table.concat(sorted(TYPES), ", ")))
    if type(value) ~= wanted or wanted == "number" and not (value >= 0 and value < math.huge) then
      errors.usage(("%s: option '%s' cannot be %s"):format(where, name, tostring(value)))
    end
    filled[name] = value
  end
  check_query(filled.query, where)
  return filled
end

---The number of an order for the journal, and for queries.
---@param content table with out_trade_no or trade_no
---@param where string
---@return string key
function M.key_of(content, where)
  local key = content.out_trade_no or content.trade_no
  if type(key) ~= "string" or key == "" then
    errors.usage(where .. ": out_trade_no is needed, a string (or trade_no, where the order is there)")
  end
  return key
end

-- The most that one order may cost, in fen (the platform's documents on trades).
local MOST = 10000000000

---Check an amount: a text in yuan. A number raises: an integer could be yuan or fen, and a float is neither.
---@param value any
---@param name string
---@param where string
---@return boolean|nil ok
---@return alipay.error|nil err kind "parameter" for a text that is no amount that can be paid
function M.check_amount(value, name, where)
  if type(value) ~= "string" then
    errors.usage(("%s: %s must be a text as \"88.88\" (of fen: money.text(8888)), not a %s"):format(
      where, name, math.type(value) or type(value)))
  end
  local fen = money.fen(value)
  if fen and fen > 0 and fen <= MOST then return true end
  return nil, errors.new("parameter", {
    message = ("%s is %q, which is no amount from 0.01 to 100000000.00"):format(name, value),
    outcome = name == "total_amount" and "unpaid" or "refused",
    hint = "write yuan with at most two decimals, as \"88.88\"; nothing was sent",
  })
end

---Whether an amount of the platform's is the one that was meant.
---@param answered any
---@param meant string
---@return boolean|nil same nil when what was answered is no amount
function M.is_amount(answered, meant)
  local fen = type(answered) == "string" and money.fen(answered)
  if not fen then return nil end
  return fen == money.fen(meant)
end

return M
