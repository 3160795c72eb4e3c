-- SPDX-License-Identifier: MIT
-- What to do about a refusal, where nothing better is known: what the catalogue finds in the parameters, the verb that a page or an
-- order wants, the name that may have been meant, and what the code means. It only advises: nothing is sent or changed.

local catalogue = require "alipay.catalogue"
local codes = require "alipay.codes"
local strict = require "alipay.call.strict"

local M = {}

-- Codes that complain of parameters. Those of the protocol itself (a missing signature) are found by no look at the method's.
local function is_of_parameters(code)
  local bare = codes.bare(code):lower():gsub("_", "-")
  return bare:find "^missing%-" ~= nil or bare:find "^invalid%-param" ~= nil or bare:find "^param%a*%-" ~= nil
    or bare == "invalid-arguments"
end

---Which verb a method wants that no server calls. A redirect or a page in place of a reply means such a method as a rule.
---@param method string
---@return string|nil advice nil for a method that is called
function M.of_verb(method)
  local known = catalogue.describe(method)
  if not known then return nil end
  if known.order then
    return "this method makes an order string for Alipay's app and is not called: use :order{...} instead of :post"
  elseif known.page then
    return "this method is a page that the buyer's browser opens and is not called: use :page{...} instead of :post"
  end
end

---The name that may have been meant by one that the catalogue does not know.
---@param method string
---@return string|nil advice
function M.of_name(method)
  if catalogue.has(method) then return nil end
  local near = catalogue.nearest(method)
  return near[1] and "did you mean " .. table.concat(near, ", ") .. "?"
end

-- A call by V3 as it stands has its parameters where the caller put them: V2's places are no advice there.
local function misplaced(req, fault)
  if not (req.operation and req.operation.explicit) then return fault.message end
  return fault.param == "biz_content" and "biz_content is V2's: by V3 its members stand by themselves" or nil
end

local function of_parameters(req)
  local lines = {}
  for _, fault in ipairs(strict.faults(req.method, req.options)) do
    if fault.rule == "place" then lines[#lines + 1] = misplaced(req, fault) else lines[#lines + 1] = fault.message end
  end
  local missing = strict.missing(req.method, req.options)
  if #missing > 0 then lines[#lines + 1] = "not given, and demanded by other clients: " .. table.concat(missing, ", ") end
  return lines[1] and table.concat(lines, "\n  ")
end

---Put the advice into the error of a refusal: `err.hint`, and `err.hint_zh` where there is a Chinese form of it. A hint that is there
---stays.
---@param req alipay.request
---@param err alipay.error kind "api"
function M.add(req, err)
  if err.hint then return end
  local code = err.sub_code or err.code or ""
  if err.code ~= "40004" then err.hint = M.of_verb(req.method) end
  if not err.hint and codes.bare(code) == "invalid-method" then err.hint = M.of_name(req.method) end
  if not err.hint and is_of_parameters(code) then err.hint = of_parameters(req) end
  local explained = not err.hint and codes.explain(code, req.auth_string and "v3" or "v2")
  if explained then
    err.hint = explained.meaning .. ": " .. explained.remedy
    err.hint_zh = explained.meaning_zh .. "：" .. explained.remedy_zh
  end
end

return M
