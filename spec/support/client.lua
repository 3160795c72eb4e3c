-- SPDX-License-Identifier: MIT
-- Clients for specs: of a gateway in this process, of a server that lies as told, and the program itself as a child.

local alipay = require "alipay"
local form = require "alipay.core.form"
local fs = require "alipay.core.fs"
local gateway = require "alipay.gateway"
local server = require "alipay.core.server"
local spec_keys = require "spec.support.keys"

local M = {}

---The program under test, as a command.
M.program = os.getenv "ALIPAY_LUA" or arg[-1] or "./alipay-lua"

---A gateway in a folder of its own, and a client of it with `overrides`.
function M.gateway(options, overrides)
  options = options or {}
  options.dir = options.dir or assert(fs.temporary "client-spec-")
  spec_keys.seed(options.dir)
  local gw = assert(gateway.start(options))
  spec_keys.keep(options.dir)
  local settings = gw:profile()
  for name, value in pairs(overrides or {}) do settings[name] = value end
  return alipay.client(settings), gw
end

function M.finish(gw)
  gw:stop()
  fs.remove(gw.dir)
end

---An authorization code of a gateway, as its consent page gives it.
function M.code(gw)
  local url = gw.endpoint .. "/oauth2/publicAppAuthorize.htm?"
    .. form.encode { app_id = gw.app_id, scope = "auth_user", redirect_uri = "http://127.0.0.1/cb" }
  return assert(assert(require "alipay.http".redirect(url)):match "auth_code=(%w+)")
end

-- Two pairs of keys serve all specs of a file: making one costs a few hundred milliseconds.
local app_key, alipay_key
function M.keys()
  app_key = app_key or spec_keys.private "app"
  alipay_key = alipay_key or spec_keys.private "alipay"
  return app_key, alipay_key
end

---A server that answers each request by `answer(exchange)`, and a client of it. `liar.sign(text)` signs as Alipay would.
function M.liar(answer, overrides)
  local app, ali = M.keys()
  local liar = { requests = 0 }
  liar.server = assert(server.start {
    on_request = function(exchange)
      liar.requests = liar.requests + 1
      answer(exchange, liar)
    end,
  })
  function liar.sign(text, sign_type) return ali:sign(text, sign_type or "RSA2") end
  function liar.reply(exchange, text)
    exchange:respond(200, { ["Content-Type"] = "text/html;charset=utf-8", trace_id = "t1" }, text)
  end
  function liar.signed(node, name) -- a reply as the real one writes it
    return ('{"%s":%s,"sign":"%s"}'):format(name or "alipay_trade_query_response", node, liar.sign(node))
  end
  liar.endpoint = "http://127.0.0.1:" .. liar.server:port()
  local settings = {
    app_id = "2014072300007148", private_key = app:pem(), alipay_public_key = ali:public():pem(),
    gateway = liar.endpoint .. "/gateway.do",
  }
  for name, value in pairs(overrides or {}) do settings[name] = value end
  return alipay.client(settings), liar
end

---Run the program with a shell command line behind it: its stdout, stderr and exit code.
function M.run(command, environment)
  local folder = assert(fs.temporary "run-")
  local prefix = {}
  for name, value in pairs(environment or {}) do prefix[#prefix + 1] = ("%s='%s'"):format(name, value) end
  local line = ("env %s %s %s >%s/out 2>%s/err </dev/null"):format(table.concat(prefix, " "), M.program, command, folder, folder)
  local _, _, code = os.execute(line)
  local streams = {}
  for i, name in ipairs { "out", "err" } do
    local file <close> = assert(io.open(folder .. "/" .. name, "rb"))
    streams[i] = file:read "a"
  end
  fs.remove(folder)
  return streams[1], streams[2], code
end

return M
