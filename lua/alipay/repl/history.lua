-- SPDX-License-Identifier: MIT
-- What was typed, from run to run: one entry per statement, in a private file of the state folder. What looks like a secret
-- never gets there.

local fs = require "alipay.core.fs"
local paths = require "alipay.util.paths"
local secrets = require "alipay.util.secrets"

local M = {}

M.LIMIT = 5000 -- entries kept

local entries ---@type string[]|nil

---@return string
function M.path() return paths.state_dir() .. "/history" end

local function encode(entry) return (entry:gsub("\\", "\\\\"):gsub("\n", "\\n")) end

local function decode(line)
  return (line:gsub("\\(.)", function(char) return char == "n" and "\n" or char end))
end

-- oauthToken.exchange(client, "CODE"): such a text is a secret without a name of its own.
local function is_traded(tokens, i)
  for j = math.max(1, i - 6), i - 1 do
    if tokens[j].text == "exchange" or tokens[j].text == "refresh" then return true end
  end
  return false
end

-- Whether a text holds the name of a secret among other words, as JSON, a query or a remark does; code is one of everybody's words.
local function names_secret(text)
  for word in text:gmatch "[%w_]+" do
    if secrets.NAMES[word:lower()] and word ~= "code" then return true end
  end
  return false
end

-- A name, or a key in quotes and brackets, in lower case.
local function name_of(tokens, i)
  local token, behind = tokens[i], tokens[i + 1]
  if token.kind == "name" then return token.text:lower() end
  if token.kind == "string" and behind and behind.text == "]" then return token.text:sub(2, -2):lower() end
end

-- Most of what is named code is the platform's answer. An authorization code is given, code = "...", and a number only when it is long.
local LONG = 16

local function is_given(tokens, i)
  local behind = tokens[i + 1]
  if behind and behind.text == "]" then behind = tokens[i + 2] end
  return behind ~= nil and behind.text == "="
end

-- A literal that may be a secret: no path of a file, and not next to nothing.
local function is_value(token)
  return token.kind == "number" or token.kind == "string" and #token.text > 2 and not token.text:find "^[\"']file://"
end

---Whether an entry must not be written: it holds what looks like a secret, or a literal together with the name of one. Which of them
---belongs to which is not asked: Lua has too many ways to write it.
---@param entry string
---@return boolean
function M.is_secret(entry)
  for word in entry:gmatch "[%w_]+" do
    if secrets.found_in(word) then return true end -- also where Lua would see a number and a name
  end
  local named, code_given, valued, code_valued = false, false, false, false
  local tokens = require("alipay.util.lexer").tokens(entry)
  for i, token in ipairs(tokens) do
    local is_text, name = token.kind == "string" or token.kind == "comment", name_of(tokens, i)
    if is_text and secrets.found_in(token.text) then return true end
    if name == "code" then
      code_given = code_given or is_given(tokens, i)
    elseif secrets.NAMES[name or ""] then
      named = true
    elseif is_value(token) then
      if is_text and names_secret(token.text) or is_traded(tokens, i) then return true end
      valued, code_valued = true, code_valued or is_text or #token.text >= LONG
    elseif token.kind == "comment" then
      named = named or names_secret(token.text)
    end
  end
  return named and valued or code_given and code_valued or entry:find("PRIVATE KEY", 1, true) ~= nil
end

-- Not one by one: each time all the others move.
local function forget_oldest()
  local many = #entries > M.LIMIT + M.LIMIT // 10
  if many then entries = table.move(entries, #entries - M.LIMIT + 1, #entries, 1, {}) end
  return many
end

---All entries, oldest first.
---@return string[]
function M.load()
  if entries then return entries end
  entries = {}
  local file = io.open(M.path(), "rb")
  if not file then return entries end
  for line in file:lines() do
    if line ~= "" then entries[#entries + 1] = decode(line) end
  end
  file:close()
  if forget_oldest() then
    local lines = {}
    for i, entry in ipairs(entries) do lines[i] = encode(entry) end
    fs.replace(M.path(), table.concat(lines, "\n") .. "\n", 384)
  end
  return entries
end

local function append(entry)
  if not fs.stat(M.path()) then
    fs.mkdir(paths.state_dir(), 448)
    local ok = fs.create(M.path(), "", 384)
    if not ok then return end
  end
  local file = io.open(M.path(), "ab")
  if not file then return end -- a prompt that cannot remember is still a prompt
  file:write(encode(entry), "\n")
  file:close()
end

---Keep an entry, unless it repeats the last one, is empty, starts with a blank (as in shells) or holds a secret.
---@param entry string
---@return boolean kept
function M.add(entry)
  local list = M.load()
  if entry:find "^%s" or entry == "" or list[#list] == entry then return false end
  if M.is_secret(entry) then return false end
  list[#list + 1] = entry
  append(entry)
  forget_oldest()
  return true
end

return M
