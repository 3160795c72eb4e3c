-- SPDX-License-Identifier: MIT
-- The gateway's clock: how it is moved, what follows it and what does not, and what becomes due on the way.

local clock = require "alipay.gateway.clock"
local control = require "spec.support.control"
local due = require "alipay.gateway.due"
local loop = require "alipay.core.loop"
local protocol = require "alipay.v2.protocol"
local support = require "spec.support.gateway"

local START = protocol.parse_timestamp "2026-11-26 21:00:00"

describe("the clock of a gateway", function()
  local gw, machine
  before_each(function()
    machine = START
    gw = support.start { clock = function() return machine end }
  end)
  after_each(function() support.finish(gw) end)

  it("is moved by seconds and to a moment, and goes on from there", function()
    assert.same({ at = "2026-11-26 21:00:00", unix = START }, (control.call(gw, "clock", {})))
    assert.same({ at = "2026-11-26 21:01:00", unix = START + 60 }, (control.call(gw, "clock", { advance = 60 })))
    machine = machine + 5
    assert.equal("2026-11-26 21:01:05", control.call(gw, "clock", {}).at)
    assert.equal("2027-11-26 00:00:00", control.call(gw, "clock", { at = "2027-11-26 00:00:00" }).at)
    assert.equal(START + 5, gw.machine_clock())
  end)

  it("refuses what it cannot do, and stays", function()
    for sentence, given in pairs {
      ["cannot go back"] = { advance = -1 }, ["clock cannot go"] = { at = "2026-11-26 20:59:59" },
      ["not both"] = { advance = 1, at = "2027-11-26 00:00:00" }, ["not a moment"] = { at = "2027-02-30 00:00:00" },
      ["the year 9999"] = { advance = math.maxinteger },
    } do
      local answer, status = control.call(gw, "clock", given)
      assert.equal(400, status)
      assert.matches(sentence, answer.error)
    end
    assert.equal(START, gw.clock())
  end)

  it("stays where it was moved after a restart", function()
    assert(clock.advance(gw, 86400))
    gw:stop()
    gw = support.start { dir = gw.dir, clock = function() return machine end }
    assert.equal(START + 86400, gw.clock())
  end)

  it("ends tokens, while the age of a request is judged by the machine's", function()
    local code = support.consent(gw)
    local at = { timestamp = protocol.timestamp(START) }
    local function exchange(fields)
      fields.timestamp = at.timestamp
      return (support.call(gw, "alipay.system.oauth.token", fields))
    end
    local pair = exchange { grant_type = "authorization_code", code = code }
    assert(clock.advance(gw, 40 * 86400))
    assert.equal("isv.refresh-token-time-out",
      exchange({ grant_type = "refresh_token", refresh_token = pair.refresh_token }).sub_code)
    at.timestamp = protocol.timestamp(gw.clock())
    assert.equal("isv.invalid-timestamp", exchange({ grant_type = "authorization_code", code = code }).sub_code)
  end)
end)

-- A room whose matters are moments in a list; it notes when it was run and what the clock showed.
local function room(moments)
  local M = { ran = {} }
  function M.next_due() return moments[1] end
  function M.run_due(gw, now)
    if M.fails then error "the disk is full" end
    while moments[1] and moments[1] <= now do
      M.ran[#M.ran + 1] = { table.remove(moments, 1), gw.clock() }
    end
  end
  return M
end

describe("what becomes due at a gateway", function()
  local gw, machine
  before_each(function()
    machine = START
    gw = support.start { clock = function() return machine end }
  end)
  after_each(function() support.finish(gw) end)

  it("happens in order, at its own moments, when the clock is moved over them", function()
    local first, second = room { START + 10, START + 30 }, room { START + 20, START + 90 }
    gw.rooms = { first, second }
    assert(clock.advance(gw, 60))
    assert.same({ { START + 10, START + 10 }, { START + 30, START + 30 } }, first.ran)
    assert.same({ { START + 20, START + 20 } }, second.ran)
    assert.equal(START + 60, gw.clock())
  end)

  it("happens before the next call when nobody waited for the timer", function()
    local only = room { START + 10 }
    gw.rooms = { only }
    machine = machine + 11
    gw.store.changes = gw.store.changes + 1
    support.call(gw, "alipay.user.info.share", { timestamp = protocol.timestamp(machine) })
    assert.same({ { START + 10, START + 10 } }, only.ran)
  end)

  it("happens by a timer that keeps no program alive", function()
    local only = room { START + 1 }
    gw.rooms = { only }
    due.arm(gw)
    assert.equal(0, loop.pending())
    machine = START + 1
    while #only.ran == 0 do loop.step() end
    assert.same({ { START + 1, START + 1 } }, only.ran)
    assert.is_nil(gw.due_timer)
  end)

  it("is tried again after a failure, which the log tells", function()
    local only = room { START }
    only.fails = true
    gw.rooms = { only }
    due.arm(gw)
    while not table.concat(gw.lines):find "the disk is full" do loop.step() end
    assert.has_error(function() due.settle(gw) end)
    assert.is_nil(gw.clock_moment)
    only.fails = false
    due.settle(gw)
    assert.same({ { START, START } }, only.ran)
  end)

  it("is refused when it has no end", function()
    gw.rooms = { { next_due = function() return START end, run_due = function() end } }
    gw.due_seen = nil
    assert.has_error(function() due.settle(gw) end, "what is due at " .. START .. " does not end")
  end)
end)
