-- SPDX-License-Identifier: MIT
-- Control calls as any program makes them: over HTTP, with the gateway's token.

local json = require "alipay.json"
local support = require "spec.support.gateway"

local M = {}

---A control call: the answer decoded, its status, the response. `options` over the usual: headers, body, method, no token.
function M.call(gw, name, given, options)
  options = options or {}
  local headers = options.headers or { "Authorization: Bearer " .. gw.control_token, "Content-Type: application/json" }
  local response = assert(support.fetch {
    url = gw.control .. "/" .. name, method = options.method or "POST", headers = headers,
    body = options.method ~= "GET" and (options.body or json.encode(given)) or nil,
  })
  return json.decode(response.body), response.status, response
end

return M
