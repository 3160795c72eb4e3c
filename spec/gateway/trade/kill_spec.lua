-- SPDX-License-Identifier: MIT
-- A gateway that is killed (kill -9) at random moments of payments, refunds, closes, cancels and transfers, and started again: what it
-- has answered is there, what it has not is done once when it is asked again. TRADE_KILLS and TRADE_SEED choose how often and when.

local alipay = require "alipay"
local async = require "alipay.async"
local command = require "spec.support.command"
local db = require "alipay.core.db"
local loop = require "alipay.core.loop"
local user = require "alipay.gateway.user"

local KILLS = math.tointeger(tonumber(os.getenv "TRADE_KILLS" or 20))
local SEED = math.tointeger(tonumber(os.getenv "TRADE_SEED" or 1))
local WORKERS = 4
local LONGEST = 0.12 -- seconds that a gateway lives once it answers

-- What is done to a trade, step by step: the method, what is said besides the number, codes that a repeated step may get, and the
-- state after it.
local PAY = {
  "alipay.trade.pay", { total_amount = "8.80", subject = "茶" }, { ["ACQ.TRADE_HAS_SUCCESS"] = true }, "TRADE_SUCCESS",
}
local CREATE = { "alipay.trade.create", { total_amount = "8.80", subject = "茶" }, {}, "WAIT_BUYER_PAY" }
local function refund(request, amount, status)
  return { "alipay.trade.refund", { refund_amount = amount, out_request_no = request }, {}, status }
end
local CLOSE = { "alipay.trade.close", {}, { ["ACQ.TRADE_STATUS_ERROR"] = true }, "TRADE_CLOSED" }
local CANCEL = { "alipay.trade.cancel", {}, {}, "TRADE_CLOSED" }
local TRANSFER = {
  "alipay.fund.trans.uni.transfer", {
    trans_amount = "8.80", product_code = "TRANS_ACCOUNT_NO_PWD", biz_scene = "DIRECT_TRANSFER",
    payee_info = { identity = "2088102100000001", identity_type = "ALIPAY_USER_ID" },
  }, {},
}

-- Lives, with the events that each leaves behind.
local LIVES = {
  { PAY, refund("R1", "3.00", "TRADE_SUCCESS"), refund("R2", "1.00", "TRADE_SUCCESS"), refund("R3", "4.80", "TRADE_CLOSED"),
    events = "wait,paid,refund,refund,refund" },
  { CREATE, CLOSE, events = "wait,closed" },
  { CREATE, CANCEL, events = "wait,closed" },
  { PAY, CANCEL, events = "wait,paid,refund" },
  { TRANSFER },
}

local KINDS = { network = true, timeout = true, http = true } -- errors that leave an outcome open

