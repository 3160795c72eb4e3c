-- SPDX-License-Identifier: MIT
-- What surrounds the local gateway's checks: its log, its pages, its own faults, and bytes that mean no good.

local digest = require "alipay.core.digest"
local form = require "alipay.core.form"
local loop = require "alipay.core.loop"
local support = require "spec.support.gateway"

local METHOD = "alipay.open.app.qrcode.create"
local CONTENT = '{"url_param":"page/index","query_param":"x=1","describe":"二维码"}'

describe("the local gateway", function()
  local gw

  setup(function() gw = support.start() end)
  teardown(function() support.finish(gw) end)

  it("logs one line for a request, without what was sent", function()
    local before = #gw.lines
    support.call(gw, METHOD, { auth_token = "secret-token", biz_content = CONTENT })
    assert.equal(before + 1, #gw.lines)
    assert.matches("^POST alipay%.open%.app%.qrcode%.create 20001 aop%.invalid%-auth%-token [%d.]+ ms$", gw.lines[#gw.lines])
  end)

  it("gives every answer a trace id", function()
    local first, second = support.fetch { url = gw.gateway }, support.fetch { url = gw.gateway }
    assert.matches("^%x+$", first.headers.trace_id)
    assert.not_equal(first.headers.trace_id, second.headers.trace_id)
    assert.equal("text/html;charset=GBK", first.headers["content-type"])
  end)

  it("answers an internal error with 20000, signed, and tells the log", function()
    local kept = gw.store
    gw.store = nil
    local node, _, good = support.call(gw, METHOD, { biz_content = CONTENT })
    gw.store = kept
    assert.equal("20000", node.code)
    assert.equal("isp.unknow-error", node.sub_code)
    assert.is_true(good)
    assert.matches("internal error: .*traceback", gw.lines[#gw.lines - 1])
  end)

  it("has a home page and no others", function()
    local home = support.fetch { url = gw.endpoint .. "/" }
    assert.equal(200, home.status)
    assert.matches(gw.app_id, home.body, 1, true)
    assert.equal(404, support.fetch({ url = gw.endpoint .. "/nothing" }).status)
    assert.equal(404, support.fetch({ url = gw.endpoint .. "/uploads/../keys/app_private_key.pem" }).status)
    assert.equal(404, support.fetch({ url = gw.endpoint .. "/uploads/%2e%2e%2fkeys" }).status)
    assert.equal(405, support.fetch({ url = gw.endpoint .. "/", method = "POST", body = "" }).status)
  end)

  it("survives bytes that mean nothing", function()
    local function noise(count)
      return digest.random(count)
    end
    local before = #gw.lines
    for round = 1, 60 do
      local signed = form.encode(support.sign(gw, support.params(gw, METHOD, { biz_content = noise(40) })))
      local cut = math.random(#signed)
      for _, options in ipairs {
        { url = gw.gateway .. "?" .. noise(50):gsub("[%c %z#\x7F-\xFF]", "%%") },
        { url = gw.gateway .. "?" .. signed:sub(1, cut) .. form.escape(noise(3)) .. signed:sub(cut + 4) },
        { url = gw.gateway, method = "POST", body = noise(200), headers = { "Content-Type: application/x-www-form-urlencoded" } },
        { url = gw.gateway, method = "POST", body = noise(200), headers = { "Content-Type: multipart/form-data; boundary=x" } },
        { url = gw.gateway .. "?" .. signed, method = "POST", body = "--x\r\n" .. noise(60) .. "\r\n--x--",
          headers = { "Content-Type: multipart/form-data; boundary=x" } },
        { url = gw.endpoint .. "/" .. form.escape(noise(20)) },
        { url = gw.endpoint .. "/oauth2/publicAppAuthorize.htm?app_id=" .. gw.app_id .. "&scope=auth_base&redirect_uri=" ..
          form.escape("http://" .. noise(12)) },
      } do
        local response = support.fetch(options)
        assert.is_true(response == nil or response.status < 500, round)
      end
      loop.step(0)
    end
    assert.equal("10000", (support.call(gw, METHOD, { biz_content = CONTENT })).code)
    for position = before + 1, #gw.lines do assert.is_nil(gw.lines[position]:find("internal error", 1, true)) end
  end)
end)
