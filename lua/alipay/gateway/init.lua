-- SPDX-License-Identifier: MIT
-- The local gateway: a simulation of the platform on this host, served by the loop of whoever started it. It owns its
-- folder's keys and memory, and says nothing but through `on_log`.

local apps = require "alipay.gateway.apps"
local clock = require "alipay.gateway.clock"
local due = require "alipay.gateway.due"
local errors = require "alipay.error"
local folder = require "alipay.gateway.folder"
local fs = require "alipay.core.fs"
local keys = require "alipay.gateway.keys"
local notifications = require "alipay.gateway.notifications"
local protocol = require "alipay.v2.protocol"
local publish = require "alipay.gateway.publish"
local serve = require "alipay.gateway.serve"
local server = require "alipay.core.server"
local simulated = require "alipay.gateway.methods"
local store = require "alipay.gateway.store"
local trade = require "alipay.gateway.trade"

local M = {}

-- Lifetimes in seconds: as on the platform an access token lives half a month and may be renewed for a month.
local TOKEN_TTL, REFRESH_TTL, CODE_TTL = 1296000, 2592000, 86400

-- Rooms with tables of their own (`tables`) or with matters that become due (`next_due`, `run_due`), in the order in which they act at
-- one moment. `started` and `stopping` are for what they keep in memory.
local ROOMS = { apps, trade, notifications }

-- Bytes of a request body: enough to tell a client that its file is too large rather than to hang up on it.
local MAX_BODY = 33554432

---@class alipay.gateway
---@field endpoint string base URL
---@field gateway string V2 URL
---@field app_id string
---@field dir string absolute
---@field clock fun(): integer Unix seconds of its own clock, which can be moved
---@field machine_clock fun(): integer Unix seconds
---@field control string base URL of control calls
---@field control_token string
local methods = {}
local mt = { __name = "alipay.gateway", __index = methods }

function mt:__tostring()
  return "local gateway " .. self.endpoint
end
mt.__close = function(gw) gw:stop() end

local OPTIONS = {
  dir = "string", port = "integer", host = "string", token_ttl = "integer", refresh_ttl = "integer", code_ttl = "integer",
  on_log = "function", clock = "function", sign_type = "string", shared = "boolean", tls = "integer",
}

-- Kind of key by signature type. The keys of a kind, and the app they belong to, have folders of their own.
local KINDS = { RSA2 = "RSA", RSA = "RSA", SM2 = "SM2" }

local function check_options(options)
  for name, value in pairs(options) do
    local wanted = OPTIONS[name] or error(("gateway.start: unknown option '%s'"):format(tostring(name)), 3)
    if (math.type(value) or type(value)) ~= wanted then
      error(("gateway.start: option '%s' must be of type %s"):format(name, wanted), 3)
    end
  end
  if not KINDS[options.sign_type or protocol.SIGN_TYPE] then
    error("gateway.start: option 'sign_type' must be \"RSA2\", \"RSA\" or \"SM2\"", 3)
  end
end

local function open_server(gw, options, port, tls)
  local started, message, class = server.start {
    host = options.host or "127.0.0.1", port = port, spool = gw.folder.spool, max_body = MAX_BODY,
    certificate = tls and tls.certificate, private_key = tls and tls.private_key,
    on_request = function(exchange) serve.handle(gw, exchange) end,
    on_problem = function(problem) gw:log(problem) end,
  }
  if not started then
    return nil, errors.from_core(message, class, { hint = "choose another port; port 0 takes a free one" })
  end
  return started
end

local function listen_tls(gw, options)
  local tls, err = keys.tls(gw.dir)
  if not tls then return nil, err end
  gw.tls_server, err = open_server(gw, options, options.tls, tls)
  if not gw.tls_server then return nil, err end
  gw.tls = { endpoint = ("https://%s:%d"):format(options.host or "127.0.0.1", gw.tls_server:port()), ca_cert = tls.ca_cert }
  return gw
end

