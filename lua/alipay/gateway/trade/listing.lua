-- SPDX-License-Identifier: MIT
-- What the ledger shows to people and control calls, in the platform's names.

local fields = require "alipay.gateway.trade.fields"
local json = require "alipay.json"
local money = require "alipay.money"
local protocol = require "alipay.v2.protocol"
local user = require "alipay.gateway.user"

local M = {}

local MOST = 1000 -- items of an answer

local function time(unix) return unix and protocol.timestamp(unix) end

-- What has happened to a trade, in order.
local function history(gw, row)
  local list = gw.store:rows("SELECT kind, created FROM events WHERE trade = ? ORDER BY id", row.id)
  for i, event in ipairs(list) do list[i] = { kind = event.kind, time = time(event.created) } end
  return json.array(list)
end

local function of_trade(gw, row)
  local buyer = row.buyer_id and user.find(gw.app_id, row.buyer_id)
  return {
    out_trade_no = row.out_trade_no, trade_no = row.trade_no, trade_status = row.trade_status, method = row.channel,
    subject = row.subject, total_amount = money.text(row.total), refund_fee = money.text(row.refunded),
    app_id = row.app_id, seller_id = row.seller_id, buyer_user_id = row.buyer_id,
    buyer_logon_id = buyer and user.mask(buyer.logon_id), qr_code = row.qr_code and fields.qr_code(gw, row),
    notify_url = row.notify_url, return_url = row.return_url, time_order = time(row.created), time_expire = time(row.expires),
    gmt_create = time(row.opened), gmt_payment = time(row.paid), gmt_close = time(row.closed), history = history(gw, row),
  }
end

local function of_refund(_, row)
  return {
    out_request_no = row.out_request_no, out_trade_no = row.out_trade_no, trade_no = row.trade_no,
    refund_amount = money.text(row.amount), refund_fee = money.text(row.refunded), gmt_refund = time(row.created),
    refund_reason = json.decode(row.content).refund_reason, app_id = row.app_id, seller_id = row.seller_id,
  }
end

local function of_transfer(_, row)
  local content = json.decode(row.content)
  return {
    out_biz_no = row.out_biz_no, order_id = row.order_id, pay_fund_order_id = row.pay_fund_order_id,
    trans_amount = money.text(row.amount), product_code = row.product_code, biz_scene = row.biz_scene, status = row.status,
    payee_info = content.payee_info, order_title = content.order_title, trans_date = time(row.created), app_id = row.app_id,
    payer_id = row.payer_id,
  }
end

-- By kind: its rows, the columns by which they can be filtered, how one is shown.
local KINDS = {
  trades = {
    from = "SELECT * FROM trades x", show = of_trade,
    columns = {
      out_trade_no = "out_trade_no", trade_no = "trade_no", trade_status = "trade_status", app_id = "app_id",
      seller_id = "seller_id", method = "channel",
    },
  },
  refunds = {
    from = "SELECT x.*, t.out_trade_no, t.trade_no, t.app_id FROM refunds x JOIN trades t ON t.id = x.trade", show = of_refund,
    columns = {
      out_trade_no = "t.out_trade_no", trade_no = "t.trade_no", out_request_no = "x.out_request_no", app_id = "t.app_id",
      seller_id = "x.seller_id",
    },
  },
  transfers = {
    from = "SELECT * FROM transfers x", show = of_transfer,
    columns = {
      out_biz_no = "out_biz_no", order_id = "order_id", pay_fund_order_id = "pay_fund_order_id", app_id = "app_id",
      status = "status",
    },
  },
}

---What there is of a kind, newest first, at most 1,000.
---@param gw alipay.gateway
---@param kind "trades"|"refunds"|"transfers"
---@param filter? table<string, string> members that must be equal, as out_trade_no
---@return table[]|nil items nil for a filter that the kind does not have
---@return string|nil reason
function M.list(gw, kind, filter)
  local rule, names, values = KINDS[kind], {}, {}
  for name, value in pairs(filter or {}) do
    if not rule.columns[name] then return nil, ("%s cannot be filtered by %s"):format(kind, name) end
    names[#names + 1], values[#values + 1] = rule.columns[name] .. " = ?", value
  end
  local where = #names > 0 and " WHERE " .. table.concat(names, " AND ") or ""
  local items = gw.store:rows(rule.from .. where .. " ORDER BY x.id DESC LIMIT " .. MOST, table.unpack(values))
  for i, row in ipairs(items) do items[i] = rule.show(gw, row) end
  return items
end

---Tell those who watch the gateway what an item of a list is now.
---@param gw alipay.gateway
---@param kind "trades"|"refunds"|"transfers"
---@param filter table<string, string> names the item
function M.announce(gw, kind, filter)
  if next(gw.subscribers) then gw:announce(kind, M.list(gw, kind, filter)[1]) end
end

return M
