-- SPDX-License-Identifier: MIT
-- What the platform's codes mean and what to do about them, in English and Chinese: the gateway's own, and business codes of the
-- methods that are called daily. Codes of other methods are known by name only (alipay.catalogue).

local M = {}

-- Tables of { meaning, meaning_zh, remedy, remedy_zh } by code without prefix. Of a name in both, the gateway's counts.
local SOURCES = { "alipay.catalogue.codes.gateway", "alipay.catalogue.codes.business" }

-- Those of V3 whose parameters are V2's in the lists above.
local V3_SOURCE = "alipay.catalogue.codes.v3"

---A code without the prefix that tells whose it is. V3 leaves some of them out; the platform's own lists spell ACQ. as AQC., too.
---@param code string as "isv.invalid-signature", "ACQ.TRADE_NOT_EXIST", "40004"
---@return string bare as "invalid-signature", "TRADE_NOT_EXIST", "40004"
function M.bare(code)
  local bare = code
  repeat
    local before = bare
    for _, prefix in ipairs { "isv.", "isp.", "aop.", "ACQ.", "AQC." } do
      if #bare > #prefix and bare:sub(1, #prefix) == prefix then bare = bare:sub(#prefix + 1) end
    end
  until bare == before
  return bare
end

---@class alipay.code
---@field code string without prefix
---@field meaning string what it means
---@field meaning_zh string the same in Chinese
---@field remedy string what to do
---@field remedy_zh string the same in Chinese

-- What a source has of a code.
local function entry_of(source, bare)
  local found = require(source)[bare]
  return found and { code = bare, meaning = found[1], meaning_zh = found[2], remedy = found[3], remedy_zh = found[4] }
end

---Explain a code.
---@param code string with or without its prefix
---@param protocol? "v2"|"v3" whose answer it is, "v2" by default: what is missing or wrong stands in other places by V3
---@return alipay.code|nil explained nil for a code that nothing is known of
function M.explain(code, protocol)
  if type(code) ~= "string" then return nil end
  local bare = M.bare(code)
  local found = protocol == "v3" and entry_of(V3_SOURCE, bare)
  for _, source in ipairs(SOURCES) do found = found or entry_of(source, bare) end
  return found or nil
end

---Codes whose name, meaning or remedy holds a text, in either language.
---@param text string
---@return alipay.code[] found sorted by code
function M.search(text)
  local wanted, list = text:lower(), {}
  for _, source in ipairs(SOURCES) do
    for code, entry in pairs(require(source)) do
      local hay = (code .. "\n" .. table.concat(entry, "\n")):lower()
      if hay:find(wanted, 1, true) then list[#list + 1] = M.explain(code) end
    end
  end
  table.sort(list, function(a, b) return a.code < b.code end)
  return list
end

return M
