-- SPDX-License-Identifier: MIT
-- Promises: the result of work under way. Handlers run from the loop, never inside the call that adds them. How a task waits for
-- one is alipay.async.task's matter.

local errors = require "alipay.error"
local loop = require "alipay.async.loop"
local rejections = require "alipay.async.rejections"

local M = {}

---@class alipay.promise
---@field status "pending"|"fulfilled"|"rejected"|"cancelled"
---@field value any what it was fulfilled with
---@field reason any why it was rejected or cancelled
---@field origin string|nil where the work was started
---@field traceback string|nil of the error that rejected it
---@field handled boolean|nil somebody looks at its outcome
---@field on_cancel fun(self: alipay.promise)|nil
---@field waiter function|alipay.promise|false whom to tell; nearly every promise has one, so the first has a field of its own
---@field on_settled fun(self: alipay.promise)|nil called at once, before any handler: for the owner of the work
local methods = {}
local mt = { __name = "alipay.promise", __index = methods }

---Wakes a task that waits: `M.when` takes a task instead of a function. Set by alipay.async.task.
---@type fun(task: alipay.promise, settled: alipay.promise)
M.wake = nil

function mt:__tostring()
  return "promise (" .. self.status .. ")"
end

---@param value any
---@return boolean
function M.is(value)
  return getmetatable(value) == mt
end

---Make a pending promise. Its maker settles it with `M.fulfil` and `M.reject`.
---@param on_cancel? fun(self: alipay.promise) stops the work when the promise is cancelled
---@param origin? string where the work was started, for the report of an unhandled rejection
---@return alipay.promise
function M.new(on_cancel, origin)
  return setmetatable({ -- with room for what nearly every promise gets
    status = "pending", on_cancel = on_cancel, origin = origin, value = nil, handled = nil, waiter = false,
  }, mt)
end

---A waiter that is never called: it only shows that somebody waits.
function M.nobody() end
local nobody = M.nobody

---Make a pending promise of a table that its owner has filled with what it knows of the work, and with room for the rest.
---@param fields table status "pending", waiter false, on_cancel and origin as for `M.new`, and fields of the owner's own
---@return alipay.promise
function M.of(fields)
  return setmetatable(fields, mt)
end

local function notify(self, waiter)
  if waiter == nobody then return end
  if type(waiter) == "function" then loop.defer(waiter, self) else loop.defer(M.wake, waiter, self) end
end

---Settle; without effect once settled. A value must be no promise: `M.fulfil` follows those.
---@param self alipay.promise
---@param status "fulfilled"|"rejected"|"cancelled"
---@param key "value"|"reason"
---@param value any
local function settle(self, status, key, value)
  if self.status ~= "pending" then return end
  self.status = status
  self[key] = value
  self.on_cancel = nil
  local first = self.waiter
  if first then
    local more = self.waiters
    self.waiter, self.waiters = false, nil
    notify(self, first)
    for i = 1, more and #more or 0 do notify(self, more[i]) end
  elseif status == "rejected" and not self.handled then
    rejections.note(self)
  end
  local on_settled = self.on_settled
  if on_settled then
    self.on_settled = nil
    on_settled(self)
  end
end

M.settle = settle

-- Takes over the outcome of a settled promise.
local function copy(self, from)
  if from.status == "fulfilled" then return settle(self, "fulfilled", "value", from.value) end
  self.traceback = from.traceback
  settle(self, from.status, "reason", from.reason)
end

---Fulfil; without effect once settled. A promise as value is followed.
---@param self alipay.promise
---@param value any
function M.fulfil(self, value)
  if not M.is(value) then return settle(self, "fulfilled", "value", value) end
  if self.status ~= "pending" then return end
  if value == self then return settle(self, "rejected", "reason", "a promise cannot wait for itself") end
  local function follow() copy(self, value) end
  M.when(value, follow)
  self.on_cancel = function() M.leave(value, follow) end
end

---Reject; without effect once settled.
---@param self alipay.promise
---@param reason any
function M.reject(self, reason)
  if reason == nil then reason = "an error without a value" end -- else it would look like success
  settle(self, "rejected", "reason", reason)
end

