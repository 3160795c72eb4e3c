-- SPDX-License-Identifier: MIT
-- Cuts Lua source into tokens, whole or not: for completion, locals kept from line to line, secrets in history, and the profile
-- file. It checks nothing; Lua's own compiler does.

local M = {}

---@type table<string, true> Lua's keywords
M.KEYWORDS = {}
for word in ("and break do else elseif end false for function goto if in local nil not or repeat return then true until while")
  :gmatch "%a+" do M.KEYWORDS[word] = true end

---@class alipay.token
---@field kind "name"|"keyword"|"string"|"number"|"comment"|"op"
---@field text string
---@field first integer
---@field last integer
---@field open? boolean a string or comment that has no end

-- Where a quoted string ends: its closing quote, or the line's end.
local function quoted(text, first)
  local quote, pos = text:sub(first, first), first + 1
  while true do
    local at = text:find("[\\\n" .. quote .. "]", pos)
    if not at then return #text, true end
    local char = text:sub(at, at)
    if char == quote then return at, false end
    if char == "\n" then return at - 1, true end
    local skipped = text:match("^z%s*()", at + 1)
    pos = skipped or at + 2
  end
end

local function bracketed(text, first)
  local level = text:match("^%[(=*)%[", first)
  if not level then return nil end
  local _, last = text:find("]" .. level .. "]", first, true)
  return last or #text, not last
end

local function comment(text, first)
  local last, open = bracketed(text, first + 2)
  if last then return last, open end
  return (text:find("\n", first, true) or #text + 1) - 1, false
end

---@param text string
---@return alipay.token[]
function M.tokens(text)
  local tokens, pos = {}, 1
  while true do
    pos = text:find("%S", pos)
    if not pos then return tokens end
    local kind, last, open = "op", nil, nil
    local char = text:sub(pos, pos)
    if char:find "[%a_]" then
      last = select(2, text:find("^[%w_]+", pos))
      kind = M.KEYWORDS[text:sub(pos, last)] and "keyword" or "name"
    elseif text:find("^%.?%d", pos) then
      local pattern = text:find("^0[xX]", pos) and "^0[xX][%x.]*[pP]?[+-]?[%x]*" or "^[%d.]+[eE]?[+-]?%d*"
      kind, last = "number", select(2, text:find(pattern, pos))
      if text:sub(last, last):find "[+-]" then last = last - 1 end
    elseif char == '"' or char == "'" then
      kind, last, open = "string", quoted(text, pos)
    elseif text:find("^%-%-", pos) then
      kind, last, open = "comment", comment(text, pos)
    elseif text:find("^%[=*%[", pos) then
      kind, last, open = "string", bracketed(text, pos)
    else
      for _, pattern in ipairs { "^%.%.%.", "^%.%.", "^::", "^//", "^<<", "^>>", "^[=~<>]=" } do
        last = last or select(2, text:find(pattern, pos))
      end
      last = last or pos + #(text:match("^[\xC2-\xFD][\x80-\xBF]*", pos) or char) - 1
    end
    tokens[#tokens + 1] = { kind = kind, text = text:sub(pos, last), first = pos, last = last, open = open or nil }
    pos = last + 1
  end
end

---The expression that ends at tokens[last], when it is a path of names such as `a.b:c["d"]`: its parts from left to right.
---@param tokens alipay.token[]
---@param last integer
---@return string[]|nil
function M.path_before(tokens, last)
  local parts, i = {}, last
  while i >= 1 do
    local token = tokens[i]
    local inner, bracket = tokens[i - 1], tokens[i - 2]
    if token.text == "]" and inner and inner.kind == "string" and bracket and bracket.text == "[" then
      table.insert(parts, 1, inner.text:sub(2, -2))
      i = i - 3
    elseif token.kind == "name" then
      table.insert(parts, 1, token.text)
      local before = tokens[i - 1]
      if not before or before.text ~= "." and before.text ~= ":" then return parts end
      i = i - 2
    else
      return nil
    end
  end
  return nil
end

return M
