-- SPDX-License-Identifier: MIT
-- The local gateway: a simulation of the platform on this host, served by the loop of whoever started it. It owns its
-- folder's keys and memory, and says nothing but through `on_log`.

local answers = require "alipay.gateway.answers"
local clock = require "alipay.gateway.clock"
local control = require "alipay.gateway.control"
local due = require "alipay.gateway.due"
local errors = require "alipay.error"
local faults = require "alipay.gateway.faults"
local folder = require "alipay.gateway.folder"
local fs = require "alipay.core.fs"
local keys = require "alipay.gateway.folder.keys"
local loop = require "alipay.async.loop"
local open = require "alipay.gateway.open"
local publish = require "alipay.gateway.folder.publish"

local M = {}

---@class alipay.gateway
---@field endpoint string base URL
---@field gateway string V2 URL
---@field app_id string
---@field dir string absolute
---@field clock fun(): integer Unix seconds of its own clock, which can be moved
---@field machine_clock fun(): integer Unix seconds
---@field control string base URL of control calls
---@field control_token string bearer token that control calls need
local methods = {}
local mt = { __name = "alipay.gateway", __index = methods }

function mt:__tostring()
  return "local gateway " .. self.endpoint
end
mt.__close = function(gw) gw:stop() end

-- Those that nobody has stopped are stopped when the program ends: a folder of their own goes with them.
local running

local function stop_left()
  local gw = next(running)
  if not gw then return end
  loop.on_close(stop_left) -- for the next one, whatever becomes of this one
  gw:stop()
end

local function stop_with_program(gw)
  if not running then
    running = {}
    loop.on_close(stop_left)
  end
  running[gw] = true
end

---Start a gateway. Requests are served while the loop runs (`alipay.core.loop.step`).
---@param options alipay.gateway.options
---@return alipay.gateway|nil gw
---@return alipay.error|nil err kind "parameter": the folder is another user's or in use, its keys are not whole, the port is in use
function M.start(options)
  open.check(options)
  local dir = options.dir
  if not dir then
    local message, class
    dir, message, class = fs.temporary "alipay-lua-gateway-"
    if not dir then return nil, errors.from_core(message, class) end
  end
  local taken, err = folder.take(dir, options.shared)
  if not taken then
    if not options.dir then fs.remove(dir) end
    return nil, err
  end
  local gw = setmetatable(open.fields(taken, options), mt)
  stop_with_program(gw)
  local fine, ok
  fine, ok, err = pcall(open.open, gw, options)
  if fine and ok then return gw end
  gw:stop() -- whatever went wrong, nothing of it stays
  if not fine then error(ok, 0) end
  return nil, err
end

function methods:log(line)
  if self.on_log then self.on_log(line) end
end

---The certificates of certificate mode, made when they are first needed.
---@return alipay.gateway.certificates|nil
---@return alipay.error|nil err
function methods:certificates()
  if not self.made_certificates then
    local made, err = keys.certificates(self.dir, self.keys)
    if not made then return nil, err end
    self.made_certificates = made
    if made.without_sha1 then self:log("the root bundle has no certificate signed with SHA-1: this system's policy refuses it") end
  end
  return self.made_certificates
end

---Options with which a client of this gateway is made (public-key mode).
---@return { app_id: string, private_key: string, alipay_public_key: string, gateway: string, sign_type: string, encrypt_key: string }
function methods:profile()
  return {
    app_id = self.app_id, gateway = self.gateway, private_key = "file://" .. self.keys.paths.app_private_key,
    alipay_public_key = "file://" .. self.keys.paths.alipay_public_key, sign_type = self.sign_type,
    encrypt_key = self.keys.encrypt_key,
  }
end

---Options with which a client of this gateway is made in certificate mode.
---@return table|nil options
---@return alipay.error|nil err
function methods:certificate_profile()
  local certificates, err = self:certificates()
  if not certificates then return nil, err end
  local profile = self:profile()
  profile.alipay_public_key = nil
  for name, path in pairs(certificates.paths) do profile[name] = path end
  return profile
end

---Answer clients in certificate mode with another Alipay certificate from now on, as the platform does when it renews its own. It
---can be downloaded. Not kept: a restarted gateway has its first certificate again.
---@param options? { new_key: boolean|nil, days: integer|nil, starts: integer|nil, pem: string|nil, private_key: core.key|nil } a new key as well; life in days from `starts`, Unix seconds; or the certificate and its key whole
---@return string|nil sn its serial number
---@return alipay.error|nil err
function methods:rotate_certificate(options)
  local certificates, err = self:certificates()
  if not certificates then return nil, err end
  return keys.rotate(self.dir, self.keys, certificates, options or {})
