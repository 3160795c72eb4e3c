-- SPDX-License-Identifier: MIT
-- `--local`: a gateway inside this program, and its app as the profile in use. Its keys and memory outlive the run, and are one for all
-- such runs.

local config = require "alipay.client.settings"
local errors = require "alipay.error"
local fs = require "alipay.core.fs"
local gateway = require "alipay.gateway"
local lang = require "alipay.lang"
local loop = require "alipay.async.loop"
local paths = require "alipay.util.paths"

local M = {}

---The running gateway, once started.
M.gateway = nil

-- Where the state folder cannot be written and the user has not named it (a container, a service without a home), a folder of its own
-- stands in for it, and goes with the run.
local function stand_in(message)
  local folder, why, class = fs.temporary "alipay-lua-state-"
  if not folder then error(errors.from_core(why, class), 0) end
  paths.replace_state_dir(folder)
  loop.on_close(function() fs.remove(folder) end)
  local text = "note: %s; keys and state of this run are in %s and go with it; ALIPAY_STATE_DIR names a folder that keeps them"
  io.stderr:write(lang.format(text, lang.text(message), folder), "\n")
end

local function prepare()
  if paths.is_state_dir_named() then return end
  local dir = paths.state_dir()
  local probe = ("%s/.probe-%d"):format(dir, fs.pid())
  local ok, message = fs.mkdir(dir)
  if ok then ok, message = fs.create(probe, "") end
  fs.remove(probe)
  if not ok then stand_in(message) end
end

---Start it and choose its app.
---@return table gateway raises an error object when it cannot start
function M.start()
  prepare()
  local started, err = gateway.start { dir = paths.state_dir() .. "/local", shared = true }
  if not started then error(err, 0) end
  M.gateway = started
  config.choose { name = "local", settings = started:profile() }
  return started
end

return M
