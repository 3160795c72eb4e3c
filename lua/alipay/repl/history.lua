-- SPDX-License-Identifier: MIT
-- What was typed, from run to run: one entry per statement, in a private file of the state folder. What looks like a secret
-- never gets there.

local fs = require "alipay.core.fs"
local paths = require "alipay.util.paths"
local secrecy = require "alipay.repl.secrecy"

local M = {}

M.LIMIT = 5000 -- entries kept

local entries ---@type string[]|nil

---@return string
function M.path() return paths.state_dir() .. "/history" end

local function encode(entry) return (entry:gsub("\\", "\\\\"):gsub("\n", "\\n")) end

local function decode(line)
  return (line:gsub("\\(.)", function(char) return char == "n" and "\n" or char end))
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
  if secrecy.is_secret(entry) then return false end
  list[#list + 1] = entry
  append(entry)
  forget_oldest()
  return true
end

return M
