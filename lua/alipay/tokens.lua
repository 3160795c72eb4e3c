-- SPDX-License-Identifier: MIT
-- Tokens on disk, shared by every process of this user: who renews a token claims it first, so that two runs at once renew it
-- once. A pair is replaced in one transaction, only by one that it bought, and the one before it is kept.

local claimant = require "alipay.client.claimant"
local digest = require "alipay.core.digest"
local errors = require "alipay.error"
local fs = require "alipay.core.fs"
local oauthToken = require "alipay.api.oauthToken"
local paths = require "alipay.util.paths"
local signals = require "alipay.core.signals"
local token_table = require "alipay.client.token_table"

local M = {}

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
---@param dir? string state folder, by default ALIPAY_STATE_DIR or ~/.local/state/alipay-lua: of this user, and nobody else may write into it
---@return alipay.tokens|nil
---@return alipay.error|nil err kind "parameter"
function M.open(dir)
  dir = dir or paths.state_dir()
  local handle, message, class = token_table.open(dir)
  if not handle then return nil, failure(message, class) end
  return setmetatable({
    db = handle, claimant = claimant.new(dir), claimed = {}, reserve_path = dir .. "/tokens.reserve",
  }, mt)
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

-- ---- storing ----

-- One attempt to store a pair.
function methods:write(app_id, data, renewed)
  local parent = type(renewed) == "table" and renewed or renewed and token_table.named(self.claimed, app_id, renewed)
  local user_id = data.user_id or data.alipay_user_id
  local subject = parent and parent.subject or renewed or user_id or data.open_id
  if not (subject and data.access_token and data.refresh_token) then
    return nil, errors.new("http", {
      message = "the reply has no access_token, refresh_token and user_id or open_id",
      hint = "nothing was stored; give the reply of alipay.system.oauth.token as it came" })
  end
  local is_late = false
  local row, message, class = self.db:transaction(function()
    local rows, why, kind = token_table.rows_of(self.db, app_id, subject, not renewed and data.open_id or nil)
    if not rows then return nil, why, kind end
    local ok
    local first = rows[1]
    if not first then
      if parent then return nil, "forgotten" end -- it was there, and somebody wants it no more
      ok, why, kind = token_table.insert(self.db, app_id, subject, data)
    elseif parent and first.refresh_token ~= parent.refresh_token then
      is_late = true
      ok, why, kind = token_table.put_aside(self.db, first, data)
    else
      ok, why, kind = token_table.replace(self.db, first, data)
      if ok then ok, why, kind = token_table.keep_first(self.db, rows) end -- one user, stored by two names
    end
    if not ok then return nil, why, kind end
    return token_table.rows_of(self.db, app_id, subject)[1]
  end)
  if message == "forgotten" then return nil, message end
  if not row then return checked(row, message, class) end
  if not is_late then self.claimed[row.id] = nil end
  return row, is_late and "late" or nil
end

---Store what alipay.system.oauth.token answered. The pair it replaces is kept beside it. A renewal replaces only the pair that it was
---bought with: when a newer one is there by now, that one stays, and when the user was forgotten meanwhile nothing is stored.
---@param app_id string
---@param data table `access_token`, `refresh_token`, `expires_in` and `re_expires_in` in seconds, `user_id` or `open_id`
---@param renewed? alipay.token|string the row, or its subject, whose pair was renewed; the answer may name the user in another way than the first one did
---@return alipay.token|nil row what is stored now
---@return alipay.error|"late"|"forgotten"|nil err "late" when a newer pair was there and stays; "forgotten", without a row, when the renewed one is gone
function methods:save(app_id, data, renewed)
  local fine, row, err = pcall(self.write, self, app_id, data, renewed)
  if fine and (row or err == "forgotten") then return row, err end
  if not fine then collectgarbage() end -- memory was short: the pair exists nowhere else
  if fs.remove(self.reserve_path) or not fine then return self:write(app_id, data, renewed) end
  return row, err
end

---The tokens of an app, those that expire first in front.
---@param app_id string
---@return alipay.token[]|nil rows
---@return alipay.error|nil err
function methods:list(app_id)
  return checked(self.db:query("SELECT * FROM tokens WHERE app_id = ? ORDER BY expires_at, id", app_id))
end

---Forget the tokens of a user. A renewal that is under way does not bring them back. The platform does not know of it: they live on
---there until they expire.
---@param app_id string
---@param subject string user_id or open_id
---@return integer|nil count rows that were removed
---@return alipay.error|nil err
function methods:delete(app_id, subject)
  return checked(self.db:exec("DELETE FROM tokens WHERE app_id = ?1 AND (subject = ?2 OR user_id = ?2 OR open_id = ?2)",
    app_id, subject))
end

-- ---- renewing ----

-- A claim that ends later was made by a clock that was wrong.
local LONGEST_CLAIM = 86400

local function take(self, row, seconds, condition, ...)
  return checked(self.db:exec("UPDATE tokens SET claimed_by = ?, claimed_until = ? WHERE id = ? AND refresh_token = ? AND "
    .. condition, self.claimant.name, os.time() + seconds, row.id, row.refresh_token, ...))
