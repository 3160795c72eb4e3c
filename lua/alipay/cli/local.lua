-- SPDX-License-Identifier: MIT
-- `--local`: a gateway inside this program, and its app as the profile in use. Its keys and memory outlive the run, and are one for all
-- such runs.

local config = require "alipay.client.settings"
local gateway = require "alipay.gateway"
local loop = require "alipay.async.loop"
local paths = require "alipay.util.paths"

local M = {}

---The running gateway, once started.
M.gateway = nil

---Start it and choose its app.
---@return table gateway raises an error object when it cannot start
function M.start()
  local started, err = gateway.start { dir = paths.state_dir() .. "/local", shared = true }
  if not started then error(err, 0) end
  M.gateway = started
  config.choose { name = "local", settings = started:profile() }
  loop.on_close(function() started:stop() end)
  return started
end

return M
