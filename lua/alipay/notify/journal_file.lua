-- SPDX-License-Identifier: MIT
-- The file of a journal of notifications: its tables, and the lock of whoever holds it.

local db = require "alipay.core.db"
local errors = require "alipay.error"
local fs = require "alipay.core.fs"
local schema = require "alipay.util.schema"

local M = {}

-- received -> handling -> handled
--    ^            |-----> failed     the handler did not return true: handled again when it comes again, or at the next start
--    |            '-----> uncertain  the process died inside the handler: never run again unless somebody says so
--    '------------------------'
local TABLE = [[
CREATE TABLE IF NOT EXISTS notifications (
  id TEXT PRIMARY KEY,            -- notify_id
  state TEXT NOT NULL,
  raw TEXT NOT NULL,              -- the body
  params TEXT NOT NULL,           -- what was signed, as JSON in UTF-8
  own TEXT NOT NULL,              -- unsigned parameters of the URL, as JSON
  rule TEXT NOT NULL,
  rule_text TEXT NOT NULL,
  received_at INTEGER NOT NULL,   -- Unix seconds
  changed_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  trouble TEXT                    -- why it was not handled
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS notifications_state ON notifications (state, received_at);
]]

-- By the version of the database that they bring about.
local CHANGES = {
  [[ALTER TABLE notifications ADD COLUMN headers TEXT NOT NULL DEFAULT '{}'; -- of the request, as JSON, names in lower case
    PRAGMA user_version = 1]],
}

---What keeps a journal from being used.
---@param path string
---@param message string
---@param class string|nil
---@param hint? string
---@return alipay.error
function M.failure(path, message, class, hint)
  return errors.new("parameter", {
    message = ("the journal %s cannot be used: %s"):format(path, message), source = class, hint = hint,
  })
end

---Held for as long as the process lives; the system drops it when the process dies, however it dies.
---@param path string
---@return core.fs.lock|nil
---@return alipay.error|nil err
function M.lock(path)
  local held, message, class = fs.lock(path .. ".lock")
  if held then return held end
  local hint = class == "system" and "another program listens with it: stop that one, or name another `journal`" or nil
  return nil, M.failure(path, message, "file", hint)
end

---The database of a path, brought up to date.
---@param path string
---@return core.db|nil
---@return string|nil message
---@return string|nil class
function M.open(path)
  local handle, message, class = db.open(path)
  local ok
  if handle then ok, message, class = schema.apply(handle, TABLE, CHANGES) end
  if ok then return handle end
  if handle then handle:close() end
  return nil, message, class
end

return M
