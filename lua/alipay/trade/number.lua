-- SPDX-License-Identifier: MIT
-- The number of a new refund. There is none while an earlier refund of the same order is open, whichever of its two names the order
-- was given: a second number would be a second refund.

local attempts = require "alipay.trade.attempt"
local digest = require "alipay.core.digest"
local errors = require "alipay.error"
local journal = require "alipay.trade.journal"
local state = require "alipay.trade.state"

local M = {}

-- Whether two contents name one order: nil when they have no name in common. The platform goes by trade_no where both are given.
local function is_same(one, other)
  for _, name in ipairs { "trade_no", "out_trade_no" } do
    if one[name] and other[name] then return one[name] == other[name] end
  end
  return nil
end

-- The first of the open refunds that is of this order, or may be: the platform knows both names of an order.
local function of_same_order(client, options, open, content)
  local order = { trade_no = content.trade_no, out_trade_no = content.out_trade_no }
  local asked = false
  for _, intention in ipairs(open) do
    local same = is_same(order, intention.content)
    if same == nil and not asked then
      asked = true
      local one = attempts.new(client, options)
      one.content = order
      local now, res = state.ask(one)
      if now == "none" then return nil end
      if res then order = { trade_no = res.data.trade_no, out_trade_no = res.data.out_trade_no } end
      same = is_same(order, intention.content)
    end
    if same ~= false then return intention, same end
  end
end

local function still_open(intention, certain)
  return errors.new("parameter", {
    message = (certain and "refund %s of order %s is still open" or "refund %s of order %s is still open, and may be of this order")
      :format(intention.request_no, intention.key),
    out_request_no = intention.request_no, outcome = "refused",
    hint = "trade.resume(client) brings it to its end; to repeat it, name its out_request_no; nothing was refunded now",
  })
end

-- Nobody was asked whether it is the same order, which the next try does.
local function just_begun(intention)
  return errors.new("parameter", {
    message = ("a refund of order %s was begun at the same moment, and may be of this order"):format(intention.key),
    outcome = "refused", retryable = true, hint = "repeat this one; nothing was refunded now",
  })
end

-- Refuses when another run has begun a refund since `open` was read, that may be of this order.
local function guard_of(open, content)
  local known = {}
  for _, intention in ipairs(open) do known[intention.id] = true end
  return function(kept)
    local now, err = kept:open_of "refund"
    if not now then return err end
    for _, intention in ipairs(now) do
      local same = is_same(content, intention.content)
      if not known[intention.id] and same then return still_open(intention, true) end
      if not known[intention.id] and same == nil then return just_begun(intention) end
    end
  end
end

---A number that was never used before.
---@param client alipay.client
---@param options alipay.trade.options filled in
---@param content table biz_content of the refund
---@return string|nil number
---@return (fun(kept: alipay.trade.journal): alipay.error|nil)|alipay.error guard to be asked when the refund begins, whether another
---run was faster; for no number why: an earlier refund is open; or the journal cannot be used
function M.new(client, options, content)
  local kept <close>, err = journal.open(client, options)
  if not kept then return nil, err end
  local open
  open, err = kept:open_of "refund"
  if not open then return nil, err end
  local before, certain = of_same_order(client, options, open, content)
  if before then return nil, still_open(before, certain) end
  return os.date "!R%Y%m%d%H%M%S" .. digest.nonce(16), guard_of(open, content)
end

return M
