-- SPDX-License-Identifier: MIT
-- The result string of alipay.trade.app.pay: cut and verified as a reply of the gateway is.

local diagnose = require "alipay.notify.diagnose"
local errors = require "alipay.error"
local json = require "alipay.json"
local notification = require "alipay.notify.notification"
local response = require "alipay.call.response"

local M = {}

local METHOD = "alipay.trade.app.pay"

-- The SDKs hand over { resultStatus, memo, result }, older ones as resultStatus={9000};memo={};result={...}.
local function unwrap(text)
  local braces = text:match "^%s*resultStatus=.-;result={(.*)}%s*$"
  if braces then return braces end
  local outer = text:find('"resultStatus"', 1, true) and json.decode(text)
  if type(outer) ~= "table" then return text end
  if outer.result == "" then
    return nil, ("the app reports status %s and hands over no result"):format(tostring(outer.resultStatus))
  end
  return type(outer.result) == "string" and outer.result or text
end

local function refuse(code, message, hint)
  return nil, errors.new("signature", {
    message = "the result cannot be trusted: " .. message, hint = hint,
    findings = { { code = code, message = message, hint = hint } },
  })
end

---@param text string
---@param client alipay.client
---@param expected table
---@return alipay.notification|nil
---@return alipay.error|nil
function M.verify(text, client, expected)
  local raw, missing = unwrap(text)
  if not raw then return refuse("empty", missing) end
  local cut, message = response.cut(raw, METHOD)
  if not cut then return refuse("shape", message, "hand over the text exactly as the SDK gave it") end
  local key, err = client.keys:alipay_key()
  if not key then return nil, err end
  local good, reason = response.verify(raw, cut, key, client.settings.sign_type)
  if not good then
    local own = diagnose.own_key(client, key)
    if own then return refuse(own.code, own.message, own.hint) end
    return refuse("changed", reason, "hand over the text exactly as the SDK gave it: decoded and encoded again it is another one")
  end
  local data = json.decode(response.to_utf8(raw:sub(cut.node.first, cut.node.last)))
  local params = {}
  for name, value in pairs(type(data) == "table" and data or {}) do
    if type(value) == "string" then params[name] = value end
  end
  local n = notification.new {
    kind = "result", rule = "response", rule_text = "response: the node's raw bytes", params = params, data = data, raw = text,
  }
  local ok
  ok, err = n:expect(expected)
  if not ok then return nil, err end
  return n
end

return M
