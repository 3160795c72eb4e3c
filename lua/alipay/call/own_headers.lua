-- SPDX-License-Identifier: MIT
-- Headers that no caller may give, by whatever protocol: what says where a request ends and what its body is. A second one, or a wrong
-- length, would spoil this call, and the next one on the same connection.

local errors = require "alipay.error"

local M = {}

local OWN = {}
for _, name in ipairs {
  "connection", "content-encoding", "content-length", "content-type", "expect", "host", "http2-settings", "keep-alive",
  "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
} do OWN[name] = true end

---What is wrong with the headers of a call.
---@param method string
---@param headers table<string, string> of the call
---@param more? table<string, boolean> further names that the protocol writes itself, in lower case
---@return alipay.error|nil err kind "parameter"
function M.check(method, headers, more)
  for name in pairs(headers) do
    local lower = name:lower()
    if OWN[lower] or more and more[lower] then
      return errors.new("parameter", { method = method, message = ("the header %s is the protocol's own"):format(name) })
    end
  end
end

return M
