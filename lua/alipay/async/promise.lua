-- SPDX-License-Identifier: MIT
-- Promises, complete: alipay.async.deferred and what a user chains to one. Handlers are tasks, so that a call inside one suspends
-- only that handler; they run from the loop, never inside the call that adds them.

local errors = require "alipay.error"
local promise = require "alipay.async.deferred"
local task = require "alipay.async.task"

require "alipay.async.waiting" -- adds `wait`

---@class alipay.promise
local methods = promise.methods

local function check(method, handler, optional)
  if type(handler) == "function" or optional and handler == nil then return end
  errors.usage(("promise:%s: a function is needed, not a %s"):format(method, type(handler)))
end

---Go on with the result. A handler's value fulfils the promise returned, a promise from it is followed, an error it raises or
---`nil, err` from it rejects. Without a handler for the outcome the outcome is passed on.
---@param on_value? fun(value: any): any
---@param on_error? fun(reason: any): any
---@return alipay.promise
function methods:next(on_value, on_error)
  check("next", on_value, true)
  check("next", on_error, true)
  local target = promise.new(nil, self.origin)
  local function follow()
    if target.status ~= "pending" then return end
    if self.status == "fulfilled" and on_value then
      task.start(target, on_value, self.value)
    elseif self.status ~= "fulfilled" and on_error then
      task.start(target, on_error, self.reason)
    else
      promise.copy(target, self)
    end
  end
  local waiter = promise.when(self, follow)
  -- Cancelling the only consumer cancels the source: nobody is left to want it.
  target.on_cancel = function() promise.leave(waiter) end
  return target
end

methods["then"] = methods.next

---Go on after a rejection.
---@param on_error fun(reason: any): any
---@return alipay.promise
function methods:catch(on_error)
  check("catch", on_error)
  return self:next(nil, on_error)
end

---Run `fn()` whatever the outcome, also when it is cancelled. The outcome is passed on unless `fn` raises.
---@param fn fun()
---@return alipay.promise
function methods:finally(fn)
  check("finally", fn)
  local target = promise.new(nil, self.origin)
  local function follow()
    local pending = target.status == "pending"
    task.start(pending and target or promise.new(nil, self.origin), function()
      fn()
      return pending and self or nil
    end)
  end
  local waiter = promise.when(self, follow)
  target.on_cancel = function()
    local unwanted = promise.forget(waiter)
    promise.when(self, follow) -- it runs for a cancelled one, too
    if unwanted then self:cancel() end
  end
  return target
end

return promise
