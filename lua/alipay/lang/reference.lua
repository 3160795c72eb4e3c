-- SPDX-License-Identifier: MIT
-- Chinese forms of docstrings, for the reference, the prompt's help and the annotations. The English text is the key: a paragraph, or what
-- is said of one parameter, result or field. Apart from `alipay.lang`, whose texts every message is looked up in.

local docstrings = require "alipay.util.docstrings"
local language = require "alipay.util.language"

local M = {}

-- Files of lang/zh/reference/, by what they document.
local FILES = { "api", "async", "bill", "catalogue", "client", "error", "gateway", "http", "notify", "script", "tokens", "trade",
  "words" }

local known -- English to Chinese

---The Chinese form of a paragraph or meaning, whatever the language of the person at the terminal.
---@param english string a paragraph on one line
---@return string|nil chinese nil for what is no part of the reference
function M.chinese(english)
  if not known then
    known = {}
    for _, name in ipairs(FILES) do
      for key, text in pairs(require("alipay.lang.zh.reference." .. name)) do known[key] = text end
    end
  end
  return known[english]
end

---Docstring lines in the language of the person at the terminal.
---@param lines string[] what stands behind each `---`
---@return string[]
function M.lines(lines)
  return language.is_chinese() and docstrings.translated(lines, M.chinese) or lines
end

---The first sentence of docstring lines, English or Chinese.
---@param lines string[]
---@return string
function M.sentence(lines)
  local text = table.concat(docstrings.block(lines).text, " ")
  return text:match "^.-。" or text:match "^.-%.%f[%s%z]" or text
end

return M
