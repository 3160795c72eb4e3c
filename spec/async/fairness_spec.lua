-- SPDX-License-Identifier: MIT
-- What must go on and what must end, whatever others do: timers beside busy tasks, waiters of settled joins, the end of a program.

local async = require "alipay.async"
local cost = require "spec.support.cost"
local loop = require "alipay.async.loop"
local promise = require "alipay.async.promise"
local support = require "spec.support.client"

local function never() return promise.new() end

after_each(function()
  local turns = 0 -- handlers of handlers come in later turns, one turn for each of a chain
  while loop.busy() and turns < 3000000 do
    turns = turns + 1
    async.sleep(0)
  end
  assert.is_false(loop.busy())
end)

describe("timers and transfers go on", function()
  it("beside a task that yields in a loop", function()
    local due, turns = false, 0
    async.run(function()
      async.sleep(0.001)
      due = true
    end)
    async.run(function()
      while not due and turns < 3000000 do
        turns = turns + 1
        coroutine.yield()
      end
    end):wait()
    assert.is_true(due)
  end)

  it("beside handlers that chain themselves for ever", function()
    local due, turns = false, 0
    async.run(function()
      async.sleep(0.001)
      due = true
    end)
    local function again()
      turns = turns + 1
      if not due and turns < 3000000 then return async.run(function() end):next(again) end
    end
    again()
    while not due and turns < 3000000 do async.sleep(0.001) end
    assert.is_true(due)
  end)
end)

