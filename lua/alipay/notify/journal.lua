-- SPDX-License-Identifier: MIT
-- The journal of received notifications, in SQLite: what state each is in, written to disk before anything depends on it. One
-- process holds it at a time, so that whatever is found "handling" at the start was left by one that died.

local file = require "alipay.notify.journal_file"
local fs = require "alipay.core.fs"
local json = require "alipay.json"
local notification = require "alipay.notify.notification"
local paths = require "alipay.util.paths"

local M = {}

---@class alipay.notify.journal
local methods = {}
local mt = { __name = "alipay.notify.journal", __index = methods }

---Where the journal of a client's app is, unless somebody names another place.
---@param client alipay.client
---@return string path in the state folder
function M.path(client)
  return ("%s/notifications-%s.db"):format(paths.state_dir(), (client.settings.app_id:gsub("[^%w]", "_")))
end

---Open a journal that another process may hold, to read it.
---@param path string
---@return alipay.notify.journal|nil
---@return alipay.error|nil err also when there is none
function M.read(path)
  if not fs.stat(path) then
    return nil, file.failure(path, "it is not there", "file", "a listener makes it; the option --journal names another file")
  end
  local handle, message, class = file.open(path)
  if not handle then return nil, file.failure(path, message, class) end
  return setmetatable({ db = handle, path = path }, mt)
end

---Open a journal, made on first use.
---@param path string
---@return alipay.notify.journal|nil
---@return alipay.error|nil err also when another process holds it
function M.open(path)
  local ok, message, class = fs.mkdir(path:match "^(.*)/" or ".")
  if not ok then return nil, file.failure(path, message, class) end
  local held, err = file.lock(path)
  if not held then return nil, err end
  local handle
  handle, message, class = file.open(path)
  if not handle then
    held:release()
    return nil, file.failure(path, message, class)
  end
  return setmetatable({ db = handle, held = held, path = path }, mt)
end

function methods:checked(value, message, class)
  if value == nil and message then return nil, file.failure(self.path, message, class) end
  return value
end

-- A transaction of a handler is open only while other work runs inside it: what that wrote would be lost with it.
function methods:busy()
  if self.committing then
    return file.failure(self.path, "the function given to n:commit waits for something: it must not", "system")
  end
end

---Keep a notification unless it is there.
---@param n alipay.notification
---@return string|nil state "received" when it is new, else the state that it is in
---@return alipay.error|nil err
function methods:receive(n)
  local now, id = os.time(), n:id()
  local changes
  local err = self:busy()
  if err then return nil, err end
  changes, err = self:checked(self.db:exec([[
    INSERT INTO notifications (id, state, raw, headers, params, own, rule, rule_text, received_at, changed_at)
    VALUES (?, 'received', ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING]],
    id, n.raw, json.encode(n.headers or {}), json.encode(n.params), json.encode(n.own), n.rule, n.rule_text, now, now))
  if not changes then return nil, err end
  if changes == 1 then return "received" end
  return self:state(id)
end

---@param id string
---@return string|nil state
---@return alipay.error|nil err
function methods:state(id)
  local rows, err = self:checked(self.db:query("SELECT state FROM notifications WHERE id = ?", id))
  if not rows then return nil, err end
  return rows[1] and rows[1].state
end

-- Moves a notification on if it is where it is thought to be.
function methods:move(id, from, to, trouble)
  local changes
  local err = self:busy()
  if err then return nil, err end
  changes, err = self:checked(self.db:exec(([[
    UPDATE notifications SET state = ?, trouble = ?, changed_at = ?, attempts = attempts + ?
    WHERE id = ? AND state IN (%s)]]):format(from), to, trouble, os.time(), to == "handling" and 1 or 0, id))
  if not changes then return nil, err end
  return changes == 1
end

---Note that its handler is about to run.
---@param id string
---@return boolean|nil ok false when it is not to be handled
---@return alipay.error|nil err
function methods:begin(id)
  return self:move(id, "'received', 'failed'", "handling")
end

---Note how its handler ended. What was committed stays handled.
---@param id string
---@param handled boolean
---@param trouble? string
---@return boolean|nil ok
---@return alipay.error|nil err
function methods:finish(id, handled, trouble)
  return self:move(id, "'handling'", handled and "handled" or "failed", trouble)
end

---Run `fn(db)` and note the notification as handled, both or neither.
---@param id string
---@param fn fun(db: core.db): any
---@return boolean|nil committed
---@return alipay.error|nil err
function methods:commit(id, fn)
  local message, class
  if self.committing then error("n:commit inside n:commit", 2) end
  local done = self.db:transaction(function()
    self.committing = true
    local _ <close> = setmetatable({}, { __close = function() self.committing = nil end })
    if not fn(self.db) then return nil end
    local changes
    changes, message, class = self.db:exec(
      "UPDATE notifications SET state = 'handled', changed_at = ? WHERE id = ? AND state = 'handling'", os.time(), id)
    if changes == 0 then message = "it is not being handled (committed twice?)" end
    return changes == 1
  end)
  if done then return true end
  return nil, file.failure(self.path, message or "nothing was committed: the function did not return true", class)
end

---Decide what is uncertain: it was handled, or it is to be handled again.
---@param id string
---@param handled boolean
---@return boolean|nil ok false when it is not uncertain
---@return alipay.error|nil err
function methods:resolve(id, handled)
  return self:move(id, "'uncertain'", handled and "handled" or "received")
end

-- A row as the notification that it was.
local function revive(row)
  local n = notification.new {
    kind = "notify", params = json.decode(row.params), own = json.decode(row.own), raw = row.raw,
    headers = json.decode(row.headers), rule = row.rule, rule_text = row.rule_text,
  }
  n.journal_id, n.state, n.received_at, n.attempts, n.trouble = row.id, row.state, row.received_at, row.attempts, row.trouble
  return n
end

local function select(self, condition, value)
  local rows, err = self:checked(
    self.db:query(("SELECT * FROM notifications WHERE %s ORDER BY received_at, id"):format(condition), value))
  if not rows then return nil, err end
  for i, row in ipairs(rows) do rows[i] = revive(row) end
  return rows
end

---Notifications in a state, the oldest first.
---@param state "received"|"handling"|"handled"|"failed"|"uncertain"
---@return alipay.notification[]|nil
---@return alipay.error|nil err
function methods:list(state)
  return select(self, "state = ?", state)
end

---Notifications that came since a moment, the oldest first.
---@param time integer Unix seconds
---@return alipay.notification[]|nil
---@return alipay.error|nil err
function methods:since(time)
  return select(self, "received_at >= ?", time)
end

---@param id string
---@return alipay.notification|nil
---@return alipay.error|nil err
function methods:get(id)
  local rows, err = select(self, "id = ?", id)
  return rows and rows[1], err
end

---What a process that died has left in its handler becomes uncertain, or, where handling twice does no harm, is received again.
---@param repeatable boolean
---@return integer|nil count
---@return alipay.error|nil err
function methods:recover(repeatable)
  return self:checked(self.db:exec("UPDATE notifications SET state = ?, changed_at = ? WHERE state = 'handling'",
    repeatable and "received" or "uncertain", os.time()))
end

---Forget what was handled long ago. The platform stops sending one event again after about a day.
---@param days integer
---@return integer|nil count
---@return alipay.error|nil err
function methods:prune(days)
  return self:checked(self.db:exec("DELETE FROM notifications WHERE state = 'handled' AND changed_at < ?",
    os.time() - days * 86400))
end

---Idempotent.
function methods:close()
  self.db:close()
  if self.held then self.held:release() end
end

return M
