-- SPDX-License-Identifier: MIT
-- `alipay-lua --help`: the manual as plain text.

local lang = require "alipay.lang"
local manual = require "alipay.cli.manual"
local wrap = require "alipay.util.wrap"

local M = {}

local WIDTH = 100

local function wrapped(text, indent)
  return table.concat(wrap.lines(lang.text(text), WIDTH - #indent), "\n" .. indent)
end

local function rows(list, out)
  local widest = 0
  for _, row in ipairs(list) do widest = math.max(widest, #row[1] <= 26 and #row[1] or 0) end
  local indent = (" "):rep(widest + 4)
  for _, row in ipairs(list) do
    local head = #row[1] > widest and row[1] .. "\n" .. indent or row[1] .. (" "):rep(widest - #row[1] + 2)
    out[#out + 1] = "  " .. head .. wrapped(row[2], indent)
  end
end

local function option_rows(list)
  local result = {}
  for i, option in ipairs(list) do result[i] = { manual.spelling(option), option.text } end
  return result
end

---@return string
function M.make()
  local out = {}
  for i, usage in ipairs(manual.USAGE) do
    out[#out + 1] = (i == 1 and lang.text "usage: " or "       ") .. manual.NAME .. " " .. lang.text(usage)
  end
  for _, paragraph in ipairs(manual.DESCRIPTION) do
    out[#out + 1] = ""
    out[#out + 1] = wrapped(paragraph, "")
  end
  local function section(title, list)
    out[#out + 1] = "\n" .. lang.text(title)
    rows(list, out)
  end
  section("Options of Lua, with their usual meaning:", option_rows(manual.LUA))
  section("Options of alipay-lua, before the script or command:", option_rows(manual.OWN))
  local commands = {}
  for i, command in ipairs(manual.commands()) do commands[i] = { command.name, command.summary } end
  section("Commands (a script of that name runs as ./NAME):", commands)
  section("Environment:", manual.ENVIRONMENT)
  out[#out + 1] = "  " .. lang.text "Options come before the environment, the environment before the profile, which is read from"
    .. "\n  " .. require("alipay.client.profile").path()
  section("Exit codes:", manual.EXIT)
  out[#out + 1] = "\n" .. lang.text "Examples:"
  for _, example in ipairs(manual.EXAMPLES) do out[#out + 1] = "  " .. example[1] end
  return table.concat(out, "\n") .. "\n"
end

return M
