-- SPDX-License-Identifier: MIT
-- What a user at a terminal sees: no prompt for a choice that cannot be, and no control character of a peer in the body of a call.

local client_support = require "spec.support.client"
local json = require "alipay.json"
local loop = require "alipay.core.loop"
local terminal = require "spec.support.terminal"

describe("at a terminal", function()
  -- Runs the program to its end while the servers of this process answer: the screen's text, the bytes, the exit code.
  local function run(options)
    local t = terminal.start(options)
    local code, bytes
    repeat
      loop.step(0.01)
      code = t.pty:wait(0)
      bytes = t.pty:read(0)
      t:take(bytes)
    until code and (bytes or "") == ""
    local text, seen = t:text(), t.seen
    t:close()
    return text, seen, code
  end

  it("the prompt does not open for a profile that is not there or a gateway that is no address", function()
    for pattern, options in pairs {
      ["no profile 'nobody'"] = { "--profile", "nobody" }, ["no profile 'nobody' "] = { env = { ALIPAY_PROFILE = "nobody" } },
      ["must be an http(s) URL"] = { env = { ALIPAY_GATEWAY = "openapi.alipay.com" } },
    } do
      options.columns = 400 -- the message begins with the path of the program: no line may be broken
      options.columns = 400 -- the folder of the program has its place in the line
      local text, _, code = run(options)
      assert.equal(2, code)
      assert.matches(pattern, text:gsub("\n", " "), 1, true)
    end
  end)

  it("the body of a call is laid out, and clean", function()
    local hostile = "bad\u{9b}31m\u{202e}\27]0;T\7"
    local node = '{"code":"40004","msg":' .. json.encode(hostile) .. ',"sub_code":"ACQ.X"}'
    local client, liar = client_support.liar(function(exchange, self)
      self.reply(exchange, self.signed(node, "alipay_trade_query_response"))
    end)
    local settings = client.settings
    local text, seen, code = run {
      "call", "alipay.trade.query", "out_trade_no=1", columns = 200,
      env = {
        ALIPAY_APP_ID = settings.app_id, ALIPAY_PRIVATE_KEY = settings.private_key, ALIPAY_PUBLIC_KEY = settings.alipay_public_key,
        ALIPAY_GATEWAY = settings.gateway, ALIPAY_PROFILE = "",
      },
    }
    liar.server:stop()
    assert.equal(4, code)
    assert.matches('\n  "code": "40004",', text, 1, true)
    assert.matches('\\u{009b}31m\\u{202e}', text, 1, true)
    for _, mark in ipairs { "\27", "\u{9b}", "\u{202e}", "\7" } do assert.is_nil((seen:find(mark, 1, true))) end
  end)
end)
