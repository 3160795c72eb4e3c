-- SPDX-License-Identifier: MIT
-- Meets each reply of spec/support/hostile.lua: `alipay-lua spec/support/hostile_client.lua PORT COUNT APP_KEY ALIPAY_KEY`. A line for
-- each: its number, what came of it, seconds of CPU; at last the megabytes by which memory grew at its peak.

local alipay = require "alipay"

local port, count = arg[1], tonumber(arg[2])

local function peak()
  for line in io.lines "/proc/self/status" do
    local kb = line:match "^VmHWM:%s*(%d+)"
    if kb then return tonumber(kb) / 1024 end
  end
end

local function call(number)
  local client = alipay.client {
    app_id = "1", private_key = arg[3], alipay_public_key = arg[4], timeout = 1, proxy = "",
    gateway = ("http://127.0.0.1:%s/%d/gateway.do"):format(port, number),
  }
  return client.alipay.trade.query:post { content = { out_trade_no = "1" } }
end

local before = peak()
for number = 1, count do
  local began = os.clock()
  local res, err = call(number)
  local printed = tostring(err or res)
  print(number, res and "success" or err.kind, ("%.3f"):format(os.clock() - began),
    printed:find "[\0-\8\11-\31\127]" and "control" or "clean", printed:sub(1, 100):gsub("%c", " "))
end
print("peak", ("%.1f"):format(peak() - before))
