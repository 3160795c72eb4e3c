-- SPDX-License-Identifier: MIT
-- Messages that belong to no order: posted to an app's application gateway, signed by rule V2, which leaves out `sign` alone. One attempt
-- each; nothing is kept.

local delivery = require "alipay.gateway.notifications.delivery"
local digest = require "alipay.core.digest"
local form = require "alipay.core.form"
local json = require "alipay.json"
local protocol = require "alipay.v2.protocol"
local signing = require "alipay.gateway.signing"

local M = {}

-- Of messages; trades have another one.
local VERSION = "1.1"

local function parameters(gw, app_id, name, content)
  local now = gw.clock()
  local noise = digest.nonce(20):gsub(".", function(character) return tostring(character:byte() % 10) end)
  local params = {
    notify_id = protocol.timestamp(now):gsub("%D", "") .. noise, utc_timestamp = tostring(now * 1000), msg_method = name,
    app_id = app_id, version = VERSION, charset = "UTF-8", sign_type = gw.sign_type, biz_content = json.encode(content),
  }
  params.sign = signing.bytes(gw, form.canonical(params, { "sign" }))
  return params
end

---Send one.
---@param gw alipay.gateway
---@param app_id string
---@param url string
---@param name string as "alipay.open.auth.userauth.cancelled"
---@param content table<string, any> its biz_content
---@param done fun(delivered: boolean, result: string) called later, once: result is "success" or what was wrong
---@return string notify_id
function M.send(gw, app_id, url, name, content, done)
  local params = parameters(gw, app_id, name, content)
  local attempt = {}
  local function finish(delivered, result)
    gw.sending[attempt] = nil
    gw:log(("message %s to %s: %s"):format(name, url:match "^[^?#]*", result))
    done(delivered, result)
  end
  gw.sending[attempt] = true
  local reason
  attempt.request, reason = delivery.post(url, "UTF-8", params, finish)
  if not attempt.request then finish(false, reason) end
  return params.notify_id
end

return M
