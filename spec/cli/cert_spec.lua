-- SPDX-License-Identifier: MIT
-- `cert` as a user runs it: serial numbers by the platform's rule, computed here by hand.

local cert = require "alipay.core.cert"
local digest = require "alipay.core.digest"
local spec_keys = require "spec.support.keys"
local support = require "spec.support.command"

describe("alipay-lua cert", function()
  local box, private, root, leaf
  setup(function()
    box = support.sandbox()
    private = spec_keys.private "app"
    local function make(options)
      options.issuer_key, options.public_key, options.days = private, private:public(), 100
      return assert(cert.make(options))
    end
    root = make { subject = { { "C", "CN" }, { "O", "A+B" }, { "CN", "Root" } }, ca = true, serial = "17" }
    leaf = make { subject = { { "CN", "海底捞" } }, issuer = cert.load(root), serial = "340282366920938463463374607431768211455" }
  end)
  teardown(function() box.remove() end)

  local function sn(issuer, serial) return digest.md5(issuer .. serial) end

  it("sn prints the first certificate's number alone", function()
    local path = box.write("leaf.crt", leaf .. root)
    local out, err, code = box.run("cert sn " .. path)
    assert.equal(0, code, err)
    assert.equal(sn("CN=Root,O=A\\+B,C=CN", "340282366920938463463374607431768211455") .. "\n", out)
    assert.equal("", err)
    assert.equal(out, (box.run("cert sn " .. box.write("crlf.crt", (leaf:gsub("\n", "\r\n"))))))
    assert.equal(out, box.json("cert sn " .. path).sn .. "\n")
    assert.equal(out, (support.shell(("%s cert sn - <%s"):format(support.program, path))))
  end)

  it("sn joins the numbers of a bundle of roots", function()
    local one = sn("CN=Root,O=A\\+B,C=CN", "17")
    local path = box.write("roots.crt", root .. root)
    assert.equal(one .. "_" .. one .. "\n", (box.run("cert sn " .. path)))
    assert.equal(one .. "\n", (box.run("cert sn --root " .. box.write("root.crt", root))))
    assert.equal(one .. "\n", (box.run("cert sn " .. box.dir .. "/root.crt")))
    local _, err, code = box.run("cert sn --sm2 " .. path)
    assert.equal(5, code)
    assert.matches("no member of the bundle is signed with SM2", err, 1, true)
  end)

  it("show names every certificate", function()
    local path = box.write("both.crt", leaf .. "junk\n" .. root)
    local out = box.run("cert show " .. path)
    assert.matches("CN=海底捞", out, 1, true)
    assert.matches("self%-signed", out)
    assert.matches("%d+ days left", out)
    local data = box.json("cert show " .. path)
    assert.equal(2, #data.certificates)
    assert.equal("RSA-2048", data.certificates[1].key)
    assert.equal("17", data.certificates[2].serial)
    assert.equal(0, data.skipped)
  end)

  it("refuses what is no certificate", function()
    assert.equal(5, select(3, box.run("cert sn " .. box.write("key.pem", private:public():pem()))))
    local missing = box.dir .. "/none.crt"
    local _, err, code = box.run("cert sn " .. missing)
    assert.equal(2, code)
    assert.matches(missing, err, 1, true)
    assert.matches("name the file of a certificate", err, 1, true)
    local path = box.write("leaf.crt", leaf)
    for _, content in ipairs { path, "file://" .. path, "" } do -- what comes in names no file
      local out = support.shell(("printf %%s '%s' | %s cert sn - 2>&1; echo $?"):format(content, support.program))
      assert.matches("signature error: file '/dev/stdin'.*\n5\n$", out)
    end
    local request = assert(cert.request { key = private, subject = { { "CN", "x" } } })
    for name, case in pairs {
      ["README.md"] = { "# A text\nwith \\n in it\n", "README.md is no certificate\n", "BEGIN CERTIFICATE" },
      ["private.pem"] = { private:pem(), "is a key and no certificate", "alipay%-lua key show" },
      ["app.csr"] = { request, "is a signing request and no certificate", "upload it" },
      ["broken.crt"] = { leaf:gsub("MII", "MIj"), "usable certificate", "BEGIN CERTIFICATE" },
    } do
      _, err, code = box.run("cert sn " .. box.write(name, case[1]))
      assert.equal(5, code, name)
      assert.matches(case[2], err, 1, true)
      assert.matches("\n  [^\n]*" .. case[3], err)
    end
    assert.equal(2, select(3, box.run "cert"))
    assert.equal(2, select(3, box.run "cert print x"))
  end)
end)
