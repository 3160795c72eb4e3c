-- SPDX-License-Identifier: MIT
-- Tasks: arguments, children, cancelling, waits inside waits, errors in every kind of callback.

local async = require "alipay.async"
local core = require "alipay.core.loop"
local loop = require "alipay.async.loop"
local promise = require "alipay.async.promise"
local support = require "spec.support.client"

local function never() return promise.new() end

local function closing(log, name)
  return setmetatable({}, { __close = function() log[#log + 1] = name end })
end

after_each(function()
  async.sleep(0)
  assert.equal(0, core.stat().timers)
  assert.is_false(loop.busy())
end)

describe("a task", function()
  it("gets its arguments and gives its value", function()
    assert.equal(0, async.run(function(...) return select("#", ...) end):wait())
    assert.equal("abc", async.run(function(a, b, c) return a .. b .. c end, "a", "b", "c"):wait())
    assert.equal(2, async.run(select, "#", nil, nil):wait())
  end)

  it("is woken once when its time is up as what it waits for is there", function()
    local task = async.run(function()
      local there = promise.new()
      loop.timer(0.001, function() promise.fulfil(there, 1) end)
      loop.defer(function() -- both timers are due in the same turn
        local due = loop.now() + 0.005
        repeat until loop.now() > due
      end)
      local first = there:wait(0.001)
      local later = promise.new()
      loop.timer(0.01, function() promise.fulfil(later, 2) end)
      return { first, later:wait() }
    end)
    assert.same({ 1, 2 }, task:wait())
  end)

  it("takes nil for an error as an error", function()
    local value, err = async.run(function() error(nil) end):wait()
    assert.is_nil(value)
    assert.equal("an error without a value", err)
  end)

  it("lets others run by a bare yield", function()
    local order = {}
    local one = async.run(function()
      order[#order + 1] = 1
      coroutine.yield()
      order[#order + 1] = 3
    end)
    async.all { one, async.run(function() order[#order + 1] = 2 end) }:wait()
    assert.same({ 1, 2, 3 }, order)
  end)

  it("cannot wait for itself", function()
    local p
    p = async.run(function() return p end)
    local _, err = p:wait()
    assert.matches("itself", err)
  end)

  it("is cancelled before it starts, while it waits and while it runs", function()
    local log = {}
    local early = async.run(function() log[#log + 1] = "started" end)
    early:cancel()
    local waiting = async.run(function()
      local _ <close> = closing(log, "closed")
      async.await(never())
    end)
    async.sleep(0)
    waiting:cancel()
    local running
    running = async.run(function()
      local _ <close> = closing(log, "closed too")
      running:cancel()
      log[#log + 1] = "ran on"
      async.sleep(0)
      log[#log + 1] = "not reached"
    end)
    running:wait()
    async.sleep(0)
    assert.same({ "closed", "ran on", "closed too" }, log)
    assert.equal("cancelled", early.status)
    assert.equal("cancelled", select(2, waiting:wait()).kind)
  end)

  it("is told of being cancelled where it cannot be suspended", function()
    local task, reason
    task = async.run(function()
      table.sort({ 1, 2 }, function()
        task:cancel()
        local fine
        fine, reason = pcall(async.sleep, 60)
        return fine
      end)
    end)
    task:wait()
    async.sleep(0)
    assert.equal("cancelled", reason.kind)
  end)

  it("that is a handler is cancelled while it runs, or before", function()
    local log = {}
    local function handler()
      local _ <close> = closing(log, "closed")
      async.await(never())
    end
    local running, early = async.run(function() end):next(handler), async.run(function() end):next(handler)
    early:cancel()
    async.sleep(0.001)
    running:cancel()
    assert.same({ "closed" }, log)
  end)

  it("may clean up with calls when it is cancelled", function()
    local cleaned = false
    local task = async.run(function()
      local _ <close> = setmetatable({}, { __close = function()
        async.sleep(0.01)
        cleaned = true
      end })
      async.await(never())
    end)
    async.sleep(0)
    task:cancel()
    assert.is_true(cleaned)
  end)
end)

describe("children", function()
  it("are waited for", function()
    local done = false
    local parent = async.run(function()
      async.run(function()
        async.sleep(0.01)
        done = true
      end)
      return "value"
    end)
    assert.equal("value", parent:wait())
    assert.is_true(done)
  end)

  it("that fail cancel their siblings and their parent, and are reported once", function()
    local log = {}
    local parent = async.run(function()
      local _ <close> = closing(log, "parent")
      async.run(function()
        async.sleep(0.01)
        error("child failed", 0)
      end)
      async.run(function()
        local _ <close> = closing(log, "sibling")
        async.await(never())
      end)
      async.await(never())
    end)
    local value, err = parent:wait()
    assert.same({ nil, "child failed" }, { value, err })
    assert.same({ "sibling", "parent" }, log)
    local _, report, code = support.run([[-e '
      local async = require "alipay.async"
      async.run(function() async.run(function() error("once", 0) end) async.sleep(1) end)']])
    assert.equal(1, code)
    assert.equal(1, select(2, report:gsub("once", "")))
  end)

  it("whose failure somebody waits for do no harm", function()
    local parent = async.run(function()
      local _, err = async.await(async.run(function() error("handled", 0) end))
      return "went on after " .. err
    end)
    assert.equal("went on after handled", parent:wait())
  end)

  it("are cancelled with their parent, and theirs with them", function()
    local log, is_under_way = {}, false
    local parent = async.run(function()
      async.run(function()
        async.run(function()
          local _ <close> = closing(log, "grandchild")
          is_under_way = true
          async.await(never())
        end)
        local _ <close> = closing(log, "child")
        async.await(never())
      end)
    end)
    while not is_under_way do async.sleep(0) end
    parent:cancel()
    assert.same({ "grandchild", "child" }, log)
  end)
end)

describe("waits inside waits", function()
  local function nest(depth)
    local results
    table.sort({ 1, 2 }, function(a, b)
      results = results or { async.run(function()
        if depth > 1 then return nest(depth - 1) end
        async.sleep(0)
        return "deep"
      end):wait() }
      return a < b
    end)
    return table.unpack(results, 1, 2)
  end

  it("are limited, with a clear error", function()
    assert.equal("deep", nest(loop.DEEPEST - 1))
    local value, err = nest(loop.DEEPEST + 1)
    assert.is_nil(value)
    assert.matches("too many waits inside each other", err)
    assert.equal("deep", nest(loop.DEEPEST - 1))
  end)
end)

describe("an error in a callback", function()
  it("rejects what comes of it, and nothing else", function()
    local fine = async.run(function()
      async.sleep(0.01)
      return "fine"
    end)
    local function bad() error("bad", 0) end
    local ok, no = async.run(function() end), async.run(error, "no")
    for _, p in ipairs { ok:next(bad), no:catch(bad), no:next(nil, bad), ok:finally(bad), no:finally(bad), async.run(bad) } do
      assert.same({ nil, "bad" }, { p:wait() })
    end
    local one = async.run(function() coroutine.wrap(bad)() end)
    assert.matches("bad", select(2, one:wait()))
    assert.equal("fine", fine:wait())
  end)

  it("in a <close> of a cancelled task is reported", function()
    local _, err, code = support.run([[-e '
      local async = require "alipay.async"
      local task = async.run(function()
        local _ <close> = setmetatable({}, { __close = function() error("in close", 0) end })
        async.sleep(60)
      end)
      async.sleep(0)
      task:cancel()']])
    assert.equal(1, code)
    assert.matches("unhandled rejection: in close", err)
  end)
end)
