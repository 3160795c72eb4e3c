-- SPDX-License-Identifier: MIT
-- A text typed at the prompt becomes a function: an expression first, else statements. Locals of its outermost level are kept for
-- later lines by taking the word `local` away. It runs nothing.

local lexer = require "alipay.util.lexer"

local M = {}

local OPEN = { ["function"] = true, ["do"] = true, ["if"] = true, ["repeat"] = true }
local CLOSE = { ["end"] = true, ["until"] = true }

---A text without the blanks at its end. The pattern `%s*$` would try every blank of the text as a beginning, and each of them up to
---the next letter: minutes for a paste of many blanks.
---@param text string
---@param also? string other characters to take away, as in a set of a pattern
---@return string
function M.cut_end(text, also)
  local from_end = text:reverse():find("[^%s" .. (also or "") .. "]")
  return from_end and text:sub(1, #text - from_end + 1) or ""
end

local function blank(bytes, first, last)
  for i = first, last do
    if bytes[i] ~= "\n" then bytes[i] = " " end
  end
end

-- Rewrites one `local` at tokens[i]; returns the names it declares. `<close>` has to stay a local: it ends with its line.
local function rewrite(tokens, i, bytes)
  local nexts, names = tokens[i + 1], {}
  if not nexts then return names end
  if nexts.text == "function" then
    names[1] = tokens[i + 2] and tokens[i + 2].kind == "name" and tokens[i + 2].text or nil
    if names[1] then blank(bytes, tokens[i].first, tokens[i].last) end
    return names
  end
  local j, attributes = i + 1, {}
  while tokens[j] and tokens[j].kind == "name" do
    names[#names + 1] = tokens[j].text
    local last = tokens[j].last
    if tokens[j + 1] and tokens[j + 1].text == "<" and tokens[j + 3] and tokens[j + 3].text == ">" then
      if tokens[j + 2].text == "close" then return {} end
      attributes[#attributes + 1] = { tokens[j + 1].first, tokens[j + 3].last }
      j, last = j + 3, tokens[j + 3].last
    end
    local following = tokens[j + 1]
    if following and following.text == "," then
      j = j + 2
    else
      if not following or following.text ~= "=" then bytes[last] = bytes[last] .. " = nil" end
      break
    end
  end
  if #names == 0 then return names end
  blank(bytes, tokens[i].first, tokens[i].last)
  for _, range in ipairs(attributes) do
    -- "= nil" may hang on the attribute's last byte
    local tail = bytes[range[2]]:sub(2)
    blank(bytes, range[1], range[2])
    bytes[range[2]] = bytes[range[2]] .. tail
  end
  return names
end

---Take `local` away at the outermost level.
---@param text string
---@return string text same lines and, but for added initial values, same columns
---@return string[] names that were local
function M.globalize(text)
  local tokens = {}
  for _, token in ipairs(lexer.tokens(text)) do
    if token.kind ~= "comment" then tokens[#tokens + 1] = token end
  end
  local bytes, names, depth, changed = {}, {}, 0, false
  for i = 1, #text do bytes[i] = text:sub(i, i) end
  for i, token in ipairs(tokens) do
    if token.kind == "keyword" then
      if OPEN[token.text] then depth = depth + 1
      elseif CLOSE[token.text] then depth = depth - 1
      elseif token.text == "local" and depth == 0 then
        for _, name in ipairs(rewrite(tokens, i, bytes)) do
          names[#names + 1], changed = name, true
        end
      end
    end
  end
  return changed and table.concat(bytes) or text, names
end

---Whether a text may end by `return` outside of every function in it.
---@param text string
---@return boolean
function M.returns(text)
  local functions, blocks = 0, {}
  for _, token in ipairs(lexer.tokens(text)) do
    if token.kind == "keyword" then
      if OPEN[token.text] then
        blocks[#blocks + 1] = token.text
        if token.text == "function" then functions = functions + 1 end
      elseif CLOSE[token.text] then
        if table.remove(blocks) == "function" then functions = functions - 1 end
      elseif token.text == "return" and functions == 0 then
        return true
      end
    end
  end
  return false
end

-- Punctuation as Chinese input methods write it, and what Lua wants in its place.
local PUNCTUATION = {
  ["（"] = "(", ["）"] = ")", ["，"] = ",", ["。"] = ".", ["：" ] = ":", ["；"] = ";", ["“"] = '"', ["”"] = '"', ["‘"] = "'",
  ["’"] = "'", ["｛"] = "{", ["｝"] = "}", ["【"] = "[", ["】"] = "]", ["［"] = "[", ["］"] = "]", ["＝"] = "=", ["　"] = "a space",
}

-- Lua names a character outside ASCII by its first byte: '<\239>' says nothing to whoever typed '（'.
local function readable(message, text)
  local byte = tonumber(message:match "near '<\\(%d+)>'$")
  if not byte or byte < 0x80 then return message end
  for _, token in ipairs(lexer.tokens(text)) do
    if token.kind == "op" and token.text:byte() == byte and utf8.len(token.text) then
      local plain = PUNCTUATION[token.text]
      return message:sub(1, message:find "<[^<]*$" - 1) .. token.text .. "'" .. (plain and "; Lua wants " .. plain or "")
    end
  end
  return message
end

---Whether text and message say that only the end is missing.
---@param message string|nil
---@return boolean
function M.is_incomplete(message)
  return message ~= nil and message:sub(-5) == "<eof>"
end

---Whether a last semicolon asks for silence.
---@param text string
---@return boolean
function M.is_silent(text)
  local tokens = lexer.tokens(text)
  for i = #tokens, 1, -1 do
    if tokens[i].kind ~= "comment" then return tokens[i].text == ";" end
  end
  return false
end

local BRACKETS = { ["("] = 1, ["{"] = 1, ["["] = 1, [")"] = -1, ["}"] = -1, ["]"] = -1 }

-- Where lines begin with a statement of their own, as far as brackets and blocks say so; the last line that could is the last item.
local function line_starts(text)
  local starts, depth, line_end = {}, 0, 0
  for _, token in ipairs(lexer.tokens(text)) do
    if token.kind ~= "comment" then
      local begins = text:sub(line_end + 1, token.first):find("\n", 1, true)
      -- What begins with a bracket or a quote may call what stands before it.
      if depth == 0 and begins and token.kind ~= "op" and token.kind ~= "string" then starts[#starts + 1] = token.first end
      local word = token.kind == "keyword"
      depth = depth + (word and OPEN[token.text] and 1 or word and CLOSE[token.text] and -1 or BRACKETS[token.text] or 0)
      line_end = token.last
    end
  end
  return starts
end

-- Statements with an expression behind them on a line of its own, as in a paste: the text with `return` before the expression.
local function returning(text, name, env)
  if M.returns(text) then return nil end
  local starts = line_starts(text)
  for i = #starts, 1, -1 do
    local head, tail = text:sub(1, starts[i] - 1), M.cut_end(text:sub(starts[i]), ";")
    local ended = "return " .. tail .. "\n"
    if load(ended, name, "t", env) and load(head, name, "t", env) then return head .. ended end
  end
end

---Compile.
---@param text string
---@param env table
---@param name string chunk name
---@return function|nil chunk
---@return string|nil message
---@return string[]|nil names of locals to keep
---@return string|nil ran the text that was compiled, when it is another one
function M.compile(text, env, name)
  local body = text:gsub("^%s*=", "", 1)
  local expression = M.cut_end(body, ";")
  -- The break keeps a comment at the end from swallowing what is behind it; `return` must not become a call without a value.
  local chunk = expression ~= "" and load("return " .. expression .. "\n", name, "t", env)
  if chunk then return chunk, nil, {} end
  local with_return = body:find "\n" and returning(body, name, env)
  local plain, message = load(with_return or body, name, "t", env)
  if not plain then
    if body ~= text then
      local _, why = load("return " .. body, name, "t", env)
      message = why or message
    end
    return nil, readable(message, body)
  end
  local kept, names = M.globalize(with_return or body)
  return load(kept, name, "t", env) or plain, nil, names, with_return
end

---Whether Enter would run the text rather than start another line of it. A blank last line always ends it.
---@param text string
---@return boolean
function M.is_complete(text)
  text = require("alipay.repl.target").split(text) or text
  if text:find "^%s*:" or text:find "^%s*[%w_.:]+%?%s*$" then return true end
  if text:find("\n[^\n]*\n", #M.cut_end(text) + 1) then return true end
  local chunk, message = M.compile(text, {}, "=stdin")
  if chunk then return true end
  local _, as_expression = load("return " .. text:gsub("^%s*=", "", 1), "=stdin", "t", {}) -- a table constructor is no statement
  return not M.is_incomplete(message) and not M.is_incomplete(as_expression)
end

return M
