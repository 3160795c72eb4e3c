-- SPDX-License-Identifier: MIT
-- From a notification in the journal to an answer: each is handled by one task, whoever else asks for it waits for that. What the
-- journal says of it is written before the next step begins.

local promise = require "alipay.async.promise"
local task = require "alipay.async.task"
local waiting = require "alipay.async.waiting"

local M = {}

---Told of every step of every notification: the specs end the process there.
---@type nil|fun(step: "verified"|"received"|"handling"|"returned"|"handled"|"answered", id: string)
M.observer = nil

---@param step string
---@param id string
function M.observe(step, id)
  if M.observer then M.observer(step, id) end
end

---Answer the platform. Exactly these bytes: it compares them.
---@param exchange core.exchange
---@param good boolean
function M.answer(exchange, good)
  exchange:respond(200, { ["Content-Type"] = "text/plain" }, good and "success" or "fail")
end

-- Ends the work on one notification: its state on disk, then the answer to everybody who waits for it.
local function settle(self, id, handled, trouble)
  local work = self.working[id]
  M.observe("returned", id)
  local moved, err = self.journal:finish(id, handled, trouble)
  if moved == false then handled = self.journal:state(id) == "handled" end -- it was committed by the handler
  if err then
    -- Its handler has run and must not run again while this process knows of it.
    self.unwritten[id] = { handled = handled, trouble = trouble }
    self.on_problem(err.message, err)
    handled = false
  end
  M.observe("handled", id)
  self.working[id] = nil
  for _, exchange in ipairs(work.exchanges) do
    M.answer(exchange, handled)
    M.observe("answered", id)
  end
  promise.fulfil(work.done, handled)
  if self.stopped and next(self.working) == nil then self.journal:close() end
end

local function handle(self, n, id)
  local begun, err = self.journal:begin(id)
  if not begun then
    if err then self.on_problem(err.message, err) end
    return settle(self, id, false, err and err.message)
  end
  M.observe("handling", id)
  n.journaled = function(fn) return self.journal:commit(id, fn) end
  local p = task.run(self.on_notify, n)
  promise.when(p, function()
    local trouble
    if p.status ~= "fulfilled" then
      trouble = tostring(p.reason)
      self.on_problem(("handling %s failed: %s%s"):format(id, trouble, p.traceback and "\n" .. p.traceback or ""))
    elseif p.value ~= true then
      trouble = "the handler did not return true"
    end
    settle(self, id, trouble == nil, trouble)
  end)
end

---Handle a notification, or join whoever waits for it already; a promise of whether it was handled.
---@param self alipay.notify.listener
---@param n alipay.notification
---@param id string
---@param exchange? core.exchange
---@return alipay.promise
function M.work_on(self, n, id, exchange)
  local work = self.working[id]
  local is_new = not work
  if is_new then
    work = { exchanges = {}, done = promise.new() }
    self.working[id] = work
  end
  work.exchanges[#work.exchanges + 1] = exchange
  if is_new then handle(self, n, id) end
  return work.done
end

-- What an earlier run has left in its handler: only the handler's author can know what became of it.
local function decide(self, n)
  local id, known, handled = n.journal_id, true, nil
  if self.on_uncertain then known, handled = pcall(self.on_uncertain, n) end
  if known and handled ~= nil then return self.journal:resolve(id, handled) end
  self.on_problem(("notification %s was being handled when an earlier run died; whether that took effect is not known%s. It is "
    .. "not handled again until listener:resolve('%s', true or false) says what became of it"):format(id,
    known and "" or " (on_uncertain failed: " .. tostring(handled) .. ")", id))
end

---Handle what waits in the journal, one after the other, while new ones are received.
---@param self alipay.notify.listener
function M.resume(self)
  for _, state in ipairs { "received", "failed" } do
    if self.stopped then return end
    for _, n in ipairs(self.journal:list(state) or {}) do
      local id = n.journal_id
      if self.stopped then return end
      if self.journal:state(id) == state and not self.working[id] then waiting.await(M.work_on(self, n, id)) end
    end
  end
end

---Take up what an earlier run has left.
---@param self alipay.notify.listener
function M.take_up(self)
  if self.stopped then return end
  for _, n in ipairs(self.journal:list "uncertain" or {}) do decide(self, n) end
  M.resume(self)
end

return M
