-- SPDX-License-Identifier: MIT
-- Reads texts for the prompt where lines cannot be edited: a terminal that cannot move its cursor, or output that goes elsewhere.
-- It takes the place of alipay.core.editor.

local fs = require "alipay.core.fs"

local M = {}

---@class alipay.repl.plain
local methods = {}
local mt = { __index = methods }

---Whether lines can be edited here.
---@return boolean
function M.can_edit()
  local terminal = os.getenv "TERM"
  return fs.is_terminal(0) and fs.is_terminal(1) and terminal ~= nil and terminal ~= "dumb"
end

---@param hooks core.editor_options
---@return alipay.repl.plain
function M.open(hooks)
  io.stdin:setvbuf "no" -- no line waits where the loop cannot see it
  return setmetatable({ hooks = hooks }, mt)
end

-- Work goes on in the background until somebody types.
local function await_input(idle)
  local readable = not fs.is_terminal(0)
  while not readable do
    idle(0, function() readable = true end)
  end
end

local function read_line(self, prompt)
  io.stdout:write(prompt)
  io.stdout:flush()
  await_input(self.hooks.idle)
  return io.read()
end

local function read_text(self, prompt)
  local text = read_line(self, prompt)
  if not text then return nil, "end" end
  while not self.hooks.complete(text) do
    local more = read_line(self, tostring(_G._PROMPT2 or ">> "))
    if not more then break end
    text = text .. "\n" .. more
  end
  return text
end

---Read one text, of as many lines as it needs. An interruption is raised.
---@param prompt string
---@return string|nil text
---@return "end"|nil reason
function methods:read(prompt)
  local ok, text, reason = pcall(read_text, self, prompt)
  if ok then return text, reason end
  io.stdout:write "\n" -- the terminal has shown ^C
  error(text, 0)
end

---There is no way back to what was typed.
function methods.remember() end

function methods.close() end

return M
