-- SPDX-License-Identifier: MIT
-- The prompt's parts by themselves: lexer, locals kept, completeness, printer, nearest names.

local catalogue = require "alipay.catalogue"
local compile = require "alipay.repl.compile"
local secrecy = require "alipay.repl.secrecy"
local lexer = require "alipay.util.lexer"
local nearest = require "alipay.util.nearest"
local printer = require "alipay.repl.show.printer"

local style = { width = 80, color = false }

describe("lexer", function()
  it("cuts every token of Lua", function()
    local kinds = {}
    for _, token in ipairs(lexer.tokens [==[local x<const> = 0x1p-3 .. 'a\'b' --[[c]] [[d]] ... 1e-5 // ::l:: 海]==]) do
      kinds[#kinds + 1] = token.kind:sub(1, 1) .. ":" .. token.text
    end
    assert.equal([==[k:local n:x o:< n:const o:> o:= n:0x1p-3 o:.. s:'a\'b' c:--[[c]] ]==]
      .. "s:[[d]] o:... n:1e-5 o:// o::: n:l o::: o:海", table.concat(kinds, " "))
  end)
  it("marks what has no end", function()
    for _, text in ipairs { "'abc", "[[abc", "--[[ abc", "'a\\z\n", "'a\\" } do assert.is_true(lexer.tokens(text)[1].open, text) end
  end)
  it("ends on any bytes", function()
    math.randomseed(7)
    for _ = 1, 300 do
      local bytes = {}
      for i = 1, math.random(0, 40) do bytes[i] = string.char(math.random(0, 255)) end
      local text = table.concat(bytes)
      for _, token in ipairs(lexer.tokens(text)) do assert.equal(token.text, text:sub(token.first, token.last)) end
      compile.is_complete(text)
      secrecy.is_secret(text)
    end
  end)
end)

describe("compile", function()
  local function kept(text) return (compile.globalize(text)) end
  it("takes local away at the outermost level only", function()
    assert.equal("      x = 1", kept "local x = 1")
    assert.equal("      x, y = 1", kept "local x, y = 1")
    assert.equal("      x = nil", kept "local x")
    assert.equal("      x, y = nil", kept "local x, y")
    assert.equal("      x         = 1", kept "local x <const> = 1")
    assert.equal("      function f() local y end", kept "local function f() local y end")
    assert.equal("do local x = 1 end", kept "do local x = 1 end")
    assert.equal("local x <close> = y", kept "local x <close> = y")
    assert.equal("print 'local x'", kept "print 'local x'")
    assert.equal("      a = 1       b = 2", kept "local a = 1 local b = 2")
    assert.equal("repeat local x until x       y = 2", kept "repeat local x until x local y = 2")
  end)
  it("knows what is complete", function()
    for _, text in ipairs {
      "1", "x = 1", "x x", "f()", ":help", "for i = 1, 2 do print(i) end", "for\n\n", "a.b?", "=1", "'x\n",
    } do
      assert.is_true(compile.is_complete(text), text)
    end
    for _, text in ipairs { "for i = 1, 2 do", "f(", "function f()", "[[a", "x =", "{ 1,", "--[[ open", "=1 +" } do
      assert.is_false(compile.is_complete(text), text)
    end
  end)
  it("runs an expression before a statement, and both with ;", function()
    assert.equal(3, compile.compile("1 + 2;", {}, "=x")())
    assert.equal(3, compile.compile("=1 + 2", {}, "=x")())
    assert.equal(4, compile.compile("4 -- why", {}, "=x")())
    assert.is_true(compile.is_silent "f(); -- quiet")
    assert.is_false(compile.is_silent "f() -- not;")
  end)
end)

describe("a message of the compiler", function()
  local function message(text) return (select(2, compile.compile(text, {}, "=x"))) end
  it("names a character outside ASCII whole, and what Lua wants for it", function()
    assert.equal("x:1: syntax error near '（'; Lua wants (", message "print（1）")
    assert.equal("x:2: unexpected symbol near '“'; Lua wants \"", message "y = '“'\nx = “a”")
    assert.equal("x:1: <name> expected near '海'", message "local 海 = 1")
    assert.equal("x:1: unexpected symbol near '='", message "x = = '海'")
    assert.matches("near '<\\255>'$", message "local \255")
  end)
end)

describe("printer", function()
  local function show(value, width) return printer.render(value, { width = width or 80, color = false }) end
  it("shows scalars and tables", function()
    assert.equal('{ 1, 2, a = "x", ["b c"] = true, ["end"] = 1.5 }', show { 1, 2, a = "x", ["b c"] = true, ["end"] = 1.5 })
    assert.equal("{}", show {})
    assert.equal('"a\\n\\x00\\"\\\\"', show "a\n\0\"\\")
    assert.equal('"\\xff海"', (show "\255海":gsub("\\xe6\\xb5\\xb7", "海")))
  end)
  it("breaks by display width", function()
    assert.equal('{ "海底捞", "火锅" }', show({ "海底捞", "火锅" }, 24))
    assert.equal('{\n  "海底捞",\n  "火锅",\n}', show({ "海底捞", "火锅" }, 20))
  end)
  it("stops at cycles and depth", function()
    local t = {}
    t.self = t
    assert.equal("{ self = <cycle> }", show(t))
    assert.matches("{…}", show { { { { { { { 1 } } } } } } }, 1, true)
  end)
  it("cuts what is large, with a note", function()
    assert.matches("… %(100000 bytes in all%)", show(("x"):rep(100000)))
    local t = {}
    for i = 1, 1000 do t[i] = i end
    assert.matches("… %(940 more%)", show(t))
    assert.is_true(#show(t) < 2000)
  end)
  it("masks secrets", function()
    assert.equal('{ access_token = "2012****bb08", code = "10000" }',
      show { access_token = "20120823ac6ffaa4d2d84bb08", code = "10000" })
    for _, name in ipairs { "private_key", "encrypt_key" } do
      assert.equal(('{ %s = "****" }'):format(name), show { [name] = "MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYw" })
    end
  end)
  it("masks secrets within texts, wherever these stand", function()
    local token = "201208134b203fe6c11548bc"
    local form = require "alipay.core.form"
    for text, hidden in pairs {
      ["https://x/gateway.do?app_auth_token=" .. token .. "&sign=abc&code=" .. token] =
        "https://x/gateway.do?app_auth_token=2012****48bc&sign=****&code=2012****48bc",
      ['auth_token=t&biz_content={"code":"' .. token .. '","n":1}&code=10000'] =
        'auth_token=****&biz_content={"code":"2012****48bc","n":1}&code=10000',
      [form.encode { biz_content = '{"refresh_token":"' .. token .. '"}' }] =
        "biz_content=%7B%22refresh_token%22%3A%222012****48bc%22%7D",
      ['{"code":"10000","data":"{\\"access_token\\":\\"' .. token .. '\\"}"},"sign":"MII"'] =
        '{"code":"10000","data":"{\\"access_token\\":\\"2012****48bc\\"}"},"sign":"MII"',
      ["-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\n"] =
        "-----BEGIN RSA PRIVATE KEY-----****-----END RSA PRIVATE KEY-----\n",
      ["private.pkcs8://MIIE+/="] = "private.pkcs8://****",
      ["a = 1, barcode=5; 海底捞=x"] = "a = 1, barcode=5; 海底捞=x",
    } do
      local escaped = '"' .. hidden:gsub("[\\\"]", "\\%0"):gsub("\n", "\\n") .. '"'
      assert.equal(escaped, show(text, 1000))
      assert.equal("{ deep = { " .. escaped .. " } }", show({ deep = { text } }, 1000))
      local named = setmetatable({}, { __tostring = function() return text end })
      assert.equal("{ " .. hidden:gsub("\n", " ") .. " }", (show({ named }, 1000):gsub("%s+", " "):gsub(", }", " }")))
      assert.equal(hidden, require("alipay.repl.evaluate").describe({ value = text }, { width = 80, color = false }))
    end
    -- The token begins before the place where the text is cut, or ends behind all that is looked at.
    assert.falsy(show(("x"):rep(590) .. "&code=" .. token):find("2012081", 1, true))
    assert.matches("code=AAAA%*%*%*%*", show("code=" .. ("A"):rep(100000)))
  end)
  it("survives a __tostring that fails, and calls nothing else", function()
    assert.matches("__tostring failed", show(setmetatable({}, { __tostring = error })))
    local trap = setmetatable({ 1 }, { __index = error, __len = error, __pairs = error, __eq = error, __name = "trap" })
    assert.equal("trap { 1 }", show(trap))
  end)
end)

describe("nearest names", function()
  it("counts steps", function()
    assert.equal(0, nearest.distance("abc", "abc"))
    assert.equal(1, nearest.distance("abc", "acb"))
    assert.equal(3, nearest.distance("", "abc"))
  end)
  it("finds a method in the catalogue", function()
    assert.equal("alipay.trade.query", catalogue.nearest("alipay.trade.qurey")[1])
    assert.equal("alipay.system.oauth.token", catalogue.nearest("alipay.system.oath.token")[1])
  end)
end)

describe("catalogue", function()
  it("has the platform's methods", function()
    assert.is_true(#catalogue.starting "" > 9000)
  end)
end)

it("shows responses and errors", function()
  local show = require "alipay.repl.show.results"
  local errors = require "alipay.error"
  local err = errors.new("api", { message = "m", sub_code = "ACQ.X", trace_id = "t1", hint = "do this", retryable = true })
  local shown = show.error(err, style)
  for _, part in ipairs { "api error: m", "ACQ.X", "t1", "do this", "may work later" } do assert.matches(part, shown, 1, true) end
  local res = setmetatable({ data = { code = "10000", msg = "Success", refresh_token = "201208134b203fe6c11548bc" },
    verified = true,
    sent = { method = "alipay.x.y" }, timing = { total = 0.0123 } }, { __name = "alipay.response" })
  shown = show.response(res, style)
  for _, part in ipairs { "alipay.x.y", "10000 Success", "signature good", "12 ms", "2012****48bc" } do
    assert.matches(part, shown, 1, true)
  end
end)
