-- SPDX-License-Identifier: MIT
-- Rejections that nobody looks at: when they are reported, how often, and with which exit code the program ends.

local json = require "alipay.json"
local support = require "spec.support.client"

local function run(code, flags)
  return support.run((flags or "") .. " -e '" .. 'local async = require "alipay.async" ' .. code .. "'")
end

local function count(text, words) return select(2, text:gsub(words, "")) end

describe("an unhandled rejection", function()
  it("is reported while the program runs, once, when its promise is gone", function()
    local _, err, code = run [[
      local core = require "alipay.core.loop"
      local said
      local write = getmetatable(io.stderr).__index.write
      getmetatable(io.stderr).__index.write = function(file, ...)
        if file == io.stderr then said = true end
        return write(file, ...)
      end
      async.run(function() error("boom", 0) end)
      local patience = core.now() + 60
      while not said and core.now() < patience do async.sleep(0.01) end
      io.stderr:write(said and "still running\n" or "nothing was said\n")]]
    assert.matches("^unhandled rejection: boom\n  started at %(command line%):%d+\n.*\nstill running\n$", err)
    assert.equal(1, count(err, "unhandled"))
    assert.equal(1, code)
  end)

  it("whose promise is held is reported after a while", function()
    local _, err, code = run [[
      local core = require "alipay.core.loop"
      local now, later = core.now, 0
      require("alipay.async.loop").now = function() return now() + later end
      local p = async.run(function() error("held", 0) end)
      for _, seconds in ipairs { 0.1, 1, 5, 15 } do
        later = seconds
        async.sleep(0)
      end
      io.stderr:write "patience\n"
      later = 1000
      async.sleep(0.01)
      io.stderr:write("the end of ", p.status, "\n")]]
    assert.matches("^patience\nunhandled rejection: held\n.*\nthe end of rejected\n$", err)
    assert.equal(1, count(err, "unhandled"))
    assert.equal(1, code)
  end)

  it("is none when promises that were started together are waited for one after another", function()
    local _, err, code = run [[
      local one = async.run(function() async.sleep(0.3) return nil, "first" end)
      local two = async.run(function() return nil, "second" end)
      print(one:wait())
      print(two:wait())]]
    assert.same({ "", 0 }, { err, code })
  end)

  it("keeps no memory once it is reported", function()
    local out, err = run [[
      local function retained(count)
        collectgarbage()
        local before = collectgarbage "count"
        for i = 1, count do
          async.run(function() error(("x"):rep(1000) .. i, 0) end)
          if i % 100 == 0 then async.sleep(0) end
        end
        async.sleep(0.2)
        collectgarbage()
        return collectgarbage "count" - before
      end
      retained(1000)
      local few, many = retained(1000), retained(4000)
      print(many - few < 1000, few, many)]]
    assert.matches("^true", out)
    assert.equal(6000, count(err, "unhandled rejection"))
  end)

  it("that comes after a wait was interrupted is not lost", function()
    local _, err, code = run [[
      local go
      local gate = async.promise(function(resolve) go = resolve end)
      local p = async.run(function()
        async.await(gate)
        error("late", 0)
      end)
      async.run(function()
        io.popen("kill -INT $PPID"):close()
        while true do coroutine.yield() end
      end)
      local fine, reason = pcall(p.wait, p)
      go()
      io.stderr:write(tostring(fine), " ", tostring(reason), "\n")
      while p.status == "pending" do async.sleep(0.01) end]]
    assert.matches("interrupted!", err)
    assert.matches("unhandled rejection: late", err)
    assert.equal(1, code)
  end)

  it("names in JSON the exit code that the program has", function()
    local out, err, code = run([[
      local errors = require "alipay.error"
      async.run(function() return nil, errors.new("network", { message = "away" }) end)
      async.run(function() return nil, errors.new("api", { message = "refused" }) end)
      async.run(function() error("text", 0) end)]], "--json")
    local lines = {}
    for line in out:gmatch "[^\n]+" do lines[#lines + 1] = json.decode(line) end
    assert.equal(3, #lines)
    assert.equal(3, count(err, "unhandled rejection"))
    for _, line in ipairs(lines) do assert.equal(3, line.exit_code) end
    assert.equal(3, code)
  end)
end)