local function listen(gw, options)
  local err, message, class
  gw.server, err = open_server(gw, options, options.port or 0)
  if not gw.server then return nil, err end
  gw.endpoint = ("http://%s:%d"):format(options.host or "127.0.0.1", gw.server:port())
  if options.tls then
    local ok
    ok, err = listen_tls(gw, options)
    if not ok then return nil, err end
  end
  gw.gateway, gw.control = gw.endpoint .. "/gateway.do", gw.endpoint .. "/_control"
  if options.shared then return gw end
  local ok
  ok, message, class = gw.folder.lock:write(("%d %s\n"):format(fs.pid(), gw.endpoint))
  if not ok then return nil, errors.from_core(message, class) end
  return gw
end

-- It stays: shells that have read DIR/env go on with it after a restart.
local function control_token(gw)
  if not gw.store:setting "control_token" then gw.store:set("control_token", store.random_id(16)) end
  return gw.store:setting "control_token"
end

local function open(gw, options)
  local err
  gw.keys, err = keys.open(gw.dir, KINDS[gw.sign_type])
  if not gw.keys then return nil, err end
  gw.app_id = gw.keys.app_id
  local tables = simulated.tables()
  for _, room in ipairs(ROOMS) do tables[#tables + 1] = room.tables end
  gw.store, err = store.open(gw.dir .. "/gateway.db", gw.clock, tables)
  if not gw.store then return nil, err end
  gw.control_token = control_token(gw)
  clock.restore(gw)
  for _, room in ipairs(ROOMS) do
    if room.started then room.started(gw) end
  end
  local ok
  ok, err = listen(gw, options)
  if not ok then return nil, err end
  due.arm(gw) -- what became due while nobody served is done by the timer's first turn
  return gw
end

---Start a gateway. Requests are served while the loop runs (`alipay.core.loop.step`).
---@param options { dir: string?, port: integer?, host: string?, token_ttl: integer?, refresh_ttl: integer?, code_ttl: integer?, sign_type: string?, on_log: fun(line: string)?, clock: (fun(): integer)?, shared: boolean?, tls: integer? } folder of keys and state (made when missing; without it one that goes with the gateway); port, 0 takes a free one; lifetimes in seconds; sign_type "SM2" for an app with SM2 keys; on_log gets one line for each request; clock gives Unix seconds; shared: with other gateways that share the folder; tls: a second port, which speaks TLS in the name of the platform's hosts
---@return alipay.gateway|nil gw
---@return alipay.error|nil err kind "parameter": the folder is another user's or in use, its keys are not whole, the port is in use
function M.start(options)
  check_options(options)
  local dir = options.dir
  if not dir then
    local message, class
    dir, message, class = fs.temporary "alipay-lua-gateway-"
    if not dir then return nil, errors.from_core(message, class) end
  end
  local taken, err = folder.take(dir, options.shared)
  if not taken then return nil, err end
  local gw = setmetatable({
    sign_type = options.sign_type or protocol.SIGN_TYPE,
    dir = taken.dir, folder = taken, temporary = not options.dir, shared = options.shared, on_log = options.on_log,
    rooms = ROOMS, known_apps = {}, sending = {},
    ttl = {
      token = options.token_ttl or TOKEN_TTL, refresh = options.refresh_ttl or REFRESH_TTL, code = options.code_ttl or CODE_TTL,
    },
  }, mt)
  clock.attach(gw, options.clock or os.time)
  local ok
  ok, err = open(gw, options)
  if not ok then
    gw:stop()
    return nil, err
  end
  return gw
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

---Write DIR/gateway.json and DIR/env, for clients in other processes.
---@return boolean|nil ok
---@return alipay.error|nil err
function methods:publish()
  return publish.write(self)
end

---Stop serving. Keys, tokens and uploads stay in the folder, unless it was the gateway's own. Idempotent.
function methods:stop()
  due.stop(self)
  for _, room in ipairs(self.store and ROOMS or {}) do
    if room.stopping then room.stopping(self) end
  end
  if self.server then self.server:stop() end
  if self.tls_server then self.tls_server:stop() end
  if self.store then self.store:close() end
  if self.folder then folder.release(self.folder) end
  if self.folder and self.temporary then fs.remove(self.dir) end
  self.server, self.tls_server, self.store, self.folder = nil, nil, nil, nil
end

return M
