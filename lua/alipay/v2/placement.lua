-- SPDX-License-Identifier: MIT
-- Where each parameter of a request is sent: in the URL, in the form, or in a part of a multipart body; and what of a request is
-- made when somebody asks for it. What the parameters are is alipay.call.request's matter.

local M = {}

local fields = {}

function fields.params(request)
  local params = {}
  for name, value in pairs(request.base.params) do params[name] = value end
  params.method, params.timestamp = request.method, request.timestamp
  for name, value in pairs(rawget(request, "given") or {}) do params[name] = value end
  params.biz_content, params.sign = request.content or params.biz_content, request.signature
  return params
end

function fields.string_to_sign(request)
  return request.wire:string_to_sign()
end

function fields.url(request)
  return request.base.gateway .. "?" .. request.wire:query(request.signature)
end

function fields.body_params(request)
  if rawget(request, "body") or request.http ~= "POST" then return nil end
  return { biz_content = request.content ~= "" and request.content or nil }
end

---A field of a request when it is first asked for: `__index` of requests.
---@param request alipay.request
---@param name string
---@return any
function M.field(request, name)
  local make = fields[name]
  local value = make and make(request)
  if value ~= nil then rawset(request, name, value) end
  return value
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
