-- SPDX-License-Identifier: MIT
-- What the local gateway simulates: consent, tokens, QR codes, uploads.

local digest = require "alipay.core.digest"
local form = require "alipay.core.form"
local json = require "alipay.json"
local support = require "spec.support.gateway"
local text = require "alipay.core.text"

local TOKEN = "alipay.system.oauth.token"

describe("the simulated", function()
  local gw
  local now

  setup(function()
    gw = support.start { shared = true, token_ttl = 100, refresh_ttl = 1000, clock = function() return now or os.time() end }
  end)
  teardown(function() support.finish(gw) end)
  before_each(function() now = nil end)

  local function exchange(code, extra)
    local fields = { grant_type = "authorization_code", code = code }
    for name, value in pairs(extra or {}) do fields[name] = value end
    return support.call(gw, TOKEN, fields)
  end

  local function refresh(token)
    return support.call(gw, TOKEN, { grant_type = "refresh_token", refresh_token = token })
  end

  describe("consent", function()
    local function authorize(params)
      return support.fetch { url = gw.endpoint .. "/oauth2/publicAppAuthorize.htm?" .. form.encode(params) }
    end
    local function location(uri)
      local response = authorize { app_id = gw.app_id, scope = "auth_user,auth_base", redirect_uri = uri, state = "a b&c" }
      assert.equal(302, response.status)
      return response.headers.location
    end

    it("appends to whatever the redirect_uri has", function()
      local tail = "app_id=" .. gw.app_id .. "&source=alipay_wallet&scope=auth_user%2Cauth_base&state=a%20b%26c&auth_code="
      for uri, start in pairs {
        ["http://host/cb"] = "http://host/cb?", ["https://host/cb?x=1"] = "https://host/cb?x=1&",
        ["http://host/?"] = "http://host/?",
      } do
        assert.equal(start .. tail, location(uri):sub(1, #start + #tail))
      end
      assert.matches("^http://host/cb%?app_id=.*auth_code=%x+#top$", location "http://host/cb#top")
      assert.matches("^http://host/%%E4%%BA%%8C%?app_id", location "http://host/二")
    end)

    it("refuses with a page in GBK", function()
      for code, change in pairs {
        ["invalid-app-id"] = { app_id = "1" }, ["invalid-scope"] = { scope = "everything" },
        ["invalid-redirect-uri"] = { redirect_uri = "javascript:alert(1)" },
      } do
        local params = { app_id = gw.app_id, scope = "auth_user", redirect_uri = "http://host/" }
        for name, value in pairs(change) do params[name] = value end
        local response = authorize(params)
        assert.equal(200, response.status)
        assert.equal("text/html;charset=GBK", response.headers["content-type"])
        local page = assert(text.convert(response.body, "GB18030", "UTF-8"))
        assert.matches("调试错误", page, 1, true)
        assert.matches(code, page, 1, true)
      end
      for _, uri in ipairs {
        "", "host/cb", "ftp://host/", "http://", "http:///x", "http://host/\r\nSet-Cookie: x=1", "http://ho st/",
      } do
        local response = authorize { app_id = gw.app_id, scope = "auth_user", redirect_uri = uri }
        assert.equal(200, response.status, uri)
        assert.matches("invalid-redirect-uri", response.body, 1, true)
        assert.is_nil(response.headers.location)
        assert.is_nil(response.headers["set-cookie"])
      end
    end)
  end)

  describe("alipay.system.oauth.token", function()
    it("gives a pair for a code, once", function()
      local code = support.consent(gw)
      local node, name, good = exchange(code)
      assert.equal("alipay_system_oauth_token_response", name)
      assert.is_true(good)
      assert.is_nil(node.code)
      assert.equal(40, #node.access_token)
      assert.equal(40, #node.refresh_token)
      assert.equal("100", node.expires_in)
      assert.equal("1000", node.re_expires_in)
      assert.matches("^2088%d+$", node.user_id)
      node, name, good = exchange(code)
      assert.equal("error_response", name)
      assert.is_true(good)
      assert.same({ "40002", "isv.code-invalid" }, { node.code, node.sub_code })
    end)

    it("lets codes expire", function()
      local code = support.consent(gw)
      now = os.time() + 86400
      assert.equal("isv.code-invalid", (exchange(code)).sub_code)
    end)

    it("rotates on refresh, and the right to refresh runs out", function()
      local start = os.time()
      now = start
      local first = exchange(support.consent(gw))
      now = start + 40
      local second, _, good = refresh(first.refresh_token)
      assert.is_true(good)
      assert.equal("100", second.expires_in)
      assert.equal("960", second.re_expires_in)
      assert.equal(first.user_id, second.user_id)
      assert.not_equal(first.access_token, second.access_token)
      assert.equal("isv.refresh-token-invalid", (refresh(first.refresh_token)).sub_code)
      assert.equal("isv.refresh-token-invalid", (refresh "never-given-out").sub_code)
      local share = support.call(gw, "alipay.user.info.share", { auth_token = first.access_token })
      assert.equal("aop.invalid-auth-token", share.sub_code)
      share = support.call(gw, "alipay.user.info.share", { auth_token = second.access_token })
      assert.equal(first.user_id, share.user_id)
      now = start + 141
      share = support.call(gw, "alipay.user.info.share", { auth_token = second.access_token })
      assert.equal("aop.auth-token-time-out", share.sub_code)
      now = start + 1001
      assert.equal("isv.refresh-token-time-out", (refresh(second.refresh_token)).sub_code)
    end)

    it("uses a code once between two gateways", function()
      local other = support.start { dir = gw.dir, shared = true }
      local code = support.consent(gw)
      local fields = { grant_type = "authorization_code", code = code }
      assert.is_string((support.call(other, TOKEN, fields)).access_token)
      assert.equal("isv.code-invalid", (exchange(code)).sub_code)
      other:stop()
    end)

    it("checks its parameters by the definition", function()
      assert.equal("isv.invalid-parameter", (support.call(gw, TOKEN, {})).sub_code)
      assert.equal("isv.invalid-parameter", (support.call(gw, TOKEN, { grant_type = "password" })).sub_code)
      assert.equal("isv.invalid-parameter", (exchange(("x"):rep(41))).sub_code)
      assert.equal("isv.invalid-parameter", (exchange("x", { refresh_token = "y" })).sub_code)
    end)
  end)

  it("alipay.user.info.share wants scope auth_user", function()
    local pair = exchange(support.consent(gw, "auth_base"))
    local node = support.call(gw, "alipay.user.info.share", { auth_token = pair.access_token })
    assert.same({ "40006", "isv.insufficient-user-permissions" }, { node.code, node.sub_code })
  end)

  it("alipay.open.auth.token.app trades a merchant's code, and its token is accepted", function()
    local code = support.consent(gw, "", "/oauth2/appToAppAuth.htm")
    local function trade(content)
      return support.call(gw, "alipay.open.auth.token.app", { biz_content = json.encode(content) })
    end
    local node, _, good = trade { grant_type = "authorization_code", code = code }
    assert.is_true(good)
    assert.equal(node.app_auth_token, node.tokens[1].app_auth_token)
    assert.equal("isv.app-auth-code-invalid", (trade { grant_type = "authorization_code", code = code }).sub_code)
    assert.equal("isv.code-invalid", (exchange(support.consent(gw, "", "/oauth2/appToAppAuth.htm"))).sub_code)
    local content = '{"url_param":"p","query_param":"x=1","describe":"d"}'
    local function create()
      return support.call(gw, "alipay.open.app.qrcode.create", { app_auth_token = node.app_auth_token, biz_content = content })
    end
    assert.equal("10000", (create()).code)
    local renewed = trade { grant_type = "refresh_token", refresh_token = node.app_refresh_token }
    assert.not_equal(node.app_auth_token, renewed.app_auth_token)
    assert.equal("aop.invalid-app-auth-token", (create()).sub_code)
  end)

  it("alipay.open.app.qrcode.create names a picture that is served", function()
    for _, content in ipairs {
      { url_param = "page/index", query_param = "x=1", describe = ("二"):rep(32) },
      { url_param = ("页"):rep(256), query_param = ("&"):rep(256), describe = "longest" },
    } do
      local node = support.call(gw, "alipay.open.app.qrcode.create", { biz_content = json.encode(content) })
      assert.equal("10000", node.code, node.sub_msg)
      assert.equal(gw.endpoint, node.qr_code_url:sub(1, #gw.endpoint))
      local picture = support.fetch { url = node.qr_code_url }
      assert.equal(200, picture.status)
      assert.equal("image/png", picture.headers["content-type"])
      assert.equal("\x89PNG\r\n\x1A\n", picture.body:sub(1, 8))
    end
    assert.equal(404, support.fetch({ url = gw.endpoint .. "/qrcode/" .. ("0"):rep(32) .. ".png" }).status)
  end)

  describe("alipay.offline.material.image.upload", function()
    it("keeps the bytes and serves them", function()
      local data = digest.random(65536):rep(20)
      local node, good = support.upload(gw, data, { image_name = "海底捞" })
      assert.equal("10000", node.code, node.sub_msg)
      assert.is_true(good)
      local served = support.fetch { url = node.image_url }
      assert.equal(200, served.status)
      assert.equal("image/jpeg", served.headers["content-type"])
      assert.equal(tostring(#data), served.headers["content-length"])
      assert.is_true(served.body == data)
      assert.equal("海底捞", gw.store:first("SELECT image_name FROM uploads WHERE id = ?", node.image_id).image_name)
      assert.equal(404, support.fetch({ url = (node.image_url:gsub("jpg$", "png")) }).status)
    end)

    it("takes a video", function()
      local node = support.upload(gw, "any bytes", { image_type = "mp4" }, { filename = "clip.MP4", type = "video/mp4" })
      assert.equal("10000", node.code, node.sub_msg)
      assert.equal("video/mp4", support.fetch({ url = node.image_url }).headers["content-type"])
    end)

    it("checks the file", function()
      local png = "\x89PNG\r\n\x1A\n" .. ("x"):rep(20)
      for _, case in ipairs {
        { "isv.invalid-file-extension", "x", {}, { filename = "photo" } },
        { "isv.invalid-file-extension", "x", {}, { filename = "notes.txt" } },
        { "isv.invalid-file-extension", "x", { image_type = "mp4" }, { filename = "photo.png" } },
        { "isv.invalid-file-extension", png, { image_type = "mp4" }, { filename = "clip.mp4" } },
        { "isv.invalid-file-size", "", {}, {} },
        { "isv.invalid-file-size", ("x"):rep(5242881), {}, {} },
        { "isv.invalid-parameter", "x", {}, { name = "other" } },
        { "isv.invalid-file-extension", "x", {}, { filename = false, type = false } },
        { "isv.invalid-file-extension", "\xFF\xD8\xFF", {}, { filename = false, type = false } },
        { "isv.invalid-parameter", "x", { image_type = ("x"):rep(9) }, {} },
        { "isv.invalid-parameter", "x", { image_name = ("捞"):rep(129) }, {} },
      } do
        local node, good = support.upload(gw, table.unpack(case, 2))
        assert.equal(case[1], node.sub_code)
        assert.is_true(good)
      end
      assert.equal("10000", (support.upload(gw, png, { image_type = "any" })).code)
      assert.equal("10000", (support.upload(gw, ("x"):rep(5242880), { image_name = ("捞"):rep(128) })).code)
    end)

    it("leaves nothing in the spool", function()
      local fs = require "alipay.core.fs"
      support.upload(gw, "x", { image_type = ("x"):rep(9) })
      support.fetch { url = gw.endpoint .. "/" }
      assert.same({}, fs.list(gw.folder.spool))
    end)
  end)
end)

describe("a pair of tokens", function()
  it("lives as long as it says, whatever time it takes to say so", function()
    local now = os.time()
    local gw = support.start { clock = function() now = now + 1; return now end }
    finally(function() support.finish(gw) end)
    local node = support.call(gw, "alipay.system.oauth.token", { grant_type = "authorization_code", code = support.consent(gw) })
    assert.same({ "1296000", "2592000" }, { node.expires_in, node.re_expires_in })
    node = support.call(gw, "alipay.system.oauth.token", { grant_type = "refresh_token", refresh_token = node.refresh_token })
    assert.equal("1296000", node.expires_in)
    local code = support.consent(gw, "", "/oauth2/appToAppAuth.htm")
    node = support.call(gw, "alipay.open.auth.token.app",
      { biz_content = ('{"grant_type":"authorization_code","code":"%s"}'):format(code) })
    assert.same({ "1296000", "2592000" }, { node.expires_in, node.re_expires_in })
  end)
end)
