-- SPDX-License-Identifier: MIT
-- Options of scripts and commands, by argparse: `--help` shows the script's own header, wrong usage ends with exit code 2.

local errors = require "alipay.error"
local json = require "alipay.json"
local lang = require "alipay.lang"
local language = require "alipay.util.language"
local mode = require "alipay.util.mode"
local program_options = require "alipay.cli.manual.options"
local wrap = require "alipay.util.wrap"

local M = {}

local function argparse()
  -- The program carries it; a run from the source tree takes the installed one.
  local ok, module = pcall(require, "alipay.vendor.argparse")
  return ok and module or require "argparse"
end

---The comment at the head of a source text: what `--help` shows.
---@param source string
---@return string
function M.header(source)
  local lines = {}
  for line in (source:gsub("^#![^\n]*\n", "") .. "\n"):gmatch "(.-)\r?\n" do
    local comment = line:match "^%-%- ?(.*)$"
    if not comment then break end
    if not comment:find "^SPDX%-" then lines[#lines + 1] = comment end
  end
  return table.concat(lines, "\n")
end

---The header of a script file.
---@param path string
---@return string|nil header
---@return alipay.error|nil err
function M.header_of(path)
  local file, message = io.open(path, "rb")
  local text = file and file:read "a"
  if file then file:close() end
  if not text then
    return nil, errors.new("parameter", { message = "cannot read " .. (message or path .. ": it is no file"), source = "file" })
  end
  return M.header(text)
end

local WIDEST = 100 -- columns of help, of which labels take the first 25

-- Descriptions of arguments and options, in lines: argparse would count bytes, and break Chinese text at blanks only.
local function describe(parser)
  for _, list in ipairs { parser._arguments, parser._options } do
    for _, element in ipairs(list) do
      local text = lang.text(element._description or "")
      if language.is_chinese() and element._default and element._show_default then
        element._show_default = false
        text = text .. lang.format("(default: %s)", element._default)
      end
      element._description = table.concat(wrap.lines(text, WIDEST - 25), "\n")
    end
  end
end

-- A header without its paragraph that shows how the script is called, which takes the place of argparse's, and that paragraph.
local function take_usage(header)
  local first, last, usage = header:find "\n\nusage: ([^\n]+)"
  if not first then return header end
  return header:sub(1, first - 1) .. header:sub(last + 1), usage
end

---A parser for a command or script. Define options on it, then `M.parse`.
---@param name string as typed
---@param header string text for `--help`, examples included
---@return table parser
function M.parser(name, header)
  local description, usage = take_usage(header)
  local parser = argparse()(name, header):add_help(false):usage_max_width(WIDEST)
  if usage then parser:usage("Usage: " .. usage) end
  -- The header keeps its lines: an example that is broken in two cannot be pasted.
  local get_help = parser.get_help
  function parser:get_help()
    self:description "\1"
    describe(self)
    local text = lang.lines(get_help(self)):gsub("^Usage: ", lang.text "Usage: ", 1)
    return (text:gsub("\1", (lang.help(description):gsub("%%", "%%%%")), 1))
  end
  return parser
end

---What `--help` does: it prints, under `--json` as the member `help`, and ends the program. The manual puts a function here that keeps
---the text instead.
---@param text string
function M.show_help(text)
  io.stdout:write(mode.json and json.encode { help = text } or text, "\n")
  os.exit(0, true)
end

-- A number below 0 is taken for an option: `--amount -1`. The parser names but its first letter.
local function taken_for_option(message, arguments)
  local flag = message:match "^unknown option '(%-[%d.])"
  for i, argument in ipairs(flag and arguments or {}) do
    if argument:sub(1, 2) == flag and tonumber(argument) then
      local before = arguments[i - 1]
      return errors.new("parameter", {
        message = ("'%s' is taken for an option"):format(argument),
        hint = before and before:find "^%-" and ("join it to the option that it is for: %s=%s"):format(before, argument) or nil,
      })
    end
  end
end

-- An option of the program's own that stands behind the script or command; nil when it is none.
local function misplaced(message, name)
  local flag = message:match "^unknown option '(%-%-%l+)'"
  for _, option in ipairs(program_options.OWN) do
    if option.flag == flag then
      local value = option.attached and "[=" .. option.value .. "]" or option.value and " " .. option.value or ""
      return errors.new("parameter", {
        message = flag .. " is an option of alipay-lua itself: it stands before the script or command",
        hint = ("write alipay-lua %s%s %s ..."):format(flag, value, (name:gsub("^alipay%-lua ", ""))),
      })
    end
  end
end

---Parse arguments. `--help` prints and ends the program with 0.
---@param parser table
---@param arguments string[]
---@return table values by option name; raises an error object of kind "parameter" for wrong usage
function M.parse(parser, arguments)
  parser:flag("-h --help", "Show this help and end.")
  for _, argument in ipairs(arguments) do
    if argument == "--" then break end
    if argument == "-h" or argument == "--help" then
      M.show_help(parser:get_help())
    end
  end
  local ok, values = parser:pparse(arguments)
  if not ok then
    local err = misplaced(values, parser._name) or taken_for_option(values, arguments)
    if err then error(err, 0) end
    error(errors.new("parameter", { message = values, hint = "try " .. parser._name .. " --help" }), 0)
  end
  return values
end

-- Whether a value is an empty text, or a list with one in it.
local function is_empty(value)
  if type(value) ~= "table" then return value == "" end
  for _, item in ipairs(value) do
    if is_empty(item) then return true end
  end
  return false
end

-- What must not be empty and is: whether that is an option, and its name.
local function find_empty(parser, values)
  for _, list in ipairs { parser._arguments, parser._options } do
    for _, element in ipairs(list) do
      local value = values[element._target or element:_get_default_target()]
      if element._default ~= "" and is_empty(value) then return list == parser._options, element._name end
    end
  end
end

---As `M.parse`, for scripts: an empty text is refused (script.parse says why).
---@param parser table
---@param arguments string[]
---@return table values as of `M.parse`
function M.parse_filled(parser, arguments)
  local values = M.parse(parser, arguments)
  local is_option, name = find_empty(parser, values)
  if not name then return values end
  error(errors.new("parameter", {
    message = (is_option and "%s is empty" or "argument '%s' is empty"):format(name),
    hint = "a variable of the shell that is not set gives an empty text",
  }), 0)
end

return M
