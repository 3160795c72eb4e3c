-- SPDX-License-Identifier: MIT
-- Calls that fail at the prompt: none does so unseen, and nothing that a peer wrote moves the cursor.

local fs = require "alipay.core.fs"
local terminal = require "spec.support.terminal"

describe("a call that fails at the prompt", function()
  local home, t
  setup(function()
    home = assert(fs.temporary "repl-failures-spec-")
    t = terminal.start { "--local", home = home, columns = 300, rows = 60 }
    t:prompt()
  end)
  teardown(function()
    t:close()
    fs.remove(home)
  end)

  -- What shows between a line and the next prompt.
  local function answer_to(line)
    t:enter("-- " .. line) -- a mark
    t:enter(line)
    local all = t:text()
    local at = select(2, all:find("\n[^\n]*> " .. line:gsub("%p", "%%%0") .. "\n", 1 + #all:match("^.*%-%- ")))
    return all:sub(at + 1):match "^(.*)\n[^\n]*$" or ""
  end

  local QUERY = "client.alipay.trade.query:post { content = { out_trade_no = 'none' } }"

  it("is told in a line, and is _err, although its result was only assigned", function()
    t:enter "error 'older'"
    assert.matches("^api error: [^\n]+%(a call failed: see _err%)$", answer_to("x = " .. QUERY))
    assert.equal('nil  "api"  "alipay.trade.query"', answer_to "x, _err.kind, _err.method")
    local said = answer_to "local y = client.alipay.open.appQrcodeCreate:post { content = {} }"
    assert.matches("^parameter error: [^\n]*see _err%)$", said)
    assert.equal('"parameter"', answer_to "_err.kind")
  end)

  it("is told before the error that its missing result led to", function()
    local said = answer_to(QUERY .. ".data.trade_no")
    assert.matches("^api error: [^\n]+\nstdin:1: attempt to index a nil value", said)
    assert.equal('"api"', answer_to "_err.kind")
  end)

  it("is told once where it is shown anyway, and not with a ;", function()
    assert.equal(1, select(2, answer_to(QUERY):gsub("api error", "")))
    assert.equal(1, select(2, answer_to(QUERY:gsub("post", "postAsync")):gsub("api error", "")))
    assert.equal(1, select(2, answer_to("require('alipay.error').check(" .. QUERY .. ")"):gsub("api error", "")))
    t:enter "error 'older'"
    assert.equal("", answer_to("x = " .. QUERY .. ";"))
    assert.equal('"api"', answer_to "_err.kind")
  end)

  it("leaves nothing behind for what is typed next", function()
    answer_to("x = " .. QUERY)
    assert.equal("2", answer_to "1 + 1")
    assert.falsy(answer_to("error 'mine'"):find("api error", 1, true))
    assert.equal('"stdin:1: mine"', answer_to "_err")
  end)

  it("shows control characters of a peer as escapes, wherever they stand", function()
    t:enter "evil = 'a\\27]0;owned\\7\\u{9B}31mb\\u{202E}c'"
    t.seen = ""
    for _, line in ipairs {
      "require('alipay.error').new('api', { message = evil, sub_msg = evil, hint = evil, trace_id = evil })",
      "error(require('alipay.error').new('http', { message = evil }))", "error(evil, 0)", "{ [evil] = 1 }", "{ evil }",
      "setmetatable({}, { __tostring = function() return evil end })", "setmetatable({}, { __name = evil })",
      "setmetatable({ data = { [evil] = evil }, trace_id = evil, verified = true, raw = evil, status = 200,"
        .. " headers = { [evil] = evil } }, { __name = 'alipay.response' })", ":res", "evil",
      ":ls { [evil] = evil }",
      "async.run(function() error(evil, 0) end)", "evil.nosuch.field",
      "setmetatable({}, { __name = 'alipay.response', __index = { sent = {} } })",
      "_PROMPT = 'alipay> '",
      "load('x', evil)", "load(evil)", "load(evil)()", ":help " .. "evil",
    } do t:enter(line) end
    t:type "t = { [evil] = 1, ab = 2 }\r"
    t:prompt()
    t:type "t['a"
    t:at "alipay> t['a|"
    t:type "\t"
    t:expect "a\\x1b]0;owned\\x07\\u{009b}31mb\\u{202e}c  ab"
    t:submit "\3"
    assert.falsy(t.seen:find("\27]0", 1, true))
    assert.falsy(t.seen:find("\7", 1, true))
    assert.falsy(t.seen:find("\u{9B}", 1, true))
    assert.falsy(t.seen:find("\u{202E}", 1, true))
  end)
end)
