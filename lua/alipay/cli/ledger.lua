-- SPDX-License-Identifier: MIT
-- A file in which a run notes what it has finished, a line of JSON each, so that a later run goes on where it was. What an item is, and
-- what is noted of it, is the caller's.

local errors = require "alipay.error"
local fs = require "alipay.core.fs"
local json = require "alipay.json"

local M = {}

---@class alipay.ledger
---@field done table<string, any> what is noted, by key
local methods = {}
local mt = { __name = "alipay.ledger", __index = methods }
mt.__close = function(self) self:close() end

local function failure(path, message, class, hint)
  return errors.new("parameter", {
    message = ("%s cannot be used: %s"):format(path, message), source = class or "file", hint = hint,
  })
end

-- The lines of the file. The last one of a run that was killed may be cut short: it counts as not there.
local function read(path)
  local file = io.open(path, "rb")
  if not file then return {} end
  local text = file:read "a"
  file:close()
  if not text then return nil, "it is no file" end
  local whole = text:match "^.*\n" or ""
  local done, number = {}, 0
  for line in whole:gmatch "([^\n]*)\n" do
    number = number + 1
    local entry = json.decode(line)
    if type(entry) ~= "table" or type(entry.key) ~= "string" then return nil, ("line %d is none of its own"):format(number) end
    done[entry.key] = entry.value
  end
  if whole == text then return done end
  local ok, message = fs.replace(path, whole, 384) -- octal 0600
  return ok and done, message
end

---Open a file of finished items, made when it is missing. One run has it at a time.
---@param path string
---@return alipay.ledger|nil
---@return alipay.error|nil err kind "parameter"
function M.open(path)
  local lock, message, class = fs.lock(path .. ".lock")
  if not lock then return nil, failure(path, message, class, "is another run at work with it?") end
  local done, file
  done, message = read(path)
  if done then file, message = io.open(path, "ab") end
  if not file then
    lock:release()
    return nil, failure(path, message, "file", "name another file, or move this one away")
  end
  return setmetatable({ path = path, done = done, file = file, lock = lock }, mt)
end

---Note that an item is finished. It is on its way to the disk when this returns.
---@param key string
---@param value any what json.encode takes
---@return boolean|nil ok
---@return alipay.error|nil err the item is done and not noted
function methods:note(key, value)
  local ok, message = self.file:write(json.encode { key = key, value = value }, "\n")
  if ok then ok, message = self.file:flush() end
  if not ok then return nil, failure(self.path, message) end
  self.done[key] = value
  return true
end

---Close the file. Idempotent; `<close>` does it, too.
function methods:close()
  if not self.file then return end
  self.file:close()
  fs.remove(self.path .. ".lock") -- while it is locked: behind that it may be a later run's
  self.lock:release()
  self.file = nil
end

return M
