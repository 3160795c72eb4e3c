-- SPDX-License-Identifier: MIT
-- The gateway's keys and certificates in its folder: made on first use, reused afterwards, never overwritten.
-- A set is written beside its place and renamed into it, so that two gateways starting at once cannot mix theirs.

local authority = require "alipay.gateway.folder.authority"
local cert = require "alipay.core.cert"
local digest = require "alipay.core.digest"
local errors = require "alipay.error"
local fs = require "alipay.core.fs"
local key = require "alipay.core.key"

local M = {}

local BITS = 2048

-- A set is whole or not there: a file without its partners is a fault of whoever removed them.
local KEY_FILES = { "app_id", "app_private_key.pem", "app_public_key.pem", "alipay_private_key.pem", "alipay_public_key.pem" }
local CERT_FILES = { "root_private_key.pem", "alipay_root_cert.pem", "app_cert.pem", "alipay_cert.pem" }

local function fail(message, hint)
  return nil, errors.new("parameter", { message = message, hint = hint, source = "key" })
end

local function read(path)
  local file, message = io.open(path, "rb")
  if not file then return nil, message end
  local data = file:read "a"
  file:close()
  return data
end

local function write_set(folder, texts)
  local ok, message, class = fs.mkdir(folder, 448)
  for name, data in pairs(texts) do
    if not ok then break end
    ok, message, class = fs.create(folder .. "/" .. name, data, 384)
  end
  if not ok then return nil, errors.from_core(message, class) end
  return true
end

-- Make the folder of a set unless it is there. Whoever renames first wins; the other one's set is thrown away.
local function ensure_set(folder, files, make)
  if not fs.stat(folder) then
    local fresh = folder .. ".new-" .. digest.nonce(12)
    local ok, err = write_set(fresh, make())
    local renamed, reason
    if ok then renamed, reason = os.rename(fresh, folder) end
    if not renamed then fs.remove(fresh) end
    if err then return nil, err end
    if not renamed and not fs.stat(folder) then return fail(("cannot make %s: %s"):format(folder, reason)) end
  end
  for _, name in ipairs(files) do
    if not fs.stat(folder .. "/" .. name) then
      return fail(("%s/%s is missing"):format(folder, name),
        ("put it back, or remove the folder %s: a new set is made then"):format(folder))
    end
  end
  return true
end

local function make_keys(kind)
  local app, alipay = key.generate(kind, BITS), key.generate(kind, BITS)
  local digits = digest.random(9):gsub(".", function(byte) return tostring(byte:byte() % 10) end)
  return {
    -- Numbers of the platform's sandbox begin so: nobody takes this for an app in production.
    ["app_id"] = "9021000" .. digits .. "\n",
    ["app_private_key.pem"] = app:pem(),
    ["app_public_key.pem"] = app:public():pem(),
    ["alipay_private_key.pem"] = alipay:pem(),
    ["alipay_public_key.pem"] = alipay:public():pem(),
  }
end

-- A private key and its public partner from one set; a pair that does not match is refused.
local function load_pair(folder, name)
  local private, message, class = key.load_private(folder .. "/" .. name .. "_private_key.pem")
  if not private then return nil, errors.from_core(message, class) end
  local public
  public, message, class = key.load_public(folder .. "/" .. name .. "_public_key.pem")
  if not public then return nil, errors.from_core(message, class) end
  if not private:matches(public) then
    return fail(("%s/%s_public_key.pem is not the partner of the private key beside it"):format(folder, name),
      ("put the right one back, or remove the folder %s: a new set is made then"):format(folder))
  end
  return { private = private, public = public }
end

---@class alipay.gateway.keys
---@field kind "RSA"|"SM2"
---@field encrypt_key string base64
---@field app_id string
---@field app_public core.key verifies requests
---@field app_private core.key makes the app's certificate
---@field alipay core.key signs answers
---@field paths table<string, string> absolute paths by name

-- Where the sets of a kind of keys lie. The RSA ones have the plain names.
local function folder_of(dir, name, kind)
  return dir .. "/" .. name .. (kind == "RSA" and "" or "-" .. kind)
end

-- The key of content encryption, as the console gives it: base64 of 16 bytes.
local function encrypt_key(dir)
  local path = dir .. "/encrypt_key"
  if not fs.stat(path) then fs.create(path, digest.base64_encode(digest.random(16)) .. "\n", 384) end
  local text, message = read(path)
  if not text then return fail(message) end
  return text:match "%S+" or fail(path .. " is empty", "remove it: a new key is made then")
end

-- Keys of gateways without a lasting folder, by kind: they are made once in a program, for making them takes longer than most specs.
local made = {}

local function make_once(kind)
  made[kind] = made[kind] or make_keys(kind)
  return made[kind]
end

