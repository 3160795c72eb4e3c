-- SPDX-License-Identifier: MIT
-- Bills of the gateway: when there is one, its address, which lives 30 seconds by the gateway's clock, and the archive behind it, made
-- when it is fetched.

local form = require "alipay.core.form"
local fs = require "alipay.core.fs"
local protocol = require "alipay.v2.protocol"
local rows = require "alipay.gateway.bill.rows"
local store = require "alipay.gateway.store"
local text = require "alipay.core.text"
local trade = require "alipay.gateway.trade"
local writer = require "alipay.gateway.bill.writer"
local zip = require "alipay.core.zip"

local M = {}

M.PATH = "/downloadBillFile.resource"

M.tables = [[
CREATE TABLE IF NOT EXISTS bills (
  token TEXT PRIMARY KEY, seller_id TEXT NOT NULL, date TEXT NOT NULL, expires INTEGER NOT NULL);
]]

local LIFE, HOUR, DAY = 30, 3600, 86400

-- A day's bill is there at ten the next morning, a month's on the third at ten.
local MADE = 10 * HOUR

local function midnight(date) return protocol.parse_timestamp(date .. " 00:00:00") end

---The time of a bill.
---@param date string "yyyy-MM-dd" or "yyyy-MM"
---@return { from: integer, to: integer, made: integer }|nil span Unix seconds: first, first behind the last, from when on it is there; nil for no date
function M.span(date)
  local year, month = date:match "^(%d%d%d%d)%-(%d%d)$"
  if not year then
    local from = midnight(date)
    return from and { from = from, to = from + DAY, made = from + DAY + MADE }
  end
  local from = midnight(date .. "-01")
  local following = month == "12" and ("%04d-01"):format(year + 1) or ("%s-%02d"):format(year, month + 1)
  local to = midnight(following .. "-01")
  return from and to and { from = from, to = to, made = to + 2 * DAY + MADE }
end

---Whether nothing moved a merchant's money in that time.
---@param gw alipay.gateway
---@param seller_id string
---@param span { from: integer, to: integer }
---@return boolean
function M.is_empty(gw, seller_id, span)
  return trade.bill_rows(gw, seller_id, span.from, span.to)() == nil
end

-- The name of an archive and of what is in it: the account and the date.
local function stem(seller_id, date)
  return ("%s0156_%s"):format(seller_id, (date:gsub("-", "")))
end

---A new address of a bill.
---@param gw alipay.gateway
---@param seller_id string
---@param date string
---@return string url
function M.address(gw, seller_id, date)
  local token, now = store.random_id(16), gw.clock()
  gw.store:exec("DELETE FROM bills WHERE expires <= ?", now)
  gw.store:exec("INSERT INTO bills VALUES (?, ?, ?, ?)", token, seller_id, date, now + LIFE)
  local name, day = stem(seller_id, date) .. ".csv.zip", date:gsub("-", "")
  local parts = {
    { "bizType", "trade" }, { "userId", seller_id .. "0156" }, { "fileType", "csv.zip" }, { "bizDates", day },
    { "downloadFileName", name }, { "fileId", ("/trade/%s0156/%s.csv.zip"):format(seller_id, day) },
    { "timestamp", tostring(now) }, { "token", token },
  }
  for i, part in ipairs(parts) do parts[i] = part[1] .. "=" .. form.escape(part[2]) end
  return gw.endpoint .. M.PATH .. "?" .. table.concat(parts, "&")
end

---The bill that a token opens.
---@param gw alipay.gateway
---@param token string|nil
---@return { seller_id: string, date: string }|nil
function M.find(gw, token)
  return token and gw.store:first("SELECT seller_id, date FROM bills WHERE token = ? AND expires > ?", token, gw.clock())
end

local function write(path, fn, ...)
  local file <close> = assert(io.open(path, "wb"))
  local result = fn(file, ...)
  assert(file:flush())
  return result
end

-- Names are GBK without a mark that says so.
local function named(stem_of, what, path)
  return { name = assert(text.convert(("%s_%s.csv"):format(stem_of, what), "UTF-8", "GB18030")), path = path }
end

---Write a bill's archive. Its folder holds the tables meanwhile.
---@param folder string of its own
---@param seller_id string
---@param date string
---@param made integer Unix seconds
---@param next_row fun(): alipay.gateway.bill.row|nil
---@return string path in the folder; raises what cannot be written
function M.write(folder, seller_id, date, made, next_row)
  local span = assert(M.span(date))
  local head = {
    account = seller_id, from = protocol.timestamp(span.from), to = protocol.timestamp(span.to), made = protocol.timestamp(made),
  }
  local details, summary, path = folder .. "/details.csv", folder .. "/summary.csv", folder .. "/bill.zip"
  local sums = write(details, writer.details, head, next_row)
  write(summary, writer.summary, head, sums)
  local name = stem(seller_id, date)
  assert(zip.make(path, { named(name, "业务明细", details), named(name, "业务明细(汇总)", summary) }))
  return path
end

---Make a bill's archive and hand it to `fn`, behind which it is gone.
---@param gw alipay.gateway
---@param bill { seller_id: string, date: string }
---@param fn fun(path: string): any
---@return any result of `fn`
function M.make(gw, bill, fn)
  local folder = gw.dir .. "/bills/" .. store.random_id(8)
  assert(fs.mkdir(folder))
  local remover <close> = setmetatable({}, { __close = function() fs.remove(folder) end }) -- luacheck: ignore 211
  local span = M.span(bill.date)
  return fn(M.write(folder, bill.seller_id, bill.date, gw.clock(), rows.iterate(gw, bill.seller_id, span.from, span.to)))
end

return M