describe("a join", function()
  it("leaves nothing at a promise that outlives it", function()
    local long = never()
    local function rounds(count)
      for _ = 1, count do
        async.race { long, async.run(function() return 1 end) }:wait()
        async.all { long, async.run(error, "bad") }:wait()
      end
      return long.waiters
    end
    assert.is_nil(rounds(10))
    long:cancel()
  end)

  it("is left in the same time however many wait for the same promise, in whatever order they leave", function()
    cost.assert_linear("waits that end", function(count)
      local long, joins = never(), {}
      for i = 1, count do joins[i] = async.race { long, never() } end
      for i = 1, count, 2 do joins[i]:cancel() end
      for i = count - count % 2, 1, -2 do joins[i]:cancel() end
      assert.equal("cancelled", long.status)
    end, 250)
  end)

  it("is told in the order of coming, though others have left", function()
    local p, order, joins = never(), {}, {}
    for i = 1, 6 do joins[i] = p:next(function() order[#order + 1] = i end) end
    joins[1]:cancel()
    joins[4]:cancel()
    p:next(function() order[#order + 1] = 7 end)
    promise.fulfil(p, true)
    async.sleep(0)
    assert.same({ 2, 3, 5, 6, 7 }, order)
  end)

  it("cancels a promise that it holds twice", function()
    local p = never()
    async.all { p, p }:cancel()
    assert.equal("cancelled", p.status)
    p = never()
    async.race { p, p, p }:cancel()
    assert.equal("cancelled", p.status)
    assert.same({ 7, 7 }, async.all { async.run(function() return 7 end), 7 }:wait())
  end)

  it("whose loser fails later reports nothing", function()
    local _, err, code = support.run([[-e '
      local async = require "alipay.async"
      print(async.race { async.run(function() return 1 end), async.run(function() async.sleep(0.01) error "late" end) }:wait())']])
    assert.same({ "", 0 }, { err, code })
  end)
end)

describe("a scope", function()
  it("waits for what is added while it waits", function()
    local scope <close> = async.scope()
    local order = {}
    local first = scope:add(promise.new())
    async.run(function()
      scope:run(function()
        async.sleep(0.01)
        order[#order + 1] = "added"
      end)
      promise.fulfil(first)
    end)
    assert.is_true(scope:wait())
    assert.same({ "added" }, order)
  end)

  it("ends its wait with the failure of what was added meanwhile", function()
    local scope <close> = async.scope()
    local stuck = scope:add(never())
    async.run(function() scope:run(error, "bad") end)
    assert.same({ nil, "bad" }, { scope:wait() })
    assert.equal("cancelled", stuck.status)
  end)

  it("lets several wait for it", function()
    local scope <close> = async.scope()
    local p = scope:add(never())
    local one, two = async.run(scope.wait, scope), async.run(scope.wait, scope)
    async.sleep(0)
    promise.fulfil(p, 1)
    assert.same({ true, true }, async.all { one, two }:wait())
    assert.is_true(scope:wait())
  end)
end)

describe("the end of a program", function()
  it("runs every closer, whatever others raise, and fails", function()
    local out, err, code = support.run([[-e '
      local loop = require "alipay.async.loop"
      loop.on_close(function() print "first registered" end)
      loop.on_close(function() error("boom", 0) end)
      loop.on_close(function() print "last registered" end)']])
    assert.same({ "last registered\nfirst registered\n", 1 }, { out, code })
    assert.matches("boom", err)
  end)

  it("runs closers when the work before it raises", function()
    local out, _, code = support.run([[-e '
      local loop = require "alipay.async.loop"
      loop.on_close(function() print "closed" end)
      loop.defer(function() error("in a job", 0) end)']])
    assert.same({ "closed\n", 1 }, { out, code })
  end)
end)

describe("cancelling several", function()
  it("reaches all of them when the cancel function of one raises", function()
    local cancelled = {}
    local list = {}
    for i = 1, 3 do
      list[i] = promise.new(function()
        cancelled[#cancelled + 1] = i
        if i == 2 then error("cannot stop", 0) end
      end)
    end
    assert.has_error(function() async.all(list):cancel() end, "cannot stop")
    assert.same({ 1, 2, 3 }, cancelled)
  end)
end)

describe("a wait", function()
  it("that nothing can end is an error", function()
    local _, err, code = support.run([[-e '
      require "alipay.async".promise(function() end):wait()']])
    assert.equal(1, code)
    assert.matches("would never end", err)
  end)
end)

describe("a promise of one's own", function()
  it("is settled by the first call", function()
    assert.equal(1, async.promise(function(resolve, reject)
      resolve(1)
      resolve(2)
      reject "late"
    end):wait())
    local resolve
    local p = async.promise(function(f) resolve = f end)
    assert.equal("pending", p.status)
    resolve(async.run(function() return "followed" end))
    resolve "ignored"
    assert.equal("followed", p:wait())
    assert.same({ nil, "no" }, { async.promise(function(_, reject) reject "no" end):wait() })
  end)

  it("is rejected by an error before that, and by none after", function()
    assert.same({ nil, "raised" }, { async.promise(function() error("raised", 0) end):wait() })
    assert.equal(3, async.promise(function(resolve)
      resolve(3)
      error "too late"
    end):wait())
    assert.has_error(function() async.promise(5) end)
  end)
end)

describe("a handler", function()
  it("that is no function raises where it is given, and names the caller's line", function()
    local p = async.run(function() return 1 end)
    for name, wrong in pairs { next = "x", catch = 5, finally = {} } do
      local fine, message = pcall(p[name], p, wrong)
      assert.is_false(fine)
      assert.matches("^spec/async/[%w_]+%.lua:%d+: promise:" .. name .. ": a function is needed", message)
    end
    assert.is_false(pcall(p.next, p, nil, "x"))
    assert.is_false(pcall(p.catch, p))
    assert.equal(1, p:next():wait())
  end)
end)

describe("a wrong call", function()
  it("raises, and names the caller's line", function()
    local p = promise.new()
    for _, wrong in ipairs {
      { p.wait, p, "5" }, { async.await, p, {} }, { async.sleep, "1" }, { async.run, 5 }, { async.all, 5 }, { async.all, p },
      { async.race, {} }, { async.timeout, p, 5 }, { async.timeout, 5, 5 }, { async.retry, 5, print }, { async.retry, {}, 5 },
      { async.retry, { times = "x" }, print }, { async.map, 5, print }, { async.map, {}, { limit = 0 }, print }, { async.promise },
      { p.wait, p, 0 / 0 }, { async.sleep, 0 / 0 }, { async.timeout, 0 / 0, p }, { async.retry, { delay = 0 / 0 }, print },
    } do
      local fine, message = pcall(table.unpack(wrong))
      assert.is_false(fine)
      assert.matches("^spec/async/fairness_spec%.lua:%d+: ", message)
    end
    p:cancel()
  end)
end)
