-- SPDX-License-Identifier: MIT
-- What Tab does: finds out what kind of name stands before the cursor, asks for the names that fit, and says what to insert or
-- list. Nothing of the user's is called: metatables are followed only where __index is a table.

local lexer = require "alipay.util.lexer"
local names = require "alipay.repl.help.names"
local printable = require "alipay.util.printable"
local text = require "alipay.core.text"

local M = {}

local LISTED = 120 -- names shown at most

-- ---- candidates by place ----

local function in_string(self, tokens, i)
  local token, before = tokens[i], tokens[i - 1]
  local typed = token.text:gsub("^[\"']", "", 1)
  if before and before.text == "[" then
    local path = lexer.path_before(tokens, i - 2)
    local list = path and names.fields(self.session, path, typed, false, true) or {}
    if #list > 0 then return typed, list, token.text:sub(1, 1) .. "]" end
  end
  local called = before and before.text == "(" and tokens[i - 2] or before
  if called and called.text == "require" then
    return typed, names.modules(typed), token.text:sub(1, 1)
  end
  local values = require("alipay.repl.help.parameters").values(self.session, tokens, i, typed)
  if values and #values > 0 then return typed, values, token.text:sub(1, 1) end
  if before and before.text == "chain" or typed:find "^alipay%.%l" then return typed, names.methods(typed), "" end
  local folder, list = names.files(typed)
  return typed:sub(#folder + 1), list, nil
end

local function in_command(commands, line)
  local command, argument = line:match "^%s*:(%l*)%s+(.*)$"
  if not command then
    local typed = line:match "^%s*:(%l*)$"
    return typed, typed and names.among(commands.names(), typed) or {}, " "
  end
  if command == "profile" then return argument, names.profiles(argument), "" end
  if command == "trace" then return argument, names.among({ "on", "off" }, argument), "" end
  if command == "load" or command == "save" or command == "edit" then
    local folder, list = names.files(argument)
    return argument:sub(#folder + 1), list, nil
  end
  if command == "reload" then return argument, names.loaded(argument), "" end
  if argument:find "^alipay%.%l" then return argument, names.methods(argument), "" end
  return nil -- the rest are expressions
end

local function in_code(self, line, tokens)
  local last = tokens[#tokens]
  local typed, i = "", #tokens + 1
  if last and last.last == #line and (last.kind == "name" or last.kind == "keyword") then typed, i = last.text, #tokens end
  local before = tokens[i - 1]
  local start = tokens[i] and tokens[i].first or #line + 1
  if before and (before.text == "." or before.text == ":") and before.last == start - 1 then
    local path = lexer.path_before(tokens, i - 2)
    return typed, path and names.fields(self.session, path, typed, before.text == ":") or {}, ""
  end
  if before and (before.text == "{" or before.text == ",") then
    local list, tail = require("alipay.repl.help.parameters").at(self.session, tokens, i - 1, typed)
    if list then return typed, list, tail end
  end
  if typed == "" and before then return nil end
  return typed, names.variables(self.session, typed), ""
end

---What fits before the cursor.
---@param self alipay.repl
---@param line string text before the cursor
---@return string|nil typed the part of a name that is there
---@return string[] candidates whole names that start with it
---@return string|nil tail what follows a name that is the only one
function M.candidates(self, line)
  if line:find "^%s*:%l*" and not line:find "\n" then
    local typed, list, tail = in_command(self.commands, line)
    if typed then return typed, list, tail end
    line = line:gsub("^%s*:%l*%s", "")
  end
  local tokens = lexer.tokens(line)
  local last = tokens[#tokens]
  if last and last.kind == "string" and last.open and not last.text:find "^%[" then return in_string(self, tokens, #tokens) end
  if last and last.kind == "comment" and (last.open or not line:find "\n$") then return nil, {} end
  return in_code(self, line, tokens)
end

-- ---- what to do with them ----

local function common_prefix(list)
  local first, size = list[1], #list[1]
  for i = 2, #list do
    local same = 0
    while same < size and first:byte(same + 1) == list[i]:byte(same + 1) do same = same + 1 end
    size = same
  end
  while size > 0 and first:byte(size + 1) and first:byte(size + 1) & 0xC0 == 0x80 do size = size - 1 end
  return first:sub(1, size)
end

---Names side by side, read down the columns.
---@param list string[]
---@param width integer
---@return string
local function grid(list, width)
  local shown, widest = {}, 1
  for i = 1, math.min(#list, LISTED) do
    shown[i] = printable.line(list[i]) -- a file's name or a field may be anything
    widest = math.max(widest, text.width(shown[i]))
  end
  local columns = math.max(1, width // (widest + 2))
  local rows = (#shown + columns - 1) // columns
  local lines = {}
  for y = 1, rows do
    local cells = {}
    for x = y, #shown, rows do cells[#cells + 1] = shown[x] .. (" "):rep(widest + 2 - text.width(shown[x])) end
    lines[y] = table.concat(cells):gsub("%s+$", "")
  end
  if #list > #shown then lines[#lines + 1] = ("… and %d more"):format(#list - #shown) end
  return table.concat(lines, "\n")
end

---The editor's hook.
---@param self alipay.repl
---@param line string
---@param cursor integer bytes before the cursor
---@return integer|nil count characters to take away
---@return string|nil insert
---@return string|nil list
function M.tab(self, line, cursor)
  local ahead = line:sub(1, cursor)
  if not ahead:find("%S", (ahead:match "^.*\n()" or 1)) then return 0, "  " end -- an indentation
  local typed, list, tail = M.candidates(self, ahead)
  if not typed or #list == 0 then return nil end
  local length = utf8.len(typed)
  if not length then return nil end
  if #list == 1 then
    local name = list[1]
    if name:sub(-1) == "/" or line:sub(cursor + 1, cursor + #(tail or "")) == tail then tail = "" end
    return length, name .. (tail or "")
  end
  local prefix = common_prefix(list)
  if #prefix > #typed then return length, prefix end
  return nil, nil, grid(list, require("alipay.core.fs").columns())
end

return M
