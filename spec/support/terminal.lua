-- SPDX-License-Identifier: MIT
-- A terminal for specs: runs the real program in a pseudo-terminal and keeps the screen that a person would see.

local fs = require "alipay.core.fs"
local screens = require "spec.support.screen"
local spec_keys = require "spec.support.keys"

local build = os.getenv "ALIPAY_BUILD" or "build"
os.execute("make -s " .. build .. "/tests/pty.so") -- there already after `make spec`; made or renewed for a bare busted
package.cpath = build .. "/tests/?.so;" .. package.cpath
local pty = require "pty"

local M = {}

local methods = {}
local mt = { __index = methods }

---Start a program in a terminal.
---@param options { [integer]: string, columns: integer|nil, rows: integer|nil, program: string|nil, env: table<string, string>|nil, home: string|nil }
function M.start(options)
  local home = options.home or assert(fs.temporary "terminal-spec-")
  local env = {
    HOME = home, XDG_CONFIG_HOME = home .. "/config", ALIPAY_STATE_DIR = home .. "/state", TERM = "xterm", LC_ALL = "C.UTF-8",
    PATH = os.getenv "PATH", NO_COLOR = "1",
  }
  for name, value in pairs(options.env or {}) do env[name] = value or nil end
  local list = {}
  for name, value in pairs(env) do if value then list[#list + 1] = name .. "=" .. value end end
  for _, option in ipairs(options) do
    if option == "--local" then spec_keys.seed(env.ALIPAY_STATE_DIR .. "/local") end
  end
  local columns, rows = options.columns or 80, options.rows or 24
  local program = fs.absolute(options.program or os.getenv "ALIPAY_LUA" or "./alipay-lua")
  local arguments = table.move(options, 1, #options, 2, { program })
  return setmetatable({
    pty = pty.open(arguments, list, columns, rows), screen = screens.new(columns, rows), home = home, seen = "", reads = 0,
      own = not options.home,
  }, mt)
end

local READY = "\27[?2004h" -- what the editor says when it starts to read
local PATIENCE = 60 -- seconds until something that never comes is a failure

---Type. What the program says meanwhile is taken; one that takes nothing for so long is stuck.
function methods:type(bytes)
  local deadline = os.time() + PATIENCE
  while #bytes > 0 do
    local count = self.pty:write(bytes)
    bytes = bytes:sub(count + 1)
    if count > 0 then
      deadline = os.time() + PATIENCE
    else
      if os.time() > deadline then error("the program takes no input\n" .. self.seen:sub(-2000), 2) end
      local said = self.pty:read(0.02)
      if not said then return end -- it has ended, and nobody will ever take the rest
      self:take(said)
    end
  end
end

-- Bytes from the program.
function methods:take(bytes)
  if not bytes then return end
  local from = math.max(1, #self.seen - #READY + 2)
  self.seen = self.seen .. bytes
  if not self.blind then
    screens.feed(self.screen, bytes)
    for _ in self.seen:sub(from):gmatch "\27%[%?2004h" do self.reads = self.reads + 1 end
  end
end

---Read what appears until a condition holds; nobody waits longer than it takes.
---@param holds fun(): boolean
---@param what string for the failure
---@param level? integer of the caller to blame
function methods:await(holds, what, level)
  local deadline = os.time() + PATIENCE
  while not holds() do
    local bytes = self.pty:read(0.05)
    if bytes == nil or os.time() > deadline then
      error(("not seen: %s\n---- screen ----\n%s\n---- at %s"):format(what, self:text(), self:here()), level or 3)
    end
    self:take(bytes)
  end
  return self
end

---Everything on the screen and above it, as lines without trailing blanks.
function methods:lines()
  local lines = {}
  for _, cells in ipairs { self.screen.history, self.screen.cells } do
    for _, row in ipairs(cells) do lines[#lines + 1] = (table.concat(row):gsub("%s+$", "")) end
  end
  while lines[#lines] == "" do lines[#lines] = nil end
  return lines
end

function methods:text() return table.concat(self:lines(), "\n") end

---The lines below the last one that ends with what was typed, without the prompt's.
function methods:answer_to(line)
  local lines, from = self:lines(), nil
  for i, shown in ipairs(lines) do
    if shown:sub(-#line) == line then from = i end
  end
  assert(from, "not on the screen: " .. line .. "\n" .. self:text())
  return table.concat(lines, "\n", from + 1, #lines - 1)
end

---Enter a line, and give what the prompt answers.
function methods:ask(line)
  self:enter(line)
  return self:answer_to(line)
end

---Wait until a plain text is on the screen or above it.
function methods:expect(wanted)
  return self:await(function() return self:text():find(wanted, 1, true) ~= nil end, wanted)
end

---Wait until bytes came that match a pattern.
function methods:expect_bytes(pattern)
  return self:await(function() return self.seen:find(pattern) ~= nil end, pattern)
end

---Wait until the last line is this, or any prompt.
function methods:prompt(wanted)
  local last_line = wanted and wanted:gsub("%s+$", "")
  return self:await(function()
    local lines = self:lines()
    local last = lines[#lines] or ""
    if last_line then return last == last_line end
    return last:find ">$" ~= nil
  end, wanted or "a prompt")
end

---The row of the cursor without trailing blanks, with a bar at its place.
function methods:here()
  local cells, x = self.screen.cells[self.screen.y], self.screen.x
  return (table.concat(cells, "", 1, x - 1) .. "|" .. table.concat(cells, "", x)):gsub("%s+$", "")
end

---Wait until the cursor's row is this.
function methods:at(wanted)
  return self:await(function() return self:here() == wanted end, wanted)
end

---Type what ends one text, and wait until the next one is read.
---@param bytes string
---@param prompt? string the next prompt
function methods:submit(bytes, prompt)
  local before = self.reads
  self:type(bytes)
  self:await(function() return self.reads > before end, "the end of " .. bytes)
  return self:prompt(prompt)
end

---Type a line and wait for the next prompt.
function methods:enter(line) return self:submit(line .. "\r") end

---Read without keeping a screen.
function methods:drain(seconds)
  local bytes = self.pty:read(seconds)
  while bytes and bytes ~= "" do
    self.seen = (self.seen .. bytes):sub(-100000)
    bytes = self.pty:read(0)
  end
end

function methods:resize(columns, rows)
  local old = self.screen
  local new = screens.new(columns, rows)
  for y = 1, math.min(old.rows, rows) do
    for x = 1, math.min(old.columns, columns) do new.cells[y][x] = old.cells[y][x] end
  end
  new.x, new.y, new.history = math.min(old.x, columns), math.min(old.y, rows), old.history
  self.screen = new
  self.pty:resize(columns, rows)
end

function methods:signal(number) self.pty:signal(number) end

---Wait for the end: the exit code, nil when it does not end.
function methods:wait()
  local deadline, code = os.time() + PATIENCE
  repeat
    self:take(self.pty:read(0))
    code = self.pty:wait(0.05)
  until code or os.time() > deadline
  local rest = code and self.pty:read(0)
  while rest and rest ~= "" do
    self:take(rest)
    rest = self.pty:read(0)
  end
  return code
end

function methods:close()
  self.pty:close()
  if self.own then fs.remove(self.home) end
end

return M
