-- SPDX-License-Identifier: MIT
-- Reads the profile file: a Lua table of plain values, which cannot run any code. It chooses nothing: alipay.client.settings does.

local errors = require "alipay.error"
local lexer = require "alipay.util.lexer"
local paths = require "alipay.util.paths"
local secrets = require "alipay.util.secrets"

local M = {}

-- What the system says of a path that leads nowhere: ENOENT, ENOTDIR. Everything else is a file that is there and cannot be used.
local NO_FILE, NO_FOLDER = 2, 20

local MOST = 1048576 -- bytes; a thousand profiles with their keys fit

---@return string
function M.path()
  return paths.config_dir() .. "/config.lua"
end

-- What a table of values is written with. Without names, calls and blocks nothing in it can run or grow: `..` joins what stands there.
local PLAIN = {
  ["return"] = true, ["true"] = true, ["false"] = true, ["nil"] = true,
  ["{"] = true, ["}"] = true, ["["] = true, ["]"] = true, ["="] = true, [","] = true, [";"] = true, ["-"] = true, [".."] = true,
}

-- The first token that makes more of the text than a table of values; nil when there is none. A name is fine before `=`.
local function first_foreign(text)
  local tokens = lexer.tokens(text)
  for i = #tokens, 1, -1 do
    if tokens[i].kind == "comment" then table.remove(tokens, i) end
  end
  for i, token in ipairs(tokens) do
    local kind = token.kind
    local fine = kind == "string" or kind == "number" or PLAIN[token.text]
      or kind == "name" and tokens[i + 1] ~= nil and tokens[i + 1].text == "="
    if not fine then return token end
  end
end

-- Where Lua's own stack ends the host would hear of the error, and make a traceback of it: not below pcall.
local function compile(text, path)
  local fine, chunk, message = pcall(load, text, "@" .. path, "t", {})
  if not fine then return nil, tostring(chunk) end
  return chunk, message
end

local function problem_in(path, message)
  if message:find("stack overflow", 1, true) then return path .. ": its values nest too deeply" end
  return secrets.shown(message)
end

local function evaluate(text, path)
  if text:find "^\xFF\xFE" or text:find "^\xFE\xFF" then
    return nil, path .. ": it is UTF-16, which Lua does not read: save it as UTF-8"
  end
  text = text:gsub("^\xEF\xBB\xBF", "") -- editors put a byte order mark there
  local foreign = first_foreign(text)
  if foreign then
    local _, breaks = text:sub(1, foreign.first):gsub("\n", "")
    return nil, ("%s: line %d: '%s' is no plain value"):format(path, breaks + 1, secrets.shown(foreign.text))
  end
  local chunk, message = compile(text, path)
  if not chunk then chunk = compile("return " .. text, path) end
  if not chunk then return nil, problem_in(path, message) end
  local ok, value = pcall(chunk)
  if not ok then return nil, tostring(value) end
  if type(value) ~= "table" then return nil, path .. " does not give a table" end
  return value
end

local function problem_of(file)
  if type(file.profiles) ~= "table" then return "'profiles' must be a table of profiles by name" end
  if file.default ~= nil and type(file.default) ~= "string" then return "'default' must be the name of a profile" end
  for name, settings in pairs(file.profiles) do
    if type(name) ~= "string" then return "'profiles' holds a profile without a name" end
    if type(settings) ~= "table" then return ("profile '%s' must be a table of settings, not a %s"):format(name, type(settings)) end
  end
end

local function read(path)
  local file <close>, problem, number = io.open(path, "rb")
  if not file then return nil, problem, number end
  local text, reason = file:read(MOST + 1)
  if text and #text > MOST then return nil, path .. ": it is larger than 1 MB" end
  return text or not reason and "", path .. ": " .. tostring(reason)
end

---Read the profile file.
---@return { default: string|nil, profiles: table<string, table> }|nil file nil without error when there is none
---@return alipay.error|nil err
function M.load()
  local path = M.path()
  local text, problem, number = read(path)
  if number == NO_FILE or number == NO_FOLDER then return nil end
  if not text then return nil, errors.new("parameter", { message = "cannot read " .. problem, source = "file" }) end
  local value, message = evaluate(text, path)
  if not value then
    return nil, errors.new("parameter", {
      message = "the profile file cannot be used: " .. message,
      hint = "it is a table of texts, numbers, true and false, as: "
        .. 'return { profiles = { shop1 = { app_id = "...", private_key = "file://..." } } }',
    })
  end
  if value.profiles == nil then
    local profiles = {}
    for name, profile in pairs(value) do
      if type(profile) == "table" then profiles[name] = profile end
    end
    value = { default = type(value.default) == "string" and value.default or nil, profiles = profiles }
  end
  problem = problem_of(value)
  if problem then return nil, errors.new("parameter", { message = path .. ": " .. problem }) end
  return value
end

return M
