-- SPDX-License-Identifier: MIT
-- Names of all the platform's methods and of their request fields, for completion, help and "did you mean". Facts only: names of
-- the official SDKs, 2026-05. Types, rules and meanings are in alipay.api, for the methods that have a definition there.
--
-- The data (methods.txt) is one line per method, sorted: the name, `!` behind it when it looks like a test of the
-- platform's own, then its fields: `@` marks a file, `~` a field at top level beside biz_content. It is unpacked on first use.

local embedded = require "alipay.core.embedded"

local M = {}

local data ---@type string|nil

local function all()
  if not data then data = "\n" .. (embedded.source "alipay.catalogue.methods" or "") end
  return data
end

---@class alipay.catalogue.field
---@field name string
---@field file boolean a file part
---@field top boolean at top level although the method has biz_content

---The fields of a method.
---@param method string dotted
---@return alipay.catalogue.field[]|nil fields nil for a method that the catalogue does not know
function M.fields(method)
  local text = all()
  local _, stop = text:find("\n" .. method .. " ", 1, true)
  if not stop then _, stop = text:find("\n" .. method .. "! ", 1, true) end
  if not stop then return nil end
  local fields = {}
  for name, marks in text:match("[^\n]*", stop + 1):gmatch "([%w_]+)([@~]*)" do
    fields[#fields + 1] = { name = name, file = marks:find("@", 1, true) ~= nil, top = marks:find("~", 1, true) ~= nil }
  end
  return fields
end

---Names of methods that start with a text, sorted. Tests of the platform's own are left out.
---@param prefix string
---@return string[]
function M.starting(prefix)
  local text, names, pos, wanted = all(), {}, 1, "\n" .. prefix
  while true do
    pos = text:find(wanted, pos, true)
    if not pos then return names end
    local name, mark = text:match("^([%w_.]+)(!?)", pos + 1)
    if name and mark == "" then names[#names + 1] = name end
    pos = pos + 1
  end
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
  for name, mark in all():gmatch "\n([%w_.]+)(!?)" do
    if mark == "" and math.abs(#name - #wanted) <= #wanted // 2 + 3 then
      local score = nearest.similarity(pairs_of, name)
      if score > 0.45 then rough[#rough + 1] = { name, score } end
    end
  end
  table.sort(rough, function(a, b) return a[2] > b[2] or a[2] == b[2] and a[1] < b[1] end)
  local names = {}
  for i = 1, math.min(#rough, 40) do names[i] = rough[i][1] end
  return nearest.find(wanted, names, count or 3, #wanted // 3 + 2)
end

---What to say of a call that Alipay refused because there is no such method.
---@param err alipay.error
---@return string|nil hint the names that are like it; nil when the name is known, or nothing is like it
function M.hint(err)
  if err.sub_code ~= "isv.invalid-method" or not err.method or M.fields(err.method) then return nil end
  local near = M.nearest(err.method)
  return near[1] and "did you mean " .. table.concat(near, ", ") .. "?"
end

return M