end

---A client of this gateway.
---@param options? table settings over those of `gw:profile()`, as for alipay.client
---@return alipay.client client raises an error object of kind "parameter" when settings are wrong
function methods:client(options)
  local settings = self:profile()
  for name, value in pairs(options or {}) do settings[name] = value end
  return require("alipay").client(settings)
end

-- What a control call did, or an error object that says why it could not be done.
local function act(gw, name, given)
  local done, sentence = control.run(gw, name, given)
  if not done then return nil, errors.new("parameter", { message = sentence }) end
  return done
end

---A buyer scans the code of an order or opens it, and pays it or does not.
---@param given { qr_code: string?, out_trade_no: string?, trade_no: string?, order: string?, url: string?, buyer: string?, outcome: string? } the order by one of the first five: `order` is an app's order string, `url` the address of a page order; buyer: user_id, open_id or logon_id; outcome: "success" (default), "cancel", "balance" (too low) or "open" (opened, not paid yet). Raises for fields that there are not
---@return { trade_no: string, trade_status: string, return_url: string?, result: table? }|nil done result: the wallet's object of an app's order
---@return alipay.error|nil err kind "parameter": it is paid, closed, expired, badly signed, or there is none
function methods:pay(given)
  return act(self, "pay", given)
end

---Send a notification again, or one of an event that did not happen; no state changes. It is sent while the loop runs.
---@param given { notify_id: string?, out_trade_no: string?, times: integer?, kind: string?, to: string?, fields: table<string, string>? } which one, or of which order; times: how often; kind: "paid", "refund", "closed", "finished" or "wait"; to: another address; fields: members that are to differ, "" for none. Raises for fields that there are not
---@return { notify_id: string, times: integer }|nil sent
---@return alipay.error|nil err kind "parameter": there is no such notification or order, or it has no address
function methods:notify(given)
  return act(self, "notify", given)
end

---Move the gateway's clock forward. Timeouts, ends of tokens and notifications that are due on the way happen at their moments.
---@param seconds integer
---@return integer now Unix seconds; raises for negative seconds, and beyond the year 9999
function methods:advance(seconds)
  return (assert(clock.advance(self, seconds)))
end

---Replace the rules of faults: `METHOD[:nth=N|:every=N|:p=P][:seed=N]:FAULT[=VALUE]`; an empty list ends them.
---@param rules string[] raises for one that cannot be read, and leaves them as they were
function methods:faults(rules)
  local ok, wrong = faults.set(self, rules)
  if not ok then error("gateway: " .. wrong, 2) end
end

---Answer a method in place of the simulation, signed; or take that back.
---@param method string one of the catalogue; raises for others
---@param given (fun(values: table, call: table): table|string)|table|string|nil the members of the node, its exact JSON text, or a function that gives one; nil takes it back
function methods:answer(method, given)
  local ok, wrong = answers.set(self, method, given)
  if not ok then error("gateway: " .. wrong, 2) end
end

---What the gateway knows, the newest first.
---@param kind string "requests", "trades", "refunds", "notifications", "tokens", "apps", "uploads" or "transfers"
---@param filter? table<string, any> `limit`, and fields that items must have, as out_trade_no; raises for a kind or field that there is not
---@return table[] items
function methods:state(kind, filter)
  local given = { kind = kind }
  for name, value in pairs(filter or {}) do given[name] = value end
  local state, sentence = control.run(self, "state", given)
  return state and state.items or error("gateway: " .. sentence, 2)
end

---Tell subscribers, as pages are, of something new.
---@param kind string as for `state`
---@param item any
function methods:announce(kind, item)
  for subscriber in pairs(self.subscribers) do
    local fine, message = pcall(subscriber, kind, item)
    if not fine then self:log("internal error: " .. tostring(message)) end
  end
end

---Write DIR/gateway.json and DIR/env, for clients in other processes.
---@return boolean|nil ok
---@return alipay.error|nil err
function methods:publish()
  return publish.write(self)
end

---Stop serving; the end of the program does it, too, unless that is os.exit. Keys, tokens and uploads stay in the folder, unless it
---was the gateway's own. Idempotent.
function methods:stop()
  running[self] = nil
  due.stop(self)
  for _, room in ipairs(self.store and self.rooms or {}) do
    if room.stopping then room.stopping(self) end
  end
  for _, name in ipairs { "proxy_server", "tls_server", "server" } do
    if self[name] then self[name]:stop() end
    self[name] = nil
  end
  if self.store then self.store:close() end
  if self.folder then folder.release(self.folder) end
  if self.folder and self.temporary then fs.remove(self.dir) end
  self.store, self.folder = nil, nil
end

return M
