-- SPDX-License-Identifier: MIT
-- The database in which tokens are kept: its folder, its table, what later versions added to that, and how rows are written. Which
-- pair replaces which is alipay.tokens' matter.

local db = require "alipay.core.db"
local fs = require "alipay.core.fs"
local schema = require "alipay.util.schema"

local M = {}

---@class alipay.token a pair as it is stored; moments are Unix seconds
---@field id integer
---@field app_id string
---@field subject string the name under which the user was stored first: user_id or open_id
---@field user_id string|nil
---@field open_id string|nil
---@field access_token string
---@field refresh_token string
---@field obtained_at integer
---@field expires_at integer end of the access token
---@field refresh_expires_at integer end of the refresh token; 0 when the platform did not say
---@field previous_access_token string|nil of the pair that this one replaced
---@field previous_refresh_token string|nil
---@field late_access_token string|nil of a pair that came when a newer one was there
---@field late_refresh_token string|nil
---@field trouble string|nil why the last renewal failed
---@field dead_since integer|nil when the platform said that it can never be renewed
---@field claimed_by string|nil the process that renews it
---@field claimed_until integer 0 when nobody does

local TABLE = [[
CREATE TABLE IF NOT EXISTS tokens (
  id INTEGER PRIMARY KEY,
  app_id TEXT NOT NULL,
  subject TEXT NOT NULL,          -- the name under which the user was stored first: user_id or open_id
  access_token TEXT NOT NULL,
  refresh_token TEXT NOT NULL,
  obtained_at INTEGER NOT NULL,   -- Unix seconds
  expires_at INTEGER NOT NULL,
  refresh_expires_at INTEGER NOT NULL, -- 0 when the platform did not say
  previous_access_token TEXT,
  previous_refresh_token TEXT,
  claimed_by TEXT,
  claimed_until INTEGER NOT NULL DEFAULT 0,
  trouble TEXT,                   -- why the last renewal failed
  UNIQUE (app_id, subject)
)]]

-- By the version of the database that they bring about.
local CHANGES = {
  [[ALTER TABLE tokens ADD COLUMN user_id TEXT;
    ALTER TABLE tokens ADD COLUMN open_id TEXT;
    ALTER TABLE tokens ADD COLUMN dead_since INTEGER;      -- when the platform said that it can never be renewed
    ALTER TABLE tokens ADD COLUMN late_access_token TEXT;  -- a pair that came when a newer one was there
    ALTER TABLE tokens ADD COLUMN late_refresh_token TEXT;
    PRAGMA user_version = 1]],
}

---Open the database of a state folder, both made on first use.
---@param dir string
---@return core.db|nil
---@return string|nil message
---@return string|nil class
function M.open(dir)
  local ok, message, class = fs.mkdir(dir)
  if ok then ok, message, class = fs.owned(dir) end
  if not ok then return nil, message, class end
  local handle
  handle, message, class = db.open(dir .. "/tokens.db")
  if not handle then return nil, message, class end
  ok, message, class = schema.apply(handle, TABLE, CHANGES)
  if not ok then
    handle:close()
    return nil, message, class
  end
  return handle
end

-- ---- rows ----

-- Seconds of life as the answer says them, from now on; nil when it does not.
local function ends(now, seconds)
  seconds = tonumber(seconds)
  return seconds and now + seconds // 1
end

---The rows of a user, whatever they name it by; the oldest first.
---@param handle core.db
---@param app_id string
---@param name string user_id or open_id
---@param other? string the other one, when both are known
---@return table[]|nil rows
---@return string|nil message
---@return string|nil class
function M.rows_of(handle, app_id, name, other)
  return handle:query([[SELECT * FROM tokens WHERE app_id = ?1 AND (subject IN (?2, ?3) OR user_id IN (?2, ?3)
    OR open_id IN (?2, ?3)) ORDER BY id]], app_id, name, other or name)
end

---The row among some that stands for a user, whatever it is named by.
---@param rows table<any, table>
---@param app_id string
---@param name string user_id or open_id
---@return table|nil row
function M.named(rows, app_id, name)
  for _, row in pairs(rows) do
    if row.app_id == app_id and (row.subject == name or row.user_id == name or row.open_id == name) then return row end
  end
end

---Add a pair.
---@param handle core.db
---@param app_id string
---@param subject string
---@param data table what the platform answered
---@return integer|nil changes
---@return string|nil message
---@return string|nil class
function M.insert(handle, app_id, subject, data)
  local now = os.time()
  return handle:exec([[INSERT INTO tokens (app_id, subject, access_token, refresh_token, obtained_at, expires_at,
    refresh_expires_at, user_id, open_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)]], app_id, subject, data.access_token,
    data.refresh_token, now, ends(now, data.expires_in) or now, ends(now, data.re_expires_in) or 0,
    data.user_id or data.alipay_user_id, data.open_id)
end

---Put a pair into the place of the one before it, which is kept beside it.
---@param handle core.db
---@param row table
---@param data table
---@return integer|nil changes
---@return string|nil message
---@return string|nil class
function M.replace(handle, row, data)
  local now = os.time()
  return handle:exec([[UPDATE tokens SET previous_access_token = access_token, previous_refresh_token = refresh_token,
    access_token = ?2, refresh_token = ?3, obtained_at = ?4, expires_at = ?5, refresh_expires_at = coalesce(?6, refresh_expires_at),
    user_id = coalesce(?7, user_id), open_id = coalesce(?8, open_id), claimed_by = NULL, claimed_until = 0, trouble = NULL,
    dead_since = NULL, late_access_token = NULL, late_refresh_token = NULL WHERE id = ?1]], row.id, data.access_token,
    data.refresh_token, now, ends(now, data.expires_in) or now, ends(now, data.re_expires_in),
    data.user_id or data.alipay_user_id, data.open_id)
end

---Keep a pair that came late beside the newer one, which stays.
---@param handle core.db
---@param row table
---@param data table
---@return integer|nil changes
---@return string|nil message
---@return string|nil class
function M.put_aside(handle, row, data)
  return handle:exec("UPDATE tokens SET late_access_token = ?, late_refresh_token = ? WHERE id = ?",
    data.access_token, data.refresh_token, row.id)
end

---Remove all rows of a list but its first.
---@param handle core.db
---@param rows table[]
---@return boolean|nil ok
---@return string|nil message
---@return string|nil class
function M.keep_first(handle, rows)
  for i = 2, #rows do
    local changes, message, class = handle:exec("DELETE FROM tokens WHERE id = ?", rows[i].id)
    if not changes then return nil, message, class end
  end
  return true
end

---End a claim, with the reason when the renewal failed.
---@param handle core.db
---@param row table
---@param name string who claimed it
---@param trouble? string
---@param is_dead? boolean it can never be renewed
---@return integer|nil changes
---@return string|nil message
---@return string|nil class
function M.release(handle, row, name, trouble, is_dead)
  return handle:exec([[UPDATE tokens SET claimed_by = NULL, claimed_until = 0, trouble = ?,
    dead_since = coalesce(dead_since, ?) WHERE id = ? AND claimed_by = ?]], trouble, is_dead and os.time() or nil, row.id, name)
end

return M
