-- SPDX-License-Identifier: MIT
-- Which calls may be sent again without doing anything twice. The one table of it: errors say it as `err.idempotent`, and
-- `async.retry` goes by that. What is not known here is taken for something that must not be repeated, whatever its HTTP verb.

local json = require "alipay.json"

local M = {}

-- Methods that the platform does once for each value of a key in biz_content: the same again gives the first result. A payment by
-- code (alipay.trade.pay) is no such method: it is not charged twice, but the second answer tells of a used code or a paid trade
-- instead of the payment, so the outcome is to be queried.
local KEYS = {
  ["alipay.trade.refund"] = "out_request_no",
  ["alipay.trade.orderinfo.sync"] = "out_request_no",
  ["alipay.fund.trans.uni.transfer"] = "out_biz_no",
}

-- Queries that are not named so.
local QUERIES = { ["alipay.user.info.share"] = true, ["alipay.open.app.alipaycert.download"] = true }

---Whether a method only asks: whatever becomes of the call, nothing was done.
---@param method string
---@return boolean
function M.is_query(method)
  local last = method:match "[^.]*$"
  return QUERIES[method] == true or last:find "query$" ~= nil or last == "get"
end

---What to do where nothing that can be relied on tells what became of a call.
---@param method string or verb and path of a call by V3 as it stands, of which a GET only asks
---@param hint? string what else is to be done
---@return string|nil advice behind the hint, which stands alone for a query
function M.advice(method, hint)
  if M.is_query(method) or method:find "^GET " then return hint end
  if hint then return ("%s; and nothing is known about the outcome: query before repeating a payment or a refund"):format(hint) end
  return "nothing is known about the outcome: query before repeating a payment or a refund"
end

---@param method string
---@param content? table|string biz_content as the caller gave it
---@return boolean
function M.is_idempotent(method, content)
  if M.is_query(method) then return true end
  local key = KEYS[method]
  if not key then return false end
  if type(content) == "string" then content = json.decode(content) end
  local value = type(content) == "table" and content[key]
  return type(value) == "string" and value ~= "" or math.type(value) == "integer"
end

return M
