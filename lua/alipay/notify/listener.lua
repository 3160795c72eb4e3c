-- SPDX-License-Identifier: MIT
-- Receives notifications on the loop: verify, keep in the journal, handle once, answer. Each step is on disk before the next one
-- begins; docs/notifications.md says what a crash at each of them means.

local core = require "alipay.core.loop"
local errors = require "alipay.error"
local form = require "alipay.core.form"
local fs = require "alipay.core.fs"
local handling = require "alipay.notify.handling"
local journal = require "alipay.notify.journal"
local lang = require "alipay.lang"
local loop = require "alipay.async.loop"
local notification = require "alipay.notify.notification"
local paths = require "alipay.util.paths"
local printable = require "alipay.util.printable"
local server = require "alipay.core.server"
local service_check = require "alipay.notify.service_check"
local sorted = require "alipay.util.sorted"
local task = require "alipay.async.task"
local verify = require "alipay.notify.verify"

local M = {}

---@class alipay.notify.options
---@field on_notify fun(n: alipay.notification): boolean? handles one; anything but true, and an error too, answers `fail`: it comes again
---@field port? integer 0 (default) takes a free one
---@field host? string address to bind, 127.0.0.1 by default: a proxy with a certificate belongs in front
---@field path? string "/notify" by default
---@field client? alipay.client whose keys verify; of the profile in use otherwise
---@field expect? table what each must say, as { seller_id = "2088..." }; app_id is always compared, with that of `client`
---@field journal? string its file; notifications-APPID.db in the state folder by default
---@field repeatable? boolean the handler may run twice for one notification without harm: after a crash inside it, it does
---@field on_uncertain? fun(n: alipay.notification): boolean? an earlier run died while it handled this one. Did it take effect? true: yes; false: no, handle it; nil: unknown
---@field on_problem? fun(message: string, err: alipay.error|nil) told of refused notifications and failed handlers; stderr by default
---@field keep? integer days that handled ones are remembered, 30 by default

---@class alipay.notify.listener
---@field url string where it listens
local methods = {}
local mt = { __name = "alipay.notify.listener", __index = methods }
mt.__close = function(self) self:stop() end

function mt:__tostring()
  return "listener " .. self.url
end

-- ---- receiving ----

local function is_for_another_app(self, params)
  local ours = self.client.settings.app_id
  return params.app_id and ours and params.app_id ~= ours and params.auth_app_id ~= ours
end

-- The search for a cause is dear and anybody can send rubbish: it is made, and reported, once a second at most, and more seldom
-- when it takes long, so that it never takes more than a twentieth of the time.
local PAUSE, SHARE = 1, 20

local function refuse(self, pairs_list, err)
  local began = loop.now()
  if began < self.next_report then return end
  if err.kind == "signature" then
    local _, full = verify.run(pairs_list, self.client, { kind = "notify" })
    err = full or err
  end
  local ended = loop.now()
  self.next_report = ended + math.max(PAUSE, SHARE * (ended - began))
  self.on_problem("refused: " .. tostring(err), err)
end

local function verified(self, exchange)
  local pairs_list = exchange:fields()
  -- The platform's Content-Type is irregular: what is not declared as a form is one all the same.
  if #pairs_list == 0 then pairs_list = form.decode(exchange:body()) end
  local n, err = verify.run(pairs_list, self.client, { kind = "notify", brief = true })
  if n and is_for_another_app(self, n.params) then
    n, err = nil, errors.new("parameter", {
      message = "it is for app " .. n.params.app_id,
      hint = "listen with that app's settings (--profile), or correct the notify_url of its orders",
    })
  end
  if n and self.expect then
    local ok
    ok, err = n:expect(self.expect)
    n = ok and n
  end
  if not n then return refuse(self, pairs_list, err) end
  n.raw, n.headers = exchange:body(), exchange:headers()
  return n
end

local function receive(self, exchange)
  local n = verified(self, exchange)
  if not n then return handling.answer(exchange, false) end
  if service_check.is(n) then
    local ok, err = service_check.answer(exchange, self.client)
    if not ok then self.on_problem("the platform's test of this address cannot be answered: " .. err.message, err) end
    return
  end
  for _, pair in ipairs(exchange:query()) do n.own[pair[1]] = pair[2] end
  local id = n:id()
  handling.observe("verified", id)
  local state, err = self.journal:receive(n)
  if not state then
    self.on_problem(err.message, err)
    return handling.answer(exchange, false)
  end
  handling.observe("received", id)
  local unwritten = self.unwritten[id]
  if unwritten and self.journal:finish(id, unwritten.handled, unwritten.trouble) ~= nil then
    self.unwritten[id] = nil
    state = unwritten.handled and "handled" or "failed"
  end
  if self.working[id] or state == "received" or state == "failed" then
    handling.work_on(self, n, id, exchange)
  else
    handling.answer(exchange, state == "handled")
    handling.observe("answered", id)
  end
