-- SPDX-License-Identifier: MIT
-- Writes what clients need to know into the gateway's folder: gateway.json for programs, env for shells.

local errors = require "alipay.error"
local fs = require "alipay.core.fs"
local json = require "alipay.json"

local M = {}

-- Key of gateway.json and the variable of the client's environment. `endpoint` is for people and has none.
local FIELDS = {
  { "app_id", "ALIPAY_APP_ID" },
  { "app_private_key", "ALIPAY_PRIVATE_KEY" },
  { "alipay_public_key", "ALIPAY_PUBLIC_KEY" },
  { "app_cert", "ALIPAY_APP_CERT" },
  { "alipay_cert", "ALIPAY_CERT" },
  { "alipay_root_cert", "ALIPAY_ROOT_CERT" },
  { "gateway", "ALIPAY_GATEWAY" },
  { "encrypt_key", "ALIPAY_ENCRYPT_KEY" },
  { "sign_type", "ALIPAY_SIGN_TYPE" },
  { "control", "ALIPAY_CONTROL" },
  { "control_token", "ALIPAY_CONTROL_TOKEN" },
}

-- In single quotes nothing has a meaning but the quote itself.
local function quote(value)
  return "'" .. value:gsub("'", "'\\''") .. "'"
end

local HEAD = "# Settings of clients of the local gateway"

-- A file of that name that somebody else put there is not lost to ours.
local function is_ours(path)
  local file = io.open(path, "rb")
  if not file then return true end
  local text = file:read(65536) or ""
  file:close()
  if text:sub(1, #HEAD) == HEAD then return true end
  local facts = json.decode(text)
  return type(facts) == "table" and facts.endpoint ~= nil and facts.app_private_key ~= nil
end

local function write(path, data)
  if not is_ours(path) then
    return nil, errors.new("parameter", {
      message = path .. " is there and no gateway wrote it", hint = "move it away, or choose another folder", source = "file",
    })
  end
  local ok, message, class = fs.replace(path, data, 384)
  if not ok then return nil, errors.from_core(message, class) end
  return true
end

---Write DIR/gateway.json and DIR/env. A client that sources env has both the public key and the certificates: one that prefers
---certificates works in certificate mode, one that knows public keys only ignores the rest.
---@param gw alipay.gateway
---@return boolean|nil ok
---@return alipay.error|nil err
function M.write(gw)
  local certificates, err = gw:certificates()
  if not certificates then return nil, err end
  local facts = {
    app_id = gw.app_id, gateway = gw.gateway, endpoint = gw.endpoint, encrypt_key = gw.keys.encrypt_key, sign_type = gw.sign_type,
    control = gw.control, control_token = gw.control_token,
  }
  facts.proxy = gw.proxy
  if gw.tls then facts.tls_endpoint, facts.tls_ca_cert = gw.tls.endpoint, gw.tls.ca_cert end
  for _, paths in ipairs { gw.keys.paths, certificates.paths } do
    for name, path in pairs(paths) do facts[name] = path end
  end
  local lines = { HEAD .. ": `. " .. quote(gw.dir .. "/env") .. "` in a shell." }
  for _, field in ipairs(FIELDS) do lines[#lines + 1] = ("export %s=%s"):format(field[2], quote(facts[field[1]])) end
  local ok
  ok, err = write(gw.dir .. "/gateway.json", json.pretty(facts) .. "\n")
  if not ok then return nil, err end
  return write(gw.dir .. "/env", table.concat(lines, "\n") .. "\n")
end

return M
