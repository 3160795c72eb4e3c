-- SPDX-License-Identifier: MIT
-- Reads the profile file: a Lua table, loaded without access to any function. It chooses nothing: alipay.client.settings does.

local errors = require "alipay.error"
local paths = require "alipay.util.paths"

local M = {}

-- What the system says of a path that leads nowhere: ENOENT, ENOTDIR. Everything else is a file that is there and cannot be used.
local NO_FILE, NO_FOLDER = 2, 20

local INSTRUCTIONS = 1000000 -- a table of a thousand profiles needs a hundredth of it

---@return string
function M.path()
  return paths.config_dir() .. "/config.lua"
end

-- Runs the chunk with an empty environment, without string methods (strings carry them by their metatable), and not for ever.
local function evaluate(text, name)
  local chunk, message = load(text, name, "t", {})
  if not chunk then chunk = load("return " .. text, name, "t", {}) end
  if not chunk then return nil, message end
  local strings = debug.getmetatable("")
  debug.setmetatable("", nil)
  local co = coroutine.create(chunk)
  debug.sethook(co, function() error("it does not come to an end", 0) end, "", INSTRUCTIONS)
  local ok, value = coroutine.resume(co)
  debug.setmetatable("", strings)
  if not ok then return nil, tostring(value) end
  if type(value) ~= "table" then return nil, name:sub(2) .. " does not give a table" end
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
  local text, reason = file:read "a"
  return text, path .. ": " .. tostring(reason)
end

---Read the profile file.
---@return { default: string|nil, profiles: table<string, table> }|nil file nil without error when there is none
---@return alipay.error|nil err
function M.load()
  local path = M.path()
  local text, problem, number = read(path)
  if number == NO_FILE or number == NO_FOLDER then return nil end
  if not text then return nil, errors.new("parameter", { message = "cannot read " .. problem, source = "file" }) end
  local value, message = evaluate(text, "@" .. path)
  if not value then
    return nil, errors.new("parameter", {
      message = "the profile file cannot be used: " .. message,
      hint = 'it is a Lua table, as: return { profiles = { shop1 = { app_id = "...", private_key = "file://..." } } }',
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
