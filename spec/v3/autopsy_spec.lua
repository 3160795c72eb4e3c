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

  local TOKEN, FOREIGN = "202208134b203fe6c11548bcabd8da5bb087a83b", "202611BBforeigntokensecret99"
  local BODIES = { '{"k":"v"}', '{\n  "k": "v"\n}', "" }

  -- What the gateway read: `token` as the line behind the body, false for none.
  local function read(content, token)
    local lines = content:match "^[^\n]*\n[^\n]*\n[^\n]*\n"
    return function(body) return lines .. body .. "\n" .. (token and token .. "\n" or "") end
  end

  it("finds a token that was dropped, added, changed or trimmed, whatever the body, and shows none", function()
    for _, body in ipairs(BODIES) do
      for _, case in ipairs {
        { TOKEN, false, "token", "2022****a83b", "(absent)" }, { nil, FOREIGN, "token", "(absent)", "2026****et99" },
        { TOKEN, FOREIGN, "token", "2022****a83b", "2026****et99" }, { " " .. TOKEN, TOKEN, "trimmed", nil, "2022****a83b" },
        { TOKEN, TOKEN .. ", " .. FOREIGN, "token", "2022****a83b", "2022****et99" },
      } do
        local options = { verb = "POST", path = "/v3/a", content = body ~= "" and body or nil }
        local with = case[1] and client:as { app_auth_token = case[1] } or client
        local finding = examine(function(content) return read(content, case[2])(body) end, options, with)
        assert.same({ "differs", "app_auth_token", case[3] }, { finding.verdict, finding.param, finding.cause })
        assert.same({ case[4] or finding.ours, case[5] }, { finding.ours, finding.theirs })
        local told = autopsy.describe(finding)
        assert.same({ nil, nil }, { told:find("203fe6c11548bc", 1, true), told:find("foreigntoken", 1, true) })
      end
    end
  end)

  it("tells a changed body from the token behind it, and shows no token as a part of the body", function()
    for _, sent in ipairs { false, TOKEN } do
      for _, token in ipairs { false, sent, FOREIGN, "a token+of / others=" } do
        for _, body in ipairs { '{"k":"w"}', '{\n"k":"w"\n}', '{"k":"v"', "" } do
          local options = { verb = "POST", path = "/v3/a", content = '{"k":"v"}' }
          local with = sent and client:as { app_auth_token = sent } or client
          local finding = examine(function(content) return read(content, token)(body) end, options, with)
          assert.same({ "body", '{"k":"v"}', body }, { finding.param, finding.ours, finding.theirs })
        end
      end
    end
  end)

  it("looks at the key when only the end of the last line is missing", function()
    for _, token in ipairs { false, TOKEN } do
      local finding = examine(function(content) return content:sub(1, -2) end, nil, token and client:as { app_auth_token = token })
      assert.same({ "identical", "key" }, { finding.verdict, finding.cause })
    end
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
