-- SPDX-License-Identifier: MIT
-- Faults that notifications were asked to meet (`notify:duplicate`, `late`, `early`, `gbk`, `drop`): each counts a notification when it is
-- written down, and concerns its first attempt. They are in memory alone: a restart forgets them.

local faults = require "alipay.gateway.faults"
local loop = require "alipay.core.loop"

local M = {}

---Count a notification that was just written down, in its transaction. The reply to the call that caused an early one is held until the
---first attempt has ended.
---@param gw alipay.gateway
---@param id string
function M.count(gw, id)
  local met = faults.notification(gw)
  if next(met) == nil then return end
  gw.spoiled[id] = met
  if not met.early then return end
  local release = faults.hold(gw)
  gw.releases[id] = release
  -- The transaction may be undone: then nothing is sent, and nothing is to be waited for.
  loop.timer(0, function()
    if not gw.store or not gw.store:first("SELECT 1 AS found FROM notifications WHERE notify_id = ?", id) then release() end
  end, true)
end

---What the first attempt of a notification meets; those behind it meet nothing.
---@param gw alipay.gateway
---@param id string
---@return { duplicate: boolean?, late: number?, gbk: boolean?, drop: boolean? }
function M.take(gw, id)
  local met = gw.spoiled[id] or {}
  gw.spoiled[id] = nil
  return met
end

---An attempt has ended: what waited for it goes on.
---@param gw alipay.gateway
---@param id string
function M.release(gw, id)
  if gw.releases[id] then gw.releases[id]() end
  gw.releases[id] = nil
end

return M
