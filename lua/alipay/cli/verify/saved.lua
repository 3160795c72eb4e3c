-- SPDX-License-Identifier: MIT
-- A reply by V3 as it was saved, with its status and headers: what `verify --v3` judges.

local charset = require "alipay.util.charset"
local json = require "alipay.json"
local mode = require "alipay.util.mode"
local protocol = require "alipay.v3.protocol"
local reply = require "alipay.v3.reply"
local script = require "alipay.script"
local told = require "alipay.cli.verify.told"

local M = {}

-- The last head in the text and what is behind it: a proxy's, or one of status 100, may stand before it.
local function parse(text)
  local status, headers
  while true do
    local code, rest = text:match "^HTTP/[%d.]+ +(%d%d%d)[^\n]*\n(.*)$"
    if not code then break end
    status, headers = math.tointeger(tonumber(code)), {}
    local line
    repeat
      line, rest = rest:match "^([^\n]*)\n?(.*)$"
      line = line:gsub("\r$", "")
      local name, value = line:match "^([^:]+):(.*)$"
      if name then
        name, value = name:lower(), value:match("^.*%S", value:find "%S") or ""
        headers[name] = headers[name] and headers[name] .. ", " .. value or value
      end
    until line == ""
    text = rest
  end
  if not status then
    told.refuse("this is no reply with its headers: it must begin with HTTP/1.1 and a status",
      "save what curl -i prints, every byte of it")
  end
  return { status = status, headers = headers, body = text }
end

local function code_of(body)
  local data = json.decode(charset.to_utf8(body))
  local code = type(data) == "table" and data.code
  return type(code) == "string" and code or nil, data
end

---Verify a saved reply and say by which rule it is good; raises for one that is not.
---@param app { settings: alipay.settings, keys: alipay.keyring }
---@param text string
function M.verify(app, text)
  local saved = parse(text)
  local code, data = code_of(saved.body)
  local is_error = saved.status >= 400
  if not reply.is_signed(saved) and is_error and code and protocol.is_gateway_code(code) then
    told.unsigned_error { code = code, msg = type(data.message) == "string" and data.message or nil }
  end
  local key = reply.is_signed(saved) and told.key_for(app.keys, saved.headers["alipay-sn"]) or nil
  local good, reason = reply.verify(saved, key)
  if not good then told.explain(app, key, reason --[[@as string]]) end
  local rule = ("alipay-timestamp, alipay-nonce and the %d bytes of the body"):format(#saved.body)
  script.result { verified = true, kind = "reply", protocol = "v3", status = saved.status, rule = rule, code = code }
  if not mode.json then
    local outcome = is_error and (" (it reports an error: code %s)"):format(code or "none") or ""
    script.say("good: signed by Alipay over %s%s", rule, outcome)
  end
end

return M
