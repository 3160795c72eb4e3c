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

---A path as a shell takes it: `~` at its beginning is the user's home.
---@param path string
---@return string
function M.expand(path)
  return path:find "^~/" and fs.home() .. path:sub(2) or path == "~" and fs.home() or path
end

local replaced

---Keep state elsewhere from now on, in this program alone.
---@param folder string
function M.replace_state_dir(folder)
  replaced = folder
end

---Whether the user has named the folder of state.
---@return boolean
function M.is_state_dir_named()
  return (os.getenv "ALIPAY_STATE_DIR" or "") ~= ""
end

---Folder of state: tokens, the gateway's keys. `ALIPAY_STATE_DIR`, else below the XDG state folder.
---@return string
function M.state_dir()
  if replaced then return replaced end
  if M.is_state_dir_named() then return os.getenv "ALIPAY_STATE_DIR" end
  return home("XDG_STATE_HOME", "/.local/state") .. "/alipay-lua"
end

return M
