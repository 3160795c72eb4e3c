-- SPDX-License-Identifier: MIT
-- alipay.script: what scripts print with, and what they find to upload.

local fs = require "alipay.core.fs"
local materialImageUpload = require "alipay.api.materialImageUpload"
local script = require "alipay.script"
local support = require "spec.support.client"

describe("alipay.script", function()
  local dir
  setup(function() dir = assert(fs.temporary "script-spec-") end)
  teardown(function() fs.remove(dir) end)

  -- Runs Lua with `script` at hand: stdout, stderr, exit code.
  local function run(code, options, redirect)
    local path = dir .. "/code.lua"
    assert(fs.replace(path, 'local script = require "alipay.script"\n' .. code))
    return support.run((options or "") .. " " .. path .. (redirect or ""))
  end

  describe("writes a CSV file", function()
    local path
    before_each(function() path = dir .. "/out.csv" end)

    local function content()
      local file <close> = assert(io.open(path, "rb"))
      return file:read "a"
    end

    it("with cells quoted where they must be", function()
      do
        local out <close> = script.csv(path)
        out:row { "a", "b,c", 'say "x"', "1\r2", "" }
        out:row { "茶" }
        out:finish()
      end
      assert.equal('a,"b,c","say ""x""","1\r2",\r\n茶\r\n', content())
      assert.equal(384, fs.stat(path).mode)
    end)

    it("that stays as it was when the new one is not whole", function()
      assert(fs.replace(path, "old"))
      pcall(function()
        local out <close> = script.csv(path)
        out:row { "new" }
        error "on the way"
      end)
      assert.equal("old", content())
      for _, name in ipairs(fs.list(dir)) do assert.is_nil(name:match "%.part$" or name:match "%.tmp$") end
    end)

    it("of two runs that write under one name as one of them wrote it", function()
      local first <close> = script.csv(path)
      local second <close> = script.csv(path)
      local long = ("x"):rep(1000)
      for _ = 1, 100 do
        first:row { "1", long }
        second:row { "2", long }
      end
      first:finish()
      assert.is_true(content() == ("1,%s\r\n"):format(long):rep(100))
      second:finish()
      assert.is_true(content() == ("2,%s\r\n"):format(long):rep(100))
    end)

    it("in the place of no pipe, as of no device", function()
      local pipe = dir .. "/pipe"
      assert(os.execute("mkfifo " .. pipe))
      local fine, err = pcall(function()
        local out <close> = script.csv(pipe)
        out:row { "a" }
        out:finish()
      end)
      assert.same({ false, "other" }, { fine, fs.stat(pipe).type })
      assert.equal("parameter", err.kind)
      assert.matches("it is no regular file", err.message)
      fs.remove(pipe)
    end)

    it("or says that it cannot be written", function()
      local _, err = pcall(script.csv, dir .. "/none/out.csv")
      assert.equal("parameter", err.kind)
      assert.matches("cannot write " .. dir .. "/none/out.csv", err.message, 1, true)
    end)
  end)

  it("keeps a ledger that one run has at a time, also while another one closes it", function()
    local path = dir .. "/ledger"
    local first, meanwhile = assert(script.ledger(path)), nil
    local remove = fs.remove
    finally(function() fs.remove = remove end)
    function fs.remove(...)
      meanwhile = meanwhile or script.ledger(path)
      return remove(...)
    end
    assert(first:note("a", 1))
    first:close()
    fs.remove = remove
    local later <close> = assert(script.ledger(path))
    assert.is_nil(meanwhile)
    assert.same({ a = 1 }, later.done)
    local refused, err = script.ledger(path)
    assert.same({ nil, "parameter" }, { refused, err.kind })
    assert.matches("is locked by another program", err.message)
  end)

  it("reads whole numbers of options within their limits", function()
    local convert = script.whole(1, 100)
    assert.equal(100, convert "100")
    for _, text in ipairs { "0", "101", "-1", "1.5", "0x10", "x", "" } do
      local number, message = convert(text)
      assert.is_nil(number)
      assert.equal(("'%s' is not a whole number from 1 to 100"):format(text), message)
    end
  end)

  it("draws a QR code that a scanner reads, light on dark", function()
    local url = "https://example.com/qr?x=1"
    local rows, width = {}, nil
    for line in assert(script.qr(url)):gmatch "[^\n]+" do
      local upper, lower = {}, {}
      for _, code in utf8.codes(line) do
        local cell = utf8.char(code)
        upper[#upper + 1] = (cell == "█" or cell == "▀") and ("0 "):rep(8) or ("1 "):rep(8)
        lower[#lower + 1] = (cell == "█" or cell == "▄") and ("0 "):rep(8) or ("1 "):rep(8)
      end
      width = #upper * 8
      for _ = 1, 8 do rows[#rows + 1] = table.concat(upper) end
      for _ = 1, 8 do rows[#rows + 1] = table.concat(lower) end
    end
    assert(fs.replace(dir .. "/code.pbm", ("P1 %d %d\n%s\n"):format(width, #rows, table.concat(rows, "\n"))))
    local pipe <close> = assert(io.popen("zbarimg -q --raw " .. dir .. "/code.pbm 2>/dev/null"))
    assert.equal(url .. "\n", pipe:read "a")
  end)

  it("draws no address that a phone cannot open, and no text that fits into no code", function()
    for _, url in ipairs { "http://127.0.0.1:8900/x", "http://localhost/x", "http://[::1]:1/" } do
      local picture, message = script.qr(url)
      assert.is_nil(picture)
      assert.matches("this machine alone", message)
    end
    assert.is_string(script.qr "http://127.evil.com/")
    assert.same({ nil, "string" }, { (script.qr(("x"):rep(5000))), type(select(2, script.qr(("x"):rep(5000)))) })
  end)

  it("makes control characters of others visible, and keeps its own colours", function()
    local out, err = run([[
      script.say("%s|%d|%s", "a\27]0;T\7\u{9b}31m", 5, script.paint("green", "ok\27[2J"))
      script.note "raw\27[2J"
      script.say "two\n\tlines"
    ]], "--color on")
    assert.equal("a\\x1b]0;T\\x07\\u{009b}31m|5|\27[32mok\\x1b[2J\27[0m\ntwo\n\tlines\n", out)
    assert.equal("raw\\x1b[2J\n", err)
  end)

  it("keeps stdout for machines under --json", function()
    local out, err = run([[
      script.say("for %s", "people")
      script.result { b = 1, a = "x\27" }
    ]], "--json")
    assert.same({ [[{"a":"x\u001b","b":1}]] .. "\n", "for people\n" }, { out, err })
    assert.same({ "for people\n", "", 0 }, { run [[script.say("for %s", "people") script.result { a = 1 }]] })
  end)

  it("cuts no line by another one where both streams end in one pipe", function()
    assert(fs.replace(dir .. "/mixed.lua", [[
      local script = require "alipay.script"
      local progress = script.progress { total = 400, label = "items" }
      for i = 1, 400 do
        progress:start()
        print(("out %03d %s end"):format(i, ("x"):rep(100)))
        script.say("say %03d %s end", i, ("y"):rep(100))
        progress:step()
      end
      progress:finish()
    ]]))
    local pipe <close> = assert(io.popen(support.program .. " " .. dir .. "/mixed.lua 2>&1"))
    local counts = { out = 0, say = 0, items = 0 }
    for line in pipe:lines() do
      local first = line:match "^%l+"
      if first == "out" or first == "say" then assert.matches("^%l+ %d+ [xy]+ end$", line) end
      counts[first] = counts[first] + 1
    end
    assert.same({ out = 400, say = 400 }, { out = counts.out, say = counts.say })
    assert.is_true(counts.items >= 10)
  end)

  it("ends a script with the code of the error's kind, and without a traceback", function()
    for kind, expected in pairs { parameter = 2, http = 3, api = 4, signature = 5, cancelled = 1 } do
      local out, err, code = run(('script.fail(%q, "it went wrong", "do this")'):format(kind))
      assert.same({ "", expected }, { out, code })
      assert.matches(kind .. " error: it went wrong\n  do this\n$", err)
    end
  end)

  it("writes a file whole, or says why not", function()
    script.save(dir .. "/picture.png", "one")
    script.save(dir .. "/picture.png", "two")
    local file <close> = assert(io.open(dir .. "/picture.png"))
    assert.equal("two", file:read "a")
    local ok, err = pcall(script.save, dir .. "/none/picture.png", "x")
    assert.same({ false, "parameter" }, { ok, err.kind })
    assert.matches("none/picture.png", err.message, 1, true)
  end)

  it("counts bytes for people", function()
    assert.same({ "0 B", "1023 B", "1.0 KB", "1.5 MB" },
      { script.bytes(0), script.bytes(1023), script.bytes(1024), script.bytes(1572864) })
  end)
end)

describe("materialImageUpload.find", function()
  local dir
  before_each(function() dir = assert(fs.temporary "find-spec-") end)
  after_each(function() fs.remove(dir) end)

  it("gives named files and what folders hold, each with its kind and size", function()
    assert(fs.mkdir(dir .. "/deep/er"))
    for name, size in pairs { ["a.JPG"] = 1, ["deep/b.mp4"] = 2, ["deep/er/c.webp"] = 3, ["notes.txt"] = 4, ["named.txt"] = 5 } do
      assert(fs.create(dir .. "/" .. name, ("x"):rep(size)))
    end
    assert.is_true(os.execute(("cd %s && ln -s . loop && ln -s nowhere.jpg gone.jpg"):format(dir)))
    local skipped = {}
    local files = assert(materialImageUpload.find({ dir, dir .. "/named.txt" }, function(message)
      skipped[#skipped + 1] = message
    end))
    local found = {}
    for _, file in ipairs(files) do found[file.path:sub(#dir + 2)] = { file.kind, file.size } end
    assert.same({
      ["a.JPG"] = { "image", 1 }, ["deep/b.mp4"] = { "video", 2 }, ["deep/er/c.webp"] = { "image", 3 }, ["named.txt"] = { nil, 5 },
    }, found)
    assert.equal(1, #skipped)
    assert.matches("gone.jpg", skipped[1], 1, true)
  end)

  it("is an error for a named path that is not there", function()
    local files, err = materialImageUpload.find({ dir .. "/none" }, error)
    assert.same({ nil, "parameter" }, { files, err.kind })
    assert.matches("/none", err.message, 1, true)
  end)
end)
