-- SPDX-License-Identifier: MIT
-- `async.map` and `async.each`: a function over many items, some of them at once. Items are pulled as places become free, each is
-- a task of its own; nothing but results grows with the number of items.

local errors = require "alipay.error"
local promise = require "alipay.async.deferred"
local task = require "alipay.async.task"
local waiting = require "alipay.async.waiting"

local M = {}

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

-- A pool holds what is under way; `keep(pool, item)` is called as each item ends. `change` is a promise of the next end, while
-- somebody waits.
local pool_mt = { __name = "alipay.pool" }

local function item_settled(item)
  local pool = item.pool
  pool.active = pool.active - 1
  pool.tasks[item.index] = nil
  local failed = item.status ~= "fulfilled"
  if pool.stop_on_error and item.status == "rejected" then pool.over = true end
  pool.keep(pool, item)
  if pool.progress then pool.progress:step(failed) end
  if pool.change then promise.fulfil(pool.change, true) end
end

-- Cancels what is left: on an error of the iterator, after `break`, with a cancelled task, after Ctrl-C.
function pool_mt.__close(pool)
  if pool.closed then return end
  pool.closed, pool.over = true, true
  local indexes, left = {}, {}
  for index in pairs(pool.tasks) do indexes[#indexes + 1] = index end
  table.sort(indexes)
  for i, index in ipairs(indexes) do left[i] = pool.tasks[index] end
  local _ <close> = setmetatable({}, { __close = function()
    if pool.progress then pool.progress:finish() end
  end })
  promise.cancel_all(left)
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
    progress = progress or nil, tasks = {}, active = 0, index = 0, over = false, closed = false,
  }, pool_mt)
end

-- Starts items while there are places; `ready` results that nobody has taken yet keep theirs.
local function fill(pool, ready)
  while not pool.over and pool.active + ready < pool.limit do
    local value = pool.pull()
    if value == nil then
      pool.over = true
      return
    end
    local index, item = pool.index + 1, promise.new()
    item.handled = true -- its outcome is a result
    item.pool, item.index, item.on_settled = pool, index, item_settled
    pool.index, pool.active, pool.tasks[index] = index, pool.active + 1, item
    if pool.progress then pool.progress:start() end
    task.start(item, pool.fn, value, index)
  end
end

local function wait(pool)
  pool.change = promise.new()
  waiting.outcome(pool.change)
  pool.change = nil
end

---Call `fn(item, index)` for every item, `limit` of them at once, and wait for all. In a task only that task waits.
---@param items table|(fun(): any) a list, or an iterator function that gives one item at a time and nil at the end
---@param options? alipay.map_options
---@param fn fun(item: any, index: integer): any each call is a task; its value is the result, `nil, err` or an error raised is the error
---@return table<integer, any> results by index, in the order of the items
---@return table<integer, any> errors by index; empty when nothing failed
function M.map(items, options, fn)
  local results, failures = {}, {}
  local pool <close> = new("async.map", items, options, fn, function(_, item)
    results[item.index], failures[item.index] = item.value, item.reason
  end)
  repeat
    fill(pool, 0)
    if pool.stop_on_error and next(failures) ~= nil then break end
    if pool.active > 0 then wait(pool) end
  until pool.active == 0 and pool.over
  return results, failures
end

-- The next result in the order of completion.
local function take(pool)
  fill(pool, #pool.results)
  while #pool.results == 0 do
    if pool.active == 0 then return nil end
    wait(pool)
    fill(pool, #pool.results)
  end
  local item = table.remove(pool.results, 1)
  fill(pool, #pool.results)
  return item.index, item.value, item.reason
end

local function enqueue(pool, item)
  pool.results[#pool.results + 1] = item
end

---Call `fn(item, index)` for every item, `limit` of them at once: `for i, res, err in async.each(items, { limit = 8 }, fn) do`.
---Results come as they are there. `break` cancels what is left.
---@param items table|(fun(): any) as for `map`
---@param options? alipay.map_options
---@param fn fun(item: any, index: integer): any as for `map`
---@return function iterator gives the index of an item, its result, and its error
---@return table pool
---@return nil
---@return table pool closed when the loop ends
function M.each(items, options, fn)
  local pool = new("async.each", items, options, fn, enqueue)
  pool.results = {}
  return take, pool, nil, pool
end

return M
