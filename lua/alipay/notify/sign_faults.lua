-- SPDX-License-Identifier: MIT
-- What happens to `sign` on its way through frameworks, and how to bring it into its proper form: base64, padded.

local html = require "alipay.util.html"
local undo = require "alipay.notify.undo"

local M = {}

-- In the order in which they are undone.
local FAULTS = {
  {
    code = "lists", pattern = '^%[?"', mend = function(sign) return (sign:gsub('[%["%]]', "")) end,
    message = "sign has quotes or brackets around it", hint = "hand over its text, not the JSON of it",
  },
  {
    code = "html-escaped", pattern = "&#%w+;", mend = html.unescape,
    message = "sign is HTML-escaped", hint = "verify the raw body, before the framework escapes its input",
  },
  {
    code = "encoded-sign", pattern = "%%%x%x", mend = function(sign) return undo.percent(undo.percent(sign)) end,
    message = "sign is still percent-encoded", hint = "decode the body once before its parameters are taken out of it",
  },
  {
    code = "backslashes", pattern = "\\", mend = function(sign) return (sign:gsub("\\", "")) end,
    message = "sign has backslashes: it was taken out of a JSON text that was not decoded", hint = "decode the JSON",
  },
  {
    code = "spaces-in-sign", pattern = " ", mend = function(sign) return (sign:gsub(" ", "+")) end,
    message = "sign has spaces where + belongs: it was decoded twice, or taken from a URL that was not encoded",
    hint = "verify the raw body, or decode it exactly once",
  },
  {
    code = "urlsafe-sign", pattern = "[-_]", mend = function(sign) return (sign:gsub("-", "+"):gsub("_", "/")) end,
    message = "sign is in the URL-safe alphabet (- and _ for + and /)",
    hint = "something on the way re-encoded it: verify the raw body",
  },
}

---A copy of the parameters with `sign` in its proper form.
---@param params table<string, string>
---@param findings alipay.notify.finding[] what was wrong is added
---@return table<string, string>
function M.mended(params, findings)
  local copy = {}
  for name, value in pairs(params) do copy[name] = value end
  local sign = params.sign
  for _, fault in ipairs(FAULTS) do
    if sign:find(fault.pattern) then
      sign = fault.mend(sign)
      findings[#findings + 1] = { code = fault.code, message = fault.message, hint = fault.hint }
    end
  end
  if #sign % 4 ~= 0 and sign:find "^[%w+/]+=*$" then
    sign = sign:gsub("=", "") .. ("="):rep(-#sign:gsub("=", "") % 4)
    findings[#findings + 1] = { code = "cut-padding", message = "sign lost the = at its end", hint = "verify the raw body" }
  end
  copy.sign = sign
  return copy
end

return M
