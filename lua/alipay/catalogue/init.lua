-- SPDX-License-Identifier: MIT
-- Facts on all methods of the platform, offline: names, fields with types and places, replies, V3 forms, codes. It knows no account
-- and needs no network. Rules and meanings of the methods that are called daily are in alipay.api.

local record = require "alipay.catalogue.record"

local M = {}

---Everything that is known of a method.
---@param method string dotted, as "alipay.trade.create"
---@return alipay.catalogue.description|nil description nil for a name that the catalogue does not know
function M.describe(method)
  return require("alipay.catalogue.describe").describe(method)
end

---Methods whose name, or a field's name, holds all words of a text, the best first.
---@param text string
---@param limit? integer 50 by default
---@return alipay.catalogue.hit[] hits
---@return integer total
function M.search(text, limit)
  return require("alipay.catalogue.search").search(text, limit)
end

---Whether the catalogue has a method, without describing it.
---@param method string
---@return boolean
function M.has(method)
  return record.method(method) ~= nil
end

---Names of methods that start with a text, sorted. Tests of the platform's own are left out.
---@param prefix string
---@return string[]
function M.starting(prefix)
  local names = {}
  for name, flags in record.starting(prefix) do
    if not flags:find("t", 1, true) then names[#names + 1] = name end
  end
  return names
end

---What may follow a prefix up to the next dot: "alipay.sy" gives "alipay.system".
---@param prefix string
---@return string[] names sorted
function M.following(prefix)
  local list, seen = {}, {}
  for _, name in ipairs(M.starting(prefix)) do
    local stop = name:find(".", #prefix + 1, true)
    local head = name:sub(1, stop and stop - 1)
    if not seen[head] then
      seen[head] = true
      list[#list + 1] = head
    end
  end
  return list
end

---Names like a given one, the likest first.
---@param wanted string
---@param count? integer 3 by default
---@return string[]
function M.nearest(wanted, count)
  local nearest = require "alipay.util.nearest"
  local pairs_of = nearest.bigrams(wanted)
  local rough = {}
  for name, flags in record.each() do
    if not flags:find("t", 1, true) and math.abs(#name - #wanted) <= #wanted // 2 + 3 then
      local score = nearest.similarity(pairs_of, name)
      if score > 0.45 then rough[#rough + 1] = { name, score } end
    end
  end
  table.sort(rough, function(a, b) return a[2] > b[2] or a[2] == b[2] and a[1] < b[1] end)
  local names = {}
  for i = 1, math.min(#rough, 40) do names[i] = rough[i][1] end
  return nearest.find(wanted, names, count or 3, #wanted // 3 + 2)
end

return M
