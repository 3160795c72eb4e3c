-- SPDX-License-Identifier: MIT
-- `key` as a user runs it, with the openssl command as judge.

local digest = require "alipay.core.digest"
local fs = require "alipay.core.fs"
local key = require "alipay.core.key"
local support = require "spec.support.command"

local shell = support.shell

describe("alipay-lua key", function()
  local box
  setup(function() box = support.sandbox() end)
  teardown(function() box.remove() end)

  it("new makes a pair as the platform wants it, and prints the public half only", function()
    local path = box.dir .. "/app.pem"
    local out, err, code = box.run("key new " .. path)
    assert.equal(0, code, err)
    assert.matches("^MIIBIjAN%S+\n$", out)
    assert.not_matches("PRIVATE", out .. err)
    assert.equal(384, fs.stat(path).mode & 511)
    assert.matches("^%-%-%-%-%-BEGIN PRIVATE KEY", box.read "app.pem")
    local private = assert(key.load_private(path))
    assert.equal(out, private:public():base64() .. "\n")
    assert.matches("2048 bit", (shell("openssl pkey -noout -text -in " .. path)))
  end)

  it("never overwrites", function()
    local before = box.read "app.pem"
    for _, command in ipairs {
      "key new %s/app.pem", "key convert %s/app.pem %s/app.pem", "key new %s/app.pem --kind SM2",
    } do
      local out, err, code = box.run((command:gsub("%%s", box.dir)))
      assert.equal(2, code)
      assert.equal("", out)
      assert.matches("never overwritten", err)
    end
    assert.equal(before, box.read "app.pem")
    box.write("taken.pem.csr", "x")
    local _, _, code = box.run(("key new %s/taken.pem --csr"):format(box.dir))
    assert.equal(2, code)
    assert.is_nil(fs.stat(box.dir .. "/taken.pem"))
  end)

  it("new --csr makes a request that openssl verifies", function()
    local path = box.dir .. "/req.pem"
    local _, err, code = box.run(("key new %s --csr --subject 'C=CN,O=海底捞\\, Ltd,CN=shop.example'"):format(path))
    assert.equal(0, code, err)
    local out = shell(("openssl req -in %s.csr -noout -verify -subject -nameopt RFC2253,utf8,-esc_msb 2>&1"):format(path))
    assert.matches("verify OK", out, 1, true)
    assert.matches("CN=shop.example,O=海底捞\\, Ltd,C=CN", out, 1, true)
    local public = shell(("openssl req -in %s.csr -noout -pubkey"):format(path))
    assert.is_true(key.load_private(path):matches(key.load_public(public)))
  end)

  it("new --kind SM2 makes a key and a request of that kind", function()
    local path = box.dir .. "/sm2.pem"
    local out, err, code = box.run(("key new %s --kind SM2 --csr"):format(path))
    assert.equal(0, code, err)
    assert.equal("SM2", (key.load_public((out:gsub("%s", ""))):kind()))
    local verdict = shell(("openssl req -in %s.csr -noout -verify -vfyopt distid:1234567812345678 2>&1"):format(path))
    assert.matches("verify OK", verdict, 1, true)
  end)

  it("show prints the public half and its fingerprint, of any kind of file", function()
    local path = box.dir .. "/app.pem"
    local spki = shell(("openssl pkey -in %s -pubout -outform DER | base64 -w0"):format(path))
    local out, err = box.run("key show " .. path)
    assert.matches("RSA-2048 private key", out, 1, true)
    assert.matches(spki, out, 1, true)
    assert.not_matches("PRIVATE", out .. err)
    local data = box.json("key show " .. path)
    assert.equal(digest.sha256(digest.base64_decode(spki)), data.fingerprint)
    assert.is_true(data.private)
    box.write("pub.txt", spki)
    data = box.json("key show " .. box.dir .. "/pub.txt")
    assert.is_false(data.private)
    assert.equal(2048, data.bits)
    local problem, code = box.json("key show " .. box.write("junk", "nonsense"))
    assert.equal(5, code)
    assert.equal("signature", problem.error.kind)
    assert.equal(2, select(2, box.json("key show /nonexistent/none")))
  end)

  it("show says what a broken file was, and that it is broken", function()
    local pem = box.read "app.pem"
    local private, public = assert(key.load_private(pem)), assert(key.load_private(pem)):public()
    for text, message in pairs {
      [private:pem():sub(1, 900)] = "a private key that cannot be used: ",
      [private:base64():sub(1, 800)] = "a private key that cannot be used: it is cut short",
      [public:pem():gsub("A", "*", 3)] = "a public key that cannot be used: ",
      ["this is prose"] = "not a usable key, a key was expected: ",
    } do
      box.write("broken", text)
      local _, err, code = box.run("key show " .. box.dir .. "/broken")
      assert.equal(5, code)
      assert.matches(message, err, 1, true)
    end
  end)

  it("convert changes the dress and not the key", function()
    local path = box.dir .. "/app.pem"
    local private = assert(key.load_private(path))
    for i, options in ipairs { "--to pkcs1", "--to pkcs1 --base64", "--base64", "" } do
      local target = ("%s/copy%d"):format(box.dir, i)
      local out, err, code = box.run(("key convert %s %s %s"):format(path, target, options))
      assert.equal(0, code, err)
      assert.equal("", out)
      assert.is_true(assert(key.load_private(target)):matches(private))
      assert.equal(384, fs.stat(target).mode & 511)
    end
    assert.matches("^%-%-%-%-%-BEGIN RSA PRIVATE", box.read "copy1")
    assert.matches("^MII[%w+/=]+\n$", box.read "copy2")
    box.run(("key convert %s/copy2 %s/public --to spki"):format(box.dir, box.dir))
    assert.is_true(assert(key.load_public(box.dir .. "/public")):matches(private))
    assert.equal(2, select(3, box.run(("key convert %s/public %s/x --to pkcs8"):format(box.dir, box.dir))))
    assert.equal(2, select(3, box.run(("key convert %s/sm2.pem %s/x --to pkcs1"):format(box.dir, box.dir))))
    assert.equal(2, select(3, box.run("key convert " .. path)))
    assert.is_nil(fs.stat(box.dir .. "/x"))
  end)
end)
