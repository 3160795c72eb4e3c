-- SPDX-License-Identifier: MIT
-- How the platform tests the address of an app's gateway before it is activated: a signed question (alipay.service.check), answered
-- with the app's public key, signed. Its bytes are those that the console accepts of published gateways.

local text = require "alipay.core.text"

local M = {}

local SERVICE = "alipay.service.check"

---Whether a verified message is the question.
---@param n alipay.notification
---@return boolean
function M.is(n)
  return n.params.service == SERVICE
end

local INNER = "<biz_content>%s</biz_content><success>true</success>"
local ANSWER = '<?xml version="1.0" encoding="%s"?><alipay><response>%s</response><sign>%s</sign><sign_type>%s</sign_type></alipay>'

---Answer it. The question is in GBK; the answer is plain ASCII, so that any character set reads it.
---@param exchange core.exchange
---@param client alipay.client whose keys answer
---@return boolean|nil ok
---@return alipay.error|nil err there is no private key here; answered with `fail` then
function M.answer(exchange, client)
  local key, err = client.keys:private_key()
  if not key then
    exchange:respond(200, { ["Content-Type"] = "text/plain" }, "fail")
    return nil, err
  end
  local sign_type = client.settings.sign_type
  local inner = INNER:format(key:public():base64())
  local body = ANSWER:format("GBK", inner, assert(key:sign(inner, sign_type)), sign_type)
  exchange:respond(200, { ["Content-Type"] = "text/xml;charset=GBK" }, assert(text.convert(body, "UTF-8", "GB18030")))
  return true
end

return M
