-- SPDX-License-Identifier: MIT
-- Tokens on disk, shared by every process of this user: who renews a token claims it first, so that two runs at once renew it
-- once. A pair is replaced in one transaction and the one before it is kept. It talks to no gateway.

local db = require "alipay.core.db"
local digest = require "alipay.core.digest"
local errors = require "alipay.error"
local fs = require "alipay.core.fs"
local paths = require "alipay.util.paths"

local M = {}

local SCHEMA = [[
CREATE TABLE IF NOT EXISTS tokens (
  id INTEGER PRIMARY KEY,
  app_id TEXT NOT NULL,
  subject TEXT NOT NULL,          -- user_id or open_id
  access_token TEXT NOT NULL,
  refresh_token TEXT NOT NULL,
  obtained_at INTEGER NOT NULL,   -- Unix seconds
  expires_at INTEGER NOT NULL,
  refresh_expires_at INTEGER NOT NULL,
  previous_access_token TEXT,
  previous_refresh_token TEXT,
  claimed_by TEXT,
  claimed_until INTEGER NOT NULL DEFAULT 0,
  trouble TEXT,                   -- why the last renewal failed
  UNIQUE (app_id, subject)
)]]

-- Bytes set aside: several times what the database needs for a pair.
local RESERVE = 65536

---@class alipay.tokens
local methods = {}
local mt = { __name = "alipay.tokens", __index = methods }
mt.__close = function(self) self:close() end

local function failure(message, class)
  return errors.new("parameter", {
    message = "the token store cannot be used: " .. message, source = class,
    hint = "it lies in " .. paths.state_dir() .. " (ALIPAY_STATE_DIR)",
  })
end

---Open the store, made on first use.
---@param dir? string state folder
---@return alipay.tokens|nil
---@return alipay.error|nil err
function M.open(dir)
  dir = dir or paths.state_dir()
  local ok, message, class = fs.mkdir(dir)
  if not ok then return nil, failure(message, class) end
  local handle
  handle, message, class = db.open(dir .. "/tokens.db")
  if not handle then return nil, failure(message, class) end
  ok, message, class = handle:exec(SCHEMA)
  if not ok then return nil, failure(message, class) end
  local owner = ("%d-%s"):format(fs.pid(), digest.nonce(8))
  return setmetatable({ db = handle, owner = owner, reserve_path = dir .. "/tokens.reserve" }, mt)
end

-- Results of the database, its failures as error objects.
local function checked(value, message, class)
  if value == nil and message then return nil, failure(message, class) end
  return value
end

---Set room aside on the disk for a pair that is about to be asked for: its old one, or its code, is dead once it is answered.
---@return boolean|nil ok
---@return alipay.error|nil err nothing should be asked for then
function methods:reserve()
  local stat = fs.stat(self.reserve_path)
  if stat and stat.size == RESERVE then return true end
  local ok, message, class = fs.replace(self.reserve_path, digest.random(RESERVE), 384) -- octal 0600; no file system packs it
  if not ok then return nil, failure(message, class) end
  return true
end

---Store what alipay.system.oauth.token answered. The pair it replaces is kept beside it.
---@param app_id string
---@param data table `access_token`, `refresh_token`, `expires_in` and `re_expires_in` in seconds, `user_id` or `open_id`
---@param subject? string whose pair was renewed; the answer may name the user in another way than the first one did
---@return table|nil row
---@return alipay.error|nil err
function methods:save(app_id, data, subject)
  local row, err = self:write(app_id, data, subject)
  if not row and fs.remove(self.reserve_path) then row, err = self:write(app_id, data, subject) end
  return row, err
end

-- One attempt to store a pair.
function methods:write(app_id, data, subject)
  subject = subject or data.user_id or data.open_id or data.alipay_user_id
  if not (subject and data.access_token and data.refresh_token) then
    return nil, errors.new("http", { message = "the reply has no access_token, refresh_token and user_id or open_id" })
  end
  local now = os.time()
  return checked(self.db:transaction(function()
    local ok, message, class = self.db:exec([[
      INSERT INTO tokens (app_id, subject, access_token, refresh_token, obtained_at, expires_at, refresh_expires_at)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
      ON CONFLICT (app_id, subject) DO UPDATE SET
        previous_access_token = access_token, previous_refresh_token = refresh_token,
        access_token = ?3, refresh_token = ?4, obtained_at = ?5, expires_at = ?6, refresh_expires_at = ?7,
        claimed_by = NULL, claimed_until = 0, trouble = NULL]],
      app_id, subject, data.access_token, data.refresh_token, now,
      now + (tonumber(data.expires_in) or 0) // 1, now + (tonumber(data.re_expires_in) or 0) // 1)
    if not ok then return nil, message, class end
    return self.db:query("SELECT * FROM tokens WHERE app_id = ? AND subject = ?", app_id, subject)[1]
  end))
end

---The tokens of an app, those that expire first in front.
---@param app_id string
---@return table[]|nil rows
---@return alipay.error|nil err
function methods:list(app_id)
  return checked(self.db:query("SELECT * FROM tokens WHERE app_id = ? ORDER BY expires_at, id", app_id))
end

---Claim a token for renewal. Only one process holds it at a time; a claim of a process that died runs out by itself.
---@param row table as listed: a token renewed since then is not claimed again
---@param seconds integer longest time the renewal may take
---@return boolean|nil claimed false when another run renews it, or has
---@return alipay.error|nil err
function methods:claim(row, seconds)
  local now = os.time()
  local changes, err = checked(self.db:exec([[
    UPDATE tokens SET claimed_by = ?, claimed_until = ?
    WHERE id = ? AND refresh_token = ? AND claimed_until <= ?]],
    self.owner, now + seconds, row.id, row.refresh_token, now))
  if not changes then return nil, err end
  return changes == 1
end

---Give a claim back, with the reason when the renewal failed.
---@param row table
---@param trouble? string
---@return boolean|nil ok
---@return alipay.error|nil err
function methods:release(row, trouble)
  local changes, err = checked(self.db:exec(
    "UPDATE tokens SET claimed_by = NULL, claimed_until = 0, trouble = ? WHERE id = ? AND claimed_by = ?",
    trouble, row.id, self.owner))
  if not changes then return nil, err end
  return true
end

---Idempotent.
function methods:close()
  self.db:close()
end

return M
