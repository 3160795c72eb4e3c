-- SPDX-License-Identifier: MIT
-- Progress of many items on stderr: one line that is rewritten on a terminal, plain lines elsewhere, JSON lines under `--json`.
-- It counts what it is told; it starts nothing.

local fs = require "alipay.core.fs"
local json = require "alipay.json"
local lang = require "alipay.lang"
local loop = require "alipay.async.loop"
local mode = require "alipay.util.mode"
local screen = require "alipay.util.screen"
local text = require "alipay.core.text"

local M = {}

local INTERVAL = 0.1 -- seconds between two drawings

---@class alipay.progress
---@field total integer|nil
---@field done integer items that ended, failed ones included
---@field failed integer
---@field active integer items under way
local methods = {}
local mt = { __name = "alipay.progress", __index = methods }

local drawn -- what stands on the terminal's last line
local hidden = 0
local terminal

local function is_terminal()
  if terminal == nil then terminal = fs.is_terminal(2) end
  return terminal
end

---Take the line off the terminal; it is drawn again with the next item.
local function wipe()
  if not drawn then return end
  drawn = nil
  io.stderr:write "\r\27[K"
  io.stderr:flush()
end

screen.set_wiper(wipe)

---Keep the line off the terminal, as while a prompt is drawn. Calls nest.
function M.hide()
  hidden = hidden + 1
  wipe()
end

---Let it be drawn again.
function M.show()
  hidden = math.max(0, hidden - 1)
end

local function duration(seconds)
  if seconds < 60 then return ("%d s"):format(math.ceil(seconds)) end
  if seconds < 3600 then return ("%d:%02d min"):format(seconds // 60, seconds % 60) end
  return ("%d:%02d h"):format(seconds // 3600, seconds % 3600 // 60)
end

function methods:numbers()
  local elapsed = math.max(loop.now() - self.started, 1e-6)
  local rate = self.done / elapsed
  local left = self.total and self.done > 0 and (self.total - self.done) / rate or nil
  return rate, left, elapsed
end

---The state as one line.
---@return string
function mt:__tostring()
  local rate, left = self:numbers()
  local parts = { self.total and ("%d/%d"):format(self.done, self.total) or tostring(self.done) }
  parts[#parts + 1] = (rate < 10 and "%.1f/s" or "%.0f/s"):format(rate)
  parts[#parts + 1] = lang.format("%d in flight", self.active)
  parts[#parts + 1] = lang.format("%d failed", self.failed)
  if left and not self.over then parts[#parts + 1] = lang.format("%s left", duration(left)) end
  return (self.label and self.label .. "  " or "") .. table.concat(parts, "  ")
end

local function write_json(self)
  local rate, left, elapsed = self:numbers()
  screen.line(io.stderr, json.encode { progress = {
    label = self.label, done = self.done, total = self.total, failed = self.failed, in_flight = self.active,
    rate = rate, left = left, elapsed = elapsed, over = self.over,
  } })
end

local function draw(self)
  if mode.json then return write_json(self) end
  if not is_terminal() then return screen.line(io.stderr, tostring(self)) end
  if hidden > 0 then return end
  drawn = text.fit(tostring(self), fs.columns() - 1)
  io.stderr:write("\r\27[K", drawn)
  io.stderr:flush()
end

-- Lines that stay are worth one for each tenth, or each 10 seconds where the end is unknown; a rewritten one is cheap.
local function is_due(self)
  if is_terminal() or mode.json then return loop.now() >= self.next_time end
  if self.total then return self.done * 10 >= self.next_tenth * self.total end
  return loop.now() >= self.next_time
end

---An item begins.
function methods:start()
  self.active = self.active + 1
end

---An item has ended.
---@param failed? boolean
function methods:step(failed)
  self.done = self.done + 1
  if failed then self.failed = self.failed + 1 end
  if is_due(self) and not (self.total and self.done >= self.total) then -- the last one is drawn by finish
    self.next_time = loop.now() + ((is_terminal() or mode.json) and INTERVAL or 10)
    if self.total then self.next_tenth = self.done * 10 // self.total + 1 end
    draw(self)
  end
  self.active = self.active - 1 -- now: its place is taken by the next at once
end

---Draw the last state, and leave it standing. Idempotent.
function methods:finish()
  if self.over then return end
  self.over = true
  draw(self)
  if drawn then
    drawn = nil
    io.stderr:write "\n"
  end
end

---Begin.
---@param options? { total: integer?, label: string? }
---@return alipay.progress
function M.new(options)
  options = options or {}
  return setmetatable({
    total = options.total, label = options.label, done = 0, failed = 0, active = 0, started = loop.now(), next_time = 0,
    next_tenth = 1, over = false,
  }, mt)
end

return M
