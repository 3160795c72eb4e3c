-- SPDX-License-Identifier: MIT
-- What joins tasks and promises: all, settle, race, timeout, finally, scopes, retry.

local async = require "alipay.async"
local core = require "alipay.core.loop"
local errors = require "alipay.error"
local loop = require "alipay.async.loop"
local promise = require "alipay.async.promise"

local function never() return promise.new() end

local function flaky(kind, fields)
  fields = fields or {}
  fields.message = fields.message or "failed"
  return errors.new(kind, fields)
end

after_each(function()
  async.sleep(0)
  assert.equal(0, core.stat().timers)
  assert.is_false(loop.busy())
end)

describe("joining", function()
  it("all, settle and race take promises and values", function()
    assert.same({ 1, "two" }, async.all { async.run(function() return 1 end), "two" }:wait())
    assert.same({}, async.all {}:wait())
    local outcomes = async.settle { async.run(error, "bad"), 2 }:wait()
    assert.same({ { status = "rejected", reason = "bad" }, { status = "fulfilled", value = 2 } }, outcomes)
    assert.equal("fast", async.race { never(), async.run(function() return "fast" end) }:wait())
    assert.has_error(function() async.race {} end)
    assert.has_error(function() async.all(never()) end)
  end)

  it("cancels what nobody else waits for", function()
    local one, two = never(), never()
    local wanted = two:next(function() end)
    async.all { one, two }:cancel()
    assert.same({ "cancelled", "pending" }, { one.status, two.status })
    wanted:cancel()
  end)

  it("timeout passes on what is in time, and cancels what is not", function()
    assert.equal("value", async.timeout(5, function() return "value" end):wait())
    assert.equal("bad", select(2, async.timeout(5, async.run(error, "bad")):wait()))
    local slow = never()
    local _, err = async.timeout(0.01, slow):wait()
    assert.equal("timeout", err.kind)
    assert.equal("cancelled", slow.status)
    local limited = async.timeout(60, never())
    limited:cancel()
  end)

  it("finally runs whatever happens", function()
    local count = 0
    local function cleanup() count = count + 1 end
    async.run(function() end):finally(cleanup):wait()
    async.run(error, "bad"):finally(cleanup):wait()
    never():finally(cleanup):cancel()
    async.sleep(0)
    assert.equal(3, count)
  end)
end)

describe("a scope", function()
  it("cancels what is left when its block ends", function()
    local p = never()
    local task
    do
      local scope <close> = async.scope()
      scope:add(p)
      task = scope:run(async.await, never())
      async.sleep(0)
    end
    assert.same({ "cancelled", "cancelled" }, { p.status, task.status })
  end)

  it("waits for everything, and cancels the rest after a failure", function()
    local scope <close> = async.scope()
    for i = 1, 100 do scope:run(async.sleep, i / 10000) end
    assert.is_true(scope:wait())
    local other = scope:add(never())
    scope:run(error, "bad")
    assert.same({ nil, "bad" }, { scope:wait() })
    assert.equal("cancelled", other.status)
  end)
end)

describe("retry", function()
  local function failing(times, err)
    local count = 0
    return function(attempt)
      count = count + 1
      assert.equal(count, attempt)
      if count <= times then return nil, err end
      return count
    end
  end

  it("repeats what may pass and may be repeated", function()
    local query = flaky("network", { retryable = true, idempotent = true })
    assert.equal(3, async.retry({ delay = 0.001 }, failing(2, query)):wait())
    local other = flaky("network", { retryable = true })
    assert.equal(3, async.retry({ delay = 0.001, idempotent = true }, failing(2, other)):wait())
    local unsent = flaky("network", { retryable = true, sent = false })
    assert.equal(3, async.retry({ delay = 0.001 }, failing(2, unsent)):wait())
  end)

  it("leaves the rest alone", function()
    for _, err in ipairs {
      flaky("network", { retryable = true }), flaky("network", { retryable = true, sent = true }),
      flaky("api", { idempotent = true }), "a string",
    } do
      assert.same({ nil, err }, { async.retry({ delay = 0.001 }, failing(1, err)):wait() })
    end
    local query = flaky("network", { retryable = true, idempotent = true })
    assert.same({ nil, query }, { async.retry({ delay = 0.001, times = 2 }, failing(2, query)):wait() })
    assert.has_error(function() async.retry({ tries = 2 }, failing(0)) end)
  end)

  it("ends with its budget", function()
    local slow = never()
    local _, err = async.retry({ budget = 0.02 }, function() return slow end):wait()
    assert.equal("timeout", err.kind)
    assert.equal("cancelled", slow.status)
    local query = flaky("network", { retryable = true, idempotent = true })
    assert.same({ nil, query }, { async.retry({ budget = 1, delay = 5 }, failing(1, query)):wait() })
  end)
end)
