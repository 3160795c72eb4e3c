-- SPDX-License-Identifier: MIT
-- `alipay-lua gateway`: the local gateway in the foreground until SIGINT or SIGTERM.

local convert = require "alipay.cli.convert"
local errors = require "alipay.error"
local gateway = require "alipay.gateway"
local json = require "alipay.json"
local loop = require "alipay.core.loop"
local loopback = require "alipay.util.loopback"
local mode = require "alipay.util.mode"
local notification_fields = require "alipay.gateway.notifications.fields"
local options = require "alipay.cli.options"
local paths = require "alipay.util.paths"
local printable = require "alipay.util.printable"
local screen = require "alipay.util.screen"
local script = require "alipay.script"
local signals = require "alipay.core.signals"

local M = {}

M.SUMMARY = "run a simulation of the Alipay gateway on this host"

local HELP = [[
Run a simulation of the Alipay gateway on this host, until Ctrl-C or SIGTERM. No money moves.
One line with its URL on stdout says that it is ready. DIR then holds gateway.json, env and, made on
first use, the keys; tokens and uploads stay there too. One gateway at a time has DIR, which nobody else may write.
Requests are logged on stderr.

A RULE is METHOD[:nth=N|:every=N|:p=P][:seed=N]:FAULT[=VALUE], METHOD perhaps with * at its end: each call of it, the Nth,
every Nth, or some with probability P, the same ones with the same seed. Faults: delay=SECONDS drip=BYTES_PER_SECOND
reset[=after] truncate=BYTES http=STATUS html unknown=done|not-done limit sign=wrong|missing|null tamper duplicate-node
cert=rotated charset=gbk slash=plain v3=202|204|wrong-sn|no-encrypt-header; with notify for METHOD: duplicate
late=SECONDS early gbk drop.

Examples:
  alipay-lua gateway --port 8900 --dir /tmp/gw &
  . /tmp/gw/env                                 # this shell's clients use it from now on
  alipay-lua gateway --port 0 --token-ttl 5     # any free port; access tokens live for 5 seconds
  alipay-lua gateway --answer alipay.marketing.card.query=card.json
  alipay-lua gateway --fault alipay.trade.pay:nth=1:unknown=done --fault 'alipay.trade.*:p=0.1:seed=7:delay=3'
  alipay-lua gateway --notify paid,finished --fault notify:duplicate]]

local function method_and_file(text)
  local method, path = text:match "^([%w.]+)=(.+)$"
  if method then return { method = method, path = path } end
  return nil, ("'%s' is not METHOD=FILE"):format(text)
end

local function kinds(text)
  local list = {}
  for kind in text:gmatch "[^,%s]+" do list[#list + 1] = kind end
  for _, kind in ipairs(list) do
    if not notification_fields.is_kind(kind) then
      return nil, ("'%s' is none of wait, paid, refund, closed, finished"):format(kind)
    end
  end
  return list
end

local function parse(arg)
  local seconds = convert.whole(1, 1 << 40)
  local parser = options.parser("alipay-lua gateway", HELP)
  parser:option("--port", "Port; 0 takes a free one."):argname("PORT"):default("8900"):convert(convert.port)
  parser:option("--host", "Address to listen on, instead of 127.0.0.1: whoever reaches it can use the gateway."):argname "ADDRESS"
  parser:option("--answer", "Answer a method with a node of your own: the file's bytes, signed. May be repeated.", nil, nil, 1, "*")
    :argname("METHOD=FILE"):convert(method_and_file)
  parser:option("--answers", "A folder of such files, METHOD.json."):argname "DIR"
  parser:option("--fault", "Let calls of a method go wrong; see above. May be repeated.", nil, nil, 1, "*"):argname "RULE"
  parser:option("--notify", "Kinds of notifications, with commas: wait, paid, refund, closed, finished (paid,refund,closed).")
    :argname("KINDS"):convert(kinds)
  parser:option("--tls", "A second port: TLS as openapi.alipay.com and the sandbox's hosts; DIR/tls/ca_cert.pem vouches for it.")
    :argname("PORT"):convert(convert.port)
  parser:option("--proxy", "A further port: an HTTP proxy that leads those hosts to this gateway, and nothing anywhere else.")
    :argname("PORT"):convert(convert.port)
  parser:option("--dir", "Folder of keys and state, made when missing (default: gateway in the state folder).")
    :argname("DIR"):default(paths.state_dir() .. "/gateway"):show_default(false)
  parser:option("--token-ttl", "Seconds that an access token lives (1296000)."):argname("SECONDS"):convert(seconds)
  parser:option("--refresh-ttl", "Seconds that a refresh token lives (2592000)."):argname("SECONDS"):convert(seconds)
  parser:option("--code-ttl", "Seconds that an authorization code lives (86400)."):argname("SECONDS"):convert(seconds)
  parser:option("--sign-type", "SM2 for an app with SM2 keys; RSA2 (default) serves RSA2 and RSA."):choices { "RSA2", "RSA", "SM2" }
  parser:flag("--rotate-certificate", "Answer with an Alipay certificate that clients do not have yet.")
  parser:flag("-q --quiet", "Do not log requests.")
  return options.parse(parser, arg)
end

-- Nothing asks who a client is but the keys in DIR; the pages ask nobody.
local function warn_of(host)
  if loopback.is("http://" .. (host:find(":", 1, true) and "[" .. host .. "]" or host)) then return end
  script.note("warning: it listens on %s: everybody who reaches that address can use it and see what it was sent",
    printable.line(host))
end

local function log(line)
  io.stderr:write(os.date "%H:%M:%S ", printable.text(line), "\n")
end

-- The one line on stdout: whoever waits for it reads the rest from gateway.json. Nobody ever would, were it lost: false then.
local function announce(gw)
  local line = ("gateway ready at %s (settings in %s/env)"):format(gw.endpoint, gw.dir)
  if mode.json then line = json.encode { endpoint = gw.endpoint, gateway = gw.gateway, app_id = gw.app_id, dir = gw.dir } end
  return screen.line(io.stdout, line)
end

-- Serve until a signal comes; its name.
local function serve(descriptor)
  local name
  loop.watch(descriptor, function() name = signals.take() or name end)
  while not name do loop.step() end
  loop.watch(descriptor, nil)
  return name
end

---@param arg string[]
---@return integer code 0 after SIGTERM, 130 after SIGINT, 1 when nobody can be told that it is ready; raises an error object for wrong
---usage or a port in use
function M.run(arg)
  local values = parse(arg)
  -- Before the URL is out: whoever reads it may send a signal at once.
  local descriptor, message, class = signals.catch()
  if not descriptor then error(errors.from_core(message, class), 0) end
  if values.host then warn_of(values.host) end
  local answer_files = {}
  for _, given in ipairs(values.answer) do answer_files[given.method] = given.path end
  local gw <close> = errors.check(gateway.start {
    dir = values.dir, port = values.port, host = values.host, answer_files = answer_files, answers_dir = values.answers,
    faults = values.fault, notify_kinds = values.notify, tls = values.tls, proxy = values.proxy, token_ttl = values.token_ttl,
    refresh_ttl = values.refresh_ttl, code_ttl = values.code_ttl, sign_type = values.sign_type,
    on_log = not values.quiet and log or nil,
  })
  errors.check(gw:publish())
  if values.rotate_certificate then errors.check(gw:rotate_certificate { new_key = true }) end
  if not announce(gw) then return 1 end
  return serve(descriptor) == "INT" and 130 or 0
end

return M
