-- SPDX-License-Identifier: MIT
-- Opens a gateway in a folder that was taken: options, keys, database, ports. What it opened, the gateway closes.

local answers = require "alipay.gateway.answers"
local apps = require "alipay.gateway.apps"
local clock = require "alipay.gateway.clock"
local due = require "alipay.gateway.due"
local errors = require "alipay.error"
local faults = require "alipay.gateway.faults"
local fs = require "alipay.core.fs"
local keys = require "alipay.gateway.folder.keys"
local notification_fields = require "alipay.gateway.notifications.fields"
local notifications = require "alipay.gateway.notifications"
local protocol = require "alipay.v2.protocol"
local proxy = require "alipay.gateway.proxy"
local requests = require "alipay.gateway.requests"
local serve = require "alipay.gateway.serve"
local server = require "alipay.core.server"
local simulated = require "alipay.gateway.methods"
local sorted = require "alipay.util.sorted"
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

---@class alipay.gateway.options
---@field dir? string folder of keys and state, made when missing; by default one that goes with the gateway
---@field port? integer 0 (default) takes a free one
---@field host? string address to bind, 127.0.0.1 by default
---@field token_ttl? integer seconds that access tokens live, 1296000 by default
---@field refresh_ttl? integer seconds that refresh tokens live, 2592000 by default
---@field code_ttl? integer seconds that authorization codes live, 86400 by default
---@field sign_type? "RSA2"|"RSA"|"SM2" "SM2" for an app with SM2 keys; "RSA2" by default
---@field on_log? fun(line: string) gets one line for each request
---@field clock? fun(): integer gives Unix seconds instead of this machine's clock
---@field shared? boolean share the folder with other gateways
---@field tls? integer a second port, which speaks TLS in the name of the platform's hosts
---@field proxy? integer port of an HTTP proxy that leads those hosts to this gateway and nothing anywhere else
---@field answers? table<string, any> by method, as `gw:answer` takes them
---@field answer_files? table<string, string> by method, the file whose bytes are the node
---@field answers_dir? string a folder of METHOD.json
---@field faults? string[] rules as `gw:faults` takes them
---@field notify_kinds? string[] which of wait, paid, refund, closed and finished are sent; paid, refund and closed by default

local OPTIONS = {
  dir = "string", port = "integer", host = "string", token_ttl = "integer", refresh_ttl = "integer", code_ttl = "integer",
  on_log = "function", clock = "function", sign_type = "string", shared = "boolean", tls = "integer", proxy = "integer",
  answers = "table", answer_files = "table", answers_dir = "string", faults = "table",
  notify_kinds = "table",
}

-- Kind of key by signature type. The keys of a kind, and the app they belong to, have folders of their own.
local KINDS = { RSA2 = "RSA", RSA = "RSA", SM2 = "SM2" }

-- Kinds of notifications as a set; what is none raises.
local function kinds_of(list)
  if not list then return nil end
  local set = {}
  for _, kind in ipairs(list) do
    if not notification_fields.is_kind(kind) then
      error(("gateway.start: option 'notify_kinds': '%s' is none"):format(tostring(kind)), 4)
    end
    set[kind] = true
  end
  return set
end

---Raise for options that are none, or of a wrong type.
---@param options table
function M.check(options)
  for name, value in pairs(options) do
    local wanted = OPTIONS[name] or error(("gateway.start: unknown option '%s' (options are %s)"):format(
      tostring(name), table.concat(sorted(OPTIONS), ", ")), 3)
    if (math.type(value) or type(value)) ~= wanted then
      error(("gateway.start: option '%s' must be of type %s"):format(name, wanted), 3)
    end
  end
  if not KINDS[options.sign_type or protocol.SIGN_TYPE] then
    error("gateway.start: option 'sign_type' must be \"RSA2\", \"RSA\" or \"SM2\"", 3)
  end
  kinds_of(options.notify_kinds)
  for _, option in ipairs { "answers", "answer_files" } do
    for method in pairs(options[option] or {}) do
      if type(method) ~= "string" then error(("gateway.start: option '%s' needs names of methods"):format(option), 3) end
    end
  end
end

local function open_server(gw, options, port, tls, handlers)
  local started, message, class = server.start {
    host = options.host or "127.0.0.1", port = port, spool = gw.folder.spool, max_body = MAX_BODY,
    certificate = tls and tls.certificate, private_key = tls and tls.private_key,
    on_request = handlers and handlers.on_request or function(exchange) serve.handle(gw, exchange) end,
    on_tunnel = handlers and handlers.on_tunnel,
    on_problem = function(problem) gw:log(problem) end,
  }
  if not started then
    return nil, errors.from_core(message, class, { hint = "choose another port (0 takes a free one), or another host" })
  end
  return started
