-- SPDX-License-Identifier: MIT
-- The fetch of an Alipay certificate: how its own reply is verified, and that it makes no further fetch. And bundles.

local cert = require "alipay.core.cert"
local certificates = require "alipay.call.certificates"
local digest = require "alipay.core.digest"
local fs = require "alipay.core.fs"
local key = require "alipay.core.key"
local loop = require "alipay.async.loop"
local paths = require "alipay.util.paths"
local spec_keys = require "spec.support.keys"
local support = require "spec.support.client"

describe("a download's own reply", function()
  local folder, keys, answer, client, liar, known, fresh, number
  setup(function()
    folder = assert(fs.temporary "certs-spec-")
    local root_key, app = spec_keys.private "authority", support.keys()
    local root = assert(cert.make {
      subject = { { "CN", "Root" } }, public_key = root_key:public(), issuer_key = root_key, ca = true, days = 99,
    })
    local function issue(name, public)
      return assert(cert.make {
        subject = { { "CN", name } }, public_key = public, issuer_key = root_key, issuer = cert.load(root), days = 90,
      })
    end
    local ali = select(2, support.keys())
    fresh = spec_keys.private "stranger"
    known = issue("Alipay", ali:public())
    local new = issue("Alipay", fresh:public())
    number = cert.load(new):sn()
    keys = { new = new }
    client, liar = support.liar(function(exchange, self) self.reply(exchange, answer(exchange)) end, {
      app_cert = issue("App", app:public()), alipay_cert = known, alipay_root_cert = root,
    })
    liar.ali = ali
  end)
  teardown(function()
    liar.server:stop()
    fs.remove(folder)
  end)

  local function reply(node_name, node, signer, sn)
    return ('{"%s_response":%s,"sign":"%s"%s}'):format(node_name, node, signer:sign(node, "RSA2"),
      sn and (',"alipay_cert_sn":"%s"'):format(sn) or "")
  end
  local DOWNLOAD = "alipay_open_app_alipaycert_download"
  local function download_node(pem)
    return ('{"code":"10000","msg":"Success","alipay_cert_content":"%s"}'):format(digest.base64_encode(pem))
  end

  -- The call's reply is signed by the new certificate; the download's as the case says.
  local function try(download_reply)
    client.keys.learned, client.keys.fetching = {}, {}
    local state_dir = paths.state_dir
    paths.state_dir = function() return folder end
    fs.remove(folder .. "/certificates")
    local asked = 0
    answer = function(exchange)
      local method
      for _, pair in ipairs(exchange:query()) do method = pair[1] == "method" and pair[2] or method end
      if method ~= certificates.DOWNLOAD then return reply("alipay_trade_query", '{"code":"10000"}', fresh, number) end
      asked = asked + 1
      return download_reply
    end
    local res, err = client.alipay.trade.query:post { content = { out_trade_no = "1" } }
    paths.state_dir = state_dir
    assert.equal(1, asked)
    return res, err
  end

  it("may come without a serial number, signed with the known key", function()
    assert(try(reply(DOWNLOAD, download_node(keys.new), liar.ali)))
  end)
  it("may be signed with the certificate that it carries", function()
    assert(try(reply(DOWNLOAD, download_node(keys.new), fresh, number)))
    assert(try(reply(DOWNLOAD, download_node(keys.new), fresh)))
  end)
  it("is not believed when nobody known signed it", function()
    local other = key.generate "SM2"
    assert.equal("signature", select(2, try(reply(DOWNLOAD, download_node(keys.new), (support.keys())))).kind)
    assert.equal("signature", select(2, try(('{"%s_response":%s}'):format(DOWNLOAD, download_node(keys.new)))).kind)
    local pem = cert.make {
      subject = { { "CN", "x" } }, public_key = other:public(), issuer_key = other, days = 9, algorithm = "SM2",
    }
    assert.equal("signature", select(2, try(reply(DOWNLOAD, download_node(pem), liar.ali))).kind)
  end)
  it("of another certificate than was asked for is refused", function()
    local _, err = try(reply(DOWNLOAD, download_node(known), liar.ali))
    assert.equal("signature", err.kind)
    assert.matches("serial number", err.message, 1, true)
  end)
  it("that is an error is told with the call's", function()
    local node = '{"code":"40002","msg":"Invalid Arguments","sub_code":"isv.alipay-cert-not-exist"}'
    local _, err = try(reply(DOWNLOAD, node, liar.ali))
    assert.equal("signature", err.kind)
    assert.matches("isv.alipay-cert-not-exist", err.message, 1, true)
  end)
  it("naming yet another unknown certificate makes no further fetch", function()
    local _, err = try(reply(DOWNLOAD, download_node(known), fresh, ("a"):rep(32)))
    assert.equal("signature", err.kind)
  end)
  it("a serial number that is none is not looked for", function()
    answer = function() return reply("alipay_trade_query", '{"code":"10000"}', fresh, "../../etc/passwd") end
    local before = liar.requests
    local _, err = client.alipay.trade.query:post { content = { out_trade_no = "1" } }
    assert.equal("signature", err.kind)
    assert.equal(before + 1, liar.requests)
  end)
  it("that is late ends the call in its time", function()
    client.keys.learned, client.keys.fetching = {}, {}
    local held, end_of_wait
    local timer = loop.timer
    loop.timer = function(seconds, fn)
      end_of_wait = fn
      return timer(seconds, fn)
    end
    finally(function() loop.timer = timer end)
    -- The call's time is over as soon as the request for the certificate is there.
    liar.reply = function(exchange, text)
      if text then return exchange:respond(200, {}, text) end
      held = exchange
      end_of_wait()
    end
    answer = function(exchange)
      local method
      for _, pair in ipairs(exchange:query()) do method = pair[1] == "method" and pair[2] or method end
      return method ~= certificates.DOWNLOAD and reply("alipay_trade_query", '{"code":"10000"}', fresh, number) or nil
    end
    local _, err = client.alipay.trade.query:post { content = { out_trade_no = "1" } }
    assert.equal("timeout", err.kind)
    assert.matches(number, err.message, 1, true)
    held:drop()
  end)
end)

describe("bundles", function()
  it("may have CRLF, text between, several members, and ones that cannot be read", function()
    local private = support.keys()
    local function make(name)
      return assert(cert.make { subject = { { "CN", name } }, public_key = private, issuer_key = private, days = 9 })
    end
    local one, two = make "one", make "two"
    local broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
    local bundle = assert(cert.load(("Bag\n" .. broken .. one .. "text\n" .. two):gsub("\n", "\r\n")))
    local count, skipped = bundle:count()
    assert.equal(2, count)
    assert.equal(1, skipped)
    assert.equal(cert.load(one):sn(), bundle:sn(1))
    assert.equal(cert.load(one):sn() .. "_" .. cert.load(two):sn(), bundle:root_sn())
    local none, message, class = cert.load(broken)
    assert.is_nil(none)
    assert.is_string(message)
    assert.equal("key", class)
  end)
end)
