-- SPDX-License-Identifier: MIT
-- `async.retry`: the same again, later, when that can help and cannot harm. Nothing else in the library repeats a request; whether
-- one may be repeated is said by its error (`idempotent`, `sent`).

local errors = require "alipay.error"
local loop = require "alipay.async.loop"
local promise = require "alipay.async.deferred"
local task = require "alipay.async.task"
local waiting = require "alipay.async.waiting"

local M = {}

---@class alipay.retry_options
---@field times? integer attempts in all, 3 by default
---@field delay? number seconds before the second attempt, 0.2 by default; doubled each time, and shortened by up to half at random
---@field max_delay? number seconds of the longest pause, 5 by default
---@field budget? number seconds for everything, attempts and pauses, 60 by default
---@field idempotent? boolean the work may be done twice; otherwise only what an error calls idempotent, or not sent, is repeated

local DEFAULTS = { times = 3, delay = 0.2, max_delay = 5, budget = 60, idempotent = false }

local function settings_of(options)
  if options ~= nil and type(options) ~= "table" then
    errors.usage("async.retry: options must be a table, not a " .. type(options))
  end
  local settings = {}
  for name, value in pairs(DEFAULTS) do settings[name] = value end
  for name, value in pairs(options or {}) do
    local default = DEFAULTS[name]
    if default == nil then
      errors.usage(("async.retry: unknown option '%s' (options are times, delay, max_delay, budget, idempotent)")
        :format(tostring(name)))
    end
    if type(value) ~= type(default) or type(value) == "number" and (value < 0 or value ~= value) then
      errors.usage(("async.retry: option '%s' cannot be %s"):format(name, tostring(value)))
    end
    settings[name] = value
  end
  return settings
end

local function may_repeat(err, settings)
  return errors.is(err) and err.retryable and (settings.idempotent or err.idempotent == true or err.sent == false)
end

-- One attempt as a task of its own, so that the end of the budget can cut it short.
local function attempt(fn, number, left)
  local try = task.start(promise.new(), fn, number)
  local value, err = waiting.outcome(try, left)
  if try.status ~= "pending" then return value, err end
  try:cancel()
  return nil, err
end

---What `async.retry` is.
---@param options? alipay.retry_options
---@param fn fun(attempt: integer): any
---@return alipay.promise promise of the value, rejected with the last error
function M.retry(options, fn)
  if fn == nil and type(options) == "function" then options, fn = nil, options end
  if type(fn) ~= "function" then errors.usage("async.retry: a function is needed, not a " .. type(fn)) end
  local settings = settings_of(options)
  return task.run(function()
    local deadline = loop.now() + settings.budget
    local number, pause = 1, settings.delay
    while true do
      local value, err = attempt(fn, number, math.max(0, deadline - loop.now()))
      if err == nil then return value end
      local wait = math.min(pause, settings.max_delay) * (0.5 + math.random() / 2)
      if number >= settings.times or not may_repeat(err, settings) or loop.now() + wait >= deadline then return nil, err end
      waiting.outcome(waiting.delay(wait))
      number, pause = number + 1, pause * 2
    end
  end)
end

return M
