-- SPDX-License-Identifier: MIT
-- What a trade must do, on one page: every act tells what its answer has to be, and changes the order as it must. Times are Unix
-- seconds, amounts fen. It shares no line with the gateway.

local M = {}

local HOUR, DAY = 3600, 86400

-- ---- time ----

---What time has done to an order.
function M.pass(order, now)
  if order.status == "WAIT_BUYER_PAY" and now >= order.expires then M.enter(order, "TRADE_CLOSED", "closed") end
  if order.status == "TRADE_SUCCESS" and now >= order.paid + 365 * DAY then M.enter(order, "TRADE_FINISHED", "finished") end
end

function M.enter(order, status, event)
  order.status = status
  order.events[#order.events + 1] = event
end

-- ---- placing ----

local function reset(order)
  for name in pairs(order) do if name ~= "number" then order[name] = nil end end
  order.events, order.refunds, order.refunded = {}, {}, 0
end

function M.new(number)
  local order = { number = number }
  reset(order)
  return order
end

local PLACED = {
  TRADE_SUCCESS = "ACQ.TRADE_HAS_SUCCESS", TRADE_FINISHED = "ACQ.TRADE_HAS_SUCCESS", TRADE_CLOSED = "ACQ.TRADE_HAS_CLOSE",
}

-- The order is there afterwards, unless a refusal is returned.
local function place(order, total, life, now)
  if PLACED[order.status] then return PLACED[order.status] end
  if order.total and not order.status and now >= math.min(order.expires, order.scan or order.expires) then reset(order) end
  if order.total and order.total ~= total then return "ACQ.CONTEXT_INCONSISTENT" end
  if not order.total then order.total, order.expires = total, now + life end
end

local function open(order, buyer)
  order.buyer = buyer
  M.enter(order, "WAIT_BUYER_PAY", "wait")
end

local function take(order, now)
  order.paid = now
  M.enter(order, "TRADE_SUCCESS", "paid")
end

-- What only some acts of a request may change is changed on a copy, so that a refusal leaves all as it was.
local function copy(order)
  local other = {}
  for name, value in pairs(order) do other[name] = value end
  other.events, other.refunds = table.move(order.events, 1, #order.events, 1, {}), {}
  for name, value in pairs(order.refunds) do other.refunds[name] = value end
  return other
end

-- ---- acts: the code of the answer, "10000" or "10003" of a success ----

M.acts = {}

function M.acts.create(order, act, now)
  local refused = place(order, act.total, 15 * DAY, now)
  if refused then return refused end
  if order.status and order.buyer ~= act.buyer then return "ACQ.TRADE_BUYER_NOT_MATCH" end
  if not order.status then open(order, act.buyer) end
  return "10000"
end

function M.acts.precreate(order, act, now)
  local refused = place(order, act.total, 3 * HOUR, now)
  if refused then return refused end
  order.scan = order.scan or now + 2 * HOUR
  return "10000"
end

function M.acts.pay(order, act, now, codes)
  local refused = place(order, act.total, 3 * HOUR, now)
  if refused then return refused end
  if order.status and order.buyer ~= act.buyer then return "ACQ.TRADE_BUYER_NOT_MATCH" end
  if (codes[act.code] or order.number) ~= order.number then return "ACQ.PAYMENT_AUTH_CODE_INVALID" end
  codes[act.code] = order.number
  if not order.status then open(order, act.buyer) end
  if order.total > 100000 then return "10003" end
  take(order, now)
  return "10000"
end

---What a buyer does himself; his refusals have no code.
function M.acts.buyer(order, act, now)
  if not order.total or PLACED[order.status] then return "refused" end
  if not order.status and now >= math.min(order.expires, order.scan or order.expires) then return "refused" end
  if order.status and order.buyer ~= act.buyer then return "refused" end
  if not order.status then open(order, act.buyer) end
  if act.outcome == "success" then take(order, now) end
  return "10000"
end

local REFUND = {
  WAIT_BUYER_PAY = "ACQ.TRADE_STATUS_ERROR", TRADE_CLOSED = "ACQ.TRADE_HAS_CLOSE", TRADE_FINISHED = "ACQ.TRADE_HAS_FINISHED",
}

local function give_back(order, request, amount)
  order.refunds[request], order.refunded = amount, order.refunded + amount
  M.enter(order, order.refunded == order.total and "TRADE_CLOSED" or order.status, "refund")
end

function M.acts.refund(order, act)
  if not order.status then return "ACQ.TRADE_NOT_EXIST" end
  local request = act.request or order.number
  local made = order.refunds[request]
  if made and made ~= act.amount then return "ACQ.DISCORDANT_REPEAT_REQUEST" end
  if made then return "10000", "N" end
  if REFUND[order.status] then return REFUND[order.status] end
  if order.refunded + act.amount > order.total then return "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL" end
  if not act.request and act.amount ~= order.total then return "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL" end
  give_back(order, request, act.amount)
  return "10000", "Y"
end

function M.acts.close(order)
  if not order.status then return "ACQ.TRADE_NOT_EXIST" end
  if order.status ~= "WAIT_BUYER_PAY" then return "ACQ.TRADE_STATUS_ERROR" end
  M.enter(order, "TRADE_CLOSED", "closed")
  return "10000"
end

function M.acts.cancel(order, _, now)
  if not order.status or order.cancelled then return "10000", order.cancelled end
  if order.status == "TRADE_FINISHED" then return "ACQ.TRADE_HAS_FINISHED" end
  if order.refunded > 0 then return "ACQ.REASON_TRADE_REFUND_FEE_ERR" end
  if order.status == "TRADE_CLOSED" then return "10000", "close" end
  if order.status == "WAIT_BUYER_PAY" then
    M.enter(order, "TRADE_CLOSED", "closed")
    order.cancelled = "close"
  else
    if now >= order.paid + DAY then return "ACQ.TRADE_CANCEL_TIME_OUT" end
    give_back(order, order.number, order.total)
    order.cancelled = "refund"
  end
  return "10000", order.cancelled
end

function M.acts.query(order)
  if not order.status then return "ACQ.TRADE_NOT_EXIST" end
  return "10000", order.status
end

---Do an act: the order as it is then, the code of the answer, and one more member of it. A refusal changes nothing.
function M.act(order, act, now, codes)
  local after = copy(order)
  local code, more = M.acts[act.name](after, act, now, codes)
  local fine = code == "10000" or code == "10003"
  return fine and after or order, code, more
end

return M
