-- SPDX-License-Identifier: MIT
-- What a bill says that it adds up to, against what its rows add up to: counts, and sums in fen.

local money = require "alipay.money"
local text = require "alipay.core.text"

local M = {}

---@class alipay.bill.totals
---@field tallies table[] as alipay.core.csv takes them
local methods = {}
local mt = { __name = "alipay.bill.totals", __index = methods }

-- A bill of trades: rows of two kinds, each with sums of two columns.
local KIND, KINDS, SUMS = "业务类型", { "交易", "退款" }, { "商家实收", "商家优惠" }

-- A bill of the account: what came in and what went out stand in columns of their own.
local FLOWS = { ["收入"] = "收入金额（+元）", ["支出"] = "支出金额（-元）" }

local function positions(columns)
  local at = {}
  for i, name in ipairs(columns) do at[name] = i end
  return at
end

local function add(self, group, label, tally)
  self.tallies[#self.tallies + 1] = tally
  self.names[#self.tallies] = { group = group, label = label, by_rows = tally.where ~= nil }
end

---What is to be added up of a table.
---@param columns string[]
---@param charset string of the table
---@return alipay.bill.totals
function M.new(columns, charset)
  local self = setmetatable({ tallies = {}, names = {} }, mt)
  local at = positions(columns)
  if at[KIND] and at[SUMS[1] .. "（元）"] then
    for _, kind in ipairs(KINDS) do
      for _, label in ipairs(SUMS) do
        local column = at[label .. "（元）"]
        local of_kind = { column = column, where = at[KIND], text = text.convert(kind, "UTF-8", charset) }
        if column then add(self, kind, label, of_kind) end
      end
    end
  elseif at[FLOWS["收入"]] and at[FLOWS["支出"]] then
    for group, name in pairs(FLOWS) do add(self, group, "", { column = at[name] }) end
  end
  return self
end

-- What stands in front of the first `mark`, and behind it; nil without one.
local function cut(line, mark)
  local first, last = line:find(mark, 1, true)
  if first then return line:sub(1, first - 1), line:sub(last + 1) end
end

-- "#退款合计：1笔，商家实收退款共-3000.00元，商家优惠退款共0.00元": the group, its count, sums by label.
local function read(line)
  local group, rest = cut(line, "合计：")
  local count, amounts = cut(rest or "", "笔")
  count = count and math.tointeger(count)
  if not count or group:sub(1, 1) ~= "#" then return nil end
  local sums = {}
  while amounts do
    local piece, further = cut(amounts, "，")
    local label, amount = cut(piece or amounts, "共")
    if label then sums[label:gsub("退款$", "")] = money.fen(amount:match "^(%-?[%d.]+)元$" or "") end
    amounts = further
  end
  return group:sub(2), count, sums
end

local function written(lines)
  local groups = {}
  for _, line in ipairs(lines) do
    local group, count, sums = read(line)
    if group then groups[group] = { count = count, sums = sums } end
  end
  return groups
end

-- What rows add up to, by group. In a bill of the account a row counts where its amount is.
local function counted(self, tallies)
  local groups = {}
  for i, tally in ipairs(tallies) do
    local name = self.names[i]
    local group = groups[name.group] or { count = name.by_rows and tally.rows or tally.filled, sums = {}, bad = 0 }
    group.sums[name.label], group.bad = tally.sum, group.bad + tally.bad
    groups[name.group] = group
  end
  return groups
end

-- What left the account has a minus in one place and none in the other.
local function differ(group, a, b)
  if group == "交易" or group == "收入" then return a ~= b end
  return math.abs(a) ~= math.abs(b)
end

local function compare(name, said, found)
  if found.count ~= said.count then return ("it says %d of %s, but %d are in it"):format(said.count, name, found.count) end
  for label, sum in pairs(found.sums) do
    local total = said.sums[label]
    if total and differ(name, total, sum) then
      return ("it says that %s%s add up to %s, but they add up to %s"):format(name, label, money.text(total), money.text(sum))
    end
  end
end

-- With lines that are no rows only the number of all is known.
local function compare_counts(groups, said, bad)
  local rows, all = bad, 0
  for name, group in pairs(groups) do
    rows = rows + group.count
    all = all + (said[name] and said[name].count or 0)
  end
  if rows ~= all then return ("it says %d rows, but %d are in it"):format(all, rows) end
end

---Compare what was added up with what the lines behind the rows say.
---@param tallies table[] as alipay.core.csv gives them
---@param lines string[] behind the rows
---@param bad integer lines that were no rows
---@param needed boolean whether the totals must be there
---@return string|nil reason why the table cannot be right
function methods:check(tallies, lines, bad, needed)
  local said = written(lines)
  self.groups = counted(self, tallies)
  if bad > 0 then return next(said) and compare_counts(self.groups, said, bad) or nil end
  for name, found in pairs(self.groups) do
    if found.bad > 0 then return ("%d amounts of %s are no amounts"):format(found.bad, name) end
    if said[name] then
      local reason = compare(name, said[name], found)
      if reason then return reason end
    elseif needed and found.count > 0 then
      return ("its total of %s is missing"):format(name)
    end
  end
end

return M