end

-- Clients of this host reach one that listens on all addresses by loopback.
local ANY = { ["0.0.0.0"] = "127.0.0.1", ["::"] = "::1" }

local function endpoint_of(scheme, started, options)
  local host = options.host and (ANY[options.host] or options.host) or "127.0.0.1"
  return ("%s://%s:%d"):format(scheme, host:find(":", 1, true) and "[" .. host .. "]" or host, started:port())
end

local function listen_tls(gw, options)
  local tls, err = keys.tls(gw.dir)
  if not tls then return nil, err end
  gw.tls_server, err = open_server(gw, options, options.tls or 0, tls)
  if not gw.tls_server then return nil, err end
  gw.tls = { endpoint = endpoint_of("https", gw.tls_server, options), ca_cert = tls.ca_cert }
  return gw
end

-- The proxy's tunnels end at the port that speaks TLS.
local function listen_proxy(gw, options)
  local err
  gw.proxy_server, err = open_server(gw, options, options.proxy, nil, proxy.handlers(gw))
  if not gw.proxy_server then return nil, err end
  gw.proxy = endpoint_of("http", gw.proxy_server, options)
  return gw
end

local function listen(gw, options)
  local err, message, class
  gw.server, err = open_server(gw, options, options.port or 0)
  if not gw.server then return nil, err end
  gw.endpoint = endpoint_of("http", gw.server, options)
  local ok = true
  if options.tls or options.proxy then ok, err = listen_tls(gw, options) end
  if ok and options.proxy then ok, err = listen_proxy(gw, options) end
  if not ok then return nil, err end
  gw.gateway, gw.control = gw.endpoint .. "/gateway.do", gw.endpoint .. "/_control"
  if options.shared then return gw end
  ok, message, class = gw.folder.lock:write(("%d %s\n"):format(fs.pid(), gw.endpoint))
  if not ok then return nil, errors.from_core(message, class) end
  return gw
end

-- It stays: shells that have read DIR/env go on with it after a restart.
local function control_token(gw)
  if not gw.store:setting "control_token" then gw.store:set("control_token", store.random_id(16)) end
  return gw.store:setting "control_token"
end

---A gateway's own fields, before anything is opened.
---@param taken alipay.gateway.folder
---@param options table
---@return table
function M.fields(taken, options)
  local gw = {
    sign_type = options.sign_type or protocol.SIGN_TYPE, dir = taken.dir, folder = taken, temporary = not options.dir,
    shared = options.shared, on_log = options.on_log, rooms = ROOMS, known_apps = {}, requests = requests.new(), subscribers = {},
    notify_kinds = kinds_of(options.notify_kinds), answers = {}, fault_rules = {}, sending = {}, spoiled = {}, releases = {},
    ttl = {
      token = options.token_ttl or TOKEN_TTL, refresh = options.refresh_ttl or REFRESH_TTL, code = options.code_ttl or CODE_TTL,
    },
  }
  clock.attach(gw, options.clock or os.time)
  return gw
end

-- What the user wants answered, and what is to go wrong.
local function take_wishes(gw, options)
  local ok, err = answers.open(gw, options)
  if not ok then return nil, err end
  local wrong
  ok, wrong = faults.set(gw, options.faults or {})
  if not ok then return nil, errors.new("parameter", { message = wrong }) end
  return gw
end

---Open everything.
---@param gw alipay.gateway
---@param options table
---@return alipay.gateway|nil gw
---@return alipay.error|nil err
function M.open(gw, options)
  local ok, err = take_wishes(gw, options)
  if not ok then return nil, err end
  gw.keys, err = keys.open(gw.dir, KINDS[gw.sign_type], gw.temporary)
  if not gw.keys then return nil, err end
  gw.app_id = gw.keys.app_id
  local tables = simulated.tables()
  for _, room in ipairs(ROOMS) do tables[#tables + 1] = room.tables end
  gw.store, err = store.open(gw.dir .. "/gateway.db", gw.app_id, gw.clock, tables, gw.temporary)
  if not gw.store then return nil, err end
  gw.control_token = control_token(gw)
  clock.restore(gw)
  for _, room in ipairs(ROOMS) do
    if room.started then room.started(gw) end
  end
  ok, err = listen(gw, options)
  if not ok then return nil, err end
  due.arm(gw) -- what became due while nobody served is done by the timer's first turn
  return gw
end

return M
