-- SPDX-License-Identifier: MIT
-- Orders as QR codes: shown where the caller wants them, waited for, and closed when nobody paid, so that nobody pays later.

local attempts = require "alipay.trade.attempt"
local close = require "alipay.trade.close"
local errors = require "alipay.error"
local fs = require "alipay.core.fs"
local qr = require "alipay.core.qr"
local script = require "alipay.script"
local wait = require "alipay.trade.wait"

local M = {}

---Put a QR code where it is wanted.
---@param text string
---@param options { png: string?, show: boolean? }
---@return boolean|nil ok
---@return alipay.error|nil err
function M.show(text, options)
  if options.png then
    local png, message = qr.png(text)
    if not png then return nil, errors.new("parameter", { message = "the QR code cannot be drawn: " .. tostring(message) }) end
    local ok, why, class = fs.replace(options.png, png, 420) -- octal 0644
    if not ok then return nil, errors.from_core(why, class) end
  end
  if options.show then
    local drawn, message = script.qr(text)
    script.say("%s", drawn or ("%s (%s)"):format(text, message))
  end
  return true
end

---The content of an order whose code is good for so long, unless it says how long itself.
---@param content table
---@param timeout number seconds
---@return table content
function M.limited(content, timeout)
  local minutes = ("%dm"):format(math.max(1, math.ceil(timeout / 60)))
  local limited = { timeout_express = minutes, qr_code_timeout_express = minutes }
  for name, value in pairs(content) do limited[name] = value end
  return limited
end

-- Waits for `timeout` seconds, or asks once.
local function waited(client, order, options, timeout)
  local settings = {}
  for name, value in pairs(options) do settings[name] = value end
  settings.timeout = timeout
  local one = attempts.new(client, settings)
  one.content = order
  return wait.run(one)
end

---Wait for the buyer, and close what he did not pay.
---@param client alipay.client
---@param content table of the order, with the time that its code is good for
---@param options alipay.trade.options filled in
---@return alipay.response|nil res
---@return alipay.error|nil err
function M.settle(client, content, options)
  local key = content.out_trade_no
  local order = { out_trade_no = key }
  local res, err = waited(client, order, options, options.timeout)
  if res or err.outcome ~= "unknown" or err.kind == "cancelled" then return res, err end
  local one <close>, failure = attempts.begin(client, options, "close", key, "", order)
  if not one then return nil, failure end
  local closed, reason = close.settle(one)
  if closed then
    err.outcome, err.hint = "unpaid", "the order is closed"
    return nil, err
  end
  if reason:is "TRADE_NOT_EXIST" then
    err.hint = ("nobody scanned the code, which ends %s after it was made"):format(content.qr_code_timeout_express)
    return nil, err
  end
  return waited(client, order, options, 0) -- it was paid at the last moment, perhaps
end

return M
