-- SPDX-License-Identifier: MIT
-- Thousands of calls against a gateway in this process that is slow, drops connections and answers 502 at random.
--
-- usage: alipay-lua tests/soak.lua [COUNT [LIMIT [SEED]]]
--
-- Makes COUNT (20000) calls with LIMIT (200) at once, twice, and checks that every call has exactly one outcome, that it is the
-- one the gateway chose for it, that the reply belongs to it, and that the second round leaves no more memory and no more
-- descriptors behind than the first. Exit code 1 when something does not add up.

local alipay = require "alipay"
local async = require "alipay.async"
local core = require "alipay.core.loop"
local fs = require "alipay.core.fs"
local json = require "alipay.json"
local key = require "alipay.core.key"
local server = require "alipay.core.server"

local COUNT, LIMIT, SEED = tonumber(arg[1]) or 20000, tonumber(arg[2]) or 200, tonumber(arg[3]) or 1
COUNT, LIMIT, SEED = math.tointeger(COUNT), math.tointeger(LIMIT), math.tointeger(SEED)

local HEADERS = { ["Content-Type"] = "text/html;charset=utf-8" }
local app, platform = key.generate("RSA", 1024), key.generate("RSA", 1024)

-- What the gateway does with a call follows from its number and the seed alone, so that it can be told afterwards.
local function fate(number)
  local x = (number * 2654435761 + SEED * 40503) & 0xffffffff
  x = ((x ~ x >> 15) * 2246822519) & 0xffffffff
  x = x ~ x >> 13
  local percent = x % 100
  return percent < 4 and "network" or percent < 10 and "http" or "ok", percent < 30 and (x >> 8) % 30 / 1000 or 0
end

local served = {} -- by number: how often the gateway has seen it

local function answer(exchange, number, outcome)
  if outcome == "network" then return exchange:drop() end
  if outcome == "http" then return exchange:respond(502, HEADERS, "<html><title>502 Bad Gateway</title></html>") end
  local node = ('{"code":"10000","msg":"Success","out_trade_no":"%d"}'):format(number)
  exchange:respond(200, HEADERS,
    ('{"alipay_trade_query_response":%s,"sign":"%s"}'):format(node, platform:sign(node, "RSA2")))
end

local gateway = assert(server.start {
  on_request = function(exchange)
    for _, pair in ipairs(exchange:fields()) do
      if pair[1] == "biz_content" then
        local number = json.decode(pair[2]).out_trade_no
        served[number] = (served[number] or 0) + 1
        local outcome, delay = fate(number)
        if delay == 0 then return answer(exchange, number, outcome) end
        core.timer(delay, function() answer(exchange, number, outcome) end)
      end
    end
  end,
})

local client = alipay.client {
  app_id = "2014072300007148", private_key = app:pem(), alipay_public_key = platform:public():pem(), timeout = 60,
  gateway = ("http://127.0.0.1:%d/gateway.do"):format(gateway:port()), proxy = "",
}

local function memory()
  collectgarbage()
  collectgarbage()
  local file <close> = assert(io.open "/proc/self/status")
  return math.tointeger(tonumber(file:read("a"):match "VmRSS:%s+(%d+)")), collectgarbage "count"
end

local function numbers(first, last)
  return function()
    if first <= last then
      first = first + 1
      return first - 1
    end
  end
end

local faults = {}
local function check(condition, ...)
  if not condition then faults[#faults + 1] = (...):format(select(2, ...)) end
end

core.limit(LIMIT)

local function round(first)
  local counts, seen, twice, most = { ok = 0, network = 0, http = 0 }, 0, 0, 0
  served = {}
  local begun = core.now()
  for index, res, err in async.each(numbers(first, first + COUNT - 1), { limit = LIMIT }, function(number)
    local answered, problem = client.alipay.trade.query:post { content = { out_trade_no = number } }
    most = math.max(most, core.stat().in_flight)
    if answered and answered.data.out_trade_no ~= tostring(number) then
      return nil, "call " .. number .. " got the reply of call " .. tostring(answered.data.out_trade_no)
    end
    return answered, problem
  end) do
    local number = first + index - 1
    local wanted = fate(number)
    local kind = res and "ok" or type(err) == "table" and err.kind or tostring(err)
    check(kind == wanted, "call %d: %s instead of %s: %s", number, kind, wanted, tostring(err))
    counts[kind] = (counts[kind] or 0) + 1
    seen = seen + 1
    if served[number] ~= 1 then twice = twice + 1 end
    served[number] = nil
  end
  check(seen == COUNT, "%d of %d calls have an outcome", seen, COUNT)
  check(twice == 0, "%d calls were not served exactly once", twice)
  check(next(served) == nil, "the gateway served calls that nobody made")
  check(most <= LIMIT, "%d calls in flight at once", most)
  served = {} -- its size is that of the test's own work
  local resident, lua = memory()
  local stat = core.stat()
  check(stat.in_flight + stat.queued + stat.held == 0, "something is still in flight")
  print(("%d calls, %d at once: %d ok, %d 502, %d dropped; %.0f calls/s; %d KB resident, %.0f KB of Lua, %d descriptors")
    :format(COUNT, most, counts.ok, counts.http, counts.network, COUNT / (core.now() - begun), resident, lua,
      #fs.list "/proc/self/fd"))
  return resident, lua
end

local function descriptors()
  return #fs.list "/proc/self/fd"
end

client.alipay.trade.query:post { content = { out_trade_no = 0 } }
local descriptors_before = descriptors()
round(1) -- tables and coroutines find their sizes
local resident, lua = round(COUNT + 1)
local resident_after, lua_after = round(2 * COUNT + 1)
-- A connection costs some 35 KB on both sides together, and how many are open at the end is chance.
check(resident_after - resident <= 40 * LIMIT, "%d KB of memory more after the last round", resident_after - resident)
check(lua_after - lua <= 16, "%.0f KB of Lua memory more after the last round", lua_after - lua)
check(descriptors() <= descriptors_before + 2 * LIMIT, "%d descriptors more after the rounds", descriptors() - descriptors_before)

-- With the gateway gone libcurl drops the connections that it kept, when it looks for one and a second has passed.
gateway:stop()
async.sleep(1.1)
local _, err = client.alipay.trade.query:post { content = { out_trade_no = 0 } }
check(err and err.kind == "network", "the gateway is still there: %s", tostring(err))
print(("descriptors: %d before, %d after"):format(descriptors_before, descriptors()))
check(descriptors() <= descriptors_before + 1, "%d descriptors are left", descriptors() - descriptors_before) -- the threads' own
for i = 1, math.min(#faults, 20) do io.stderr:write(faults[i], "\n") end
if #faults > 0 then error(#faults .. " faults", 0) end
print "every call accounted for"
