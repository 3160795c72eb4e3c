-- SPDX-License-Identifier: MIT
-- Where this program keeps what is the user's: configuration and state. It makes no folder.

local fs = require "alipay.core.fs"

local M = {}

local function home(variable, fallback)
  local folder = os.getenv(variable)
  if folder and folder ~= "" then return folder end
  return fs.home() .. fallback
end

---Folder of configuration files.
---@return string
function M.config_dir()
  return home("XDG_CONFIG_HOME", "/.config") .. "/alipay-lua"
end

---Folder of state: tokens, the gateway's keys. `ALIPAY_STATE_DIR`, else below the XDG state folder.
---@return string
function M.state_dir()
  local folder = os.getenv "ALIPAY_STATE_DIR"
  if folder and folder ~= "" then return folder end
  return home("XDG_STATE_HOME", "/.local/state") .. "/alipay-lua"
end

return M
