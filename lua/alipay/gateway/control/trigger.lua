-- SPDX-License-Identifier: MIT
-- The control call `trigger`: makes an event happen, with an order of its own when none is named, and tells the merchant. It is answered
-- when the merchant has answered.

local address = require "alipay.util.address"
local apps = require "alipay.gateway.apps"
local due = require "alipay.gateway.due"
local loop = require "alipay.core.loop"
local messages = require "alipay.gateway.trigger.messages"
local notifications = require "alipay.gateway.notifications"
local resend = require "alipay.gateway.notifications.resend"
local trades = require "alipay.gateway.trigger.trades"

local M = {}

M.fields = { event = "string", to = "string", fields = "table" }

-- Seconds for which the answer waits, longer than an attempt to notify.
local PATIENCE = 15

local function known_events()
  local names = table.move(trades.NAMES, 1, #trades.NAMES, 1, {})
  table.move(messages.NAMES, 1, #messages.NAMES, #names + 1, names)
  table.sort(names)
  return table.concat(names, ", ")
end

-- Sends by `send()`, which gives the notify_id, and calls `answer` with what came of that, once. An address that cannot be asked at all
-- has its answer before `send` returns.
local function follow(gw, done, send, answer)
  local answered, listen, timer = {}, nil, nil
  local function finish(item)
    gw.subscribers[listen] = nil
    if timer then timer:cancel() end
    done.to, done.delivered, done.result = item.notify_url, item.delivered ~= nil and item.result == "success", item.result
    answer(done)
  end
  function listen(kind, item)
    if kind ~= "notifications" then return end
    if item.notify_id == done.notify_id then finish(item) else answered[item.notify_id] = item end
  end
  gw.subscribers[listen] = true
  local fine, id = xpcall(send, debug.traceback)
  if not fine then
    gw.subscribers[listen] = nil
    error(id, 0)
  end
  done.notify_id = id
  if answered[id] then return finish(answered[id]) end
  timer = loop.timer(PATIENCE, function() finish { result = "no answer yet" } end, true)
end

-- The notification that the event itself has led to; nil when nobody is told of such events, or it is to be another one.
local function natural(gw, row, kind, given)
  if given.to or next(given.fields) then return nil end
  return gw.store:first([[
    SELECT notify_id FROM notifications WHERE out_trade_no = ? AND kind = ? AND due IS NOT NULL ORDER BY id DESC]],
    row.out_trade_no, kind)
end

local function of_trade(gw, given)
  local row, kind = trades.make(gw, given.event, given.fields, given.to)
  if not row then return nil, kind, 409 end
  local done = { event = given.event, out_trade_no = row.out_trade_no, trade_no = row.trade_no, trade_status = row.trade_status }
  local function send()
    local changed = next(given.fields) and given.fields or nil
    local sent = natural(gw, row, kind, given)
      or assert(resend.send(gw, { out_trade_no = row.out_trade_no, kind = kind, to = given.to, fields = changed }))
    return sent.notify_id
  end
  return function(answer)
    follow(gw, done, send, answer)
    due.arm(gw)
  end
end

local function of_app(gw, given)
  local to = given.to or apps.find(gw, gw.app_id).notify_url
  if not to then
    return nil, "nobody would be told: name an address with `to`, or give the app a notify_url by the control call apps"
  end
  local name, content = messages.make(gw, given.event, given.fields)
  if not name then return nil, content --[[@as string]], 409 end
  local done = { event = given.event, msg_method = name, to = to }
  local function send() return notifications.queue_message(gw, gw.app_id, to, name, content --[[@as table]]) end
  return function(answer)
    follow(gw, done, send, answer)
    due.arm(gw)
  end
end

-- What is wrong before anything happens.
local function refusal(given)
  if not given.event then return "'event' is missing: one of " .. known_events() end
  if not trades.has(given.event) and not messages.has(given.event) then
    return ("there is no event '%s'; there are %s, and whole names of messages"):format(given.event, known_events())
  end
  if given.to and not address.is_whole(given.to) then return "'to' must be a whole http or https address" end
  return resend.check { fields = given.fields }
end

---@param gw alipay.gateway
---@param given { event: string?, to: string?, fields: table<string, string>? }
---@return (fun(answer: fun(done: table)))|nil later tells the merchant, and what came of it
---@return string|nil sentence
---@return integer|nil status
function M.run(gw, given)
  given.fields = given.fields or {}
  local sentence = refusal(given)
  if sentence then return nil, sentence end
  return (trades.has(given.event) and of_trade or of_app)(gw, given)
end

return M
