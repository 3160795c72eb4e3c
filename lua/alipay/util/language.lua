-- SPDX-License-Identifier: MIT
-- The language of the person at the terminal, as the environment names it.

local M = {}

local english = false

---Run a function whose texts are for programs: they are English meanwhile.
---@param fn fun(): any
---@return any result
function M.in_english(fn)
  local before = english
  english = true
  local fine, result = pcall(fn)
  english = before
  if not fine then error(result, 0) end
  return result
end

---Whether texts for people are wanted in Chinese: LC_ALL, else LC_MESSAGES, else LANG starts with "zh".
---@return boolean
function M.is_chinese()
  if english then return false end
  for _, name in ipairs { "LC_ALL", "LC_MESSAGES", "LANG" } do
    local value = os.getenv(name)
    if value and value ~= "" then return value:find "^zh" ~= nil end
  end
  return false
end

---A text of an entry in the person's language: its `name .. "_zh"` when that is wanted and there.
---@param entry table<string, any>
---@param name string
---@return string|nil
function M.pick(entry, name)
  return M.is_chinese() and entry[name .. "_zh"] or entry[name]
end

return M
