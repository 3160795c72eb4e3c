-- SPDX-License-Identifier: MIT
-- `alipay-lua --scripts`: where the scripts lie that came with the program. It runs none of them.

local errors = require "alipay.error"
local fs = require "alipay.core.fs"
local json = require "alipay.json"
local mode = require "alipay.util.mode"

local M = {}

-- Below the folder of the program, wherever that was moved: as `make install` puts them, or the tree of sources.
local PLACES = { "/../share/alipay-lua/scripts", "/scripts" }

---Print the folder; under `--json` as the member `scripts`.
---@return integer exit code; raises an error object of kind "parameter" when the scripts are nowhere
function M.run()
  local program = fs.absolute("/proc/self/exe"):match "^(.*)/"
  for _, place in ipairs(PLACES) do
    local folder = fs.absolute(program .. place)
    if fs.stat(folder .. "/authorize.lua") then
      io.stdout:write(mode.json and json.encode { scripts = folder } or folder, "\n")
      return 0
    end
  end
  error(errors.new("parameter", {
    message = ("the scripts lie neither in %s nor in %s"):format(fs.absolute(program .. "/..") .. "/share/alipay-lua/scripts",
      program .. "/scripts"),
    hint = "install them with the program: make install, or the package alipay-lua",
  }), 0)
end

return M
