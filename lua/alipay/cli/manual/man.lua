-- SPDX-License-Identifier: MIT
-- alipay-lua.1: the manual in the macros of man(7).

local manual = require "alipay.cli.manual"

local M = {}

local function escape(text)
  text = text:gsub("\\", "\\e"):gsub("%-", "\\-")
  text = text:gsub("\n([.'])", "\n\\&%1"):gsub("^([.'])", "\\&%1")
  -- By number, so that it reads the same with whatever encoding the page is taken for.
  return (text:gsub("[\xC2-\xF4][\x80-\xBF]+", function(char) return ("\\[u%04X]"):format(utf8.codepoint(char)) end))
end

local function add(out, ...) out[#out + 1] = table.concat { ... } end

local function entries(out, list)
  for _, row in ipairs(list) do
    add(out, ".TP")
    add(out, ".B ", escape(row[1]))
    add(out, escape(row[2]))
  end
end

local function option_entries(out, list)
  for _, option in ipairs(list) do
    add(out, ".TP")
    local spelled = manual.spelling(option)
    local value = spelled:sub(#option.flag + 1):gsub("^ ", "\\ ")
    add(out, ".BR ", escape(option.flag), value ~= "" and " \"" .. value:gsub("%u+", "\\fI%0\\fR") .. '"' or "")
    add(out, escape(option.text))
  end
end

---@return string
function M.make()
  local out = {}
  add(out, '.TH ALIPAY\\-LUA 1 "" "alipay\\-lua ', require("alipay.core.embedded").version, '" "User Commands"')
  add(out, ".SH NAME")
  add(out, "alipay\\-lua \\- ", escape(manual.PURPOSE))
  add(out, ".SH SYNOPSIS")
  for i, usage in ipairs(manual.USAGE) do
    if i > 1 then add(out, ".br") end
    add(out, ".B alipay\\-lua")
    add(out, escape(usage))
  end
  add(out, ".SH DESCRIPTION")
  for i, paragraph in ipairs(manual.DESCRIPTION) do
    if i > 1 then add(out, ".PP") end
    add(out, escape(paragraph))
  end
  add(out, ".SH OPTIONS")
  add(out, "Those of Lua, with their usual meaning:")
  option_entries(out, manual.LUA)
  add(out, ".PP")
  add(out, "Those of alipay\\-lua stand before the script or command:")
  option_entries(out, manual.OWN)
  add(out, ".SH COMMANDS")
  add(out, "A script of such a name runs as ./NAME.")
  for _, command in ipairs(manual.commands()) do
    add(out, ".SS ", command.name, " \\- ", escape(command.summary))
    add(out, ".nf")
    add(out, escape(manual.command_help(command.name)))
    add(out, ".fi")
  end
  add(out, ".SH ENVIRONMENT")
  entries(out, manual.ENVIRONMENT)
  add(out, ".SH FILES")
  entries(out, manual.FILES)
  add(out, '.SH "EXIT STATUS"')
  entries(out, manual.EXIT)
  add(out, ".SH EXAMPLES")
  for _, example in ipairs(manual.EXAMPLES) do
    add(out, ".TP")
    add(out, escape(example[1]))
    add(out, escape(example[2]))
  end
  add(out, '.SH "SEE ALSO"')
  add(out, ".BR lua (1)")
  return table.concat(out, "\n") .. "\n"
end

return M
