-- SPDX-License-Identifier: MIT
-- A client of the specs' own: raw HTTP, its own signing and verifying, so that the gateway is judged by a second hand.

local form = require "alipay.core.form"
local fs = require "alipay.core.fs"
local gateway = require "alipay.gateway"
local http = require "alipay.core.http"
local json = require "alipay.json"
local key = require "alipay.core.key"
local loop = require "alipay.core.loop"
local protocol = require "alipay.v2.protocol"
local reply = require "alipay.core.reply"
local spec_keys = require "spec.support.keys"

local M = {}

local PATIENCE = 60 -- seconds until an answer that never comes is a failure

---Start a gateway in a folder of its own; `gw.lines` collects its log.
function M.start(options)
  options = options or {}
  local lines = {}
  options.dir = options.dir or assert(fs.temporary "gateway-spec-")
  options.on_log = function(line) lines[#lines + 1] = line end
  spec_keys.seed(options.dir)
  local gw = assert(gateway.start(options))
  spec_keys.keep(options.dir)
  gw.lines = lines
  return gw
end

function M.finish(gw)
  gw:stop()
  fs.remove(gw.dir)
end

---One HTTP exchange, driven to its end.
function M.fetch(options)
  local done, response, message
  options.timeout = options.timeout or PATIENCE
  options.proxy = options.proxy or ""
  assert(http.start(options, function(...)
    done, response, message = true, ...
  end))
  while not done do loop.step(1) end
  return response, message
end

---Common parameters of a call, with `extra` over them; `false` removes one.
function M.params(gw, method, extra)
  local params = {
    app_id = gw.app_id, method = method, charset = "utf-8", format = "JSON", version = "1.0", sign_type = "RSA2",
    timestamp = protocol.timestamp(),
  }
  for name, value in pairs(extra or {}) do params[name] = value or nil end
  return params
end

---Add the signature.
function M.sign(gw, params, private)
  private = private or assert(key.load_private(gw:profile().private_key))
  local algorithm = params.sign_type == "RSA" and "RSA" or "RSA2"
  params.sign = assert(private:sign(form.canonical(params), algorithm))
  return params
end

---Cut a reply: name of its node, the node decoded, whether its signature is good (nil without one), other members.
function M.cut(gw, body, algorithm)
  local node, rest = nil, {}
  for _, member in ipairs(assert(reply.members(body))) do
    local text = body:sub(member.first, member.last)
    if member.name:find "_response$" then
      assert(not node, "two nodes")
      node = { name = member.name, text = text }
    else
      rest[member.name] = json.decode(text)
    end
  end
  local public = assert(key.load_public(gw:profile().alipay_public_key))
  local good
  if rest.sign then good = public:verify(node.text, rest.sign, algorithm or "RSA2") end
  return node.name, json.decode(node.text), good, rest
end

---A signed call as a form: everything in the query but biz_content. Node's fields, its name, verdict, other members, response.
function M.call(gw, method, extra, private)
  local params = M.sign(gw, M.params(gw, method, extra), private)
  local content = params.biz_content
  params.biz_content = nil
  local response = assert(M.fetch {
    url = gw.gateway .. "?" .. form.encode(params), method = "POST",
    headers = { "Content-Type: application/x-www-form-urlencoded;charset=utf-8" },
    body = content and form.encode { biz_content = content } or "",
  })
  local name, node, good, rest = M.cut(gw, response.body, params.sign_type)
  return node, name, good, rest, response
end

---Go through the consent page: the code that the redirect carries.
function M.consent(gw, scope, page)
  local response = assert(M.fetch {
    url = gw.endpoint .. (page or "/oauth2/publicAppAuthorize.htm") .. "?"
      .. form.encode { app_id = gw.app_id, scope = scope or "auth_user", redirect_uri = "http://127.0.0.1/cb", state = "s" },
  })
  assert(response.status == 302, response.body)
  return response.headers.location:match "auth_code=(%w+)"
end

---An upload with everything in the query and one file part.
function M.upload(gw, data, extra, part)
  local fields = { image_type = "jpg", image_name = "photo" }
  for name, value in pairs(extra or {}) do fields[name] = value end
  local params = M.sign(gw, M.params(gw, "alipay.offline.material.image.upload", fields))
  local file = { name = "image_content", data = data, filename = "photo.jpg", type = "image/jpeg" }
  for name, value in pairs(part or {}) do file[name] = value or nil end
  local response = assert(M.fetch { url = gw.gateway .. "?" .. form.encode(params), method = "POST", multipart = { file } })
  local _, node, good = M.cut(gw, response.body)
  return node, good, response
end

return M