end

local function on_request(self, exchange)
  if exchange:path() ~= self.path then return exchange:respond(404, {}, "") end
  if exchange:method() ~= "POST" then return exchange:respond(405, { Allow = "POST" }, "") end
  receive(self, exchange)
end

-- ---- the start ----

local OPTIONS = {
  on_notify = "function", port = "integer", host = "string", path = "string", client = "table", expect = "table",
  journal = "string", repeatable = "boolean", on_uncertain = "function", on_problem = "function", keep = "integer",
}

---Whether a text is a path that a notify_url can have.
---@param text string
---@return boolean
function M.is_path(text)
  return text:find "^/[^%s?#]*$" ~= nil
end

local function check_options(options)
  if type(options) ~= "table" then error("notify.listen: a table of options is needed", 4) end
  for name, value in pairs(options) do
    local wanted = OPTIONS[name] or error(("notify.listen: unknown option '%s' (options are %s)"):format(
      tostring(name), table.concat(sorted(OPTIONS), ", ")), 4)
    if (math.type(value) or type(value)) ~= wanted then
      error(("notify.listen: option '%s' must be of type %s"):format(name, wanted), 4)
    end
  end
  if not options.on_notify then error("notify.listen: option 'on_notify' is needed", 4) end
  if options.path and not M.is_path(options.path) then
    error("notify.listen: option 'path' must begin with / and have no blank, ? or #, as /notify", 4)
  end
  notification.check_expectations(options.expect or {}, "notify.listen")
end

local function report(message)
  io.stderr:write("notify: ", printable.text(lang.text(message)), "\n")
end

---Listen. Requests are served while the loop runs; `listener:run()` runs it until a signal.
---@param options alipay.notify.options
---@return alipay.notify.listener|nil
---@return alipay.error|nil err
function M.start(options)
  check_options(options)
  local client = options.client or require("alipay.client.client").new()
  local key, err = client.keys:alipay_key()
  if not key then return nil, err end
  local self = setmetatable({
    client = client, on_notify = options.on_notify, on_uncertain = options.on_uncertain, expect = options.expect,
    on_problem = options.on_problem or report, path = options.path or "/notify", working = {}, unwritten = {}, next_report = 0,
  }, mt)
  local ok, message, class = true, nil, nil
  local dir = paths.state_dir()
  if not options.journal then ok, message, class = fs.mkdir(dir) end
  if ok and not options.journal then ok, message, class = fs.owned(dir) end
  if not ok then return nil, errors.from_core("the journal cannot be kept: " .. message, class) end
  self.journal, err = journal.open(options.journal or journal.path(client))
  if not self.journal then return nil, err end
  ok, err = self.journal:recover(options.repeatable or false)
  if ok then ok, err = self.journal:prune(options.keep or 30) end
  if ok then
    self.server, message, class = server.start {
      host = options.host, port = options.port, max_body = 262144, max_fields = 262144,
      on_request = function(exchange) on_request(self, exchange) end,
      on_problem = function(problem) self.on_problem(problem) end,
    }
  end
  if not self.server then
    self.journal:close()
    return nil, err or errors.from_core(message, class)
  end
  self.url = ("http://%s:%d%s"):format(options.host or "127.0.0.1", self.server:port(), self.path)
  loop.on_close(function() self:stop() end)
  task.run(handling.take_up, self)
  return self
end

---@return integer port
function methods:port()
  return self.server:port()
end

---Notifications in a state, from the journal.
---@param state "received"|"handling"|"handled"|"failed"|"uncertain"
---@return alipay.notification[]|nil list each with `journal_id`, `received_at`, `attempts`, `trouble`
---@return alipay.error|nil err
function methods:list(state)
  return self.journal:list(state)
end

---Say what became of an uncertain one: it was handled, or it is to be handled now.
---@param id string
---@param handled boolean
---@return boolean|nil ok false when there is no such uncertain one
---@return alipay.error|nil err
function methods:resolve(id, handled)
  local ok, err = self.journal:resolve(id, handled)
  if ok and not handled then task.run(handling.resume, self) end
  return ok, err
end

---Serve until SIGINT, SIGTERM or `stop`; what is being handled then is handled to its end.
---@return "INT"|"TERM"|nil signal
---@return alipay.error|nil err
function methods:run()
  local signals = require "alipay.core.signals"
  local descriptor, message, class = signals.catch()
  if not descriptor then return nil, errors.from_core(message, class) end
  local name
  core.watch(descriptor, function() name = signals.take() or name end)
  loop.pump(function() return name or self.stopped end)
  core.watch(descriptor, nil)
  self:stop()
  return name
end

---Receive no more. Idempotent.
function methods:stop()
  if self.stopped then return end
  self.stopped = true
  self.server:stop()
  if next(self.working) == nil then self.journal:close() end
end

return M