---Call `fn(promise)` from the loop once it is settled, and count its outcome as looked at.
---@param self alipay.promise
---@param fn (fun(p: alipay.promise))|alipay.promise a function, or a task to wake
function M.when(self, fn)
  M.handle(self)
  if self.status ~= "pending" then return notify(self, fn) end
  if not self.waiter then
    self.waiter = fn
  else
    local more = self.waiters
    if more then more[#more + 1] = fn else self.waiters = { fn } end
  end
end

---Show that somebody waits, who will look at its outcome by himself; `M.forget(self, M.nobody)` ends it.
---@param self alipay.promise pending
function M.hold(self)
  if self.waiter then return M.when(self, nobody) end
  self.waiter, self.handled = nobody, true
end

---Count a rejection as looked at.
---@param self alipay.promise
function M.handle(self)
  self.handled = true
  if self.status == "rejected" then rejections.forget(self) end
end

---Stop calling `fn` when it settles.
---@param self alipay.promise
---@param fn (fun(p: alipay.promise))|alipay.promise
---@return boolean unwanted whether nobody waits for it any more
function M.forget(self, fn)
  local more = self.waiters
  if self.waiter == fn then
    self.waiter = more and table.remove(more, 1) or false
  else
    for i = 1, more and #more or 0 do
      if more[i] == fn then
        table.remove(more, i)
        break
      end
    end
  end
  if self.waiter then return false end
  self.handled = nil -- whoever gave up waiting will not see how it ends
  return true
end

---Stop waiting; cancels the work when nobody else waits for it.
---@param self alipay.promise
---@param fn (fun(p: alipay.promise))|alipay.promise
function M.leave(self, fn)
  if self.status == "pending" and M.forget(self, fn) then self:cancel() end
end

---The outcome of a settled promise as results of a call.
---@param self alipay.promise
---@return any value nil when it was rejected
---@return any reason
function M.outcome(self)
  M.handle(self)
  if self.status == "fulfilled" then return self.value end
  return nil, self.reason
end

-- Runs a handler as a task, so that a call inside it suspends only itself, and settles `target` with what it gives.
local function run_handler(target, handler, argument)
  require("alipay.async.task").start(target, handler, 1, argument)
end

---Go on with the result. A handler's value fulfils the promise returned, a promise from it is followed, an error it raises or
---`nil, err` from it rejects. Without a handler for the outcome the outcome is passed on.
---@param on_value? fun(value: any): any
---@param on_error? fun(reason: any): any
---@return alipay.promise
function methods:next(on_value, on_error)
  local target = M.new(nil, self.origin)
  local function follow()
    if target.status ~= "pending" then return end
    if self.status == "fulfilled" then
      if on_value then run_handler(target, on_value, self.value) else M.fulfil(target, self.value) end
    elseif on_error then
      run_handler(target, on_error, self.reason)
    else
      copy(target, self)
    end
  end
  M.when(self, follow)
  -- Cancelling the only consumer cancels the source: nobody is left to want it.
  target.on_cancel = function() M.leave(self, follow) end
  return target
end

methods["then"] = methods.next

---Go on after a rejection.
---@param on_error fun(reason: any): any
---@return alipay.promise
function methods:catch(on_error)
  return self:next(nil, on_error)
end

---Run `fn()` whatever the outcome, also when it is cancelled. The outcome is passed on unless `fn` raises.
---@param fn fun()
---@return alipay.promise
function methods:finally(fn)
  local target = M.new(nil, self.origin)
  local function follow()
    local pending = target.status == "pending"
    run_handler(pending and target or M.new(nil, self.origin), function()
      fn()
      return pending and self or nil
    end)
  end
  M.when(self, follow)
  target.on_cancel = function()
    if M.forget(self, follow) then
      M.when(self, follow)
      self:cancel()
    else
      M.when(self, follow)
    end
  end
  return target
end

---Wait for the outcome. In a task only that task waits; elsewhere the loop runs meanwhile.
---@param seconds? number give up waiting after that long; the work goes on
---@return any value
---@return any err
function methods:wait(seconds)
  return require("alipay.async.task").await(self, seconds)
end

---Stop the work. Without effect once settled.
function methods:cancel()
  if self.status ~= "pending" then return end
  local on_cancel = self.on_cancel
  settle(self, "cancelled", "reason", errors.new("cancelled", { message = "the work was cancelled" }))
  if on_cancel then on_cancel(self) end
end

M.report_unhandled = rejections.report

return M
