-- SPDX-License-Identifier: MIT
-- An HTTP proxy for clients that have the platform's hosts built in: it leads those to this gateway and nothing anywhere else. It
-- says where a request or a tunnel goes; the core reads heads and moves sockets.

local authority = require "alipay.gateway.folder.authority"
local serve = require "alipay.gateway.serve"

local M = {}

local PLATFORM = {}
for _, host in ipairs(authority.PLATFORM) do PLATFORM[host] = true end

-- The port of "host" or "host:port" when the host is one of the platform's, or nil.
local function port_of(text, default)
  local host, port = text:lower():match "^([^:]*):?(.*)$"
  if not PLATFORM[host] then return nil end
  return port == "" and default or port:find "^%d+$" and tonumber(port) or nil
end

local function refuse(gw, exchange, wanted)
  exchange:respond(403, { ["Content-Type"] = "text/plain;charset=utf-8" },
    ("this proxy leads %s to the local gateway at %s, and nothing anywhere else\n")
      :format(table.concat(authority.PLATFORM, ", "), gw.endpoint))
  gw:log(("proxy: %s %s refused"):format(serve.plain(exchange:method()), serve.plain(wanted)))
end

---What a server of the gateway's does that is a proxy: its functions for `alipay.core.server.start`.
---@param gw alipay.gateway
---@return { on_request: fun(exchange: core.exchange), on_tunnel: fun(authority: string): core.server|nil }
function M.handlers(gw)
  return {
    on_tunnel = function(wanted)
      local port = port_of(wanted)
      return port == 443 and gw.tls_server or port == 80 and gw.server or nil
    end,
    on_request = function(exchange)
      local origin = exchange:origin()
      if port_of(origin:lower():match "^http://(.*)$" or "", 80) == 80 then return serve.handle(gw, exchange) end
      refuse(gw, exchange, origin .. exchange:path())
    end,
  }
end

return M