describe("a gateway that is killed", function()
  local box, gateway, client, buyer_id
  local count, done

  setup(function()
    box = command.sandbox()
    count, done = 0, {}
  end)
  teardown(function() box.remove() end)

  local function start()
    gateway = command.gateway(box)
    buyer_id = user.of(gateway.app_id).user_id
    client = alipay.client {
      app_id = gateway.app_id, private_key = "file://" .. gateway.app_private_key, gateway = gateway.gateway, proxy = "",
      alipay_public_key = "file://" .. gateway.alipay_public_key,
    }
  end

  local function new_life()
    count = count + 1
    return { number = "K" .. count, steps = LIVES[math.random(#LIVES)], acked = 0 }
  end

  local function content_of(life, step)
    local content = { out_trade_no = life.number }
    for name, value in pairs(step[2]) do content[name] = value end
    if step == TRANSFER then content.out_trade_no, content.out_biz_no = nil, life.number end
    if step == PAY then content.auth_code = ("28%016d"):format(tonumber(life.number:sub(2))) end
    if step == CREATE then content.buyer_id = buyer_id end
    return content
  end

  -- A call that was answered, or nil when nobody knows what became of it.
  local function call(method, content)
    local response, err = client:chain(method):post { content = content }
    if response then return response.data end
    if err.kind == "api" then return err end
    assert(KINDS[err.kind], tostring(err))
  end

  -- Numbers that the platform gave stay as they are.
  local function same_number(life, data)
    local number = data.trade_no or data.order_id
    if not number then return end
    assert.equal(life.given or number, number)
    life.given = number
  end

  -- What was answered is there after the restart; the step that was not may be done or not.
  local function is_as_left(life)
    if life.steps[1] == TRANSFER or life.acked == 0 then return true end
    local data = call("alipay.trade.query", { out_trade_no = life.number })
    if not data then return false end
    local status = data.trade_status
    local next_step = life.steps[life.acked + 1]
    assert.is_true(status == life.steps[life.acked][4] or (life.open and status == next_step[4]),
      ("%s: %s after step %d"):format(life.number, tostring(status or data.sub_code), life.acked))
    return true
  end

  -- The next step of a life; false when the gateway is gone.
  local function go_on(life)
    local step = life.steps[life.acked + 1]
    local data = call(step[1], content_of(life, step))
    if not data then
      life.open = true
      return false
    end
    assert.is_true(data.code == "10000" or (life.open and step[3][data.sub_code] or false),
      ("%s: %s got %s"):format(life.number, step[1], tostring(data.sub_code)))
    same_number(life, data)
    life.acked, life.open = life.acked + 1, false
    return true
  end

  -- Life after life until the gateway is gone; the one under way when it is the last time.
  local function work(place, lives, last)
    while true do
      local life = lives[place]
      if life.seen ~= gateway and not is_as_left(life) then return end
      life.seen = gateway
      if not go_on(life) then return end
      if life.acked == #life.steps then
        done[#done + 1] = life
        if last then return end
        lives[place] = new_life()
      end
    end
  end

  local function run(lives, last)
    local tasks = {}
    for place = 1, WORKERS do tasks[place] = async.run(work, place, lives, last) end
    assert(async.all(tasks):wait(120))
  end

  local function round(lives)
    start()
    local alive = true
    loop.timer(math.random() * LONGEST, function()
      alive = false
      gateway.stop "KILL"
    end)
    run(lives)
    assert.is_false(alive)
  end

  -- Every life ends, with each of its steps done once.
  local function check_ledger()
    local base <close> = assert(db.open(box.dir .. "/gw/gateway.db"))
    local events, refunds, trades, transfers = {}, {}, 0, 0
    for _, row in ipairs(base:query [[SELECT t.out_trade_no AS number, t.total, t.refunded,
      (SELECT group_concat(kind) FROM (SELECT kind FROM events WHERE trade = t.id ORDER BY id)) AS kinds,
      (SELECT coalesce(sum(amount), 0) FROM refunds WHERE trade = t.id) AS sum FROM trades t]]) do
      events[row.number], refunds[row.number] = row.kinds, row.sum
      assert.equal(row.refunded, row.sum)
      trades = trades + 1
    end
    for _, life in ipairs(done) do
      if life.steps[1] == TRANSFER then transfers = transfers + 1 else
        assert.equal(life.steps.events, events[life.number], life.number)
        assert.equal(life.steps.events:find "refund" and 880 or 0, refunds[life.number])
      end
    end
    assert.equal(#done, trades + transfers)
    assert.equal(transfers, base:query("SELECT count(*) AS n FROM transfers")[1].n)
    assert.equal("ok", base:query("PRAGMA integrity_check")[1].integrity_check)
  end

  it("has lost nothing and done nothing twice", function()
    math.randomseed(SEED)
    local lives = {}
    for place = 1, WORKERS do lives[place] = new_life() end
    for _ = 1, KILLS do round(lives) end
    start()
    run(lives, true)
    gateway.stop()
    check_ledger()
  end)
end)
