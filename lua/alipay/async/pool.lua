-- SPDX-License-Identifier: MIT
-- `async.map` and `async.each`: a function over many items, some of them at once. Items are pulled as places become free, each is
-- a task of its own; nothing but results grows with the number of items.

local errors = require "alipay.error"
local promise = require "alipay.async.promise"
local task = require "alipay.async.task"

local M = {}

local launch, settle = task.launch, promise.settle

local DEFAULT_LIMIT = 8 -- the platform throttles by app

---@class alipay.map_options
---@field limit? integer items at once, 8 by default
---@field stop_on_error? boolean start nothing new after the first failure, and cancel what is under way
---@field progress? boolean|string|table show progress on stderr; a string names it; a table is of alipay.progress
---@field total? integer number of items, for the progress of an iterator

local function check(name, options)
  for key, value in pairs(options) do
    local fine
    if key == "limit" then fine = math.type(value) == "integer" and value >= 1
    elseif key == "total" then fine = math.type(value) == "integer"
    elseif key == "stop_on_error" then fine = type(value) == "boolean"
    elseif key == "progress" then fine = type(value) == "boolean" or type(value) == "string" or type(value) == "table"
    else errors.usage(("%s: unknown option '%s' (options are limit, stop_on_error, progress, total)"):format(name, tostring(key)))
    end
    if not fine then errors.usage(("%s: option '%s' cannot be %s"):format(name, key, tostring(value))) end
  end
end

-- A function that gives the next item, nil after the last.
local function puller(name, items)
  if type(items) == "function" then return items, nil end
  local meta = getmetatable(items)
  if type(meta) == "table" and meta.__call then return function() return items() end, nil end
  if type(items) ~= "table" then
    errors.usage(("%s: items come from a table or an iterator function, not a %s"):format(name, type(items)))
  end
  local index, count = 0, #items
  return function()
    index = index + 1
    if index <= count then return items[index] end
  end, count
end

-- A pool holds what is under way; `settled` is called as each item ends. `gate` is settled when something ended since it was
-- last looked at: one promise, opened again and again.
local pool_mt = { __name = "alipay.pool" }

local function item_settled(item)
  local pool = item.pool
  pool.active = pool.active - 1
  pool.tasks[item] = nil
  local failed = item.status ~= "fulfilled"
  if failed and pool.stop_on_error and item.status == "rejected" then pool.over = true end
  pool.keep(pool, item.index, item.value, item.reason)
  if pool.progress then pool.progress:step(failed) end
  local gate = pool.gate
  if gate.status == "pending" then settle(gate, "fulfilled", "value", true) end
end

-- Cancels what is left: on an error of the iterator, after `break`, with a cancelled task, after Ctrl-C.
function pool_mt.__close(pool)
  if pool.closed then return end
  pool.closed, pool.over = true, true
  local left = {}
  for item in pairs(pool.tasks) do left[#left + 1] = item end
  table.sort(left, function(a, b) return a.index < b.index end)
  for _, item in ipairs(left) do item:cancel() end
  if pool.progress then pool.progress:finish() end
end

local function new(name, items, options, fn, keep)
  if fn == nil and type(options) == "function" then options, fn = nil, options end
  options = options or {}
  if type(options) ~= "table" then errors.usage(("%s: options must be a table, not a %s"):format(name, type(options))) end
  if type(fn) ~= "function" then errors.usage(("%s: a function is needed, not a %s"):format(name, type(fn))) end
  check(name, options)
  local pull, count = puller(name, items)
  local progress = options.progress
  if progress == true or type(progress) == "string" then
    progress = require("alipay.async.progress").new { total = options.total or count, label = progress ~= true and progress or nil }
  end
  return setmetatable({
    pull = pull, fn = fn, keep = keep, limit = options.limit or DEFAULT_LIMIT, stop_on_error = options.stop_on_error,
    progress = progress or nil, gate = promise.new(), tasks = {}, active = 0, index = 0, ready = 0, over = false, closed = false,
  }, pool_mt)
end

-- Starts items while there are places; results that nobody has taken yet keep theirs.
local function fill(pool)
  while not pool.over and pool.active + pool.ready < pool.limit do
    local value = pool.pull()
    if value == nil then
      pool.over = true
      return
    end
    local index = pool.index + 1
    pool.index, pool.active = index, pool.active + 1
    local item = launch { -- with room for what a task gets
      status = "pending", waiter = false, handled = true, on_settled = item_settled, pool = pool, index = index,
      fn = pool.fn, count = 2, first = value, second = index, deferred = false,
      on_cancel = nil, co = nil, awaiting = nil, value = nil,
    }
    pool.tasks[item] = true
    if pool.progress then pool.progress:start() end
  end
end

local function wait(pool)
  local gate = pool.gate
  task.await(gate)
  gate.status, gate.value = "pending", nil
end

---Call `fn(item, index)` for every item, `limit` of them at once, and wait for all. In a task only that task waits.
---@param items table|(fun(): any) a list, or an iterator function that gives one item at a time and nil at the end
---@param options? alipay.map_options
---@param fn fun(item: any, index: integer): any each call is a task; its value is the result, `nil, err` or an error raised is the error
---@return table<integer, any> results by index, in the order of the items
---@return table<integer, any> errors by index; empty when nothing failed
function M.map(items, options, fn)
  local results, failures = {}, {}
  local pool <close> = new("async.map", items, options, fn, function(_, index, value, reason)
    results[index], failures[index] = value, reason
  end)
  repeat
    fill(pool)
    if pool.stop_on_error and next(failures) ~= nil then break end
    if pool.active > 0 then wait(pool) end
  until pool.active == 0 and pool.over
  return results, failures
end

-- The next result in the order of completion.
local function take(pool)
  while true do
    if pool.ready == 0 then fill(pool) end
    if pool.ready > 0 then
      local first = pool.first
      local index, value, reason = pool[first], pool[first + 1], pool[first + 2]
      pool[first], pool[first + 1], pool[first + 2] = nil, nil, nil
      pool.ready = pool.ready - 1
      pool.first = pool.ready > 0 and first + 3 or 1
      fill(pool)
      return index, value, reason
    end
    if pool.active == 0 then return nil end
    wait(pool)
  end
end

local function enqueue(pool, index, value, reason)
  local last = pool.first + 3 * pool.ready
  pool[last], pool[last + 1], pool[last + 2] = index, value, reason
  pool.ready = pool.ready + 1
end

---Call `fn(item, index)` for every item, `limit` of them at once: `for i, res, err in async.each(items, { limit = 8 }, fn) do`.
---Results come as they are there. `break` cancels what is left.
---@param items table|(fun(): any)
---@param options? alipay.map_options
---@param fn fun(item: any, index: integer): any
---@return function iterator
---@return table pool
---@return nil
---@return table pool closed when the loop ends
function M.each(items, options, fn)
  local pool = new("async.each", items, options, fn, enqueue)
  pool.first = 1
  return take, pool, nil, pool
end

return M
