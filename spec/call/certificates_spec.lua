-- SPDX-License-Identifier: MIT
-- Certificate mode: serial numbers, an Alipay certificate that is not known yet, what is believed and what is not, expiry.

local alipay = require "alipay"
local async = require "alipay.async"
local cert = require "alipay.core.cert"
local fs = require "alipay.core.fs"
local gateway = require "alipay.gateway"
local key = require "alipay.core.key"
local paths = require "alipay.util.paths"
local spec_keys = require "spec.support.keys"
local support = require "spec.support.client"

local QR = { url_param = "pages/index", query_param = "x=1", describe = "二维码" }
local DAY = 86400

describe("certificate mode", function()
  local gw, lines, state, state_dir
  local pool -- making a key costs a few hundred milliseconds
  setup(function()
    pool = { spec_keys.private "stranger", spec_keys.private "authority" }
    lines = {}
    gw = assert(gateway.start { dir = assert(fs.temporary "certs-spec-"), on_log = function(line) lines[#lines + 1] = line end })
    state_dir = paths.state_dir
  end)
  teardown(function() support.finish(gw) end)
  before_each(function()
    state = assert(fs.temporary "certs-state-")
    paths.state_dir = function() return state end
    for i = #lines, 1, -1 do lines[i] = nil end
  end)
  after_each(function()
    paths.state_dir = state_dir
    fs.remove(state)
  end)

  local function new_client(overrides)
    local settings = assert(gw:certificate_profile())
    for name, value in pairs(overrides or {}) do settings[name] = value end
    return alipay.client(settings)
  end
  local function call(client) return client.alipay.open.appQrcodeCreate:post { content = QR } end
  local function downloads()
    local count = 0
    for _, line in ipairs(lines) do
      if line:find("alipaycert.download", 1, true) then count = count + 1 end
    end
    return count
  end

  it("sends the serial numbers of app and root, and fetches nothing that it has", function()
    local client = new_client()
    local res = assert(call(client))
    local settings = client.settings
    assert.equal(cert.load(settings.app_cert):sn(), res.request.params.app_cert_sn)
    assert.equal(cert.load(settings.alipay_root_cert):root_sn(), res.request.params.alipay_root_cert_sn)
    assert.matches('"alipay_cert_sn":"' .. cert.load(settings.alipay_cert):sn() .. '"', res.raw, 1, true)
    assert.equal(0, downloads())
  end)

  it("names the setting of a certificate that cannot be used", function()
    local res, err = call(new_client { alipay_root_cert = "/nonexistent/none" })
    assert.is_nil(res)
    assert.equal("parameter", err.kind)
    assert.matches("^alipay_root_cert: ", err.message)
    assert.matches("the setting alipay_root_cert", err.hint, 1, true)
    res, err = call(new_client { alipay_public_key = support.keys():pem() })
    assert.is_nil(res)
    assert.matches("alipay_public_key: ", err.message, 1, true)
    assert.is_nil((err.message .. err.hint):find("alipay_cert", 1, true))
  end)

  it("fetches a new certificate once for any number of calls, then knows it", function()
    assert(gw:rotate_certificate { private_key = pool[1] })
    local client = new_client()
    local promises = {}
    for i = 1, 6 do promises[i] = client.alipay.open.appQrcodeCreate:postAsync { content = QR } end
    for i = 1, 6 do assert(promises[i]:wait()) end
    assert.equal(1, downloads())
    assert(call(client))
    assert(client:as({ app_auth_token = "x" }).keys == client.keys)
    assert.equal(1, downloads())
  end)

  it("suspends only the task that needs it", function()
    assert(gw:rotate_certificate { private_key = pool[1] })
    local client = new_client()
    local seen = {}
    local task = async.run(function()
      assert(call(client))
      seen[#seen + 1] = "called"
    end)
    async.run(function() seen[#seen + 1] = "meanwhile" end)
    task:wait()
    assert.same({ "meanwhile", "called" }, seen)
  end)

  it("keeps it on disk, and believes the disk no more than the network", function()
    local sn = assert(gw:rotate_certificate { private_key = pool[1] })
    assert(call(new_client()))
    assert.equal(1, downloads())
    assert(call(new_client()))
    assert.equal(1, downloads())
    local path = state .. "/certificates/" .. sn .. ".pem"
    assert.equal(384, fs.stat(path).mode & 511)
    local other = key.generate "SM2"
    assert(fs.replace(path, cert.make { subject = { { "CN", "x" } }, public_key = other:public(), issuer_key = other, days = 9,
      algorithm = "SM2" }))
    assert(call(new_client()))
    assert.equal(2, downloads())
    assert(fs.replace(path, "file:///etc/passwd"))
    assert(call(new_client()))
    assert.equal(3, downloads())
    assert(call(new_client()))
    assert.equal(3, downloads())
  end)

  it("works without a place to keep it", function()
    paths.state_dir = function() return "/proc/nonesuch" end
    assert(gw:rotate_certificate { private_key = pool[1] })
    assert(call(new_client()))
  end)

  it("takes one of the same key, as a renewal is", function()
    assert(gw:rotate_certificate())
    assert(call(new_client()))
    assert.equal(1, downloads())
  end)

  local function refused(words, options)
    assert(gw:rotate_certificate(options))
    local res, err = call(new_client())
    assert.is_nil(res)
    assert.equal("signature", err.kind)
    for _, word in ipairs(words) do assert.matches(word, err.message, 1, true) end
    assert.equal(1, downloads())
    assert.is_nil(next(fs.list(state .. "/certificates") or {}))
  end

  local function stranger(subject, options)
    options = options or {}
    local folder = gw.dir .. "/certificates"
    local private = options.private or pool[2]
    local pem = assert(cert.make {
      subject = subject, public_key = private:public(), days = 9, ca = options.ca,
      issuer_key = options.own and private or assert(key.load_private(folder .. "/intermediate_private_key.pem")),
      issuer = not options.own and assert(cert.load(folder .. "/intermediate_cert.pem")) or nil,
    })
    if not options.own then pem = pem .. assert(cert.load(folder .. "/intermediate_cert.pem")):pem() end
    return { pem = pem, private_key = private }
  end

  it("refuses one of another root", function()
    refused({ "does not chain" }, stranger({ { "O", "alipay-lua" }, { "CN", "Local Gateway" } }, { own = true }))
  end)
  it("refuses one that is out of date", function()
    refused({ "does not chain", "expired" }, { starts = os.time() - 9 * DAY, days = 5 })
    for i = #lines, 1, -1 do lines[i] = nil end
    refused({ "does not chain", "not yet valid" }, { starts = os.time() + 5 * DAY, days = 9 })
  end)
  it("refuses a merchant's, an authority's, and the app's own", function()
    refused({ "issued to Some Shop" }, stranger { { "O", "Some Shop" }, { "CN", "2088" } })
    for i = #lines, 1, -1 do lines[i] = nil end
    refused({ "authority" }, stranger({ { "O", "alipay-lua" }, { "CN", "CA" } }, { ca = true }))
    for i = #lines, 1, -1 do lines[i] = nil end
    refused({ "the app's own key" }, stranger({ { "O", "alipay-lua" } }, { private = gw.keys.app_private }))
  end)

  it("refuses a merchant's whose subject only seems to name Alipay's organisation", function()
    for _, subject in ipairs {
      { { "O", "Some Shop" }, { "CN", "2088,O=alipay-lua" } }, { { "O", "Some Shop,O=alipay-lua" } }, { { "CN", "2088" } },
      { { "O", "Some Shop" }, { "O", "alipay-lua" } }, { { "O", "alipay-lua+O=Some Shop" } },
    } do
      refused({ "and not to alipay-lua" }, stranger(subject))
      for i = #lines, 1, -1 do lines[i] = nil end
    end
  end)

  it("refuses a reply whose key does not go with the certificate it names", function()
    local sn = assert(gw:rotate_certificate { private_key = pool[1] })
    gw:certificates().alipay_key = pool[2]
    local res, err = call(new_client())
    assert.is_nil(res)
    assert.equal("signature", err.kind)
    assert.matches(sn, err.message, 1, true)
  end)

  it("an expired one is fetched again when the clock gets there", function()
    assert(gw:rotate_certificate { private_key = pool[1] })
    local client = new_client()
    assert(call(client))
    local sn = gw:certificates().alipay_sn
    client.keys.learned[sn].ends = os.time() - 1
    assert(fs.remove(state .. "/certificates"))
    assert(call(client))
    assert.equal(2, downloads())
  end)

  it("warns of what expires within 30 days, once", function()
    local settings = assert(gw:certificate_profile())
    local folder = gw.dir .. "/certificates"
    local pem = assert(cert.make {
      subject = { { "CN", "app" } }, public_key = gw.keys.app_public, days = 40, starts = os.time() - 20 * DAY,
      issuer_key = assert(key.load_private(folder .. "/intermediate_private_key.pem")),
      issuer = assert(cert.load(folder .. "/intermediate_cert.pem")),
    })
    assert(fs.create(state .. "/soon.pem", pem))
    local script = [[
      for _ = 1, 2 do
        local c = require "alipay".client { app_id = "2014072300007148", private_key = "%s", app_cert = "%s/soon.pem",
          alipay_cert = "%s", alipay_root_cert = "%s" }
        assert(c.keys:serial_numbers())
      end]]
    script = script:format(settings.private_key, state, settings.alipay_cert, settings.alipay_root_cert)
    assert(fs.create(state .. "/s.lua", script))
    local _, errors_shown, code = support.run(state .. "/s.lua", { ALIPAY_STATE_DIR = state })
    assert.equal(0, code)
    assert.matches("soon.pem %(app_cert%) expires on %d%d%d%d%-%d%d%-%d%d, in %d+ days", errors_shown)
    local _, count = errors_shown:gsub("warning", "")
    assert.equal(1, count)
  end)
end)
