-- SPDX-License-Identifier: MIT
---@meta alipay.core.db
-- A small binding of SQLite: transactions and locks between processes.

local db = {}

---@class core.db: userdata
local methods = {}

---Open or make a database (mode 0600), with a write-ahead log.
---@param path string ":memory:" for one in memory
---@param patience? number seconds that a statement waits for a lock of somebody else's (busy timeout), 10 by default
---@return core.db|nil
---@return string|nil message
---@return string|nil class "file" or "system"
function db.open(path, patience) end

---Run one or several statements. Parameters are bound to `?` of the first one: nil, boolean, integer, float, string (as text);
---their number must fit, else it raises. Class "data" is a broken constraint, "file" a file that is damaged, full or unreadable.
---@param sql string
---@param ... any
---@return integer|nil changes rows that the last statement changed
---@return string|nil message
---@return string|nil class
function methods:exec(sql, ...) end

---Run a query of one statement. Integers are exact, texts and blobs are strings, a NULL is an absent field.
---@param sql string
---@param ... any
---@return table[]|nil rows each a table by column name
---@return string|nil message
---@return string|nil class
function methods:query(sql, ...) end

---Run `fn(...)` inside BEGIN IMMEDIATE; committed when it returns a true value, rolled back when it returns nil or false, or raises (the error
---goes on). `fn` must not yield and not begin another one.
---@param fn function
---@return any ... what fn returned; nil, message, class when the transaction could not begin or commit
function methods:transaction(fn, ...) end

---Idempotent; also by __close and __gc. An open transaction is rolled back.
function methods:close() end

return db
