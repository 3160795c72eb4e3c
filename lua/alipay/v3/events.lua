-- SPDX-License-Identifier: MIT
-- Reads an event stream as the standard has it (HTML, 9.2.6): bytes in any pieces become events. It keeps no more than one event. What
-- it passes over, as comments that keep a connection alive, counts for no event, however much of it there is.

local M = {}

---@class alipay.event
---@field event string its type, "message" where the stream names none
---@field data string lines joined by line feeds
---@field id string the last id that the stream named, "" for none
---@field retry integer|nil milliseconds after which a reader may connect again, once the stream has said so

---@class alipay.v3.events
local methods = {}
local mt = { __name = "alipay.v3.events", __index = methods }

local fields = {}

function fields.event(self, value) self.type = value end

function fields.data(self, value)
  self.data[#self.data + 1] = value
end

function fields.id(self, value)
  if not value:find("\0", 1, true) then self.id = value end
end

function fields.retry(self, value)
  if value:find "^%d+$" then self.retry = math.tointeger(tonumber(value)) or self.retry end
end

local function dispatch(self, events)
  if self.data[1] then
    events[#events + 1] = {
      event = self.type ~= "" and self.type or "message", data = table.concat(self.data, "\n"), id = self.id, retry = self.retry,
    }
  end
  self.type, self.data, self.size = "", {}, 0
end

local function take_line(self, line, events)
  if self.is_first then line, self.is_first = line:gsub("^\xEF\xBB\xBF", ""), false end
  if line == "" then return dispatch(self, events) end
  local name, value = line:match "^([^:]*):? ?(.*)$"
  local field = fields[name]
  if not field then return end
  self.size = self.size + #line + 1
  field(self, value)
end

---Take bytes.
---@param bytes string
---@return alipay.event[] events those that are whole now
---@return boolean is_too_large what came behind them is larger than the limit: nothing more can be read
function methods:feed(bytes)
  local events, at = {}, 1
  if self.after_cr and bytes ~= "" then
    if bytes:byte(1) == 10 then at = 2 end -- the second half of a line's end
    self.after_cr = false
  end
  while at <= #bytes do
    local stop = bytes:find("[\r\n]", at)
    local piece = bytes:sub(at, (stop or 0) - 1)
    self.partial = self.partial + #piece
    if self.size + self.partial > self.limit then return events, true end
    self.pieces[#self.pieces + 1] = piece
    if not stop then break end
    local line = table.concat(self.pieces)
    self.pieces, self.partial = {}, 0
    take_line(self, line, events)
    if bytes:byte(stop) == 13 then
      if stop == #bytes then self.after_cr = true
      elseif bytes:byte(stop + 1) == 10 then stop = stop + 1 end
    end
    at = stop + 1
  end
  return events, false
end

---@param limit integer bytes of the largest event, all its lines counted
---@return alipay.v3.events
function M.new(limit)
  return setmetatable({
    limit = limit, size = 0, partial = 0, pieces = {}, data = {}, type = "", id = "", retry = nil, is_first = true,
    after_cr = false,
  }, mt)
end

return M
