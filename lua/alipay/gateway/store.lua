-- SPDX-License-Identifier: MIT
-- The gateway's memory in one database: codes and tokens here, what methods keep in tables of their own.
-- Every change that must happen once happens in a transaction. A database that fails raises.

local db = require "alipay.core.db"
local digest = require "alipay.core.digest"
local errors = require "alipay.error"
local protocol = require "alipay.v2.protocol"
local schema = require "alipay.util.schema"

local M = {}

-- Seconds for which a statement waits for a lock. The folder is the gateway's: only a program that was not asked to has one, and no
-- other request is served meanwhile.
local PATIENCE = 2

local SCHEMA = [[
CREATE TABLE IF NOT EXISTS codes (
  code TEXT PRIMARY KEY, kind TEXT NOT NULL, scope TEXT NOT NULL, expires INTEGER NOT NULL, used INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS tokens (
  access TEXT PRIMARY KEY, refresh TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, scope TEXT NOT NULL, granted INTEGER NOT NULL,
  expires INTEGER NOT NULL, re_expires INTEGER NOT NULL, dead INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
]]

-- Since there are several apps a code and its tokens belong to one.
local CHANGES = {
  "ALTER TABLE codes ADD COLUMN app_id TEXT; ALTER TABLE tokens ADD COLUMN app_id TEXT; PRAGMA user_version = 1",
}

---@class alipay.gateway.store
---@field changes integer how often something was written: whoever keeps what follows from the tables sees by it when to look again
local methods = {}
local mt = { __name = "alipay.gateway.store", __index = methods }

---A lower-case hexadecimal id that nobody guesses.
---@param bytes integer
---@return string
function M.random_id(bytes)
  local random = digest.random(bytes)
  return ("%02x"):rep(bytes):format(random:byte(1, -1))
end

-- All tables in one transaction: each one of its own would wait for the disk.
local function make_tables(base, app_id, tables, passing)
  local ok, message, class = true, nil, nil
  if passing then ok, message, class = base:exec "PRAGMA synchronous = OFF" end
  if ok then ok, message, class = base:exec("BEGIN;" .. SCHEMA .. table.concat(tables, ";\n") .. ";COMMIT") end
  if ok then ok, message, class = schema.apply(base, "", CHANGES) end
  for _, name in ipairs { "codes", "tokens" } do
    local sql = ("UPDATE %s SET app_id = ? WHERE app_id IS NULL"):format(name)
    if ok then ok, message, class = base:exec(sql, app_id) end
  end
  return ok, message, class
end

---Open the database.
---@param path string
---@param app_id string the app of what was given out when there was only one
---@param clock fun(): integer Unix seconds
---@param tables string[] SQL of the tables that methods need
---@param passing? boolean it goes with its gateway: nothing waits for the disk
---@return alipay.gateway.store|nil
---@return alipay.error|nil err
function M.open(path, app_id, clock, tables, passing)
  local base, message, class = db.open(path, PATIENCE)
  if not base then return nil, errors.from_core(message, class) end
  local ok
  ok, message, class = make_tables(base, app_id, tables, passing)
  if not ok then
    base:close()
    return nil, errors.from_core(path .. ": " .. message, class)
  end
  return setmetatable({ base = base, clock = clock, changes = 0 }, mt)
end

---Run SQL that changes something.
---@param sql string
---@param ... any values of its parameters
---@return integer changes rows
function methods:exec(sql, ...)
  self.changes = self.changes + 1
  local changes, message = self.base:exec(sql, ...)
  return changes or error("gateway database: " .. tostring(message))
end

---The first row of a query.
---@param sql string
---@param ... any values of its parameters
---@return table<string, any>|nil row columns by name
function methods:first(sql, ...)
  return self:rows(sql, ...)[1]
end

---All rows of a query.
---@param sql string
---@param ... any values of its parameters
---@return table<string, any>[] rows
function methods:rows(sql, ...)
  local rows, message = self.base:query(sql, ...)
  return rows or error("gateway database: " .. tostring(message))
end

---A setting that outlives the gateway.
---@param name string
---@return string|nil value
function methods:setting(name)
  local row = self:first("SELECT value FROM settings WHERE name = ?", name)
  return row and row.value
end

---Keep a setting.
---@param name string
---@param value string
function methods:set(name, value)
  self:exec("INSERT INTO settings VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value)
end

---Run a function in a transaction, which ends undone when it refuses or raises.
---@param fn fun(): any, any, any a value, or nil, a reason to refuse, and what belongs to it
---@return any value
---@return any reason
---@return any more
function methods:atomically(fn)
  local ran, reason, more = false, nil, nil
  local later = {}
  self.later = later
  local result, message = self.base:transaction(function()
    local value
    value, reason, more = fn()
    ran = value == nil
    return value
  end)
  if result == nil and not ran then error("gateway database: " .. tostring(message)) end
  for _, act in ipairs(result ~= nil and later or {}) do act() end
  return result, reason, more
end

---Do something once the transaction that is under way has been committed; nothing if it ends undone.
---@param act fun() must not raise
function methods:after(act)
  self.later[#self.later + 1] = act
end

---Give out a code that buys one pair of tokens.
---@param app_id string
---@param kind "user"|"app"
---@param scope string
---@param ttl integer seconds
---@return string code 32 characters
function methods:grant(app_id, kind, scope, ttl)
  local code = M.random_id(16)
  self:exec("INSERT INTO codes (code, app_id, kind, scope, expires) VALUES (?, ?, ?, ?, ?)", code, app_id, kind, scope,
    self.clock() + ttl)
  return code
end

-- Eight digits of a date and 32 characters, as the platform's tokens look; 40 is what the parameters hold.
local function new_token(now)
  return protocol.timestamp(now):sub(1, 10):gsub("-", "") .. M.random_id(16)
end

local function add_pair(store, pair)
  store:exec([[
    INSERT INTO tokens (access, refresh, app_id, kind, scope, granted, expires, re_expires) VALUES (?, ?, ?, ?, ?, ?, ?, ?)]],
    pair.access, pair.refresh, pair.app_id, pair.kind, pair.scope, pair.granted, pair.expires, pair.re_expires)
  return pair
end

---Trade in a code. It works once, also when two gateways are asked at the same time.
---@param app_id string
---@param kind "user"|"app"
---@param code string
---@param ttl { token: integer, refresh: integer } seconds
---@return table|nil pair access, refresh, kind, scope, granted, made, expires, re_expires (Unix seconds)
---@return string|nil reason "invalid" or "expired"
function methods:exchange(app_id, kind, code, ttl)
  return self:atomically(function()
    local now = self.clock()
    local row = self:first("SELECT scope, expires FROM codes WHERE code = ? AND app_id = ? AND kind = ? AND used = 0", code, app_id,
      kind)
    if not row then return nil, "invalid" end
    if row.expires <= now then return nil, "expired" end
    self:exec("UPDATE codes SET used = 1 WHERE code = ?", code)
    return add_pair(self, {
      access = new_token(now), refresh = new_token(now), app_id = app_id, kind = kind, scope = row.scope, granted = now,
      made = now, expires = now + ttl.token, re_expires = now + ttl.refresh,
    })
  end)
end

---Trade in a refresh token: the old pair is dead at once. The end of the right to refresh stays where the first exchange
---put it, so what is left of it keeps falling.
---@param app_id string
---@param kind "user"|"app"
---@param refresh string
---@param ttl { token: integer } seconds
---@return table|nil pair
---@return string|nil reason "invalid" or "expired"
function methods:rotate(app_id, kind, refresh, ttl)
  return self:atomically(function()
    local now = self.clock()
    local old = self:first("SELECT * FROM tokens WHERE refresh = ? AND app_id = ? AND kind = ? AND dead = 0", refresh, app_id,
      kind)
    if not old then return nil, "invalid" end
    if old.re_expires <= now then return nil, "expired" end
    self:exec("UPDATE tokens SET dead = 1 WHERE refresh = ?", refresh)
    return add_pair(self, {
      access = new_token(now), refresh = new_token(now), app_id = app_id, kind = kind, scope = old.scope, granted = old.granted,
      made = now, expires = now + ttl.token, re_expires = old.re_expires,
    })
  end)
end

---The pair to which a live access token of an app belongs.
---@param app_id string
---@param kind "user"|"app"
---@param access string
---@return table|nil pair
---@return string|nil reason "invalid" or "expired"
function methods:token(app_id, kind, access)
  local row = self:first("SELECT * FROM tokens WHERE access = ? AND app_id = ? AND kind = ? AND dead = 0", access, app_id, kind)
  if not row then return nil, "invalid" end
  if row.expires <= self.clock() then return nil, "expired" end
  return row
end

---Idempotent.
function methods:close()
  self.base:close()
end

return M
