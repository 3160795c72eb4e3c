-- SPDX-License-Identifier: MIT
-- Sends notifications because somebody asks for it: one that was sent before, or one of an event that did not happen, as often and
-- whereto he likes. No trade changes by it.

local address = require "alipay.util.address"
local fields = require "alipay.gateway.notifications.fields"
local json = require "alipay.json"
local notifications = require "alipay.gateway.notifications"
local rows = require "alipay.gateway.trade.rows"
local trade = require "alipay.gateway.trade"

local M = {}

local MOST_COPIES = 100

-- Members that belong to the sending.
local RESERVED = { sign = true, sign_type = true, notify_id = true, notify_time = true, charset = true }

local KIND_OF = {
  WAIT_BUYER_PAY = "wait", TRADE_SUCCESS = "paid", TRADE_CLOSED = "closed", TRADE_FINISHED = "finished",
}

---What is wrong with what was given, before anything is looked for.
---@param given { times: integer?, kind: string?, to: string?, fields: table<string, string>? }
---@return string|nil sentence
function M.check(given)
  if given.kind and not fields.is_kind(given.kind) then return "'kind' must be wait, paid, refund, closed or finished" end
  if given.times and (given.times < 1 or given.times > MOST_COPIES) then return ("'times' must be 1 to %d"):format(MOST_COPIES) end
  if given.to and not address.is_whole(given.to) then return "'to' must be a whole http or https address" end
  for name, value in pairs(given.fields or {}) do
    if type(name) ~= "string" or type(value) ~= "string" then return "'fields' must be an object of texts" end
    if RESERVED[name] then return ("'%s' is made when a notification is sent"):format(name) end
  end
end

-- One that was sent before and fits.
local function existing(gw, given)
  if given.notify_id then return notifications.find(gw, given.notify_id) end
  return gw.store:first([[SELECT * FROM notifications WHERE out_trade_no = ?1 AND (?2 IS NULL OR kind = ?2)
    ORDER BY id DESC LIMIT 1]], given.out_trade_no, given.kind)
end

-- What there is to be made of a trade of which nothing fitting was sent.
local function made_up(gw, given)
  local row, reason = trade.locate(gw, { out_trade_no = given.out_trade_no })
  if not row then return nil, reason end
  if not row.trade_no then return nil, "this order is no trade yet: a buyer has to open it first" end
  local kind = given.kind or KIND_OF[row.trade_status]
  local refund = kind == "refund" and rows.last_refund(gw, row)
  return {
    kind = kind, app_id = row.app_id, out_trade_no = row.out_trade_no, trade_no = row.trade_no, url = row.notify_url,
    charset = row.charset, members = refund and fields.of(gw, kind, row, refund) or fields.pretend(gw, kind, row),
  }
end

-- The row of what is to be sent, a new one when it is not the same as one that was sent before.
local function choose(gw, given)
  local row = existing(gw, given)
  if not row and given.notify_id then return nil, "there is no notification of that notify_id" end
  if row and not given.to and not given.fields then return row end
  local reason
  if row then row.members = json.decode(row.fields)
  else row, reason = made_up(gw, given) end
  if not row then return nil, reason end
  local url = given.to or row.url
  if not url or url == "" then return nil, "this order has no notify_url: say `to`" end
  for name, value in pairs(given.fields or {}) do row.members[name] = value ~= "" and value or nil end
  return notifications.find(gw, notifications.insert(gw, row.kind, row, row.members, url))
end

---Send a notification again, or one of an event that did not happen. Nothing changes but what is known of notifications.
---@param gw alipay.gateway
---@param given { notify_id: string?, out_trade_no: string?, times: integer?, kind: string?, to: string?, fields: table<string, string>? } which one, or of which order; how often; another address; members that are to differ, "" for none
---@param done? fun(item: table) called when all copies were answered, with the notification as it is then
---@return { notify_id: string, times: integer }|nil sent
---@return string|nil sentence why it cannot be
function M.send(gw, given, done)
  if (given.notify_id == nil) == (given.out_trade_no == nil) then return nil, "give notify_id or out_trade_no" end
  local sentence = M.check(given)
  if sentence then return nil, sentence end
  local row
  row, sentence = choose(gw, given)
  if not row then return nil, sentence end
  local times = given.times or 1
  local left = times
  for _ = 1, times do
    notifications.begin(gw, { row = row, done = function()
      left = left - 1
      if left == 0 and done then done(notifications.item(notifications.find(gw, row.notify_id))) end
    end })
  end
  return { notify_id = row.notify_id, times = times }
end

return M
