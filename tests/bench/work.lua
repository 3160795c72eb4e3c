-- SPDX-License-Identifier: MIT
-- The same work as the reference program, done by alipay-lua: `alipay-lua tests/bench/work.lua MODE name=value ...`.
-- One line of JSON with count, failed, cpu and wall (seconds of the measured part) goes to stdout; with `turns=1` calls are made,
-- and told of, anew for each byte on standard input.

local alipay = require "alipay"
local async = require "alipay.async"
local loop = require "alipay.core.loop"

local settings = { method = "alipay.trade.query", count = 1, warm = 0, parallel = 1, bytes = 300 }
for i = 2, #arg do
  local name, value = arg[i]:match "^([^=]+)=(.*)$"
  settings[name] = tonumber(value) or value
end

local function report(result)
  local fields = {}
  for _, name in ipairs { "count", "failed", "cpu", "wall", "kinds", "open", "memory" } do
    local value = result[name]
    if value then fields[#fields + 1] = ('"%s":%s'):format(name, type(value) == "string" and '"' .. value .. '"' or value) end
  end
  print("{" .. table.concat(fields, ",") .. "}")
end

local function measured(count, fn)
  local cpu, wall = os.clock(), loop.now()
  local failed = fn() or 0
  return { count = count, failed = failed, cpu = os.clock() - cpu, wall = loop.now() - wall }
end

local function client()
  return alipay.client {
    protocol = settings.v3 and "v3" or "v2",
    app_id = "2014072300007148", private_key = "file://" .. settings.key, alipay_public_key = "file://" .. settings.public_key,
    gateway = settings.gateway, ca_file = settings.ca_file, timeout = 60, sign_threads = settings.threads,
  }
end

local function options_of(number)
  if settings.upload then
    return {
      body = alipay.multipart { image_content = alipay.file(settings.upload) },
      query = { image_type = "jpg", image_name = "photo" },
    }
  end
  return {
    content = { out_trade_no = ("20261123%09d"):format(number), total_amount = "88.88", subject = "测试 order" },
  }
end

local number = 0

local function one_after_another(chain, count)
  local failed = 0
  for _ = 1, count do
    number = number + 1
    local res = chain:post(options_of(number))
    if not res then failed = failed + 1 end
  end
  return failed
end

local function many(chain, count, parallel)
  local failed, left = 0, count
  local function items()
    if left == 0 then return nil end
    left = left - 1
    number = number + 1
    return number
  end
  for _, res in async.each(items, { limit = parallel }, function(n) return chain:post(options_of(n)) end) do
    if not res then failed = failed + 1 end
  end
  return failed
end

local modes = {}

function modes.calls()
  local chain = client():chain(settings.method)
  local run = settings.parallel > 1 and many or one_after_another
  loop.limit(math.max(loop.limit(), settings.parallel))
  if settings.warm > 0 then run(chain, settings.warm, settings.parallel) end
  local function measure() report(measured(settings.count, function() return run(chain, settings.count, settings.parallel) end)) end
  if not settings.turns then return measure() end
  io.stdout:setvbuf "line"
  while io.read(1) do measure() end
end

function modes.sign()
  local key = assert(require "alipay.core.key".load_private("file://" .. settings.key))
  local data = ("x"):rep(settings.bytes)
  report(measured(settings.count, function()
    for _ = 1, settings.count do assert(key:sign(data, "RSA2")) end
  end))
end

function modes.verify()
  local keys = require "alipay.core.key"
  local data = ("x"):rep(settings.bytes)
  local signature = assert(keys.load_private("file://" .. settings.key)):sign(data, "RSA2")
  local key = assert(keys.load_public("file://" .. settings.public_key))
  report(measured(settings.count, function()
    for _ = 1, settings.count do assert(key:verify(data, signature, "RSA2")) end
  end))
end

-- What happens to a reply between libcurl and the caller: cut and verified, with `decode=1` decoded and judged too.
function modes.cut()
  local file = assert(io.open(settings.reply, "rb"))
  local raw = file:read "a"
  file:close()
  local replies = require "alipay.v2.reply"
  local app = client()
  local key, sign_type = assert(app.keys:alipay_key()), app.settings.sign_type
  report(measured(settings.count, function()
    for _ = 1, settings.count do
      local cut = assert(replies.cut(raw, settings.method))
      assert(replies.verify(raw, cut, key, sign_type))
      if settings.decode then assert(replies.judge(raw, cut, true).data.code == "10000") end
    end
  end))
end

local function open_descriptors()
  local list = io.popen "ls /proc/$PPID/fd | wc -l"
  local count = list:read "n"
  list:close()
  return count
end

local function kilobytes()
  collectgarbage()
  collectgarbage()
  return collectgarbage "count" // 1
end

-- Starts `count` calls that are not answered, waits until all are in flight, and cancels them.
local function cancel_all(chain)
  local promises = {}
  for i = 1, settings.count do
    promises[i] = chain:postAsync(options_of(i))
    promises[i]:catch(function() end)
  end
  local deadline = loop.now() + 20
  while loop.now() < deadline and loop.stat().queued > 0 do async.sleep(0.05) end
  async.sleep(0.5)
  local result = measured(settings.count, function()
    for i = 1, settings.count do promises[i]:cancel() end
  end)
  async.sleep(0.01)
  return result
end

-- Tables that have grown once stay so: what is left is judged by a second round.
function modes.cancel()
  local chain = client():chain(settings.method)
  loop.limit(settings.count)
  cancel_all(chain)
  local before, memory = open_descriptors(), kilobytes()
  local result = cancel_all(chain)
  result.open, result.memory = open_descriptors() - before, kilobytes() - memory
  report(result)
end

-- Every item must end exactly once, however the gateway misbehaves; what fails is counted by kind.
function modes.soak()
  local chain = client():chain(settings.method)
  many(chain, 4, 2) -- loop and signing threads open their own descriptors when they are first used
  local before = open_descriptors()
  loop.limit(math.max(loop.limit(), settings.parallel))
  local seen, kinds, left = {}, {}, settings.count
  local function items()
    if left == 0 then return nil end
    left = left - 1
    return settings.count - left
  end
  local result = measured(settings.count, function()
    local failed = 0
    for item, res, err in async.each(items, { limit = settings.parallel }, function(n) return chain:post(options_of(n)) end) do
      assert(not seen[item], "an item came twice")
      seen[item] = true
      local kind = res and "ok" or err.kind
      kinds[kind] = (kinds[kind] or 0) + 1
      if kind ~= "ok" then failed = failed + 1 end
    end
    return failed
  end)
  local parts, sum = {}, 0
  for kind, count in pairs(kinds) do
    parts[#parts + 1] = kind .. " " .. count
    sum = sum + count
  end
  assert(sum == settings.count, "items were lost")
  table.sort(parts)
  result.kinds, result.open = table.concat(parts, "; "), math.max(0, open_descriptors() - before - loop.limit())
  report(result)
end

modes[arg[1]]()
