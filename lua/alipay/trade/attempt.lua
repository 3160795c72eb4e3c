-- SPDX-License-Identifier: MIT
-- One attempt to bring an intention to its end: its options, its clock, its calls, and its row in the journal. How each kind of
-- intention ends is said by alipay.trade.pay, .refund and their neighbours.

local async = require "alipay.async"
local errors = require "alipay.error"
local journal = require "alipay.trade.journal"
local loop = require "alipay.async.loop"
local money = require "alipay.money"
local response = require "alipay.call.response"
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

---@class alipay.trade.attempt
---@field client alipay.client
---@field options alipay.trade.options
---@field intention alipay.trade.intention|nil
local methods = {}
local mt = { __name = "alipay.trade.attempt", __index = methods }
mt.__close = function(self) self:close() end

---Start an attempt without a journal: it asks only.
---@param client alipay.client
---@param options alipay.trade.options filled in
---@return alipay.trade.attempt
function M.new(client, options)
  return setmetatable({ client = client, options = options, deadline = loop.now() + options.timeout }, mt)
end

local AMOUNTS = { pay = "total_amount", refund = "refund_amount" }
local GIVEN_UP = { unpaid = true, cancelled = true, refused = true }

-- One number stands for one amount, but for what came to nothing: that may be tried again with another.
local function other_amount(before, content)
  local name = AMOUNTS[before.kind]
  if not name or before.state == "ended" and GIVEN_UP[before.outcome] then return nil end
  if M.is_amount(before.content[name], content[name]) then return nil end
  local meant = before.content[name]
  return errors.new("parameter", {
    message = before.kind == "pay" and ("the payment of order %s was meant with another amount: %s"):format(before.key, meant)
      or ("refund %s of order %s was meant with another amount: %s"):format(before.request_no, before.key, meant),
    outcome = before.kind == "pay" and "unpaid" or "refused", hint = "give each amount a number of its own; nothing was sent",
  })
end

---Start an attempt that moves money: its intention is on disk when this returns.
---@param client alipay.client
---@param options alipay.trade.options filled in
---@param kind string
---@param key string
---@param request_no string
---@param content table kept without the buyer's code, which is a secret and good for once
---@param guard? fun(kept: alipay.trade.journal): alipay.error|nil why a new one cannot be, asked while nobody else writes
---@return alipay.trade.attempt|nil
---@return alipay.error|nil err nothing was sent
function M.begin(client, options, kind, key, request_no, content, guard)
  local kept, err = journal.open(client, options)
  if not kept then return nil, err end
  local stored = {}
  for name, value in pairs(content) do
    if name ~= "auth_code" then stored[name] = value end
  end
  local intention
  intention, err = kept:begin(kind, key, request_no, stored, function(before)
    if before then return other_amount(before, content) end
    return guard and guard(kept)
  end)
  if not intention then
    kept:close()
    return nil, err
  end
  local self = M.new(client, options)
  self.journal, self.intention = kept, intention
  return self
end

---Take up an open intention.
---@param client alipay.client
---@param options alipay.trade.options
---@param kept alipay.trade.journal stays the caller's
---@param intention alipay.trade.intention claimed
---@return alipay.trade.attempt
function M.take_up(client, options, kept, intention)
  local self = M.new(client, options)
  self.journal, self.intention, self.borrowed, self.resumed = kept, intention, true, true
  return self
end

---Seconds that are left.
---@return number
function methods:left()
  return self.deadline - loop.now()
end

---Whether another question may be asked, and the pause before it. The last one comes when time is up.
---@param pause? number seconds, the interval by default
---@return boolean
function methods:pause(pause)
  local left = self:left()
  if left <= 0 then return false end
  async.sleep(math.min(pause or self.options.interval, left))
  return true
end

---One call. Its timeout is the client's, or what is left when that is less.
---@param method string
---@param content table
---@param query? table
---@return alipay.response|nil res with data
---@return alipay.error|nil err
function methods:call(method, content, query)
  local timeout = math.max(1, math.min(self.client.settings.timeout or 15, self:left()))
  return response.with_data(self.client:chain(method):post { content = content, query = query, timeout = timeout })
end

---The error of an outcome that nobody knows. The intention stays open.
---@param err alipay.error|nil what ended the attempt
---@param message string
---@param hint? string
---@return alipay.error
function methods:unknown(err, message, hint)
  local intention = self.intention
  return errors.new(err and err.kind ~= "parameter" and err.kind or "timeout", {
    message = message, hint = hint or "trade.resume(client) brings it to its end", outcome = "unknown", retryable = true,
    code = err and err.code, sub_code = err and err.sub_code, response = err and err.response,
    out_request_no = intention.request_no ~= "" and intention.request_no or nil,
  })
end

---The content that names the order.
---@param more? table further members
---@return table
function methods:order(more)
  local content = self.intention and self.intention.content or self.content
  local named = { out_trade_no = content.out_trade_no, trade_no = content.trade_no }
  for name, value in pairs(more or {}) do named[name] = value end
  return named
end

---Tell the caller how it stands.
---@param state string
---@param res alipay.response|nil
function methods:tell(state, res)
  if self.options.on_state then self.options.on_state(state, res) end
end

---The outcome is certain: write it down.
---@param outcome string
function methods:finish(outcome)
  if not self.intention then return end
  -- A journal that fails now leaves the intention open: the next run asks again and finds the same.
  self.journal:finish(self.intention, outcome)
  self.ended = true
end

---The end of an attempt. What has no certain outcome stays open for `trade.resume`.
function methods:close()
  if self.intention and not self.ended then self.journal:leave(self.intention) end
  if self.journal and not self.borrowed then self.journal:close() end
end

return M
