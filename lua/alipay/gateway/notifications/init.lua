-- SPDX-License-Identifier: MIT
-- Notifications of what happens to trades, and messages that belong to none: written down with the event itself, sent on the platform's
-- schedule until the merchant answers exactly `success`, and sent again when somebody asks for it. What is in one is in fields.lua and
-- message.lua, an attempt in delivery.lua.

local delivery = require "alipay.gateway.notifications.delivery"
local digest = require "alipay.core.digest"
local due = require "alipay.gateway.due"
local fields = require "alipay.gateway.notifications.fields"
local json = require "alipay.json"
local loop = require "alipay.core.loop"
local message = require "alipay.gateway.notifications.message"
local protocol = require "alipay.v2.protocol"
local secrets = require "alipay.util.secrets"
local signing = require "alipay.gateway.signing"
local spoil = require "alipay.gateway.notifications.spoil"

local M = {}

-- `planned` counts the attempts on the schedule, `attempts` those that somebody asked for as well. `due` is when the next one is to be
-- made, nothing when there is none; while somebody is at it others leave it alone until `lease`,
-- by the machine's clock: gateways may share a folder, and one that was killed lets go so.
M.tables = [[
CREATE TABLE IF NOT EXISTS notifications (
  id INTEGER PRIMARY KEY, notify_id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, app_id TEXT NOT NULL, out_trade_no TEXT NOT NULL,
  trade_no TEXT NOT NULL, url TEXT NOT NULL, charset TEXT NOT NULL, fields TEXT NOT NULL, created INTEGER NOT NULL,
  due INTEGER, lease INTEGER, planned INTEGER NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0,
  last INTEGER, result TEXT, delivered INTEGER);
CREATE INDEX IF NOT EXISTS notifications_due ON notifications (due) WHERE due IS NOT NULL;
CREATE INDEX IF NOT EXISTS notifications_of ON notifications (out_trade_no);
]]

-- Seconds from an attempt that failed to the next.
local SCHEDULE = { 240, 600, 600, 3600, 7200, 21600, 54000 }

-- Kinds that are sent unless the gateway was started with others.
local DEFAULT = { paid = true, refund = true, closed = true }

-- So many of those that are due are sent at one time.
local AT_ONCE = 100

-- As the platform's: 34 digits, the day and the time among them.
local function new_id(now)
  local stamp = protocol.timestamp(now):gsub("%D", "")
  local noise = digest.random(15):gsub(".", function(byte) return tostring(byte:byte() % 10) end)
  return stamp:sub(1, 8) .. "00222" .. stamp:sub(9) .. noise
end

---Write a notification down.
---@param gw alipay.gateway
---@param kind string
---@param trade table app_id, out_trade_no, trade_no, charset
---@param members table<string, string>
---@param url string
---@param due_at? integer Unix seconds; nil when nobody is to send it by himself
---@return string notify_id
function M.insert(gw, kind, trade, members, url, due_at)
  local now = gw.clock()
  local id = new_id(now)
  gw.store:exec([[INSERT INTO notifications (notify_id, kind, app_id, out_trade_no, trade_no, url, charset, fields, created, due)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)]],
    id, kind, trade.app_id, trade.out_trade_no, trade.trade_no, url, trade.charset, json.encode(members), now, due_at)
  return id
end

---Write down what is to be sent of an event, in the transaction of the event. Nothing is when the order has no address for it, or its
---kind is switched off.
---@param gw alipay.gateway
---@param kind "wait"|"paid"|"refund"|"closed"|"finished"
---@param trade table row as it is after the event
---@param refund? table row, of a refund
---@return string|nil notify_id
function M.queue(gw, kind, trade, refund)
  if not trade.notify_url or trade.notify_url == "" or not (gw.notify_kinds or DEFAULT)[kind] then return nil end
  local id = M.insert(gw, kind, trade, fields.of(gw, kind, trade, refund), trade.notify_url, gw.clock())
  spoil.count(gw, id)
  return id
end

---Write a message down that is to be sent now.
---@param gw alipay.gateway
---@param app_id string
---@param url string the app's application gateway
---@param name string as "alipay.open.auth.userauth.cancelled"
---@param content table<string, any> its biz_content
---@return string notify_id
function M.queue_message(gw, app_id, url, name, content)
  local origin = { app_id = app_id, out_trade_no = "", trade_no = "", charset = "UTF-8" }
  return M.insert(gw, "message", origin, message.members(gw, app_id, name, content), url, gw.clock())
end

---@param gw alipay.gateway
---@param id string
---@return table|nil row
function M.find(gw, id)
  return gw.store:first("SELECT * FROM notifications WHERE notify_id = ?", id)
end

local function time(moment)
  return moment and protocol.timestamp(moment)
end

---A row as people see it.
---@param row table
---@return table item
function M.item(row)
  local members = json.decode(row.fields)
  return {
    notify_id = row.notify_id, kind = row.kind, app_id = row.app_id, out_trade_no = row.out_trade_no, trade_no = row.trade_no,
    trade_status = members.trade_status, notify_url = row.url, charset = row.charset, created = time(row.created),
    attempts = row.attempts, last_attempt = time(row.last), result = row.result, delivered = time(row.delivered),
    next = time(row.due), params = members,
  }
end

local NOTE = [[
UPDATE notifications SET attempts = attempts + 1, last = ?1, result = ?2, delivered = iif(?3, coalesce(delivered, ?1), delivered),
  planned = planned + ?4, due = iif(?3 OR delivered IS NOT NULL, NULL, iif(?4, ?5, due)),
  lease = iif(?4, NULL, lease) WHERE notify_id = ?6]]

