-- SPDX-License-Identifier: MIT
-- A program that is killed while a bill comes leaves nothing half-written under the bill's name.

local bills = require "spec.support.bills"
local client_of = require "spec.support.client"
local fs = require "alipay.core.fs"
local loop = require "alipay.core.loop"
local process = require "alipay.core.process"

describe("a program that is killed while it saves a bill", function()
  local folder, shop, path
  before_each(function()
    folder = assert(fs.temporary "killed-spec-")
    path = folder .. "/bill.zip"
  end)
  after_each(function()
    shop.stop()
    fs.remove(folder)
  end)

  -- Saves a bill in a process of its own; a stream of half of it is open when this returns.
  local function start()
    shop = select(2, bills.shop())
    local app, ali = client_of.keys()
    local streams = {}
    shop.on_fetch = function(exchange)
      local stream = exchange:stream(200, { ["Content-Type"] = "application/zip" })
      stream:write(shop.file:sub(1, -20))
      streams[#streams + 1] = stream
    end
    local script = ("require('alipay.bill').save(require('alipay').client(), { date = '2026-11-25' }, %q)"):format(path)
    local running = assert(process.start({
      argv = { client_of.program, "-e", script }, timeout = 60,
      environment = {
        "ALIPAY_STATE_DIR=" .. folder .. "/state", "XDG_CONFIG_HOME=" .. folder, "ALIPAY_APP_ID=2014072300007148",
        "ALIPAY_PROFILE=",
        "ALIPAY_PRIVATE_KEY=" .. app:pem(), "ALIPAY_PUBLIC_KEY=" .. ali:public():pem(), "ALIPAY_TIMEOUT=30",
        "ALIPAY_GATEWAY=" .. shop.url:match "^%a+://[^/]+" .. "/gateway.do",
      },
    }, function(result) error(result and result.complaint or "it did not run") end))
    -- Its file is there when the first bytes have come.
    local function has_file()
      for _, name in ipairs(fs.list(folder)) do
        local found = name:find "%.tmp$" and fs.stat(folder .. "/" .. name)
        if found and found.size > 0 then return true end
      end
    end
    local ends = loop.now() + 60
    while not has_file() and loop.now() < ends do loop.step(0.05) end
    assert.is_true(has_file())
    return running
  end

  it("leaves no bill", function()
    start():cancel()
    assert.is_nil(fs.stat(path))
  end)

  it("leaves an older bill as it was", function()
    assert(fs.create(path, "older"))
    start():cancel()
    assert.equal(5, fs.stat(path).size)
  end)
end)
