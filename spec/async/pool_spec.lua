-- SPDX-License-Identifier: MIT
-- async.map and async.each: order, limits, iterators, failures, memory; and the progress they draw.

local async = require "alipay.async"
local core = require "alipay.core.loop"
local promise = require "alipay.async.promise"
local support = require "spec.support.client"

local function count_to(last)
  local n = 0
  return function()
    if n < last then
      n = n + 1
      return n
    end
  end
end

after_each(function() assert.equal(0, core.stat().timers) end)

describe("map", function()
  it("gives results and errors by index, in the order of the items", function()
    local results, failures = async.map({ 3, 2, 1 }, { limit = 3 }, function(item, i)
      async.sleep(item / 1000)
      if item == 2 then return nil, "two" end
      return item .. "@" .. i
    end)
    assert.same({ { "3@1", [3] = "1@3" }, { [2] = "two" } }, { results, failures })
    assert.same({ {}, {} }, { async.map({}, function() end) })
  end)

  it("follows promises and keeps raised errors", function()
    local results, failures = async.map({ 1, 2 }, function(item)
      if item == 2 then error("raised", 0) end
      return async.run(function() return "followed" end)
    end)
    assert.same({ { "followed" }, { [2] = "raised" } }, { results, failures })
  end)

  it("keeps to its limit and pulls items as places become free", function()
    local active, most, pulled = 0, 0, 0
    local pull = count_to(50)
    async.map(function()
      pulled = pulled + 1
      return pull()
    end, { limit = 4 }, function(item)
      active = active + 1
      most = math.max(most, active)
      assert.is_true(pulled - item <= 4)
      async.sleep(0)
      active = active - 1
    end)
    assert.equal(4, most)
    assert.equal(51, pulled)
  end)

  it("waits for what an item has started", function()
    local done = 0
    async.map({ 1, 2 }, function()
      async.run(function()
        async.sleep(0.001)
        done = done + 1
      end)
    end)
    assert.equal(2, done)
    local _, failures = async.map({ 1, 2 }, function(item)
      if item == 1 then async.run(error, "child") end
      async.sleep(0.001)
    end)
    assert.same({ "child" }, failures)
  end)

  it("stops on an error when told to", function()
    local begun, closed = {}, 0
    local results, failures = async.map(count_to(100), { limit = 3, stop_on_error = true }, function(item)
      begun[#begun + 1] = item
      local _ <close> = setmetatable({}, { __close = function() closed = closed + 1 end })
      if item == 2 then error("stop", 0) end
      async.sleep(60)
    end)
    assert.same({ 1, 2, 3 }, begun)
    assert.equal(3, closed)
    assert.same({}, results)
    assert.same({ "cancelled", "stop", "cancelled" }, { failures[1].kind, failures[2], failures[3].kind })
  end)

  it("hands on an error of the iterator, and cancels what is under way", function()
    local p = promise.new()
    local n = 0
    assert.has_error(function()
      async.map(function()
        n = n + 1
        if n == 2 then
          async.sleep(0) -- an iterator may wait
          error("no more", 0)
        end
        return n
      end, function() return p end)
    end, "no more")
    assert.equal("cancelled", p.status)
  end)

  it("is cancelled with its task", function()
    local p = promise.new()
    local task = async.run(function() async.map({ 1, 2 }, function() return p end) end)
    async.sleep(0.001)
    task:cancel()
    assert.equal("cancelled", p.status)
  end)

  it("runs inside a task without holding up others, and in a sort", function()
    local order = {}
    local task = async.run(function()
      async.map({ 1, 2 }, { limit = 1 }, function(item)
        async.sleep(0.005)
        order[#order + 1] = item
      end)
    end)
    async.run(function() order[#order + 1] = "other" end)
    task:wait()
    assert.same({ "other", 1, 2 }, order)
    local sum
    table.sort({ 1, 2 }, function(a, b)
      sum = sum or #async.map({ 1, 2, 3 }, function(x)
        async.sleep(0)
        return x
      end)
      return a < b
    end)
    assert.equal(3, sum)
  end)

  it("raises for a wrong call", function()
    for _, wrong in ipairs {
      { 1, {}, print }, { {}, { limt = 3 }, print }, { {}, { limit = 0 }, print }, { {}, {} }, { {}, 3, print },
    } do
      assert.has_error(function() async.map(table.unpack(wrong, 1, 3)) end)
    end
  end)
end)

describe("each", function()
  it("gives results in the order of completion", function()
    local order, ended = {}, 0
    for i, res, err in async.each({ 3, 2, 1 }, { limit = 3 }, function(item)
      while ended < item - 1 do async.sleep(0) end
      ended = ended + 1
      if item == 2 then return nil, "two" end
      return item
    end) do
      order[#order + 1] = { i, res, err }
    end
    assert.same({ { 3, 1 }, { 2, nil, "two" }, { 1, 3 } }, order)
  end)

  it("cancels what is left after break", function()
    local p = promise.new()
    for _, res in async.each({ 1, 2 }, function(item) return item == 2 and p or item end) do
      if res == 1 then break end
    end
    assert.equal("cancelled", p.status)
  end)

  it("holds back while its loop is busy", function()
    local begun = 0
    for i in async.each(count_to(30), { limit = 3 }, function() begun = begun + 1 end) do
      async.sleep(0)
      assert.is_true(begun - i <= 3)
    end
    assert.equal(30, begun)
  end)

  it("needs no more memory for 100,000 items than for 1,000", function()
    local function peak(count)
      local most, seen = 0, 0
      for _ in async.each(count_to(count), { limit = 8 }, function(item) return item end) do
        seen = seen + 1
        if seen % 500 == 0 then
          collectgarbage()
          most = math.max(most, collectgarbage "count")
        end
      end
      assert.equal(count, seen)
      return most
    end
    local few = peak(1000)
    assert.is_true(peak(100000) - few < 32)
  end)
end)

describe("progress", function()
  local function run(flags, body)
    return support.run(flags .. [[ -e '
      local async = require "alipay.async"
      async.map(]] .. body .. [[, function(i) if i == 3 then error "x" end end)']])
  end
  local FORTY = '(function() local t = {} for i = 1, 40 do t[i] = i end return t end)(), { progress = "forty" }'

  it("is a plain line for each tenth where stderr is no terminal", function()
    local out, err = run("", FORTY)
    assert.equal("", out)
    local lines = 0
    for line in err:gmatch "[^\n]+" do
      lines = lines + 1
      assert.matches("^forty  %d+/40  [%d.]+/s  %d in flight  %d failed", line)
    end
    assert.equal(10, lines)
    assert.matches("40/40  [%d.]+/s  0 in flight  1 failed\n$", err)
  end)

  it("is JSON lines under --json", function()
    local _, err = run("--json", FORTY)
    local json = require "alipay.json"
    local last
    for line in err:gmatch "[^\n]+" do last = json.decode(line).progress end
    assert.same({ 40, 40, 1, 0, true }, { last.done, last.total, last.failed, last.in_flight, last.over })
  end)

  it("of an iterator knows no end", function()
    local _, err = run("", [[(function()
      local n = 0
      return function() n = n + 1 return n < 6 and n or nil end
    end)(), { progress = true }]])
    assert.matches("^1  [%d.]+/s", err)
    assert.matches("\n5  [%d.]+/s  0 in flight  1 failed\n$", err)
  end)
end)
