-- SPDX-License-Identifier: MIT
-- Who signs: keys of each kind as openssl would, Lua functions, external commands. Whatever goes wrong is named and sends nothing.

local alipay = require "alipay"
local async = require "alipay.async"
local digest = require "alipay.core.digest"
local fs = require "alipay.core.fs"
local gateway = require "alipay.gateway"
local key = require "alipay.core.key"
local pipeline = require "alipay.call.pipeline"
local processes = require "spec.support.processes"
local support = require "spec.support.client"

local QR = { url_param = "pages/index", query_param = "x=1", describe = "二维码" }

local function write(path, data)
  local file <close> = assert(io.open(path, "wb"))
  file:write(data)
end

local function output(command)
  local pipe = assert(io.popen(command))
  local text = pipe:read "a"
  local ok = pipe:close()
  return text, ok
end

describe("signatures", function()
  local folder
  setup(function() folder = assert(fs.temporary "signers-spec-") end)
  teardown(function() fs.remove(folder) end)

  it("of RSA2 and RSA equal those of openssl byte for byte", function()
    local app = support.keys()
    write(folder .. "/rsa.pem", app:pem())
    local client = alipay.client {
      app_id = "2014072300007148", private_key = folder .. "/rsa.pem", alipay_public_key = app:public():pem(), sign_type = "RSA",
    }
    fs.replace(folder .. "/rsa.pem", app:pem(), 384)
    for sign_type, name in pairs { RSA2 = "sha256", RSA = "sha1" } do
      local req = assert(pipeline.build(client, "POST", "alipay.some.method",
        { content = { subject = "二维码" }, query = { sign_type = sign_type } }))
      write(folder .. "/text", req.string_to_sign)
      local theirs = output(("openssl dgst -%s -sign %s/rsa.pem %s/text | base64 -w0"):format(name, folder, folder))
      assert.equal(theirs, req.params.sign)
    end
  end)

  it("of SM2 verify at openssl, and openssl's here", function()
    local sm2 = key.generate "SM2"
    write(folder .. "/sm2.pem", sm2:pem())
    write(folder .. "/sm2.pub", sm2:public():pem())
    write(folder .. "/text", "a=1&b=二")
    local options = "-rawin -digest sm3 -pkeyopt distid:1234567812345678 -in " .. folder .. "/text"
    write(folder .. "/sign", digest.base64_decode(sm2:sign("a=1&b=二", "SM2")))
    local verify = "openssl pkeyutl -verify -pubin -inkey %s/sm2.pub -sigfile %s/sign %s 2>&1"
    local said = output(verify:format(folder, folder, options))
    assert.matches("Success", said, 1, true)
    local theirs = output(("openssl pkeyutl -sign -inkey %s/sm2.pem %s | base64 -w0"):format(folder, options))
    assert.is_true(sm2:public():verify("a=1&b=二", theirs, "SM2"))
    assert.is_false(sm2:public():verify("a=1&b=三", theirs, "SM2"))
  end)
end)

describe("an app with SM2 keys", function()
  local gw
  setup(function() gw = assert(gateway.start { dir = assert(fs.temporary "signers-spec-"), sign_type = "SM2" }) end)
  teardown(function() support.finish(gw) end)

  it("works end to end, with keys and with certificates", function()
    for _, settings in ipairs { gw:profile(), assert(gw:certificate_profile()) } do
      local client = alipay.client(settings)
      local res = assert(client.alipay.open.appQrcodeCreate:post { content = QR })
      assert.equal("SM2", res.request.params.sign_type)
      assert.is_true(res.verified)
      assert(client.alipay.system.oauthToken:post {
        query = { grant_type = "authorization_code", code = support.code(gw) },
      })
    end
  end)

  it("may have its key elsewhere", function()
    local settings = assert(gw:certificate_profile())
    settings.signer = { command = {
      "openssl", "pkeyutl", "-sign", "-inkey", gw.keys.paths.app_private_key, "-rawin", "-digest", "sm3",
      "-pkeyopt", "distid:1234567812345678", "-in", "/dev/stdin",
    } }
    settings.private_key = nil
    assert(alipay.client(settings).alipay.open.appQrcodeCreate:post { content = QR })
  end)

  it("has root serial numbers of the SM2 kind", function()
    local roots = require "alipay.core.cert".load(gw:certificate_profile().alipay_root_cert)
    assert.not_equal(roots:root_sn "RSA", roots:root_sn "SM2")
    local res = assert(alipay.client(gw:certificate_profile()).alipay.open.appQrcodeCreate:post { content = QR })
    assert.equal(roots:root_sn "SM2", res.request.params.alipay_root_cert_sn)
  end)

  it("does not take RSA2", function()
    local settings = gw:profile()
    settings.sign_type, settings.private_key = "RSA2", support.keys():pem()
    local _, err = alipay.client(settings).alipay.open.appQrcodeCreate:post { content = QR }
    assert.equal("isv.invalid-signature-type", err.sub_code)
  end)
end)

