-- SPDX-License-Identifier: MIT
-- The certificates of the local gateway: a bundle of roots like the platform's, an intermediate, serial numbers; and folders of
-- earlier releases, which had one root and nothing between.

local alipay = require "alipay"
local cert = require "alipay.core.cert"
local fs = require "alipay.core.fs"
local spec_keys = require "spec.support.keys"
local support = require "spec.support.gateway"

local QR = { url_param = "page/index", query_param = "x=1", describe = "d" }

describe("the certificates of the local gateway", function()
  local gw

  setup(function() gw = support.start() end)
  teardown(function() support.finish(gw) end)

  local function call(profile)
    local res, err = alipay.client(profile).alipay.open.appQrcodeCreate:post { content = QR }
    return res and res.data.code, err
  end

  it("are four roots, of which those signed with RSA count", function()
    local bundle = assert(cert.load(gw:certificates().paths.alipay_root_cert))
    assert.same({ 4, 0 }, { bundle:count() })
    local algorithms = {}
    for i = 1, 4 do algorithms[i] = bundle:info(i).algorithm end
    assert.same({ "SM2-with-SM3", "sha256WithRSAEncryption", "ecdsa-with-SHA384", "sha1WithRSAEncryption" }, algorithms)
    assert.equal(bundle:sn(2) .. "_" .. bundle:sn(4), gw:certificates().root_sn)
    assert.equal(bundle:sn(1), bundle:root_sn "SM2")
  end)

  it("are leaves by an intermediate that stands behind them", function()
    local paths = gw:certificates().paths
    local roots = assert(cert.load(paths.alipay_root_cert))
    for _, name in ipairs { "app_cert", "alipay_cert" } do
      local leaf = assert(cert.load(paths[name]))
      assert.equal(2, (leaf:count()))
      assert.equal(leaf:info(2).subject, leaf:info(1).issuer)
      assert.is_true(leaf:trusted_by(roots))
      assert.is_false((assert(cert.load(leaf:pem(1))):trusted_by(roots)))
      assert.equal(leaf:sn(1), gw:certificates()[name == "app_cert" and "app_sn" or "alipay_sn"])
    end
  end)

  it("are taken by a client, before and after the gateway has another one", function()
    local profile = assert(gw:certificate_profile())
    assert.equal("10000", (call(profile)))
    assert(gw:rotate_certificate { new_key = true })
    assert.equal("10000", (call(profile)))
  end)

  it("stay what they were in the folder of an earlier release", function()
    local old = support.start()
    finally(function() support.finish(old) end)
    local folder = old.dir .. "/certificates"
    fs.remove(folder) -- those that specs share
    local authority = spec_keys.private "stranger"
    local function make(common, public, root)
      return assert(cert.make {
        subject = { { "C", "CN" }, { "O", "alipay-lua" }, { "OU", "local gateway" }, { "CN", common } }, public_key = public,
        issuer_key = authority, issuer = root, ca = not root, days = 1000,
        serial = "340282366920938463463374607431768211455",
      })
    end
    local root = make("Root", authority:public())
    local issuer = assert(cert.load(root))
    assert(fs.mkdir(folder, 448))
    for name, data in pairs {
      ["root_private_key.pem"] = authority:pem(), ["alipay_root_cert.pem"] = root,
      ["app_cert.pem"] = make("App", old.keys.app_public, issuer),
      ["alipay_cert.pem"] = make("Local Gateway", old.keys.alipay:public(), issuer),
    } do
      assert(fs.create(folder .. "/" .. name, data, 384))
    end
    local profile = assert(old:certificate_profile())
    assert.equal(issuer:sn(), old:certificates().root_sn)
    assert.same({ "10000" }, { call(profile) })
    assert(old:rotate_certificate { new_key = true })
    assert.equal("10000", (call(profile)))
    assert.equal(root, io.open(folder .. "/alipay_root_cert.pem", "rb"):read "a")
  end)
end)
