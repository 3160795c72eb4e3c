-- SPDX-License-Identifier: MIT
-- Protocol V3: addresses below /v3/. No method is simulated: every request is refused in JSON, unsigned as the platform's own refusals
-- of requests are, so that clients report it instead of failing at a page.

local digest = require "alipay.core.digest"
local json = require "alipay.json"
local paths = require "alipay.catalogue.paths"

local M = {}

---Whether an address belongs to this protocol.
---@param path string
---@return boolean
function M.owns(path)
  return path:find "^/v3/" ~= nil
end

-- Status, code and message of the refusal.
local function judge(exchange)
  local method = paths.method(exchange:method(), exchange:path())
  if not exchange:headers().authorization then
    return 400, "missing-timestamp", "缺少时间戳参数：请求没有 Authorization 头 (the request has no Authorization header)"
  end
  if not method then return 404, "invalid-method", "不存在的方法名 (no method has this verb and path)" end
  return 400, "invalid-method", "本地网关没有以 V3 模拟该方法 (the local gateway does not simulate it by V3): " .. method
end

---Answer a request.
---@param exchange core.exchange
---@return string what
---@return string verdict
function M.serve(_, exchange)
  local status, code, message = judge(exchange)
  exchange:respond(status, {
    ["content-type"] = "application/json;charset=utf-8", ["cache-control"] = "no-store", ["server"] = "alipay-lua",
    ["alipay-trace-id"] = digest.nonce(32),
  }, json.encode { code = code, message = message })
  return exchange:path(), ("%d %s"):format(status, code)
end

return M
