-- SPDX-License-Identifier: MIT
-- HTML's escapes, both ways. It writes no page.

local M = {}

local ESCAPES = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;", ["'"] = "&#39;" }
local ENTITIES = { amp = "&", lt = "<", gt = ">", quot = '"', apos = "'" }

---Escape a text for HTML, inside of attributes too. Works on bytes of GBK as well: none of the five is ever the second byte of one
---of its characters.
---@param text string
---@return string
function M.escape(text)
  return (text:gsub("[&<>\"']", ESCAPES))
end

---Fill a template: `{name}` becomes the value of that name, escaped, and `{!name}` one that is HTML already; a value that is missing
---is nothing.
---@param template string
---@param values table<string, string|number>
---@return string
function M.fill(template, values)
  return (template:gsub("{(!?)([%l_]+)}", function(raw, name)
    local value = tostring(values[name] == nil and "" or values[name])
    return raw == "!" and value or M.escape(value)
  end))
end

-- The character of a reference such as "amp", "#39" or "#x27"; nil, which leaves it as it stands, for what is none.
local function character(name)
  if ENTITIES[name] then return ENTITIES[name] end
  local decimal, hex = name:match "^#(%d+)$", name:match "^#[xX](%x+)$"
  local code = tonumber(decimal or hex or "", hex and 16 or 10)
  if not code or code < 1 or code > 0x10FFFF or (code >= 0xD800 and code <= 0xDFFF) then return nil end
  return utf8.char(code)
end

---Undo HTML's escapes, once: `&amp;quot;` becomes `&quot;`.
---@param escaped string UTF-8
---@return string
function M.unescape(escaped)
  return (escaped:gsub("&(#?%w+);", character))
end

return M
