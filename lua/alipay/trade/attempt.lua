-- SPDX-License-Identifier: MIT
-- One attempt to bring an intention to its end: its clock, its calls, and its row in the journal. How each kind of intention ends is
-- said by alipay.trade.pay, .refund and their neighbours.

local async = require "alipay.async"
local errors = require "alipay.error"
local input = require "alipay.trade.input"
local journal = require "alipay.trade.journal"
local loop = require "alipay.async.loop"
local response = require "alipay.call.response"

local M = {}

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
  if input.is_amount(before.content[name], content[name]) then return nil end
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
