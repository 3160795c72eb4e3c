-- SPDX-License-Identifier: MIT
-- `alipay-lua key`: making, showing and converting keys. It overwrites nothing, and a private key goes into a file only.

local cert = require "alipay.core.cert"
local digest = require "alipay.core.digest"
local errors = require "alipay.error"
local fs = require "alipay.core.fs"
local key = require "alipay.core.key"
local mode = require "alipay.util.mode"
local options = require "alipay.cli.options"
local script = require "alipay.script"

local M = {}

M.SUMMARY = "make, show and convert keys"

local HELP = [[
Make, show and convert keys. Nothing is ever overwritten, and no private key is ever printed.
  key new FILE          a new pair: the private key into FILE (PKCS#8, mode 0600), the public half
                        on stdout as the console takes it; with --csr also a signing request into
                        FILE.csr, for certificate mode
  key show FILE         kind, size, fingerprint and public half of a key or certificate
  key convert FILE OUT  the same key in another format: --to pkcs8, pkcs1 or spki (the public half);
                        PEM, or with --base64 one line as the platform's own tool writes it

Examples:
  alipay-lua key new app_private_key.pem                 # then paste what it prints into the console
  alipay-lua key new app_private_key.pem --csr --subject 'C=CN,O=海底捞,CN=shop.example'
  alipay-lua key show app_private_key.pem
  alipay-lua key convert 应用私钥.txt app_private_key.pem     # bare base64 to PEM
  alipay-lua key convert app_private_key.pem app_public_key.pem --to spki]]

local function fail(message, hint)
  error(errors.new("parameter", { message = message, hint = hint }), 0)
end

local function check(value, message, class)
  if value == nil then error(errors.from_core(message, class), 0) end
  return value
end

local PRIVATE, PUBLIC = 384, 420 -- octal 0600 and 0644

local function create(path, data, permissions)
  if fs.stat(path) then fail(path .. " exists: keys are never overwritten", "choose another name, or move it away first") end
  local ok, message, class = fs.create(path, data, permissions)
  if not ok then error(errors.from_core(message, class), 0) end
end

-- ---- new ----

-- "C=CN,O=A,CN=B" as pairs; a comma in a value is written "\,".
local function parse_subject(text)
  local subject = {}
  for part in (text:gsub("\\,", "\0") .. ","):gmatch "(.-)," do
    local name, value = part:match "^%s*([%w.]+)%s*=%s*(.-)%s*$"
    if not name or value == "" then fail(("'%s' is no subject"):format(text), "as C=CN,O=Company,CN=shop.example") end
    subject[#subject + 1] = { name, (value:gsub("%z", ",")) }
  end
  return subject
end

local function make(values)
  local subject = parse_subject(values.subject or "CN=alipay-lua")
  local request_path = values.file .. ".csr"
  if values.csr and fs.stat(request_path) then
    fail(request_path .. " exists: nothing is overwritten", "choose another name, or move it away first")
  end
  if values.subject and not values.csr then fail("--subject is for a signing request", "add --csr") end
  if values.kind == "SM2" and values.bits then fail("--bits is for RSA: an SM2 key has 256", "leave --bits out") end
  local pair = check(key.generate(values.kind, values.bits or 2048))
  -- Before the key is kept: a subject that cannot be leaves nothing behind.
  local request = values.csr and check(cert.request {
    key = pair, subject = subject, algorithm = values.kind == "SM2" and "SM2" or "RSA2",
  })
  create(values.file, pair:pem(), PRIVATE)
  if request then create(request_path, request, PUBLIC) end
  local public = pair:public():base64()
  script.result { private_key = values.file, csr = request and request_path or nil, public_key = public }
  script.note("private key: %s (%s, PKCS#8, only you can read it). Keep it secret and keep a copy.", values.file, tostring(pair))
  if request then
    script.note("signing request: %s. Upload it in the console (接口加签方式, 证书) to get the app's certificate.", request_path)
  end
  script.note("public key, to paste into the console (接口加签方式, 密钥); take Alipay's key from there in return:")
  if not mode.json then io.stdout:write(public, "\n") end
end

-- ---- show and convert ----

local function load(path)
  local source = "file://" .. path
  local private, message, class = key.load_private(source)
  if private then return private end
  if class == "file" then error(errors.from_core(message, class), 0) end
  local public, other = key.load_public(source)
  if public then return public end
  -- Of two complaints that one counts which is not about having tried the wrong kind.
  if message:find("where a private key belongs", 1, true) then message = other end
  error(errors.from_core((message:gsub("a private key was expected", "a key was expected")), class), 0)
end

local function show(values)
  local loaded = load(values.file)
  local public = loaded:is_private() and loaded:public() or loaded
  local text = public:base64()
  local kind, bits = loaded:kind()
  local fingerprint = digest.sha256(check(digest.base64_decode(text)))
  script.result { kind = kind, bits = bits, private = loaded:is_private(), fingerprint = fingerprint, public_key = text }
  if mode.json then return end
  script.say("key          %s", tostring(loaded))
  script.say("fingerprint  %s (SHA-256 of the public half)", fingerprint)
  script.say("public half  %s", text)
end

local function convert(values)
  if not values.out then fail("key convert needs a file to write to", "alipay-lua key convert FILE OUT") end
  local loaded = load(values.file)
  local format = values.to or (loaded:is_private() and "pkcs8" or "spki")
  if not loaded:is_private() and format == "pkcs8" then fail "a public key has no PKCS#8 form: use --to spki" end
  if format == "spki" and loaded:is_private() then loaded = loaded:public() end
  local write = values.base64 and loaded.base64 or loaded.pem
  local fine, text = pcall(write, loaded, format)
  if not fine then fail(("a %s has no %s form"):format(tostring(loaded), format), "--to names another one; --help has the list") end
  if values.base64 then text = text .. "\n" end
  create(values.out, text, loaded:is_private() and PRIVATE or PUBLIC)
  script.result { file = values.out, format = format, private = loaded:is_private() }
  script.note("%s: %s as %s%s", values.out, tostring(loaded), format, values.base64 and ", one line of base64" or ", PEM")
end

local ACTIONS = { new = make, show = show, convert = convert }

---@param arg string[]
---@return integer exit code
function M.run(arg)
  local parser = options.parser("alipay-lua key", HELP)
  parser:argument("action", "new, show or convert."):choices { "new", "show", "convert" }
  parser:argument("file", "The key.")
  parser:argument("out", "File to write to (convert)."):args "?"
  parser:option("--kind", "Of a new pair: RSA (default) or SM2."):choices { "RSA", "SM2" }:default "RSA"
  parser:option("--bits", "Size of a new RSA key; the platform wants 2048."):choices { "2048", "3072", "4096" }
  parser:flag("--csr", "Make a certificate signing request, too.")
  parser:option("--subject", "Subject of the request, as C=CN,O=Company,CN=shop.example."):argname "SUBJECT"
  parser:option("--to", "Format to convert to."):choices { "pkcs8", "pkcs1", "spki" }
  parser:flag("--base64", "Write one line of base64 instead of PEM.")
  local values = options.parse(parser, arg)
  values.bits = math.tointeger(tonumber(values.bits))
  if values.out and values.action ~= "convert" then fail("key " .. values.action .. " takes one file", "key convert takes two") end
  ACTIONS[values.action](values)
  return 0
end

return M
