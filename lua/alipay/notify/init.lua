-- SPDX-License-Identifier: MIT
-- Messages from Alipay: asynchronous notifications, return URLs and results handed over by the app, verified by the same code, and
-- a listener that receives notifications.

local app_result = require "alipay.notify.result"
local listener = require "alipay.notify.listener"
local notification = require "alipay.notify.notification"
local verify = require "alipay.notify.verify"

local M = {}

local OPTIONS = { ignore = true, brief = true }

local function split_options(options, where)
  local expected = {}
  for name, value in pairs(options or {}) do
    if not OPTIONS[name] then expected[name] = value end
  end
  notification.check_expectations(expected, where)
  return expected, options or {}
end

local function run(input, client, options, kind, where)
  if type(input) ~= "string" and type(input) ~= "table" then
    error(("%s: a body or a table of parameters is needed, not a %s"):format(where, type(input)), 3)
  end
  local expected, given = split_options(options, where)
  return verify.run(input, client or require("alipay.client.client").new(),
    { kind = kind, expected = expected, ignore = given.ignore, brief = given.brief })
end

---Verify an asynchronous notification.
---@param body string|table the raw body of the POST, decoded here once; or its parameters, decoded once, by name or as a list of { name, value }
---@param client? alipay.client whose Alipay key is used; of the profile in use otherwise
---@param options? table what it must say, as { app_id = "...", seller_id = "...", total_amount = "88.88" } (amounts are compared as decimals); `ignore`: list of names that are your own and not signed; `brief`: true spares the search for the cause of a failure
---@return alipay.notification|nil n
---@return alipay.error|nil err kind "signature" with `findings`; kind "parameter" with `faults` when only an expectation failed
function M.verify(body, client, options)
  return run(body, client, options, "notify", "notify.verify")
end

---Verify the URL with which the buyer's browser came back. It proves nothing of a payment: query the trade.
---@param url string|table the URL, its query, or the parameters
---@param client? alipay.client
---@param options? table as for `verify`
---@return alipay.notification|nil n
---@return alipay.error|nil err
function M.verify_return(url, client, options)
  if type(url) == "string" then
    url = url:gsub("#.*$", "")
    url = url:match "^%a[%w+.-]*://[^?]*%??(.*)$" or url:match "^/[^?]*%?(.*)$" or url:gsub("^%?", "")
  end
  return run(url, client, options, "return", "notify.verify_return")
end

---Verify the result that the Alipay app handed to yours after alipay.trade.app.pay. It is no proof of payment either.
---@param result string|table the `result` itself (JSON text), or the whole answer of the SDK that holds it, also as JSON or percent-encoded
---@param client? alipay.client
---@param options? table what it must say, as for `verify`
---@return alipay.notification|nil n its `data` is the node decoded, `params` its texts
---@return alipay.error|nil err
function M.verify_result(result, client, options)
  if type(result) ~= "string" and type(result) ~= "table" then
    error("notify.verify_result: a JSON text or the answer of the SDK is needed, not a " .. type(result), 2)
  end
  return app_result.verify(result, client or require("alipay.client.client").new(),
    split_options(options, "notify.verify_result"))
end

---Receive notifications: verify, journal and handle each. They are served while the loop runs; `listener:run()` runs it until a signal.
---@param options alipay.notify.options
---@return alipay.notify.listener|nil
---@return alipay.error|nil err kind "parameter": the journal cannot be used, the port is in use; kind "signature": Alipay's key cannot be read
function M.listen(options)
  return listener.start(options)
end

return M
