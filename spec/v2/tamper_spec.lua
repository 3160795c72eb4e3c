-- SPDX-License-Identifier: MIT
-- One changed byte anywhere in a signed reply is refused: every byte of a sample, several values each. EVERY=1 tries every value.

local alipay = require "alipay"
local cert = require "alipay.core.cert"
local cipher = require "alipay.core.cipher"
local errors = require "alipay.error"
local fs = require "alipay.core.fs"
local key = require "alipay.core.key"
local paths = require "alipay.util.paths"
local response = require "alipay.call.response"
local support = require "spec.support.client"
local v2 = require "alipay.v2"

local ENCRYPT_KEY = "aa4BtZ4tspm2wnXLb1ThQA=="
local NODE = '{"code":"10000","msg":"Success","trade_no":"2026112322001","total_amount":"88.88","note":"a\\/b \\"c\\" {二维码}"'
  .. ',"list":[1,2.50,true,null]}'

-- What means something to JSON or to base64, and what is one bit or more away: two of these for a byte, in turn.
local IN_TURN = { 0x30, 0x20, 0x3D, 0x2F, 0x2B, 0x00, 0x0A, 0x2C, 0x3A, 0x7B, 0x7D, 0xFF }
local BITS = { 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0xFF }
local EVERY = os.getenv "EVERY"

local function variants(byte, i)
  local found, list = { [byte] = true }, {}
  local function add(other)
    if not found[other] then list[#list + 1] = other end
    found[other] = true
  end
  if EVERY then
    for other = 0, 255 do add(other) end
    return list
  end
  for _, other in ipairs { byte ~ 1, 0x22, 0x5C, IN_TURN[i % #IN_TURN + 1], byte ~ BITS[i % #BITS + 1] } do add(other) end
  return list
end

local function each_change(raw, fn)
  for i = 1, #raw do
    local before, after, byte = raw:sub(1, i - 1), raw:sub(i + 1), raw:byte(i)
    for _, other in ipairs(variants(byte, i)) do fn(before .. string.char(other) .. after, i, other) end
  end
end

local function read(client, raw)
  local params = { sign_type = client.settings.sign_type, encrypt_type = "AES" }
  local req = { client = client, method = "alipay.trade.query", http = "POST", params = params, string_to_sign = "" }
  local reply = { status = 200, headers = {}, body = raw, timing = {} }
  local verdict = v2.judge(req, reply)
  if verdict.missing_certificate then
    verdict = v2.judge(req, reply, errors.new("signature", { message = "that certificate is not to be had" }))
  end
  return response.of(req, reply, verdict)
end

describe("a signed reply with one byte changed", function()
  local client, ali, app
  setup(function()
    app, ali = support.keys()
    client = alipay.client {
      app_id = "2014072300007148", private_key = app:pem(), alipay_public_key = ali:public():pem(), encrypt_key = ENCRYPT_KEY,
    }
  end)

  local function refuses_all(raw, with, harmless)
    assert(read(with, raw), "the sample itself must be good")
    local tried = 0
    each_change(raw, function(changed, i, other)
      local res, err = read(with, changed)
      tried = tried + 1
      if res and not (harmless and harmless(i, res)) then
        error(("byte %d changed to 0x%02x was accepted: %s"):format(i, other, changed))
      end
      if not res then assert(({ signature = true, http = true, api = true })[err.kind], err.kind) end
    end)
    assert.is_true(tried > 4 * #raw)
  end

  it("is refused, wherever it is", function()
    refuses_all(('{"alipay_trade_query_response":%s,"sign":"%s"}'):format(NODE, ali:sign(NODE, "RSA2")), client)
  end)

  it("is refused where there is no code", function()
    local node = '{"access_token":"authusrB43ac","expires_in":300}'
    refuses_all(('{"alipay_trade_query_response":%s,"sign":"%s"}'):format(node, ali:sign(node, "RSA2")), client)
  end)

  it("is refused with the signature in front", function()
    refuses_all(('{"sign":"%s","alipay_trade_query_response":%s}'):format(ali:sign(NODE, "RSA2"), NODE), client)
  end)

  it("is refused in an encrypted reply", function()
    local node = '"' .. assert(cipher.encrypt(NODE, ENCRYPT_KEY)) .. '"'
    refuses_all(('{"alipay_trade_query_response":%s,"sign":"%s"}'):format(node, ali:sign(node, "RSA2")), client)
  end)

  it("an error that verified is not told as verified when it is changed", function()
    local node = '{"code":"40004","msg":"Business Failed","sub_code":"ACQ.TRADE_NOT_EXIST","sub_msg":"x"}'
    local raw = ('{"alipay_trade_query_response":%s,"sign":"%s"}'):format(node, ali:sign(node, "RSA2"))
    assert.is_nil(select(2, read(client, raw)).unsigned)
    each_change(raw, function(changed, i)
      local res, err = read(client, changed)
      assert(not res, i)
      assert(err.kind ~= "api" or err.unsigned, i)
    end)
  end)

  it("is refused in certificate mode, but for the name of the unsigned serial number", function()
    local function own(name, public)
      return assert(cert.make { subject = { { "CN", name } }, public_key = public, issuer_key = app, days = 99 })
    end
    local alipay_cert = assert(cert.make {
      subject = { { "CN", "Alipay" } }, public_key = ali:public(), issuer_key = ali, days = 99,
    })
    local root = own("Root", app:public())
    local with = alipay.client {
      app_id = "2014072300007148", private_key = app:pem(), app_cert = root, alipay_cert = alipay_cert, alipay_root_cert = root,
    }
    local state, state_dir = assert(fs.temporary "tamper-"), paths.state_dir
    paths.state_dir = function() return state end
    finally(function()
      paths.state_dir = state_dir
      fs.remove(state)
    end)
    local sn = cert.load(alipay_cert):sn()
    local raw = ('{"alipay_trade_query_response":%s,"alipay_cert_sn":"%s","sign":"%s"}'):format(NODE, sn, ali:sign(NODE, "RSA2"))
    local first, last = raw:find('"alipay_cert_sn"', 1, true)
    -- Another name makes it a member that means nothing; what was verified is the same to the byte.
    refuses_all(raw, with, function(i, res) return i > first and i < last and res.body == NODE and res.verified end)
  end)

  it("is refused for SM2", function()
    local sm2 = key.generate "SM2"
    local with = alipay.client {
      app_id = "2014072300007148", private_key = sm2:pem(), alipay_public_key = sm2:public():pem(), sign_type = "SM2",
    }
    local node = '{"code":"10000","trade_no":"1"}'
    local raw = ('{"alipay_trade_query_response":%s,"sign":"%s"}'):format(node, sm2:sign(node, "SM2"))
    refuses_all(raw, with)
  end)
end)
