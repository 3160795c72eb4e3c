-- SPDX-License-Identifier: MIT
-- Server-sent events of a call by V3, one by one as they come. The platform signs no event: what they say is to be confirmed by a call
-- where it matters. What is not read yet waits in the connection.

local errors = require "alipay.error"
local events = require "alipay.v3.events"
local is_stream = require("alipay.v3.reply").is_stream
local loop = require "alipay.async.loop"
local pipeline = require "alipay.call.pipeline"
local promise = require "alipay.async.promise"
local protocols = require "alipay.call.protocols"
local response = require "alipay.call.response"
local transport = require "alipay.call.transport"
local waiting = require "alipay.async.waiting"

local M = {}

-- Seconds from start to last event, unless a call says otherwise: answers of agents take minutes.
local TIMEOUT = 600

-- What a stream is while its transfer runs is apart from the object that the caller has, so that one that is thrown away is collected.
---@class alipay.stream.state
---@field req alipay.v3.request|nil
---@field transfer core.request|nil
---@field parser alipay.v3.events
---@field queue alipay.event[] those that were not read yet, from `at` on
---@field at integer
---@field pieces string[] of an answer that is no stream
---@field size integer their bytes
---@field waiters alipay.promise[] of those who read
---@field status integer|nil
---@field ended boolean|nil
---@field err alipay.error|nil why

-- While nobody waits for it, it keeps no program alive.
local function wake(state)
  local waiters = state.waiters
  state.waiters = {}
  loop.unread(state, not state.ended)
  for _, waiter in ipairs(waiters) do promise.fulfil(waiter, true) end
end

local function finish(state, err)
  if state.ended then return end
  state.ended, state.err = true, err
  if state.transfer then state.transfer:cancel() end
  state.transfer, state.pieces = nil, nil
  loop.unread(state, false)
  if err and pipeline.observer then pipeline.observer("failure", err) end
end

local function cancel(state)
  finish(state, errors.new("cancelled", { message = "the stream was cancelled" }))
  wake(state)
end

local function too_large(state)
  finish(state, errors.new("http", {
    method = state.req.method, sent = true,
    message = ("an event is larger than %d bytes (max_body)"):format(state.req.client.settings.max_body),
  }))
end

local function feed(state, bytes)
  local found, is_too_large = state.parser:feed(bytes)
  table.move(found, 1, #found, #state.queue + 1, state.queue)
  return is_too_large
end

-- What came in place of a stream is judged as the answer of any call.
local function judge(state, reply)
  local plain = { status = reply.status, headers = reply.headers, timing = reply.timing, body = table.concat(state.pieces) }
  local verdict = protocols.v3.judge(state.req, plain)
  if verdict.missing_certificate then
    local problem = errors.new("signature", { message = "its Alipay certificate is not known here: make any other call first" })
    verdict = protocols.v3.judge(state.req, plain, problem)
  end
  local res, err = response.of(state.req, plain, verdict)
  finish(state, err or errors.new("http", {
    method = state.req.method, sent = true, response = res,
    message = "the answer is no event stream but of type " .. (reply.headers["content-type"] or "(none)"),
  }))
end

-- Takes a piece of the reply; `last` when nothing comes behind it.
local function take(state, reply, last)
  state.status = reply.status
  if is_stream(reply) then
    local is_too_large = feed(state, reply.body)
    if is_too_large then return too_large(state) end
    if last then finish(state) end
    return
  end
  state.pieces[#state.pieces + 1] = reply.body
  state.size = state.size + #reply.body
  if state.size > state.req.client.settings.max_body then return too_large(state) end
  if last then judge(state, reply) end
end

local function fail(state, message, class, stage)
  local kind, fields = transport.failure(message, class, stage)
  fields.method = state.req.method
  finish(state, errors.new(kind, fields))
end

local function ended(state, reply, message, class, stage, rest)
  state.transfer = nil
  if reply then
    take(state, reply, true)
  else
    if state.status == 200 then feed(state, rest) end
    fail(state, message, class, stage)
  end
  wake(state)
end

local function open(state, req, timeout)
  state.req, state.parser = req, events.new(req.client.settings.max_body)
  if pipeline.observer then pipeline.observer("request", req) end
  local message, class
  state.transfer, message, class = transport.send(req, loop.now() + timeout, state, ended, nil, function() wake(state) end)
  if not state.transfer then return fail(state, message, class) end
  loop.unread(state, true)
end

-- Nobody waits any more for what `waiter` was to be told: a stream that was only read there ends.
local function forget(state, waiter)
  for i, other in ipairs(state.waiters) do
    if other == waiter then table.remove(state.waiters, i) break end
  end
  if not state.waiters[1] then cancel(state) end
end

local function wait(state)
  local waiter
  waiter = promise.new(function() forget(state, waiter) end)
  table.insert(state.waiters, waiter)
  loop.unread(state, false)
  return waiting.outcome(waiter)
end

---@class alipay.stream an iterator: `for event in client:v3():stream{...} do`; it raises an error object when it cannot go on
---@field status integer|nil of the reply, once it is here
---@operator call: alipay.event|nil
local methods = {}
local mt = { __name = "alipay.stream" }

---The next event. In a task only that task waits; several tasks may read, and each event goes to one of them.
---@return alipay.event|nil event nil at the end
---@return alipay.error|nil err why it ended early
function methods:next()
  local state = self.state
  while true do
    local event = state.queue[state.at]
    if event then
      state.queue[state.at], state.at = nil, state.at + 1
      return event
    end
    state.queue, state.at = {}, 1
    if state.ended then return nil, state.err end
    local reply = state.transfer:take()
    if reply and reply.body ~= "" then
      take(state, reply)
    else
      local _, err = wait(state)
      if err then return nil, err end
    end
  end
end

---End it; events that came already are still there. Idempotent.
function methods:cancel()
  cancel(self.state)
end

function mt:__index(name)
  if name == "status" then return self.state.status end
  return methods[name]
end

function mt:__call()
  local event, err = self:next()
  if err and err.kind ~= "cancelled" then error(err, 0) end
  return event
end

mt.__close = methods.cancel

-- It may be collected at any moment, even while the transfer says something: its turn to end comes later.
function mt:__gc()
  if not self.state.ended then loop.defer(finish, self.state) end
end

function mt:__tostring()
  local req = self.state.req
  return "event stream of " .. (req and req.method or "a call that was not made")
end

---Call and read the events of the answer. Everything that goes wrong is the stream's error.
---@param client alipay.client
---@param options alipay.request_options
---@return alipay.stream stream
function M.open(client, options)
  local state = { queue = {}, at = 1, pieces = {}, size = 0, waiters = {} }
  local sent = { stream = true }
  for name, value in pairs(options) do sent[name] = value end
  sent.verb, sent.timeout = sent.verb or "POST", sent.timeout or TIMEOUT
  local req, err = pipeline.build(client, sent.verb, sent.verb .. " " .. sent.path, sent, protocols.v3)
  if req then open(state, req, sent.timeout) else finish(state, err) end
  return setmetatable({ state = state }, mt)
end

return M
