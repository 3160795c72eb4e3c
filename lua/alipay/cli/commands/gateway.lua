-- SPDX-License-Identifier: MIT
-- `alipay-lua gateway`: the local gateway in the foreground until SIGINT or SIGTERM.

local errors = require "alipay.error"
local gateway = require "alipay.gateway"
local json = require "alipay.json"
local loop = require "alipay.core.loop"
local mode = require "alipay.util.mode"
local options = require "alipay.cli.options"
local paths = require "alipay.util.paths"
local printable = require "alipay.util.printable"
local signals = require "alipay.core.signals"

local M = {}

M.SUMMARY = "run a simulation of the Alipay gateway on this host"

local HELP = [[
Run a simulation of the Alipay gateway on this host, until Ctrl-C or SIGTERM. No money moves.
One line with its URL on stdout says that it is ready. DIR then holds gateway.json, env and, made on
first use, the keys; tokens and uploads stay there too. One gateway at a time has DIR, which nobody else may write.
Requests are logged on stderr.

Examples:
  alipay-lua gateway --port 8900 --dir /tmp/gw &
  . /tmp/gw/env                                 # this shell's clients use it from now on
  alipay-lua gateway --port 0 --token-ttl 5     # any free port; access tokens live for 5 seconds]]

local function whole(from, to)
  return function(text)
    local number = text:find "^%d+$" and math.tointeger(tonumber(text))
    if number and number >= from and number <= to then return number end
    return nil, ("'%s' is not a whole number from %d to %d"):format(text, from, to)
  end
end

local function parse(arg)
  local seconds = whole(1, 1 << 40)
  local parser = options.parser("alipay-lua gateway", HELP)
  parser:option("--port", "Port on 127.0.0.1; 0 takes a free one."):default("8900"):convert(whole(0, 65535))
  parser:option("--tls", "A second port: TLS as openapi.alipay.com and the sandbox's hosts; DIR/tls/ca_cert.pem vouches for it.")
    :convert(whole(0, 65535))
  parser:option("--proxy", "A further port: an HTTP proxy that leads those hosts to this gateway, and nothing anywhere else.")
    :convert(whole(0, 65535))
  parser:option("--dir", "Folder of keys and state, made when missing (default: gateway in the state folder).")
    :default(paths.state_dir() .. "/gateway"):show_default(false)
  parser:option("--token-ttl", "Seconds that an access token lives (1296000)."):convert(seconds)
  parser:option("--refresh-ttl", "Seconds that a refresh token lives (2592000)."):convert(seconds)
  parser:option("--code-ttl", "Seconds that an authorization code lives (86400)."):convert(seconds)
  parser:option("--sign-type", "SM2 for an app with SM2 keys; RSA2 (default) serves RSA2 and RSA."):choices { "RSA2", "RSA", "SM2" }
  parser:flag("--rotate-certificate", "Answer with an Alipay certificate that clients do not have yet.")
  parser:flag("-q --quiet", "Do not log requests.")
  return options.parse(parser, arg)
end

local function log(line)
  io.stderr:write(os.date "%H:%M:%S ", printable.text(line), "\n")
end

-- The one line on stdout: whoever waits for it reads the rest from gateway.json.
local function announce(gw)
  local line = ("gateway ready at %s (settings in %s/env)"):format(gw.endpoint, gw.dir)
  if mode.json then line = json.encode { endpoint = gw.endpoint, gateway = gw.gateway, app_id = gw.app_id, dir = gw.dir } end
  io.stdout:write(line, "\n")
  io.stdout:flush()
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
---@return integer code 0 after SIGTERM, 130 after SIGINT; raises an error object for wrong usage or a port in use
function M.run(arg)
  local values = parse(arg)
  -- Before the URL is out: whoever reads it may send a signal at once.
  local descriptor, message, class = signals.catch()
  if not descriptor then error(errors.from_core(message, class), 0) end
  local gw <close> = errors.check(gateway.start {
    dir = values.dir, port = values.port, tls = values.tls, proxy = values.proxy, token_ttl = values.token_ttl,
    refresh_ttl = values.refresh_ttl, code_ttl = values.code_ttl, sign_type = values.sign_type,
    on_log = not values.quiet and log or nil,
  })
  errors.check(gw:publish())
  if values.rotate_certificate then errors.check(gw:rotate_certificate { new_key = true }) end
  announce(gw)
  return serve(descriptor) == "INT" and 130 or 0
end

return M
