-- SPDX-License-Identifier: MIT
-- Why the gateway finds a V3 signature wrong: the line that differs, and the likely cause.

local alipay = require "alipay"
local autopsy = require "alipay.call.autopsy"
local html = require "alipay.util.html"
local pipeline = require "alipay.call.pipeline"
local support = require "spec.support.client"

describe("the autopsy of a V3 signature", function()
  local client
  setup(function()
    local app, ali = support.keys()
    client = alipay.client { app_id = "1", private_key = app:pem(), alipay_public_key = ali:public():pem() }:v3()
  end)

  local function examine(change, options, with)
    options = options or { verb = "POST", path = "/v3/a/b", query = { a = "x y" }, content = '{"k":"v"}' }
    local req = assert(pipeline.build(with or client, "POST", options.verb .. " " .. options.path, options))
    local theirs = change(req.string_to_sign)
    return autopsy.examine(req, "验签出错，网关生成的验签字符串为：" .. html.escape(theirs))
  end

  it("names the line, and what may have changed it", function()
    for _, case in ipairs {
      { "app_id=1", "app_id=2", "Authorization", "authorization" }, { "\nPOST\n", "\nGET\n", "verb", "verb" },
      { "x%20y", "x+y", "path and query", "escapes" }, { "/v3/a/b", "/x/v3/a/b", "path and query", "path" },
      { "a=x%20y", "a=x%20y&b=1", "path and query", "query" }, { '{"k":"v"}', '{ "k": "v" }', "body", "json" },
      { '{"k":"v"}', "", "body", "body" }, { '{"k":"v"}', '{"k":"w"}', "body", "body" },
    } do
      local finding = examine(function(content)
        local first, last = content:find(case[1], 1, true)
        return content:sub(1, first - 1) .. case[2] .. content:sub(last + 1)
      end)
      assert.same({ "differs", case[3], case[4] }, { finding.verdict, finding.param, finding.cause }, case[2])
      assert.is_string(finding.advice)
    end
  end)

  it("finds a token that is on one side only, and shows none", function()
    local token = "202208134b203fe6c11548bcabd8da5bb087a83b"
    local finding = examine(function(content) return (content:gsub("%w+\n$", "")) end, nil, client:as { app_auth_token = token })
    assert.same({ "app_auth_token", "token" }, { finding.param, finding.cause })
    assert.is_nil(autopsy.describe(finding):find("203fe6c11548bc", 1, true))
  end)

  it("looks at the key when the lines are the same", function()
    local finding = examine(function(content) return content end)
    assert.same({ "identical", "key" }, { finding.verdict, finding.cause })
  end)

  it("shows no secret of a body", function()
    local content = '{"refresh_token":"202208134b203fe6c11548bcabd8da5bb087a83b","a":"1"}'
    local options = { verb = "POST", path = "/v3/a", content = content }
    local finding = examine(function(signed) return (signed:gsub('"a":"1"', '"a":"2"')) end, options)
    assert.is_nil(autopsy.describe(finding):find("203fe6c11548bc", 1, true))
  end)
end)
