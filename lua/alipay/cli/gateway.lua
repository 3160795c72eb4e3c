-- SPDX-License-Identifier: MIT
-- The command `alipay-lua gateway`: the local gateway in the foreground until SIGINT or SIGTERM.

local errors = require "alipay.error"
local fs = require "alipay.core.fs"
local gateway = require "alipay.gateway"
local loop = require "alipay.core.loop"
local profile = require "alipay.profile"
local signals = require "alipay.core.signals"

local M = {}

local EPILOG = [[
Examples:
  alipay-lua gateway --port 8900 --dir /tmp/gw &
  . /tmp/gw/env                # this shell's clients use it from now on
  alipay-lua gateway --port 0 --token-ttl 5     # any free port; tokens live for 5 seconds

One line with the URL on stdout says that it is ready; DIR then holds gateway.json and env. Requests are logged on stderr.
It listens on this host only. Stop it with Ctrl-C or SIGTERM; keys, tokens and uploads stay in DIR.]]

-- The embedded copy, or the system's in a development run.
local function argparse()
  local found, module = pcall(require, "alipay.vendor.argparse")
  return found and module or require "argparse"
end

local function whole(from, to)
  return function(text)
    local number = math.tointeger(tonumber(text:match "^%d+$"))
    if number and number >= from and number <= to then return number end
    return nil, ("'%s' is not a whole number from %d to %d"):format(text, from, to)
  end
end

local function parse(args)
  local parser = argparse()("alipay-lua gateway", "Run a simulation of the Alipay gateway on this host.", EPILOG)
  parser:option("--port", "Port on 127.0.0.1; 0 takes a free one.", "8900", whole(0, 65535)):argname "<N>"
  parser:option("--dir", "Folder of its keys and state; made when missing.", profile.state_dir() .. "/gateway"):argname "<DIR>"
  parser:option("--token-ttl", "Seconds that an access token lives (1296000).", nil, whole(1, 1 << 40)):argname "<S>"
  parser:option("--refresh-ttl", "Seconds that a refresh token lives (2592000).", nil, whole(1, 1 << 40)):argname "<S>"
  parser:option("--code-ttl", "Seconds that an authorization code lives (86400).", nil, whole(1, 1 << 40)):argname "<S>"
  parser:flag("-q --quiet", "Do not log requests.")
  parser:add_help(false)
  parser:flag("-h --help", "Show this text.")
  local list = table.move(args, 1, #args, 1, {})
  for _, word in ipairs(list) do
    if word == "--help" or word == "-h" then return nil, parser:get_help(), true end
  end
  local ok, result = parser:pparse(list)
  if not ok then return nil, ("%s\n%s"):format(parser:get_usage(), result), false end
  return result
end

local function report(err)
  io.stderr:write("alipay-lua gateway: ", tostring(err), "\n")
  return errors.exit_code(err)
end

-- Serve until a signal comes; its name.
local function serve()
  local name
  local descriptor, message, class = signals.catch()
  if not descriptor then return nil, errors.from_core(message, class) end
  loop.watch(descriptor, function() name = signals.take() or name end)
  while not name do loop.step() end
  loop.watch(descriptor, nil)
  return name
end

---Run the command.
---@param args string[] its own arguments
---@return integer code 0 after SIGTERM, 130 after SIGINT, 2 for wrong usage or a port in use
function M.run(args)
  local options, text, asked = parse(args)
  if not options then
    (asked and io.stdout or io.stderr):write(text, "\n")
    return asked and 0 or 2
  end
  local gw, err = gateway.start {
    dir = options.dir, port = options.port, token_ttl = options.token_ttl, refresh_ttl = options.refresh_ttl,
    code_ttl = options.code_ttl,
    on_log = not options.quiet and function(line)
      io.stderr:write(os.date "%H:%M:%S ", line, "\n")
    end or nil,
  }
  if not gw then return report(err) end
  local published
  published, err = gw:publish()
  if not published then
    gw:stop()
    return report(err)
  end
  print(("gateway ready at %s (app %s, settings in %s/env)"):format(gw.endpoint, gw.app_id, fs.absolute(options.dir)))
  io.stdout:flush()
  local signal
  signal, err = serve()
  gw:stop()
  if not signal then return report(err) end
  return signal == "INT" and 130 or 0
end

return M
