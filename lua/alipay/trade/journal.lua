-- SPDX-License-Identifier: MIT
-- Intentions that move money, on disk before anything is sent: what was meant, and how it ended. Processes share it; an intention is
-- worked on by one at a time, and by another one when that has died. It knows nothing of the platform.

local claimant = require "alipay.client.claimant"
local db = require "alipay.core.db"
local digest = require "alipay.core.digest"
local errors = require "alipay.error"
local fs = require "alipay.core.fs"
local json = require "alipay.json"
local paths = require "alipay.util.paths"

local M = {}

-- open -> ended, with an outcome. An ended intention is opened again when the same is asked for once more.
local SCHEMA = [[
CREATE TABLE IF NOT EXISTS intentions (
  id INTEGER PRIMARY KEY,
  account TEXT NOT NULL,          -- app and merchant: whose orders they are
  kind TEXT NOT NULL,             -- pay, refund, cancel, close
  key TEXT NOT NULL,              -- out_trade_no or trade_no
  request_no TEXT NOT NULL,       -- out_request_no of a refund, else empty
  content TEXT NOT NULL,          -- biz_content as JSON, without the buyer's code
  state TEXT NOT NULL,            -- open, ended
  outcome TEXT,
  claimed_by TEXT,
  created_at INTEGER NOT NULL,    -- Unix seconds
  changed_at INTEGER NOT NULL,
  UNIQUE (account, kind, key, request_no));
CREATE INDEX IF NOT EXISTS intentions_open ON intentions (account, state);
]]

---@class alipay.trade.journal
local methods = {}
local mt = { __name = "alipay.trade.journal", __index = methods }
mt.__close = function(self) self:close() end

---@class alipay.trade.intention
---@field id integer
---@field kind "pay"|"refund"|"cancel"|"close"
---@field key string
---@field request_no string
---@field content table
---@field state "open"|"ended"
---@field outcome string|nil

-- What an earlier run may have done stands in what cannot be read.
local function failure(path, message, class)
  return errors.new("parameter", {
    message = ("the journal %s cannot be used: %s"):format(path, message), source = class, outcome = "unknown",
    hint = "nothing was sent; the option `journal` or ALIPAY_STATE_DIR names another place, which knows nothing of earlier runs",
  })
end

-- The name of whose orders are meant. An app is known at one environment only. Tokens of merchants are renewed, so a merchant may be
-- named by the caller.
local function account_of(client, merchant)
  local settings = client.settings
  local token = settings.params and settings.params.app_auth_token
  return settings.app_id .. " " .. (merchant or token and digest.sha256(token):sub(1, 16) or "")
end

---Open the journal of a client's app, made on first use.
---@param client alipay.client
---@param options { journal: string?, merchant: string? } file; name of the merchant that the client acts for
---@return alipay.trade.journal|nil
---@return alipay.error|nil err nothing should be sent then
function M.open(client, options)
  local dir = options.journal and (fs.absolute(options.journal) or options.journal):match "^(.*)/" or paths.state_dir()
  if dir == "" then dir = "/" end
  local path = options.journal or ("%s/trades-%s.db"):format(dir, (client.settings.app_id:gsub("[^%w]", "_")))
  local handle
  local ok, message, class = fs.mkdir(dir)
  if ok and not options.journal then ok, message, class = fs.owned(dir) end
  if ok then handle, message, class = db.open(path) end
  if not handle then return nil, failure(path, message, class) end
  local self = setmetatable({
    db = handle, path = path, claimant = claimant.new(dir), account = account_of(client, options.merchant),
  }, mt)
  ok, message, class = handle:exec(SCHEMA)
  if ok then ok, message, class = self.claimant:appear() end
  if ok then return self end
  self:close()
  return nil, failure(path, message or "its lock is taken", class)
end

function methods:checked(value, message, class)
  if value == nil and message then return nil, failure(self.path, message, class) end
  return value
end

local function of_row(row)
  if row then row.content = json.decode(row.content) end
  return row
end

function methods:find(kind, key, request_no)
  local rows, message, class = self.db:query(
    "SELECT * FROM intentions WHERE account = ? AND kind = ? AND key = ? AND request_no = ?", self.account, kind, key, request_no)
  if not rows then return nil, failure(self.path, message, class) end
  return of_row(rows[1])
