-- SPDX-License-Identifier: MIT
-- alipay-lua.1: the manual in the macros of man(7).

local lang = require "alipay.lang"
local language = require "alipay.util.language"
local manual = require "alipay.cli.manual"

local M = {}

local function escape(text)
  text = text:gsub("\\", "\\e"):gsub("%-", "\\-")
  text = text:gsub("\n([.'])", "\n\\&%1"):gsub("^([.'])", "\\&%1")
  -- By number, so that it reads the same with whatever encoding the page is taken for.
  return (text:gsub("[\xC2-\xF4][\x80-\xBF]+", function(char) return ("\\[u%04X]"):format(utf8.codepoint(char)) end))
end

local function add(out, ...) out[#out + 1] = table.concat { ... } end

local function heading(out, name) add(out, '.SH "', escape(lang.text(name)), '"') end

local function entries(out, list)
  for _, row in ipairs(list) do
    add(out, ".TP")
    add(out, ".B ", escape(row[1]))
    add(out, escape(lang.text(row[2])))
  end
end

local function option_entries(out, list)
  for _, option in ipairs(list) do
    add(out, ".TP")
    local spelled = manual.spelling(option)
    local value = spelled:sub(#option.flag + 1):gsub("^ ", "\\ ")
    add(out, ".BR ", escape(option.flag), value ~= "" and " \"" .. value:gsub("%u+", "\\fI%0\\fR") .. '"' or "")
    add(out, escape(lang.text(option.text)))
  end
end

---@return string
function M.make()
  local out = {}
  add(out, '.TH ALIPAY\\-LUA 1 "" "alipay\\-lua ', require("alipay.core.embedded").version, '" "User Commands"')
  if language.is_chinese() then add(out, ".ad l") end -- there are few blanks to stretch
  heading(out, "NAME")
  add(out, "alipay\\-lua \\- ", escape(lang.text(manual.PURPOSE)))
  heading(out, "SYNOPSIS")
  for i, usage in ipairs(manual.USAGE) do
    if i > 1 then add(out, ".br") end
    add(out, ".B alipay\\-lua")
    add(out, escape(lang.text(usage)))
  end
  heading(out, "DESCRIPTION")
  for i, paragraph in ipairs(manual.DESCRIPTION) do
    if i > 1 then add(out, ".PP") end
    add(out, escape(lang.text(paragraph)))
  end
  heading(out, "OPTIONS")
  add(out, lang.text "Those of Lua, with their usual meaning:")
  option_entries(out, manual.LUA)
  add(out, ".PP")
  add(out, escape(lang.text "Those of alipay-lua stand before the script or command:"))
  option_entries(out, manual.OWN)
  heading(out, "COMMANDS")
  add(out, lang.text "A script of such a name runs as ./NAME.")
  for _, command in ipairs(manual.commands()) do
    add(out, ".SS ", command.name, " \\- ", escape(lang.text(command.summary)))
    add(out, ".nf")
    add(out, escape(manual.command_help(command.name)))
    add(out, ".fi")
  end
  heading(out, "ENVIRONMENT")
  entries(out, manual.ENVIRONMENT)
  heading(out, "FILES")
  entries(out, manual.FILES)
  heading(out, "EXIT STATUS")
  entries(out, manual.EXIT)
  heading(out, "EXAMPLES")
  for _, example in ipairs(manual.EXAMPLES) do
    add(out, ".TP")
    add(out, escape(example[1]))
    add(out, escape(lang.text(example[2])))
  end
  heading(out, "SEE ALSO")
  add(out, ".BR lua (1)")
  return table.concat(out, "\n") .. "\n"
end

return M
