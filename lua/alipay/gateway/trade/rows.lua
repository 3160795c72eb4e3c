-- SPDX-License-Identifier: MIT
-- Reads rows of the ledger, and writes what changed in one. A row is that of the table, with `content`, what the order said, read from its JSON.

local json = require "alipay.json"
local sorted = require "alipay.util.sorted"

local M = {}

local function read(row)
  if row then row.content = json.decode(row.content) end
  return row
end

---@param gw alipay.gateway
---@param id integer
---@return table row
function M.get(gw, id)
  return read(gw.store:first("SELECT * FROM trades WHERE id = ?", id))
end

-- By which a trade is found, the first that is given: the numbers of a merchant, and codes.
local KEYS = { "trade_no", "out_trade_no" }

---A merchant's trade or order.
---@param gw alipay.gateway
---@param seller_id string
---@param values { trade_no: string?, out_trade_no: string? } trade_no counts when both are given
---@return table|nil row
function M.find(gw, seller_id, values)
  for _, key in ipairs(KEYS) do
    if values[key] then
      return read(gw.store:first("SELECT * FROM trades WHERE seller_id = ? AND " .. key .. " = ?", seller_id, values[key]))
    end
  end
end

---A trade or order of whatever merchant; the newest where several have the number.
---@param gw alipay.gateway
---@param key "trade_no"|"out_trade_no"|"qr_code"
---@param value string
---@return table|nil row
function M.by(gw, key, value)
  return read(gw.store:first("SELECT * FROM trades WHERE " .. key .. " = ? ORDER BY id DESC", value))
end

---Change a trade.
---@param gw alipay.gateway
---@param row table
---@param changes table<string, any> columns
---@return table row as it is now
function M.set(gw, row, changes)
  local names, values = sorted(changes), {}
  for i, name in ipairs(names) do
    values[i] = changes[name]
    names[i] = name .. " = ?"
  end
  values[#values + 1] = row.id
  gw.store:exec("UPDATE trades SET " .. table.concat(names, ", ") .. " WHERE id = ?", table.unpack(values))
  return M.get(gw, row.id)
end

---A refund of a trade.
---@param gw alipay.gateway
---@param row table of the trade
---@param out_request_no string
---@return table|nil refund row
function M.refund(gw, row, out_request_no)
  return read(gw.store:first("SELECT * FROM refunds WHERE trade = ? AND out_request_no = ?", row.id, out_request_no))
end

---The newest refund of a trade.
---@param gw alipay.gateway
---@param row table of the trade
---@return table|nil refund row
function M.last_refund(gw, row)
  return read(gw.store:first("SELECT * FROM refunds WHERE trade = ? ORDER BY id DESC LIMIT 1", row.id))
end

local PAGE = 500 -- rows that are read at once

-- Payments and refunds of a merchant in the order in which they happened, from a moment on; behind one of that moment.
local MOVED = [[
SELECT paid AS at, 0 AS kind, id AS ref, id AS trade FROM trades
WHERE seller_id = ?1 AND paid >= ?2 AND paid < ?3 AND (paid, 0, id) > (?2, ?4, ?5)
UNION ALL
SELECT created, 1, id, trade FROM refunds
WHERE seller_id = ?1 AND created >= ?2 AND created < ?3 AND (created, 1, id) > (?2, ?4, ?5)
ORDER BY at, kind, ref LIMIT ?6]]

---What moved a merchant's money in a time, oldest first, in constant memory.
---@param gw alipay.gateway
---@param seller_id string
---@param from integer Unix seconds
---@param to integer the first second after it
---@return fun(): table|nil next { at: Unix seconds, amount: fen, negative of a refund, trade: row, refund: row of a refund }
function M.bill_rows(gw, seller_id, from, to)
  local at, kind, ref = from, 0, 0
  local page, i = {}, 0
  return function()
    if i == #page and (i == PAGE or i == 0) then
      page, i = gw.store:rows(MOVED, seller_id, at, to, kind, ref, PAGE), 0
    end
    i = i + 1
    local moved = page[i]
    if not moved then return nil end
    at, kind, ref = moved.at, moved.kind, moved.ref
    local trade = M.get(gw, moved.trade)
    if kind == 0 then return { at = at, amount = trade.total, trade = trade } end
    local refund = read(gw.store:first("SELECT * FROM refunds WHERE id = ?", ref))
    return { at = at, amount = -refund.amount, trade = trade, refund = refund }
  end
end

return M
