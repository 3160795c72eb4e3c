-- SPDX-License-Identifier: MIT
-- Facts of the V3 protocol that client, local gateway and tools share: what is signed, and how a request says who signed it. It
-- sends nothing and holds no state. Source: what the platform's own clients do, where the documents leave it open.

local digest = require "alipay.core.digest"
local fs = require "alipay.core.fs"

local M = {}

---The one scheme that the platform's clients send.
M.SCHEME = "ALIPAY-SHA256withRSA"
M.SIGN_TYPE = "RSA2"
M.ENCRYPT_TYPE = "AES"

---How far a timestamp may be off, in milliseconds, and how long a nonce is remembered.
M.SKEW = 600000

---Where V3 is, by the gateway of V2: the same host.
---@param gateway string
---@return string endpoint
function M.endpoint(gateway)
  return (gateway:match "^%w+://[^/?#]+")
end

---@return string nonce 32 hex digits
function M.nonce()
  return ("%016x%016x"):format(("I8I8"):unpack(digest.random(16)))
end

---@return string milliseconds since 1970
function M.timestamp()
  return ("%d"):format(fs.time() * 1000 // 1)
end

---Who signs, as it stands in Authorization and in the first line of what is signed.
---@param app_id string
---@param app_cert_sn string|nil
---@param nonce string
---@param timestamp string
---@return string
function M.auth_string(app_id, app_cert_sn, nonce, timestamp)
  local certificate = app_cert_sn and ",app_cert_sn=" .. app_cert_sn or ""
  return "app_id=" .. app_id .. certificate .. ",nonce=" .. nonce .. ",timestamp=" .. timestamp
end

---What a request signs: lines, each with its end. An empty body keeps its line; the token has one only when there is a token, and an
---empty one is none.
---@param auth_string string
---@param verb string in capitals
---@param target string path and query as sent
---@param body string bytes as sent; of an upload those of the part `data`
---@param app_auth_token string|nil
---@return string
function M.content(auth_string, verb, target, body, app_auth_token)
  local token = app_auth_token and app_auth_token ~= "" and app_auth_token .. "\n" or ""
  return auth_string .. "\n" .. verb .. "\n" .. target .. "\n" .. body .. "\n" .. token
end

---The header line that says who signed.
---@param auth_string string
---@param signature string base64
---@return string
function M.authorization(auth_string, signature)
  return "Authorization: " .. M.SCHEME .. " " .. auth_string .. ",sign=" .. signature
end

---Read an Authorization header: from the left, since base64 holds `=` and the order of what stands before it is the client's.
---@param header string
---@return string|nil auth_string nil when it is none of V3's
---@return table<string, string> fields by name
---@return string sign
---@return string scheme
function M.read_authorization(header)
  local scheme, rest = header:match "^(ALIPAY%-%w+) +(.*)$"
  local first, last = (rest or ""):find(",sign=", 1, true)
  if not first then return nil, {} end
  local auth_string, fields = rest:sub(1, first - 1), {}
  for part in auth_string:gmatch "[^,]+" do
    local name, value = part:match "^([^=]+)=(.*)$"
    if name then fields[name] = value end
  end
  return auth_string, fields, rest:sub(last + 1), scheme
end

---What a reply signs.
---@param timestamp string
---@param nonce string
---@param body string bytes as received
---@return string
function M.reply_content(timestamp, nonce, body)
  return timestamp .. "\n" .. nonce .. "\n" .. body .. "\n"
end

---Whether a code is one of the gateway itself (`invalid-app-id`) and none of a method's (`ACQ.TRADE_NOT_EXIST`).
---@param code string
---@return boolean
function M.is_gateway_code(code)
  return code:gsub("^%l%l%l%.", ""):find "^%l[%l%d, -]*$" ~= nil
end

return M
