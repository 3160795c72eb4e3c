-- SPDX-License-Identifier: MIT
-- A shop of a spec's own: a gateway whose time the spec moves, and calls of the trade methods there.

local clock = require "alipay.gateway.clock"
local json = require "alipay.json"
local support = require "spec.support.gateway"
local trade = require "alipay.gateway.trade"
local user = require "alipay.gateway.user"

---@class spec.shop
local shop = {}
shop.__index = shop

local M = {}

---A gateway with what a spec needs of it.
function M.start(options)
  local self = setmetatable({ count = 0 }, shop)
  self.gw = support.start(options)
  self.seller_id = user.owner_of(self.gw.app_id).user_id
  self.buyers = user.list(self.gw.app_id)
  return self
end

function shop:finish() support.finish(self.gw) end

---A call: `shop:call("query", { out_trade_no = "1" })`. The reply's node; that it is signed is checked for each.
function shop:call(method, content, params)
  local all = { biz_content = json.encode(content) }
  for name, value in pairs(params or {}) do all[name] = value end
  local full = method:find("^alipay%.") and method or "alipay.trade." .. method
  local node, name, good = support.call(self.gw, full, all)
  assert(good == true and name == full:gsub("%.", "_") .. "_response", name)
  return node
end

---The sub_code of a call that is refused by the business, nil of a success.
function shop:refusal(method, content, params)
  local node = self:call(method, content, params)
  assert(node.code == (node.sub_code and "40004" or "10000"), node.code .. " " .. tostring(node.sub_msg))
  return node.sub_code, node
end

---A number that no order of this shop has yet.
function shop:number()
  self.count = self.count + 1
  return "S" .. self.count
end

---An order's values, with others over them.
function shop:order(more)
  local order = { out_trade_no = self:number(), total_amount = "8.80", subject = "龙井茶" }
  for name, value in pairs(more or {}) do order[name] = value end
  return order
end

---A trade that waits for its buyer; its out_trade_no.
function shop:create(more)
  local order = self:order(more)
  order.buyer_id = order.buyer_id or self.buyers[1].user_id
  local node = self:call("create", order)
  assert(node.code == "10000", node.sub_msg)
  return node.out_trade_no, node.trade_no
end

---A paid trade; its out_trade_no.
function shop:paid(more)
  local number, trade_no = self:create(more)
  self:pay(number)
  return number, trade_no
end

---The buyer acts on an order: what came of it, or nil and why not.
function shop:pay(out_trade_no, options)
  return trade.pay(self.gw, assert(trade.locate(self.gw, { out_trade_no = out_trade_no })), options)
end

function shop:status(out_trade_no)
  local node = self:call("query", { out_trade_no = out_trade_no })
  return node.trade_status or node.sub_code
end

---Time passes, and what is due happens.
function shop:pass(seconds) assert(clock.advance(self.gw, seconds)) end

---Kinds of the events of a trade, in order.
function shop:events(out_trade_no)
  local sql = "SELECT kind FROM events e JOIN trades t ON t.id = e.trade WHERE out_trade_no = ? ORDER BY e.id"
  local kinds = {}
  for i, row in ipairs(self.gw.store:rows(sql, out_trade_no)) do kinds[i] = row.kind end
  return table.concat(kinds, " ")
end

return M
