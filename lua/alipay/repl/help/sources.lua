-- SPDX-License-Identifier: MIT
-- Finds the source of functions and the comment above it: in files, inside the program, and for C in the stubs of alipay.meta.

local embedded = require "alipay.core.embedded"
local reference = require "alipay.lang.reference"

local M = {}

-- The source text that a function was compiled from.
local function text_of(info)
  local chunk = info.source
  if chunk:sub(1, 1) ~= "@" then return nil end
  local file = io.open(chunk:sub(2), "rb")
  if file then
    local text = file:read "a"
    file:close()
    return text
  end
  local module = chunk:sub(2):gsub("%.lua$", ""):gsub("/", ".")
  return embedded.source(module) or embedded.source((module:gsub("%.init$", "")))
end

local function lines_of(text)
  local lines = {}
  for line in (text .. "\n"):gmatch "(.-)\r?\n" do lines[#lines + 1] = line end
  return lines
end

-- The comment right above a line.
local function comment_above(lines, number)
  local first = number
  while first > 1 and lines[first - 1]:find "^%s*%-%-" do first = first - 1 end
  local comment = {}
  for i = first, number - 1 do comment[#comment + 1] = (lines[i]:gsub("^%s*%-%-%-? ?", "")) end
  return #comment > 0 and reference.lines(comment) or nil
end

-- Documentation of a C function: its stub below alipay.meta. The module is the one in whose table it stands.
local function stub_of(value)
  for module, loaded in pairs(package.loaded) do
    if type(module) == "string" and module:find "^alipay%.core%." and type(loaded) == "table" then
      for name, field in pairs(loaded) do
        local source = field == value and embedded.source(module:gsub("core", "meta", 1))
        if source then
          local lines = lines_of(source)
          for number, line in ipairs(lines) do
            if line:match "^function [%w_]+[.:]([%w_]+)" == name then
              return comment_above(lines, number), line:gsub(" end$", ""), module
            end
          end
        end
      end
    end
  end
end

-- A C function that has no stub: the name under which the standard library has it.
local function of_standard(value)
  for _, library in ipairs { "_G", "string", "table", "math", "io", "os", "utf8", "coroutine", "debug", "package" } do
    for name, field in pairs(require(library)) do
      if field == value then
        return { ("%s of Lua's standard library: https://www.lua.org/manual/5.4/manual.html#pdf-%s"):format(
          name, library == "_G" and name or library .. "." .. name) }
      end
    end
  end
end

---@class alipay.repl.doc
---@field title string
---@field comment string[]|nil
---@field where string|nil

---The documentation of a function.
---@param value function
---@param name string as typed
---@return alipay.repl.doc
function M.of_function(value, name)
  local info = debug.getinfo(value, "S")
  if info.what == "C" then
    local comment, line, module = stub_of(value)
    if comment then return { title = line, comment = comment, where = module } end
    return { title = name, comment = of_standard(value) }
  end
  local text = text_of(info)
  if not text then return { title = name, where = info.short_src } end
  local lines = lines_of(text)
  local title = (lines[info.linedefined] or name):gsub("^%s*local%s+", ""):gsub("^%s*", "")
  return { title = title, comment = comment_above(lines, info.linedefined), where = info.short_src .. ":" .. info.linedefined }
end

---The source of a function with the comment above it, and where it is.
---@param value function
---@return string|nil text nil for C, and for what was typed
---@return string|nil where
function M.source(value)
  local info = debug.getinfo(value, "S")
  local text = info.what ~= "C" and text_of(info)
  if not text then return nil end
  local lines = lines_of(text)
  local comment = info.linedefined
  while comment > 1 and lines[comment - 1]:find "^%s*%-%-" do comment = comment - 1 end
  return table.concat(lines, "\n", comment, math.min(info.lastlinedefined, #lines)), info.short_src .. ":" .. info.linedefined
end

return M
