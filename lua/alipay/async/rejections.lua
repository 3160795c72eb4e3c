-- SPDX-License-Identifier: MIT
-- Rejections that nobody has looked at. One is reported as soon as nobody can look at it any more, because its promise is garbage;
-- one whose promise is still held somewhere after a while, or at the end of the program. Either makes the exit code non-zero.

local errors = require "alipay.error"
local lang = require "alipay.lang"
local loop = require "alipay.async.loop"
local mode = require "alipay.util.mode"
local screen = require "alipay.util.screen"

local M = {}

-- Seconds for which a promise that somebody holds may stay without a look: more than a call's default timeout, so that calls which
-- were started together may be waited for one after another.
local PATIENCE = 20

-- Seconds after a rejection when garbage is collected to see whether its promise is still held; doubled while it is.
local SOON = 0.05

local waiting = {} -- records in order of their coming
local due, pause = nil, SOON -- when they are looked at next
local exit_code = 0

local function report(record)
  local text = lang.text "unhandled rejection: " .. tostring(record.reason)
  if record.origin then text = text .. "\n  " .. lang.format("started at %s", record.origin) end
  if record.traceback then text = text .. "\n" .. record.traceback end
  if exit_code == 0 then exit_code = errors.exit_code(record.reason) end
  screen.line(io.stderr, text)
  if mode.on_failure then mode.on_failure(record.reason, exit_code) end
end

-- Reports what `is_due` says of, and keeps the rest that nobody has looked at.
local function sweep(is_due)
  local list = waiting
  waiting = {}
  for _, record in ipairs(list) do
    if is_due(record) then report(record) elseif not record.handled then waiting[#waiting + 1] = record end
  end
end

-- The promise is the only one that refers to this: its end is the promise's.
local sentinel_mt = { __gc = function(sentinel) sentinel.record.lost = true end }

---A promise was rejected, and nobody waits for it.
---@param promise alipay.promise
function M.note(promise)
  local record = { reason = promise.reason, origin = promise.origin, traceback = promise.traceback, since = loop.now() }
  promise.sentinel = setmetatable({ record = record }, sentinel_mt)
  waiting[#waiting + 1] = record
  due, pause = due or loop.now() + SOON, SOON
end

---Somebody looks at it after all.
---@param promise alipay.promise
function M.forget(promise)
  local sentinel = promise.sentinel
  if not sentinel then return end
  promise.sentinel = nil
  sentinel.record.handled = true
end

local function report_all()
  sweep(function(record) return not record.handled end)
  return exit_code
end

---Report those that are left to somebody who sees them, as at the prompt: they do not make the exit code non-zero.
function M.show()
  report_all()
  exit_code = 0
end

function loop.before_wait()
  if not due then return nil end
  local now = loop.now()
  if now < due then return due - now end
  collectgarbage()
  sweep(function(record) return not record.handled and (record.lost or now - record.since > PATIENCE) end)
  local cost = loop.now() - now
  due = waiting[1] and now + math.max(pause, 20 * cost) -- or a large heap would be searched all the time
  pause = math.min(2 * pause, PATIENCE)
  return due and due - now
end

loop.on_finish(report_all)

return M
