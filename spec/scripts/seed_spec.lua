-- SPDX-License-Identifier: MIT
-- Every call of the documentation that the project grew from, in Lua: sync and async, GET and POST, jpg and mp4.

local alipay = require "alipay"
local support = require "spec.support.client"
local visit = require "alipay.http"

describe("the calls of the seed documentation", function()
  local client, gw
  setup(function() client, gw = support.gateway() end)
  teardown(function() support.finish(gw) end)

  local function exchanged()
    return assert(client.alipay.system.oauthToken:get {
      query = { grant_type = "authorization_code", code = support.code(gw) },
    })
  end

  it("trade a code for a token by GET", function()
    local res = exchanged()
    assert.is_string(res.data.access_token)
    assert.is_nil(res.data.code)
    assert.is_true(res.verified)
  end)

  it("trade a code for a token by GET, asynchronously", function()
    local token
    local data = assert(client.alipay.system.oauthToken:getAsync {
      query = { grant_type = "authorization_code", code = support.code(gw) },
    }:next(function(res)
      token = res.data.access_token
      return res.data
    end):wait())
    assert.equal(token, data.access_token)
  end)

  it("renew a token by POST", function()
    local first = exchanged().data
    local second = assert(client.alipay.system.oauthToken:post {
      query = { grant_type = "refresh_token", refresh_token = first.refresh_token },
    }).data
    assert.not_equal(first.access_token, second.access_token)
    local again, err = client.alipay.system.oauthToken:post {
      query = { grant_type = "refresh_token", refresh_token = first.refresh_token },
    }
    assert.is_nil(again)
    assert.equal("api", err.kind)
  end)

  it("renew a token by GET, asynchronously", function()
    local first = exchanged().data
    local promise = client.alipay.system.oauthToken:getAsync {
      query = { grant_type = "refresh_token", refresh_token = first.refresh_token },
    }
    local second = assert(promise["then"](promise, function(res) return res.data end):wait())
    assert.is_string(second.access_token)
  end)

  local content = { url_param = "page/component/component-pages/view/view", query_param = "x=1", describe = "二维码描述" }

  it("create a QR code by POST", function()
    local res = assert(client.alipay.open.appQrcodeCreate:post { content = content })
    local picture = assert(visit.fetch(res.data.qr_code_url))
    assert.equal("image/png", picture.headers["content-type"])
    assert.equal("\137PNG", picture.body:sub(1, 4))
  end)

  it("create a QR code asynchronously", function()
    local url = client.alipay.open.appQrcodeCreate:postAsync { content = content }
      :next(function(res) return res.data.qr_code_url end):wait()
    assert.matches("^http://127%.0%.0%.1:%d+/qrcode/", url)
  end)

  for kind, path in pairs { jpg = "scripts/samples/photo.jpg", mp4 = "scripts/samples/clip.mp4" } do
    local function options()
      return {
        body = alipay.multipart { image_content = alipay.file(path) },
        query = { image_type = kind, image_name = "海底捞" },
      }
    end
    local function served(res)
      local file <close> = assert(io.open(path, "rb"))
      return assert(visit.fetch(res.data.image_url)).body == file:read "a"
    end

    it("upload a " .. kind, function()
      assert.is_true(served(assert(client.alipay.offline.materialImageUpload:post(options()))))
    end)

    it("upload a " .. kind .. " asynchronously", function()
      local res = assert(client.alipay.offline.materialImageUpload:postAsync(options()):next(function(r) return r end):wait())
      assert.is_true(served(res))
    end)
  end
end)

describe("the modules of the three methods", function()
  local client, gw
  setup(function() client, gw = support.gateway() end)
  teardown(function() support.finish(gw) end)

  it("exchange and refresh", function()
    local oauthToken = require "alipay.api.oauthToken"
    local first = assert(oauthToken.exchange(client, support.code(gw))).data
    assert.is_string(assert(oauthToken.refresh(client, first.refresh_token)).data.refresh_token)
  end)

  it("create a QR code", function()
    local content = { url_param = "p", query_param = "q", describe = "d" }
    local res = assert(require("alipay.api.appQrcodeCreate").create(client, content))
    assert.is_string(res.data.qr_code_url)
  end)

  it("upload an image and a video, with names of their own or given", function()
    local upload = require "alipay.api.materialImageUpload"
    assert.is_string(assert(upload.image(client, "scripts/samples/photo.jpg")).data.image_id)
    local res = assert(upload.video(client, "scripts/samples/clip.mp4", { name = "海底捞" }))
    assert.equal("海底捞", res.request.params.image_name)
    assert.equal("mp4", res.request.params.image_type)
  end)
end)