describe("RSA with SHA-1", function()
  it("works end to end", function()
    local client, gw = support.gateway(nil, { sign_type = "RSA" })
    finally(function() support.finish(gw) end)
    assert.equal("RSA", assert(client.alipay.open.appQrcodeCreate:post { content = QR }).request.params.sign_type)
  end)
end)

-- A promise that nobody settles but the function given with it.
local function never()
  local open
  return async.promise(function(resolve) open = resolve end), open
end

describe("a signer", function()
  local gw, lines, private, path
  setup(function()
    lines = {}
    gw = assert(gateway.start { dir = assert(fs.temporary "signers-spec-"), on_log = function(line) lines[#lines + 1] = line end })
    private = assert(key.load_private(gw:profile().private_key))
    path = gw.keys.paths.app_private_key
  end)
  teardown(function() support.finish(gw) end)

  local function client_with(signer, with_certificates)
    local settings = with_certificates and assert(gw:certificate_profile()) or gw:profile()
    settings.private_key, settings.signer = nil, signer
    return alipay.client(settings)
  end

  local function call(signer, options)
    options = options or {}
    options.content = QR
    return client_with(signer).alipay.open.appQrcodeCreate:post(options)
  end

  local function fails(kind, words, signer, options)
    local before = #lines
    local res, err = call(signer, options)
    assert.is_nil(res)
    assert.equal(kind, err.kind)
    for _, word in ipairs(words) do assert.matches(word, err.message, 1, true) end
    assert.matches("nothing was sent", err.message, 1, true)
    assert.equal(before, #lines)
    return err
  end

  it("may be a function that gives base64 or bytes", function()
    assert(call(function(bytes, sign_type) return private:sign(bytes, sign_type) end))
    assert(call(function(bytes, sign_type) return digest.base64_decode(private:sign(bytes, sign_type)) end))
    assert(call(function(bytes, sign_type)
      return "\n" .. private:sign(bytes, sign_type):gsub("(" .. ("."):rep(64) .. ")", "%1\r\n")
    end))
  end)

  it("may wait for something, and only its task waits", function()
    local asked = 0
    local client = client_with(function(bytes, sign_type)
      asked = asked + 1
      while asked < 8 do async.sleep(0) end -- none is signed before all are asked for
      return private:sign(bytes, sign_type)
    end)
    local promises = {}
    for i = 1, 8 do promises[i] = client.alipay.open.appQrcodeCreate:postAsync { content = QR } end
    for i = 1, 8 do assert(promises[i]:wait()) end
  end)

  it("that fails is named", function()
    fails("signature", { "signer function", "no card" }, function() return nil, "no card" end)
    fails("signature", { "signer function", "boom" }, function() error "boom" end)
    fails("signature", { "gave a nil" }, function() end)
    fails("signature", { "gave a table" }, function() return {} end)
    fails("signature", { "gave no signature" }, function() return "" end)
    fails("signature", { "3 bytes" }, function() return "abc" end)
    fails("signature", { "no base64" }, function() return ("sorry, "):rep(20) end)
  end)

  it("has no longer than the call", function()
    local ended = false
    local err = fails("timeout", { "not there in time" }, function()
      local _ <close> = setmetatable({}, { __close = function() ended = true end })
      async.await((never()))
    end, { timeout = 0.1 })
    assert.is_true(err.retryable)
    assert.is_true(ended)
  end)

  it("is stopped with the call", function()
    local begun, ended, went_on = false, false, false
    local gate, open = never()
    local client = client_with(function()
      local _ <close> = setmetatable({}, { __close = function() ended = true end })
      begun = true
      async.await(gate)
      went_on = true
    end)
    local promise = client.alipay.open.appQrcodeCreate:postAsync { content = QR }
    while not begun do async.sleep(0) end
    promise:cancel()
    assert.equal("cancelled", promise.reason.kind)
    open()
    async.sleep(0)
    assert.same({ true, false }, { ended, went_on })
  end)

  it("may be a command: bytes in, bytes or base64 out", function()
    assert(call { command = { "openssl", "dgst", "-sha256", "-sign", path } })
    assert(call { command = { "sh", "-c", "openssl dgst -sha256 -sign \"$1\" | base64", "sh", path } })
    assert(call { shell = "openssl dgst -sha256 -sign " .. path .. " | base64" })
  end)

  it("gets no shell unless it is asked for #spawn", function()
    fails("signature", { "cannot run true; true" }, { command = { "true; true" } })
    fails("signature", { "gave 6 bytes" }, { command = { "echo", "$HOME" } })
  end)

  it("is told the type and the app", function()
    local file = gw.dir .. "/told"
    call { shell = ("printf '%%s %%s' \"$ALIPAY_SIGN_TYPE\" \"$ALIPAY_APP_ID\" > %s; cat > %s.text"):format(file, file) }
    local told <close> = assert(io.open(file))
    assert.equal("RSA2 " .. gw.app_id, told:read "a")
    local text <close> = assert(io.open(file .. ".text"))
    assert.matches("^app_id=" .. gw.app_id .. "&biz_content=.*&version=1.0$", (text:read "a"))
  end)

  it("that is late is killed with all it has started", function()
    local pids = gw.dir .. "/pids"
    local shell, child
    for _, seconds in ipairs { 0.2, 1, 5, 25 } do -- a machine under load needs longer to begin
      local signer = { shell = ("sleep 1000 & echo $$ $! >%s; wait"):format(pids), timeout = seconds }
      fails("timeout", { "signer's shell line", seconds .. " s", "killed" }, signer, { timeout = 60 })
      local file = io.open(pids)
      if file then
        shell, child = file:read("n", "n")
        file:close()
      end
      if child then break end
    end
    for _, pid in ipairs { shell, assert(child) } do assert.is_true(processes.ends(pid)) end
  end)

  it("that ends badly is named with its complaint #spawn", function()
    fails("signature", { "'sh'", "code 3", "no pin" }, { command = { "sh", "-c", "echo no pin >&2; exit 3" } })
    fails("signature", { "signal 15" }, { command = { "sh", "-c", "kill -TERM $$" } })
    fails("signature", { "cannot run /nonesuch/signer" }, { command = { "/nonesuch/signer" } })
    fails("signature", { "wrote too much" }, { command = { "yes" } })
  end)

  it("given as a shell line is never quoted in an error", function()
    local line = "%s; : -passin pass:TopSecret"
    for _, how in ipairs { "false", "true", "exit 3", "kill -TERM $$", "echo abc", "sleep 1000 #" } do
      local _, err = call { shell = line:format(how), timeout = 0.2 }
      assert.matches("signer's shell line", err.message, 1, true)
      assert.is_nil(tostring(err):find("TopSecret", 1, true), how)
      assert.is_nil(require("alipay.json").encode(err:data()):find("TopSecret", 1, true), how)
    end
  end)

  it("with the app's certificate at hand a wrong key is found before the gateway finds it", function()
    local before = #lines
    local other = support.keys()
    local client = client_with(function(bytes, sign_type) return other:sign(bytes, sign_type) end, true)
    local _, err = client.alipay.open.appQrcodeCreate:post { content = QR }
    assert.equal("signature", err.kind)
    assert.matches("app_cert", err.message, 1, true)
    assert.equal(before, #lines)
  end)

  it("that is ill configured is refused when the client is made", function()
    for _, signer in ipairs {
      {}, { command = {} }, { command = "x" }, { command = { "a" }, shell = "b" }, { comand = { "a" } }, { command = { 1 } },
      { command = { "a" }, timeout = 0 }, { command = { "a" }, timeout = "1" }, { shell = {} }, "x", 5,
    } do
      local ok, err = pcall(client_with, signer)
      assert.is_false(ok)
      assert.equal("parameter", err.kind)
      assert.matches("'signer'", err.message, 1, true)
    end
    local settings = gw:profile()
    settings.signer = function() end
    local ok, err = pcall(alipay.client, settings)
    assert.is_false(ok)
    assert.matches("both given", err.message, 1, true)
  end)
end)
