-- SPDX-License-Identifier: MIT
-- Where each parameter of a request is sent: in the URL, in the form, or in a part of a multipart body. What the parameters are is
-- alipay.request's matter.

local form = require "alipay.core.form"

local M = {}

---What is signed and, encoded, what is sent. All goes into the URL but biz_content of a form.
---@param request alipay.request with all its parameters but `sign`
function M.encode(request)
  local in_form = not request.body and request.http == "POST" or nil
  local params = request.params
  request.string_to_sign, request.query_before, request.query_after, request.form =
    form.parts(params, in_form and "biz_content")
  if in_form then
    local content = params.biz_content
    request.body_params = { biz_content = content ~= "" and content or nil }
  end
end

-- The query of an upload: the text fields that its maker put into the body stay there.
local function query_of_upload(request)
  local params = {}
  for name, value in pairs(request.params) do
    if not request.texts[name] then params[name] = value end
  end
  return form.encode(params, {})
end

---The URL of a request with its signature, which stands where the order of the keys wants it.
---@param request alipay.request
---@param gateway string
---@return string
function M.url(request, gateway)
  if request.body then return gateway .. "?" .. query_of_upload(request) end
  return gateway .. "?" .. request.query_before .. "sign=" .. form.escape(request.params.sign) .. request.query_after
end

---Where a parameter of a finished request is sent.
---@param request alipay.request
---@param name string
---@return "url"|"body"|"part"
function M.place_of(request, name)
  if request.texts and request.texts[name] then return "part" end
  return request.body_params and request.body_params[name] and "body" or "url"
end

return M
