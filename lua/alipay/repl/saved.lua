-- SPDX-License-Identifier: MIT
-- What the script of a saved session calls: it does with the values of a line what the prompt did. alipay.repl.save writes it.

local call = require "alipay.call.pipeline"
local output = require "alipay.repl.show.output"

local M = {}

local kept ---@type alipay.repl.session

local function keep(...)
  kept = kept or require("alipay.repl.session").new()
  local values = table.pack(...)
  if values.n == 0 then return values, false end
  local failed = kept:keep_values(values)
  for name, value in pairs(kept.special) do _G[name] = value end
  return values, failed
end

---Keep the values of a line as `_`, `_1` and so on, or as `_err`: global names, as at the prompt.
---@param ... any
function M.keep(...)
  keep(...)
end

-- A call that fails is `_err`, whatever becomes of its result.
local previous = call.observer
function call.observer(event, ...)
  local failure = select(event == "failure" and 1 or 4, ...)
  if event ~= "request" and failure then _G._err = failure end
  if previous then previous(event, ...) end
end

local own_print = print

---Keep the values and print them as the prompt does; the error of a call goes to stderr.
---@param ... any
function M.show(...)
  local values, failed = keep(...)
  if values.n == 0 then return end
  if print ~= own_print and not failed then return print(...) end
  output.values(values, require("alipay.repl.show.style").current(), failed and io.stderr or io.stdout)
end

---The outcome of a promise, which the prompt awaits by itself.
---@param promised alipay.promise
---@param ... any given back when it is no promise this time
---@return any ... its value, or nil and the error
function M.wait(promised, ...)
  if require("alipay.repl.show.kinds").is_promise(promised) then return promised:wait() end
  return promised, ...
end

---Refuse to run with another app than the session had: a session of the sandbox must not be repeated on the real platform.
---@param app_id string
---@param gateway string
---@param option? string of the program that chooses them
function M.only(app_id, gateway, option)
  local config, errors = require "alipay.client.settings", require "alipay.error"
  local secrets, settings = require "alipay.util.secrets", config.gather()
  if option == "--local" then
    if config.choice().settings then return end -- whatever its port and its app are today
  elseif settings.app_id == app_id and secrets.address(settings.gateway) == secrets.address(gateway) then
    return
  end
  error(errors.new("parameter", {
    message = ("this session was made with app %s at %s, and would run with app %s at %s now"):format(app_id,
      secrets.address(gateway), settings.app_id or "(none)", secrets.address(settings.gateway)),
    hint = option and ("run it with %s, as: alipay-lua %s FILE"):format(option, option)
      or "set ALIPAY_APP_ID, ALIPAY_GATEWAY or the profile as they were, or change the line in the script that says so",
  }), 0)
end

return M
