-- SPDX-License-Identifier: MIT
-- A promise as its maker sees it: the state of work under way, who waits for it, how it is settled and cancelled. What its user
-- can do with it is added by alipay.async.waiting (wait) and alipay.async.promise (next, catch, finally).

local errors = require "alipay.error"
local loop = require "alipay.async.loop"
local rejections = require "alipay.async.rejections"

local M = {}

---@class alipay.waiter one wait for a promise: the job that the loop runs once that is settled
---@field fn fun(argument: any)
---@field argument any
---@field promise alipay.promise
---@field before alipay.waiter|nil
---@field after alipay.waiter|nil

---@class alipay.promise
---@field status "pending"|"fulfilled"|"rejected"|"cancelled"
---@field value any what it was fulfilled with
---@field reason any why it was rejected or cancelled
---@field origin string|nil where the work was started
---@field traceback string|nil of the error that rejected it
---@field handled boolean|nil somebody looks at its outcome
---@field on_cancel fun(self: alipay.promise)|nil
---@field first alipay.waiter|nil who waits, in the order of their coming
---@field last alipay.waiter|nil
---@field on_settled fun(self: alipay.promise)|nil called at once, before any waiter: for the owner of the work
---@field wait fun(self: alipay.promise, seconds?: number): any, alipay.error? the value, or nil and why there is none; also when time is up
---@field ["then"] fun(self: alipay.promise, on_value?: function, on_error?: function): alipay.promise the same as `next`
local methods = {}
local mt = { __name = "alipay.promise", __index = methods }

---The methods of promises, for the modules that add to them.
M.methods = methods

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
  return setmetatable({
    status = "pending", on_cancel = on_cancel, origin = origin, value = nil, handled = nil, first = nil, last = nil,
  }, mt) -- the table grows once
end

-- Without effect once settled.
local function settle(self, status, key, value)
  if self.status ~= "pending" then return end
  self.status, self[key] = status, value
  local waiter, on_settled = self.first, self.on_settled
  self.on_cancel, self.first, self.last, self.on_settled = nil, nil, nil, nil
  while waiter do
    loop.queue(waiter)
    waiter = waiter.after
  end
  if status == "rejected" and not self.handled then rejections.note(self) end
  if on_settled then on_settled(self) end
end

---Take over the outcome of a settled promise.
---@param self alipay.promise
---@param from alipay.promise
function M.copy(self, from)
  if from.status == "fulfilled" then return settle(self, "fulfilled", "value", from.value) end
  if self.status == "pending" then self.traceback = from.traceback end
  settle(self, from.status, "reason", from.reason)
end

---Fulfil; without effect once settled. A promise as value is followed.
---@param self alipay.promise
---@param value any
function M.fulfil(self, value)
  if not M.is(value) then return settle(self, "fulfilled", "value", value) end
  if self.status ~= "pending" then return end
  if value == self then return settle(self, "rejected", "reason", "a promise cannot wait for itself") end
  local waiter = M.when(value, function() M.copy(self, value) end)
  self.on_cancel = function() M.leave(waiter) end
end

---Reject; without effect once settled.
---@param self alipay.promise
---@param reason any
function M.reject(self, reason)
  if reason == nil then reason = "an error without a value" end -- else it would look like success
  settle(self, "rejected", "reason", reason)
end

---Call `fn(argument)` from the loop once it is settled, and count its outcome as looked at.
---@param self alipay.promise
---@param fn fun(argument: any) must not raise
---@param argument? any the promise by default
---@return alipay.waiter waiter by which to stop waiting
function M.when(self, fn, argument)
  M.handle(self)
  local waiter = { fn = fn, argument = argument or self, promise = self }
  if self.status ~= "pending" then
    loop.queue(waiter)
    return waiter
  end
  local last = self.last
  waiter.before, self.last = last, waiter
  if last then last.after = waiter else self.first = waiter end
  return waiter
end

---Count a rejection as looked at.
---@param self alipay.promise
function M.handle(self)
  self.handled = true
  if self.status == "rejected" then rejections.forget(self) end
end

---Wait no longer; how the promise ends still counts as looked at. Idempotent.
---@param waiter alipay.waiter
---@return boolean unwanted whether nobody waits for the promise any more
function M.forget(waiter)
  local p, before, after = waiter.promise, waiter.before, waiter.after
  if p.status == "pending" and (before or p.first == waiter) then
    if before then before.after = after else p.first = after end
    if after then after.before = before else p.last = before end
    waiter.before, waiter.after = nil, nil
  end
  return p.first == nil
end

---Wait no longer for a promise that is not settled: a rejection that comes later is nobody's, unless somebody else waits.
---@param waiter alipay.waiter
---@return boolean in_time false when it is settled: the waiter's function is called
function M.give_up(waiter)
  local p = waiter.promise
  if p.status ~= "pending" then return false end
  if M.forget(waiter) then p.handled = nil end
  return true
end

---Wait no longer; cancels the work when nobody else waits for it.
---@param waiter alipay.waiter
function M.leave(waiter)
  local p = waiter.promise
  if p.status == "pending" and M.forget(waiter) then p:cancel() end
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

---Stop the work. Without effect once settled.
function methods:cancel()
  if self.status ~= "pending" then return end
  local on_cancel = self.on_cancel
  settle(self, "cancelled", "reason", errors.new("cancelled", { message = "the work was cancelled" }))
  if on_cancel then on_cancel(self) end
end

---Cancel each of a list. An error in one keeps none of the others from it: the first error is raised when all are cancelled.
---@param list alipay.promise[]
function M.cancel_all(list)
  local failed, first = false, nil
  for _, p in ipairs(list) do
    local fine, reason = pcall(p.cancel, p)
    if not fine and not failed then failed, first = true, reason end
  end
  if failed then error(first, 0) end
end

return M