end

---Write down what is about to be done, and claim it. Whoever asks for what another living process is doing is refused.
---@param kind string
---@param key string
---@param request_no string
---@param content table
---@param refuse fun(before: alipay.trade.intention|nil): alipay.error|nil why it cannot follow what is there, which stays as it is then
---@return alipay.trade.intention|nil intention its `before` is what was there; that an order was paid once stays its `outcome`
---@return alipay.error|nil err
function methods:begin(kind, key, request_no, content, refuse)
  local now, busy, before, refusal = os.time(), false, nil, nil
  local ok, message, class = self.db:transaction(function()
    local row, err = self:find(kind, key, request_no)
    if err then error(err, 0) end
    if row and row.state == "open" and row.claimed_by ~= self.claimant.name and not self.claimant:is_gone(row.claimed_by) then
      busy = true
      return nil
    end
    before, refusal = row, refuse(row)
    if refusal then return nil end
    return self.db:exec([[
      INSERT INTO intentions (account, kind, key, request_no, content, state, claimed_by, created_at, changed_at)
      VALUES (?1, ?2, ?3, ?4, ?5, 'open', ?6, ?7, ?7)
      ON CONFLICT (account, kind, key, request_no) DO UPDATE SET content = ?5, state = 'open', claimed_by = ?6, changed_at = ?7,
        outcome = CASE outcome WHEN 'paid' THEN 'paid' END]],
      self.account, kind, key, request_no, json.encode(content), self.claimant.name, now)
  end)
  if busy then
    return nil, errors.new("parameter", {
      message = ("another run is at work on the %s of %s"):format(kind, key), outcome = "unknown",
      hint = "wait for it; nothing was sent by this one",
    })
  end
  if refusal then return nil, refusal end
  if not ok then return nil, failure(self.path, message, class) end
  local row, err = self:find(kind, key, request_no)
  if not row then return nil, err end
  row.before = before
  return row
end

---Write down how it ended.
---@param intention alipay.trade.intention
---@param outcome string
---@return boolean|nil ok
---@return alipay.error|nil err it stays open then, and is looked at again by `trade.resume`
function methods:finish(intention, outcome)
  return self:checked(self.db:exec(
    "UPDATE intentions SET state = 'ended', outcome = ?, claimed_by = NULL, changed_at = ? WHERE id = ?",
    outcome, os.time(), intention.id))
end

---Leave it open for a later run.
---@param intention alipay.trade.intention
function methods:leave(intention)
  self.db:exec("UPDATE intentions SET claimed_by = NULL, changed_at = ? WHERE id = ? AND claimed_by = ?",
    os.time(), intention.id, self.claimant.name)
end

local function opened(self, kind)
  return self:checked(self.db:query(
    "SELECT * FROM intentions WHERE account = ?1 AND state = 'open' AND (?2 IS NULL OR kind = ?2) ORDER BY id", self.account, kind))
end

---Open intentions that nobody works on, oldest first.
---@return alipay.trade.intention[]|nil
---@return alipay.error|nil err
function methods:open_ones()
  local rows, err = opened(self)
  if not rows then return nil, err end
  local free = {}
  for _, row in ipairs(rows) do
    if self.claimant:is_gone(row.claimed_by) then free[#free + 1] = of_row(row) end
  end
  return free
end

---Open intentions of a kind, also those that others work on, oldest first.
---@param kind string
---@return alipay.trade.intention[]|nil
---@return alipay.error|nil err
function methods:open_of(kind)
  local rows, err = opened(self, kind)
  for _, row in ipairs(rows or {}) do of_row(row) end
  return rows, err
end

---Claim an open one.
---@param intention alipay.trade.intention
---@return boolean|nil claimed false when another process was faster
---@return alipay.error|nil err
function methods:claim(intention)
  local changes, err = self:checked(self.db:exec([[
    UPDATE intentions SET claimed_by = ?, changed_at = ? WHERE id = ? AND state = 'open' AND claimed_by IS ?]],
    self.claimant.name, os.time(), intention.id, intention.claimed_by))
  if not changes then return nil, err end
  return changes == 1
end

---Idempotent.
function methods:close()
  self.claimant:close()
  self.db:close()
end

return M
