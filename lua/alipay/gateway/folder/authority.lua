-- SPDX-License-Identifier: MIT
-- The gateway's certification authority: a bundle of roots like the platform's, an intermediate that issues, and leaves whose files
-- carry the intermediate. It makes texts and reads its own folder; who writes them, and when, is alipay.gateway.keys's subject.

local cert = require "alipay.core.cert"
local key = require "alipay.core.key"

local M = {}

local BITS, DAY = 2048, 86400

---Members of a bundle that lacks the one signed with SHA-1.
M.WITHOUT_SHA1 = 3

local ALGORITHM = { RSA = "RSA2", SM2 = "SM2", EC = "RSA2" } -- an EC key has one of its own, whatever is named

local function name_of(common)
  return { { "C", "CN" }, { "O", "alipay-lua" }, { "OU", "local gateway" }, { "CN", common } }
end

-- A certificate by an issuer { key, cert }; self-signed without cert.
local function certify(issuer, common, public, options)
  return cert.make {
    subject = name_of(common), public_key = public, issuer_key = issuer.key, issuer = issuer.cert, ca = options.ca,
    hosts = options.hosts, starts = options.starts or os.time() - DAY, days = options.days or 1825,
    algorithm = options.algorithm or ALGORITHM[issuer.key:kind()],
  }
end

-- The members of the platform's bundle, in its order. Two of them count for a client with RSA keys, one for a client with SM2 keys.
-- The one that is signed with SHA-1 is left out where this system's policy refuses to make it.
local function roots(kind, own)
  local other = key.generate(kind == "RSA" and "SM2" or "RSA", BITS)
  local rsa, sm2 = kind == "RSA" and own or other, kind == "SM2" and own or other
  local life = { ca = true, days = 7300 }
  local texts = {
    SM2 = assert(certify({ key = sm2 }, "Local Gateway Root SM2", sm2:public(), life)),
    RSA = assert(certify({ key = rsa }, "Local Gateway Root", rsa:public(), life)),
  }
  local ec = key.generate "EC"
  local sha1 = certify({ key = rsa }, "Local Gateway Root SHA-1", rsa:public(), { ca = true, days = 7300, algorithm = "RSA" })
  return texts[kind],
    texts.SM2 .. texts.RSA .. assert(certify({ key = ec }, "Local Gateway Root EC", ec:public(), life)) .. (sha1 or "")
end

---The texts of a new set of certificates, by file name.
---@param keys alipay.gateway.keys
---@return table<string, string>
function M.make(keys)
  local own, middle = key.generate(keys.kind, BITS), key.generate(keys.kind, BITS)
  local root, bundle = roots(keys.kind, own)
  local middle_pem = assert(certify({ key = own, cert = assert(cert.load(root)) }, "Local Gateway CA", middle:public(),
    { ca = true, days = 3650 }))
  local issuer = { key = middle, cert = assert(cert.load(middle_pem)) }
  return {
    ["root_private_key.pem"] = own:pem(),
    ["intermediate_private_key.pem"] = middle:pem(),
    ["intermediate_cert.pem"] = middle_pem,
    ["alipay_root_cert.pem"] = bundle,
    ["app_cert.pem"] = assert(certify(issuer, keys.app_id, keys.app_public, {})) .. middle_pem,
    ["alipay_cert.pem"] = assert(certify(issuer, "Local Gateway", keys.alipay:public(), {})) .. middle_pem,
  }
end

---Hosts that clients have built in: production, the sandbox, and the sandbox's former name.
M.PLATFORM = { "openapi.alipay.com", "openapi-sandbox.dl.alipaydev.com", "openapi.alipaydev.com" }

local HOSTS = "DNS:" .. table.concat(M.PLATFORM, ",DNS:") .. ",DNS:localhost,IP:127.0.0.1"

---The texts of a new authority for TLS, by file name.
---@return table<string, string>
function M.make_tls()
  local own = key.generate("RSA", BITS)
  return {
    ["ca_private_key.pem"] = own:pem(),
    ["ca_cert.pem"] = assert(certify({ key = own }, "Local Gateway TLS", own:public(), { ca = true, days = 3650 })),
  }
end

---A certificate for the hosts that the gateway stands for, by the authority for TLS in a folder, and its key.
---@param folder string
---@return { certificate: string, private_key: string }|nil
---@return string|nil message
---@return string|nil class
function M.host(folder)
  local own, message, class = key.load_private(folder .. "/ca_private_key.pem")
  if not own then return nil, message, class end
  local chain
  chain, message, class = cert.load(folder .. "/ca_cert.pem")
  if not chain then return nil, message, class end
  local private = key.generate("RSA", BITS)
  local pem
  -- Clients refuse certificates of servers that live for more than 825 days.
  pem, message, class = certify({ key = own, cert = chain }, M.PLATFORM[1], private:public(), { hosts = HOSTS, days = 397 })
  if not pem then return nil, message, class end
  return { certificate = pem, private_key = private:pem() }
end

-- Who issues in a folder. One of an earlier release has no intermediate: its root, the only one, issues.
local function issuer_of(folder)
  local name, text = folder .. "/intermediate", ""
  local file = io.open(name .. "_cert.pem", "rb")
  if file then
    text = file:read "a"
    file:close()
  else
    name = folder .. "/root"
  end
  local private, message, class = key.load_private(name .. "_private_key.pem")
  if not private then return nil, message, class end
  local chain
  chain, message, class = cert.load(file and text or folder .. "/alipay_root_cert.pem")
  if not chain then return nil, message, class end
  return { key = private, cert = chain, text = text }
end

---Another certificate of the gateway's own, by the authority of a folder.
---@param folder string
---@param public core.key
---@param life { days: integer|nil, starts: integer|nil }
---@return string|nil pem with the intermediate behind it
---@return string|nil message
---@return string|nil class
function M.issue(folder, public, life)
  local issuer, message, class = issuer_of(folder)
  if not issuer then return nil, message, class end
  local pem
  pem, message, class = certify(issuer, "Local Gateway", public, { days = life.days, starts = life.starts })
  if not pem then return nil, message, class end
  return pem .. issuer.text
end

return M