-- What an attempt led to, in the row and in the log. An attempt on the schedule plans the next one from its own moment,
-- unless another one that overtook it was answered `success`.
local function note(gw, attempt, delivered, result)
  local row = attempt.row
  local wait = (row.kind == "message" and message.SCHEDULE or SCHEDULE)[row.planned + 1]
  gw.store:exec(NOTE, attempt.moment, result, delivered, attempt.planned or false, wait and attempt.moment + wait or nil,
    row.notify_id)
  gw:log(("notify %s %s to %s: %s"):format(row.kind, row.notify_id, secrets.address(row.url:match "^[^?#]*"), result))
  gw:announce("notifications", M.item(M.find(gw, row.notify_id)))
end

-- Nobody waits for what an attempt leads to: a database that fails is told to the log, and the attempt is made again after its lease.
local function finish(gw, attempt, delivered, result)
  gw.sending[attempt] = nil
  spoil.release(gw, attempt.row.notify_id)
  local fine, problem = xpcall(function()
    note(gw, attempt, delivered, result)
    if attempt.done then attempt.done() end
    due.follow(gw)
  end, debug.traceback)
  if not fine then gw:log("internal error: " .. problem) end
end

local function parameters(gw, attempt, charset)
  local row = attempt.row
  if row.kind == "message" then return message.parameters(gw, row) end
  local members = json.decode(row.fields)
  members.notify_id, members.notify_time, members.charset = row.notify_id, protocol.timestamp(attempt.moment), charset
  return signing.parameters(gw, members, charset)
end

local function start(gw, attempt)
  local row, charset = attempt.row, attempt.charset or attempt.row.charset
  local reason
  attempt.request, reason = delivery.post(row.url, charset, parameters(gw, attempt, charset), function(delivered, result)
    finish(gw, attempt, delivered, result)
  end)
  if not attempt.request then finish(gw, attempt, false, reason) end
end

---Begin an attempt; its time is the gateway's clock's.
---@param gw alipay.gateway
---@param attempt { row: table, planned: boolean?, charset: string?, done: fun()? } planned: what comes of it says when the next one is due; charset: another than the order's
function M.begin(gw, attempt)
  gw.sending[attempt] = true
  attempt.moment = gw.clock()
  start(gw, attempt)
end

-- The first attempt may meet what it was asked to.
local function begin_planned(gw, row, met)
  local attempt = { row = row, planned = true, charset = met.gbk and "GBK" or nil, moment = gw.clock() }
  gw.sending[attempt] = true
  if met.duplicate then M.begin(gw, { row = row, charset = attempt.charset }) end
  if met.drop then return finish(gw, attempt, false, "dropped, as the fault notify:drop says") end
  if not met.late then return start(gw, attempt) end
  attempt.request = loop.timer(met.late, function() start(gw, attempt) end, true)
end

-- Whoever changes the lease sends; the others of those that share the folder find it changed.
local function claim(gw, row, late)
  local lease = gw.machine_clock() + math.ceil(late) + 3 * delivery.TIMEOUT
  return gw.store:exec("UPDATE notifications SET lease = ? WHERE id = ? AND due = ? AND lease IS ?",
    lease, row.id, row.due, row.lease) == 1
end

local WAITING = "due IS NOT NULL AND (lease IS NULL OR lease <= ?)"

---When something is to be sent next.
---@param gw alipay.gateway
---@return integer|nil moment
function M.next_due(gw)
  return gw.store:first("SELECT min(due) AS due FROM notifications WHERE " .. WAITING, gw.machine_clock()).due
end

---Send what is due. What comes of it shows later.
---@param gw alipay.gateway
---@param moment integer
function M.run_due(gw, moment)
  local sql = ("SELECT * FROM notifications WHERE due <= ? AND %s ORDER BY due, id LIMIT %d"):format(WAITING, AT_ONCE)
  local rows = gw.store:rows(sql, moment, gw.machine_clock())
  for _, row in ipairs(rows) do
    local met = spoil.take(gw, row.notify_id)
    if claim(gw, row, met.late or 0) then begin_planned(gw, row, met) end
  end
end

---Go on after a start: what an earlier run was at when it ended is sent again.
---@param gw alipay.gateway
function M.started(gw)
  if not gw.shared then gw.store:exec "UPDATE notifications SET lease = NULL WHERE lease IS NOT NULL" end
end

---End what is on its way; it stays due.
---@param gw alipay.gateway
function M.stopping(gw)
  for attempt in pairs(gw.sending) do
    if attempt.request then attempt.request:cancel() end
    gw.sending[attempt] = nil
  end
end

---What was sent or is to be, newest first.
---@param gw alipay.gateway
---@param filter? { notify_id: string?, out_trade_no: string?, trade_no: string?, kind: string?, limit: integer? }
---@return table[] items notify_id, kind, app_id, out_trade_no, trade_no, trade_status, notify_url, charset, created, attempts, last_attempt, result, delivered, next, params
function M.list(gw, filter)
  filter = filter or {}
  local items = {}
  for i, row in ipairs(gw.store:rows([[SELECT * FROM notifications WHERE (?1 IS NULL OR notify_id = ?1)
    AND (?2 IS NULL OR out_trade_no = ?2) AND (?3 IS NULL OR trade_no = ?3) AND (?4 IS NULL OR kind = ?4)
    ORDER BY id DESC LIMIT ?5]], filter.notify_id, filter.out_trade_no, filter.trade_no, filter.kind, filter.limit or 1000)) do
    items[i] = M.item(row)
  end
  return items
end

return M
