-- SPDX-License-Identifier: MIT
-- The rows of all tables of a part, one after the other, and what tables say of each other and of what was asked for.

local archives = require "alipay.bill.archive"
local errors = require "alipay.error"
local money = require "alipay.money"
local period = require "alipay.bill.period"
local waiting = require "alipay.async.waiting"

local M = {}

-- Rows after which others get their turn: a few milliseconds.
local TURN = 4096

-- Whose bill it is, and of when, must be what was asked for.
local function check_head(archive, found, wanted)
  local account, asked = found.account, wanted.account
  if account and asked and account:sub(1, 16) ~= asked:sub(1, 16) then
    error(archive:fault(("the bill is one of the account %s, and not of %s"):format(account, asked)), 0)
  end
  local time = wanted.date and found.from and period.of(wanted.date)
  if not time then return end
  local format, value
  if found.from:sub(1, 10) ~= time.first then
    format, value = "the bill begins with %s, and that of %s was asked for", found.from
  elseif found.to:sub(1, 10) ~= time.last and found.to:sub(1, 10) ~= time.following then -- the last second, or the first behind it
    format, value = "the bill ends with %s, and that of %s was asked for", found.to
  end
  if format then error(archive:fault(format:format(value, wanted.date)), 0) end
end

local function check_date(date)
  if not date or period.of(date) then return end
  error(errors.new("parameter", { message = ("the date of a bill is %q, must be yyyy-MM-dd or yyyy-MM"):format(date) }), 0)
end

-- The counts of the summary's last row, by the kinds of rows that they count.
local COUNTS = { ["交易"] = "交易订单总笔数", ["退款"] = "退款订单总笔数" }

-- Rows of a summary but for the last one, added up by column; and the last one.
local function add_up(summary)
  local last, sums = nil, {}
  for row in function() return summary:row() end do
    for _, name in ipairs(last and summary.columns or {}) do
      local fen = money.fen(last[name])
      sums[name] = fen and (sums[name] or 0) + fen
    end
    last = row
  end
  return sums, last
end

-- A summary adds up its own rows in the last one, and all of them must count as many as the details have.
local function check_summary(archive, counts)
  local said = {}
  for summary in archive:tables "summary" do
    local sums, last = add_up(summary)
    for name, sum in pairs(last and last[summary.columns[1]] == "合计" and sums or {}) do
      local total = money.fen(last[name])
      if total and total ~= sum then
        error(archive:fault(("the bill, %s: %s adds up to %s, and not to %s"):format(
          summary.label, name, money.text(sum), last[name])), 0)
      end
    end
    for kind, name in pairs(COUNTS) do
      local count = last and math.tointeger(last[name])
      said[kind] = count and (said[kind] or 0) + count or said[kind]
    end
  end
  for kind, count in pairs(counts) do
    if said[kind] and said[kind] ~= count and counts.bad == 0 then
      error(archive:fault(("the bill's summary says %d of %s, and its details have %d"):format(said[kind], kind, count)), 0)
    end
  end
end

-- Of lines that are no rows nobody knows the kind.
local function count_groups(counts, found)
  for kind, group in pairs(found.totals.groups) do counts[kind] = (counts[kind] or 0) + group.count end
  counts.bad = (counts.bad or 0) + found.bad
end

---Iterate over the rows of a bill's file. It is opened at once, so it may be removed while its rows are read.
---@param path string
---@param kind "http"|"parameter" of errors about what is in it
---@param options alipay.bill.reading
---@return fun(): table<string, string>|nil, alipay.bill.facts|nil next raises an error object
---@return nil
---@return nil
---@return table closer for `for`, which closes the file
function M.rows(path, kind, options)
  check_date(options.date)
  local archive, err = archives.open(path, kind, options.limits)
  if not archive then error(err, 0) end
  local part = options.part or "detail"
  local closer = setmetatable({}, { __close = function() archive:close() end })
  local tables, current, facts, counts, turn = archive:tables(part), nil, nil, {}, 0
  local function open_next()
    current = tables()
    if not current then return false end
    check_head(archive, current, options)
    facts = { account = current.account, from = current.from, to = current.to, columns = current.columns, member = current.label }
    return true
  end
  local fine, any = pcall(open_next)
  if not fine or not any then
    archive:close()
    error(not fine and any or archive:fault(("the bill's archive has no table of its %s"):format(part)), 0)
  end
  local function next_row()
    turn = turn + 1
    if turn % TURN == 0 then waiting.outcome(waiting.delay(0)) end
    while current do
      local row = current:row(options.on_bad)
      if row then return row, facts end
      count_groups(counts, current)
      if not open_next() and part == "detail" then check_summary(archive, counts) end
    end
    archive:close()
  end
  return next_row, nil, nil, closer
end

return M