end

---Claim a token for renewal. Only one process holds it at a time. A claim of a process that is gone is taken over.
---@param row alipay.token as listed: a token renewed since then is not claimed again
---@param seconds integer longest time the renewal may take
---@return boolean|nil claimed
---@return alipay.error|"renewed"|"claimed"|"forgotten"|nil reason why not: another run has renewed it, is about to, or has removed it
function methods:claim(row, seconds)
  local ok, message, class = self.claimant:appear()
  if not ok then return nil, failure(message or "its lock is taken", class) end
  local now = os.time()
  local changes, err = take(self, row, seconds, "(claimed_until <= ? OR claimed_until > ?)", now, now + LONGEST_CLAIM)
  if not changes then return nil, err end
  if changes == 0 then
    local rows
    rows, err = checked(self.db:query("SELECT * FROM tokens WHERE id = ?", row.id))
    if not rows then return nil, err end
    local found = rows[1]
    if not found then return false, "forgotten" end
    if found.refresh_token ~= row.refresh_token then return false, "renewed" end
    if not self.claimant:is_gone(found.claimed_by) then return false, "claimed" end
    changes, err = take(self, row, seconds, "claimed_by IS ?", found.claimed_by)
    if not changes then return nil, err end
    if changes == 0 then return false, "claimed" end
  end
  self.claimed[row.id] = row
  return true
end

---Give a claim back, with the reason when the renewal failed.
---@param row alipay.token
---@param trouble? string why it failed; kept with the token
---@param is_dead? boolean it can never be renewed
---@return boolean|nil ok
---@return alipay.error|nil err
function methods:release(row, trouble, is_dead)
  local changes, err = checked(token_table.release(self.db, row, self.claimant.name, trouble, is_dead))
  if not changes then return nil, err end
  self.claimed[row.id] = nil
  return true
end

-- From asking to storing a pair exists nowhere else, so signals that would end the program wait: as long as a call may take.
local function hold_signals()
  signals.hold()
  return setmetatable({}, { __close = signals.release })
end

local NEVER = { ["isv.refresh-token-invalid"] = true, ["isv.refresh-token-time-out"] = true }

---Renew a pair, unless another process does: claim it, ask, store what is answered. Signals that would end the program wait
---meanwhile.
---@param client alipay.client
---@param row alipay.token as listed
---@return alipay.token|nil fresh the row as it is now
---@return alipay.error|nil err
---@return "renewed"|"elsewhere"|"claimed"|"forgotten"|"failed"|"dead" outcome "elsewhere": another run has renewed it; "claimed": it is about to; "forgotten": it was removed meanwhile, and nothing was stored; "failed": it may be tried again; "dead": it can never be renewed
function methods:renew(client, row)
  local ok, err = self:reserve()
  if not ok then return nil, err, "failed" end
  -- The claim outlives the longest call, so that no other run starts while this one may still succeed.
  ok, err = self:claim(row, math.ceil(client.settings.timeout) + 30)
  if ok == nil then return nil, err, "failed" end
  if not ok then return nil, nil, err == "renewed" and "elsewhere" or err end
  local _ <close> = hold_signals()
  local res, fresh
  res, err = oauthToken.refresh(client, row.refresh_token)
  if res then fresh, err = self:save(client.settings.app_id, res.data, row) end
  if fresh then return fresh, nil, err == "late" and "elsewhere" or "renewed" end
  if err == "forgotten" then return nil, nil, err end
  local is_dead = not res and NEVER[err.sub_code or ""] or false
  if is_dead then
    err.hint = ("it can never be renewed: the user has to consent again (scripts/authorize.lua), or is to be forgotten "
      .. "(scripts/refresh.lua --forget %s)"):format(row.subject)
  end
  self:release(row, tostring(err), is_dead)
  return nil, err, is_dead and "dead" or "failed"
end

---Trade an authorization code for a pair and store it. Signals that would end the program wait meanwhile.
---@param client alipay.client
---@param code string works once
---@return alipay.token|nil row
---@return alipay.error|nil err
function methods:authorize(client, code)
  local ok, err = self:reserve()
  if not ok then return nil, err end
  local _ <close> = hold_signals()
  local res
  res, err = oauthToken.exchange(client, code)
  if not res then return nil, err end
  return self:save(client.settings.app_id, res.data)
end

---Whether a pair is to be renewed now: `within` seconds before its end, at a tenth of its life before it if that is more, and up to
---a tenth of that earlier, differently for each pair, so that pairs of one hour are not renewed in one second.
---@param row alipay.token
---@param within number seconds
---@return boolean
function M.is_due(row, within)
  local early = math.max(within, (row.expires_at - row.obtained_at) / 10)
  local spread = tonumber(digest.sha256(row.refresh_token):sub(1, 8), 16) / 0xFFFFFFFF
  return row.expires_at - os.time() <= early * (1 + spread / 10)
end

---Close the store. Idempotent; `<close>` does it, too.
function methods:close()
  self.claimant:close()
  self.db:close()
end

return M
