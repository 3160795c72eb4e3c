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

---@class alipay.stream an iterator: `for event in client:v3():stream{...} do`; it raises an error object when it cannot go on
---@field status integer|nil of the reply, once it is here
---@operator call: alipay.event|nil
local methods = {}
local mt = { __name = "alipay.stream", __index = methods }

local function wake(self)
  local waiter = self.waiter
  self.waiter = nil
  if waiter then promise.fulfil(waiter, true) end
end

local function finish(self, err)
  if self.ended then return end
  self.ended, self.err = true, err
  if self.transfer then self.transfer:cancel() end
  self.transfer, self.pieces = nil, nil
  if err and pipeline.observer then pipeline.observer("failure", err) end
end

local function too_large(self)
  finish(self, errors.new("http", {
    method = self.req.method, sent = true,
    message = ("an event is larger than %d bytes (max_body)"):format(self.req.client.settings.max_body),
  }))
end

-- What came in place of a stream is judged as the answer of any call.
local function judge(self, reply)
  local plain = { status = reply.status, headers = reply.headers, timing = reply.timing, body = table.concat(self.pieces) }
  local verdict = protocols.v3.judge(self.req, plain)
  if verdict.missing_certificate then
    local problem = errors.new("signature", { message = "its Alipay certificate is not known here: make any other call first" })
    verdict = protocols.v3.judge(self.req, plain, problem)
  end
  local res, err = response.of(self.req, plain, verdict)
  finish(self, err or errors.new("http", {
    method = self.req.method, sent = true, response = res,
    message = "the answer is no event stream but of type " .. (reply.headers["content-type"] or "(none)"),
  }))
end

-- Takes a piece of the reply; `last` when nothing comes behind it.
local function take(self, reply, last)
  self.status = reply.status
  if is_stream(reply) then
    local found = self.parser:feed(reply.body)
    if not found then return too_large(self) end
    table.move(found, 1, #found, #self.queue + 1, self.queue)
    if last then finish(self) end
    return
  end
  self.pieces[#self.pieces + 1] = reply.body
  self.size = self.size + #reply.body
  if self.size > self.req.client.settings.max_body then return too_large(self) end
  if last then judge(self, reply) end
end

local function fail(self, message, class, stage)
  local kind, fields = transport.failure(message, class, stage)
  fields.method = self.req.method
  finish(self, errors.new(kind, fields))
end

local function ended(self, reply, message, class, stage, rest)
  self.transfer = nil
  if reply then
    take(self, reply, true)
  else
    local found = self.status == 200 and self.parser:feed(rest) or {}
    table.move(found, 1, #found, #self.queue + 1, self.queue)
    fail(self, message, class, stage)
  end
  wake(self)
end

local function open(self, req, timeout)
  self.req, self.parser = req, events.new(req.client.settings.max_body)
  if pipeline.observer then pipeline.observer("request", req) end
  local message, class
  self.transfer, message, class = transport.send(req, loop.now() + timeout, self, ended, nil, function() wake(self) end)
  if not self.transfer then fail(self, message, class) end
end

---The next event. In a task only that task waits.
---@return alipay.event|nil event nil at the end
---@return alipay.error|nil err why it ended early
function methods:next()
  while true do
    local event = self.queue[self.at]
    if event then
      self.queue[self.at], self.at = nil, self.at + 1
      return event
    end
    self.queue, self.at = {}, 1
    if self.ended then return nil, self.err end
    local reply = self.transfer:take()
    if reply and reply.body ~= "" then
      take(self, reply)
    else
      self.waiter = promise.new(function() self:cancel() end)
      local _, err = waiting.outcome(self.waiter)
      if err then return nil, err end
    end
  end
end

---End it; events that came already are still there. Idempotent.
function methods:cancel()
  finish(self, errors.new("cancelled", { message = "the stream was cancelled" }))
  wake(self)
end

function mt:__call()
  local event, err = self:next()
  if err and err.kind ~= "cancelled" then error(err, 0) end
  return event
end

mt.__close = methods.cancel

function mt:__tostring()
  return "event stream of " .. (self.req and self.req.method or "a call that was not made")
end

---Call and read the events of the answer. Everything that goes wrong is the stream's error.
---@param client alipay.client
---@param options alipay.request_options
---@return alipay.stream stream
function M.open(client, options)
  local self = setmetatable({ queue = {}, at = 1, pieces = {}, size = 0 }, mt)
  local sent = { stream = true }
  for name, value in pairs(options) do sent[name] = value end
  sent.verb, sent.timeout = sent.verb or "POST", sent.timeout or TIMEOUT
  local req, err = pipeline.build(client, sent.verb, sent.verb .. " " .. sent.path, sent, protocols.v3)
  if req then open(self, req, sent.timeout) else finish(self, err) end
  return self
end

return M
