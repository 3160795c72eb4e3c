-- SPDX-License-Identifier: MIT
-- What a verified notification, return URL or app result is to a handler. Only what the signature covers is in it.

local decimal = require "alipay.util.decimal"
local errors = require "alipay.error"
local text = require "alipay.core.text"

local M = {}

---@class alipay.notification
---@field kind "notify"|"return"|"result" where it comes from: only "notify" says anything of a payment for certain
---@field params table<string, string> what the signature covers, in UTF-8
---@field rule string "V1", "V2", or "response" for an app's result
---@field rule_text string the rule in words
---@field verified boolean true
---@field raw string as it was received
---@field data? any of an app's result: its node decoded
---@field headers? table<string, string> of the request that brought it to a listener, names in lower case
---@field own table<string, string> unsigned parameters of your own notify_url or return_url
local methods = {}
local mt = { __name = "alipay.notification", __index = methods }

function mt:__tostring()
  local params = self.params
  return ("%s %s (%s)"):format(self.kind, params.notify_id or params.out_trade_no or params.trade_no or "without an id",
    params.trade_status or params.msg_method or params.method or self.rule)
end

local GBK = { gbk = true, gb2312 = true, gb18030 = true }

local function to_utf8(bytes, charset)
  if not GBK[charset] and text.is_utf8(bytes) then return bytes end
  return text.convert(bytes, "GB18030", "UTF-8") or bytes
end

---Signed bytes as UTF-8, by the `charset` among them.
---@param params table<string, string>
---@return table<string, string>
function M.transcode(params)
  local charset = (params.charset or ""):lower()
  local readable = {}
  for name, bytes in pairs(params) do readable[to_utf8(name, charset)] = to_utf8(bytes, charset) end
  return readable
end

---@param fields table
---@return alipay.notification
function M.new(fields)
  fields.verified = true
  fields.own = fields.own or {}
  return setmetatable(fields, mt)
end

---@param value any
---@return boolean
function M.is(value)
  return getmetatable(value) == mt
end

local PAID = { TRADE_SUCCESS = true, TRADE_FINISHED = true }

---Whether it says that a trade was paid. Later notifications of a paid trade (partial refunds, TRADE_FINISHED three months on)
---say so too: a trade is to be delivered once, not once for each. A return URL or an app's result is never proof.
---@return boolean
function methods:is_paid()
  return self.kind == "notify" and PAID[self.params.trade_status] == true
end

---Whether it says that a trade was closed: not paid in time, or paid and wholly refunded.
---@return boolean
function methods:is_closed()
  return self.kind == "notify" and self.params.trade_status == "TRADE_CLOSED"
end

---Whether a refund caused it. An order that was closed unpaid says "0.00" of its refunds.
---@return boolean
function methods:is_refund()
  local fee = self.params.refund_fee
  return self.kind == "notify" and (self.params.gmt_refund ~= nil or fee ~= nil and not decimal.equal(fee, "0"))
end

local EVENTS = { TRADE_SUCCESS = "paid", TRADE_CLOSED = "closed", TRADE_FINISHED = "finished", WAIT_BUYER_PAY = "wait" }

---What happened, in a word: "paid", "refund", "closed", "finished" or "wait" of a trade; else the name of the message, as
---"alipay.fund.trans.order.changed", or its notify_type.
---@return string
function methods:event()
  if self:is_refund() then return "refund" end
  local params = self.params
  return EVENTS[params.trade_status] or params.msg_method or params.notify_type or params.service or "other"
end

---What stays the same when the platform sends the same event again: notify_id, else a digest of what is signed.
---@return string
function methods:id()
  local id = self.params.notify_id
  if id and id ~= "" then return id end
  local form, digest = require "alipay.core.form", require "alipay.core.digest"
  return "sha256-" .. digest.sha256(form.canonical(self.params, {}))
end

local function is_amount(name)
  return name:find "_amount$" or name:find "_fee$"
end

local function is_one_of(name, value, wanted)
  if type(wanted) ~= "table" then wanted = { wanted } end
  for _, one in ipairs(wanted) do
    if is_amount(name) and decimal.equal(value, one) or value == tostring(one) then return true end
  end
  return false
end

---Raise for expectations that cannot be meant.
---@param expected table
---@param where string
function M.check_expectations(expected, where)
  for name, wanted in pairs(expected) do
    for _, one in ipairs(type(wanted) == "table" and wanted or { wanted }) do
      if math.type(one) == "float" then
        error(("%s: %s is a float, which cannot hold an amount: give a text"):format(where, name), 3)
      end
      if is_amount(name) and not decimal.normal(one) then
        error(("%s: %s is no amount: '%s'"):format(where, name, tostring(one)), 3)
      end
    end
  end
end

---Compare with what you know of the trade: amounts as decimals, everything else as text.
---@param expected table<string, string|integer|table> as { seller_id = "2088...", total_amount = "88.88" }; a list allows several values
---@return boolean|nil ok
---@return alipay.error|nil err kind "parameter" with one of `faults` for each difference, and the notification in `notification`
function methods:expect(expected)
  M.check_expectations(expected, "expect")
  local faults = {}
  for name, wanted in pairs(expected) do
    local value = self.params[name]
    if value == nil or not is_one_of(name, value, wanted) then
      faults[#faults + 1] = {
        param = name, rule = "expected",
        message = ("%s is %s, expected was %s"):format(name, value and "'" .. value .. "'" or "missing",
          type(wanted) == "table" and table.concat(wanted, " or ") or tostring(wanted)),
      }
    end
  end
  if #faults == 0 then return true end
  table.sort(faults, function(a, b) return a.param < b.param end)
  local texts = {}
  for i, fault in ipairs(faults) do texts[i] = fault.message end
  return nil, errors.new("parameter", {
    message = "the signature is good, but this is not what was expected: " .. table.concat(texts, "; "),
    hint = "do not deliver: a notification of another app, seller or amount is genuine and still not yours",
    faults = faults, notification = self,
  })
end

---Inside `notify.listen`: run `fn(db)` and note the notification as handled in one transaction of the journal.
---@param fn fun(db: core.db): any its writes to `db` are kept when it returns a true value; it must not call the network
---@return boolean|nil committed
---@return alipay.error|nil err
function methods:commit(fn)
  if not self.journaled then error("commit: this notification does not come from notify.listen", 2) end
  return self.journaled(fn)
end

return M
