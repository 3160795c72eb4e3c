-- SPDX-License-Identifier: MIT
-- The result of alipay.trade.app.pay, in the shapes in which apps hand it over: found, then cut and verified as a reply of the gateway.
-- Its signature covers bytes, so a shape is taken only when those are still in it.

local diagnose = require "alipay.notify.diagnose"
local errors = require "alipay.error"
local json = require "alipay.json"
local notification = require "alipay.notify.notification"
local reply = require "alipay.v2.reply"
local undo = require "alipay.notify.undo"

local M = {}

local METHOD = "alipay.trade.app.pay"
local NODE = "alipay_trade_app_pay_response"

local WHOLE = "hand over the text exactly as the SDK gave it"

-- The last byte of the object that begins at `first`, nil when it has no end.
local function object_end(text, first)
  local depth, at, quoted = 0, first, false
  while true do
    local found = text:find(quoted and '["\\]' or '[{}"]', at)
    if not found then return nil end
    local char = text:sub(found, found)
    at = found + 1
    if char == "\\" then at = at + 1
    elseif char == '"' then quoted = not quoted
    elseif char == "{" then depth = depth + 1
    elseif depth == 1 then return found
    else depth = depth - 1 end
  end
end

local function no_result(status)
  return nil, "empty", ("the app reports status %s and hands over no result"):format(tostring(status):sub(1, 20))
end

local unwrap

local function unwrap_table(value, depth)
  if value[NODE] ~= nil then return nil, "parsed", "it was parsed, and the signature covers its text" end
  if value.result == nil and value.resultStatus == nil then return nil, "shape", "there is no result in it" end
  if value.result == nil or value.result == "" then return no_result(value.resultStatus) end
  return unwrap(value.result, depth + 1)
end

-- The SDKs hand over { resultStatus, memo, result }; older ones resultStatus={9000};memo={};result={...}, a printed map
-- {resultStatus=9000, result=...}. Apps encode that again as JSON, as a JSON string, or for a URL.
function unwrap(value, depth)
  if type(value) == "table" then return unwrap_table(value, depth) end
  if type(value) ~= "string" then return nil, "shape", "it is a " .. type(value) end
  if value:find('^%s*{%s*"' .. NODE .. '"') then return value end
  local first = value:find('{"' .. NODE .. '"', 1, true)
  if first then return value:sub(first, object_end(value, first) or -1) end
  if depth > 3 then return value end
  local status = value:match "^%s*{?resultStatus={?(%d*)"
  if status then return no_result(status) end
  if value:find '^%s*[{"]' then
    local decoded = json.decode(value)
    if decoded ~= nil then return unwrap(decoded, depth + 1) end
  end
  if value:find("%%[27][2Bb]") then return unwrap(undo.form(value), depth + 1) end
  return value
end

local function refuse(code, message, hint)
  return nil, errors.new("signature", {
    message = "the result cannot be trusted: " .. message, hint = hint,
    findings = { { code = code, message = message, hint = hint } },
  })
end

-- Cut, with the node in its place where an app has written it there as a string.
local function cut_result(raw)
  local cut, message = reply.cut(raw, METHOD)
  local node = cut and cut.sign and cut.kind == "string" and json.decode(raw:sub(cut.first, cut.last))
  if type(node) == "string" and node:find "^%s*{" then
    raw = ('{"%s":%s,"sign":%s}'):format(NODE, node, json.encode(cut.sign))
    cut, message = reply.cut(raw, METHOD)
  end
  return raw, cut, message
end

local function not_encrypted()
  return nil, "it is a text in place of an object"
end

---@param result string|table
---@param client alipay.client
---@param expected table
---@return alipay.notification|nil
---@return alipay.error|nil
function M.verify(result, client, expected)
  local raw, code, message = unwrap(result, 0)
  if not raw then return refuse(code, message, code == "parsed" and WHOLE or nil) end
  local cut
  raw, cut, message = cut_result(raw)
  if not cut then return refuse("shape", message, WHOLE) end
  local key, err = client.keys:alipay_key()
  if not key then return nil, err end
  local good, reason = reply.verify(raw, cut, key, client.settings.sign_type)
  local verdict = reply.judge(raw, cut, good, reason, not_encrypted)
  if not verdict.verified then
    local own = diagnose.own_key(client, key)
    if own then return refuse(own.code, own.message, own.hint) end
    return refuse(verdict.unsigned and "unsigned" or "changed", reason, WHOLE .. ": decoded and encoded again it is another one")
  end
  local data = verdict.data
  if data == nil then return refuse("shape", verdict.message or verdict.cause or "its node cannot be decoded") end
  local params = {}
  for name, value in pairs(data) do
    if type(value) == "string" then params[name] = value end
  end
  local n = notification.new {
    kind = "result", rule = "response", rule_text = "response: the node's raw bytes", params = params, data = data, raw = raw,
  }
  local ok
  ok, err = n:expect(expected)
  if not ok then return nil, err end
  return n
end

return M
