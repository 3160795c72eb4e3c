-- SPDX-License-Identifier: MIT
-- In which mode Lua's collector works while a program has few or many transfers in flight.

local fs = require "alipay.core.fs"
local support = require "spec.support.client"

-- Starts ARG 1 transfers that are answered when all have arrived; prints the mode before and behind them.
local SCRIPT = [==[
  local async, http, server = require "alipay.async", require "alipay.http", require "alipay.core.server"
  local count, held = tonumber(arg[1]), {}
  local quiet = assert(server.start {
    on_request = function(exchange)
      held[#held + 1] = exchange
      if #held == count then
        for _, each in ipairs(held) do each:respond(200, {}, "") end
      end
    end,
  })
  require("alipay.core.loop").limit(count)
  if arg[2] then collectgarbage(arg[2], 240, 300) end
  local url, items = "http://127.0.0.1:" .. quiet:port() .. "/", {}
  for i = 1, count do items[i] = i end
  local results = async.map(items, { limit = count }, function() return assert(http.fetch(url)).status end)
  assert(#results == count and results[count] == 200)
  print((collectgarbage("incremental", 0, 0)), collectgarbage("setpause", 200), collectgarbage("setstepmul", 100))
]==]

describe("the collector of a program", function()
  local folder
  setup(function()
    folder = assert(fs.temporary "collector-spec-")
    local file <close> = assert(io.open(folder .. "/many.lua", "w"))
    file:write(SCRIPT)
  end)
  teardown(function() fs.remove(folder) end)

  local function mode_after(count, own)
    local out, err, code = support.run(("%s/many.lua %d %s"):format(folder, count, own or ""))
    assert.equal(0, code, err)
    return out
  end

  it("is generational with few transfers in flight", function()
    assert.match("^generational\t", mode_after(15))
  end)

  it("works by steps once there were many", function()
    assert.equal("incremental\t148\t200\n", mode_after(16))
  end)

  it("keeps the settings of a program that chose steps itself", function()
    assert.equal("incremental\t240\t300\n", mode_after(16, "incremental"))
  end)
end)
