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

-- The name that a literal is given to: `name = "..."`, `["name"] = "..."`, `name <const> = "..."`.
local function name_before(tokens, i)
  if not (tokens[i - 1] and tokens[i - 1].text == "=") then return nil end
  local name = tokens[i - 2]
  if name and name.text == "]" then name = tokens[i - 3] end
  if name and name.text == ">" then name = tokens[i - 5] end -- <const>
  return name and name.text:gsub("^[\"']", ""):gsub("[\"']$", ""):lower()
end

---Whether an entry must not be written: it gives a literal to something named like a secret, or holds what looks like one.
---@param entry string
---@return boolean
function M.is_secret(entry)
  local tokens = require("alipay.util.lexer").tokens(entry)
  for i, token in ipairs(tokens) do
    if token.kind ~= "keyword" and token.kind ~= "op" and secrets.found_in(token.text) then return true end
    if token.kind == "string" and #token.text > 2 and not token.text:find "^[\"']file://" then
      if secrets.NAMES[name_before(tokens, i) or ""] or is_traded(tokens, i) then return true end
    end
    if token.kind == "number" and secrets.is_number(name_before(tokens, i) or "", token.text) then return true end
  end
  return entry:find("PRIVATE KEY", 1, true) ~= nil
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