---The keys in a folder; made when there are none.
---@param dir string the gateway's folder, which exists
---@param kind "RSA"|"SM2"
---@param passing? boolean the folder goes with its gateway: another such one may have the same keys
---@return alipay.gateway.keys|nil
---@return alipay.error|nil err
function M.open(dir, kind, passing)
  local folder = folder_of(dir, "keys", kind)
  local ok, err = ensure_set(folder, KEY_FILES, function() return (passing and make_once or make_keys)(kind) end)
  if not ok then return nil, err end
  local app, alipay
  app, err = load_pair(folder, "app")
  if not app then return nil, err end
  alipay, err = load_pair(folder, "alipay")
  if not alipay then return nil, err end
  local app_id = (read(folder .. "/app_id") or ""):match "^(%d+)%s*$"
  if not app_id then return fail(folder .. "/app_id holds no app id", "it is a number of 16 digits on one line") end
  local content_key
  content_key, err = encrypt_key(dir)
  if not content_key then return nil, err end
  return {
    kind = kind, encrypt_key = content_key,
    app_id = app_id, app_public = app.public, app_private = app.private, alipay = alipay.private,
    paths = { app_private_key = folder .. "/app_private_key.pem", alipay_public_key = folder .. "/alipay_public_key.pem" },
  }
end

local function load_cert(path, wanted, whose)
  local bundle, message, class = cert.load(path)
  if not bundle then return nil, errors.from_core(message, class) end
  local public = bundle:key()
  if wanted and not (public and public:matches(wanted)) then
    return fail(("%s is not a certificate of %s key"):format(path, whose), "remove its folder: new certificates are made then")
  end
  return bundle
end

---@class alipay.gateway.certificates
---@field without_sha1 boolean this system refused to sign a root with SHA-1
---@field app_sn string serial number of the app's certificate
---@field alipay_sn string of Alipay's
---@field root_sn string of the roots
---@field alipay_key core.key signs answers to clients in certificate mode
---@field issued table<string, string> PEM text of Alipay's certificates by serial number
---@field paths table<string, string> files by the names of the settings: app_cert, alipay_cert, alipay_root_cert

---The certificates in a folder; made for the keys given when there are none.
---@param dir string
---@param keys alipay.gateway.keys
---@return alipay.gateway.certificates|nil
---@return alipay.error|nil err
function M.certificates(dir, keys)
  local folder = folder_of(dir, "certificates", keys.kind)
  local ok, err = ensure_set(folder, CERT_FILES, function() return authority.make(keys) end)
  if not ok then return nil, err end
  local paths = {
    app_cert = folder .. "/app_cert.pem", alipay_cert = folder .. "/alipay_cert.pem",
    alipay_root_cert = folder .. "/alipay_root_cert.pem",
  }
  local app, alipay, root
  app, err = load_cert(paths.app_cert, keys.app_public, "the app's")
  if not app then return nil, err end
  alipay, err = load_cert(paths.alipay_cert, keys.alipay, "the gateway's")
  if not alipay then return nil, err end
  root, err = load_cert(paths.alipay_root_cert)
  if not root then return nil, err end
  return {
    without_sha1 = root:count() == authority.WITHOUT_SHA1, app_sn = app:sn(), root_sn = root:root_sn(keys.kind), paths = paths,
    alipay_sn = alipay:sn(), alipay_key = keys.alipay, issued = { [alipay:sn()] = read(paths.alipay_cert) },
  }
end

---What a server needs to speak TLS in the name of the platform's hosts; the authority in DIR/tls is made when there is none.
---@param dir string
---@return { certificate: string, private_key: string, ca_cert: string }|nil tls PEM texts, and the path of the authority's certificate
---@return alipay.error|nil err
function M.tls(dir)
  local folder = dir .. "/tls"
  local ok, err = ensure_set(folder, { "ca_private_key.pem", "ca_cert.pem" }, authority.make_tls)
  if not ok then return nil, err end
  local tls, message, class = authority.host(folder)
  if not tls then return nil, errors.from_core(message, class) end
  tls.ca_cert = folder .. "/ca_cert.pem"
  return tls
end

---Answer from now on with another Alipay certificate than clients have: made here, or given.
---@param dir string
---@param keys alipay.gateway.keys
---@param certificates alipay.gateway.certificates changed
---@param options { new_key: boolean|nil, days: integer|nil, starts: integer|nil, pem: string|nil, private_key: core.key|nil } as for gateway:rotate_certificate
---@return string|nil sn
---@return alipay.error|nil err
function M.rotate(dir, keys, certificates, options)
  local private = options.private_key or options.new_key and key.generate(keys.kind, BITS) or keys.alipay
  local pem = options.pem
  if not pem then
    local message, class
    pem, message, class = authority.issue(folder_of(dir, "certificates", keys.kind), private:public(), options)
    if not pem then return nil, errors.from_core(message, class) end
  end
  local bundle = assert(cert.load(pem))
  certificates.alipay_sn, certificates.alipay_key = bundle:sn(), private
  certificates.issued[bundle:sn()] = pem
  return certificates.alipay_sn
end

return M
