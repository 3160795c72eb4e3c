-- SPDX-License-Identifier: MIT
-- Answers that the user gives in place of a simulated method, or for one that is not simulated: a function or a table from Lua, the text
-- of a node, a file, a folder of METHOD.json. They are signed as any other; nothing is added to them.

local catalogue = require "alipay.catalogue"
local errors = require "alipay.error"
local fs = require "alipay.core.fs"
local json = require "alipay.json"
local method_name = require "alipay.gateway.method_name"

local M = {}

-- The object that a text holds.
local function read_node(text)
  local fields, message = json.decode(text)
  if type(fields) ~= "table" or not text:find "^%s*{" then
    return nil, "it must be a JSON object" .. (message and ": " .. message or "")
  end
  return fields
end

local function read_file(path)
  local file <close>, message = io.open(path, "rb")
  if not file then return nil, message end
  local text = file:read "a"
  if not text then return nil, path .. " cannot be read" end
  local fields, wrong = read_node(text)
  if not fields then return nil, path .. ": " .. wrong end
  -- The line's end behind a node is the editor's.
  return fields, text:match("^.*%S", text:find "%S")
end

-- What a function is told of the call besides its values.
local function describe(call)
  local shown = { method = call.method, app_id = call.app.app_id, seller_id = call.seller.user_id, params = {}, files = call.files }
  for name, value in pairs(call.params) do shown.params[call:show(name)] = call:show(value) end
  return shown
end

-- The members of the node, and its exact text where there is one.
local function resolve(given, call)
  if type(given) == "function" then given = given(call.values, describe(call)) end
  if type(given) == "string" then
    local fields, wrong = read_node(given)
    return fields or error("the answer to " .. call.method .. " cannot be sent: " .. wrong, 0), given
  end
  if type(given) ~= "table" then
    error(("the answer to %s is a %s: a table or the text of a node was wanted"):format(call.method, type(given)), 0)
  end
  if given.path then
    local fields, text = read_file(given.path)
    return fields or error("the answer to " .. call.method .. " cannot be sent: " .. text, 0), text
  end
  local fields = given.fields or given
  local fine, wrong = pcall(json.encode, fields)
  return fine and fields or error(("the answer to %s cannot be sent: %s"):format(call.method, wrong), 0)
end

-- A handler as alipay.gateway.methods has them, but for checks: whoever gives the answer judges the values.
local function handler_of(method, given)
  local known = catalogue.describe(method)
  return {
    given = true, definition = { method = method, place = known and known.place or "content", params = {} },
    answer = function(_, call)
      local fields
      fields, call.node = resolve(given, call)
      return fields
    end,
  }
end

---Give an answer for a method, or take it back.
---@param gw alipay.gateway
---@param method string known to the catalogue or newer than it
---@param given function|table|string|nil fn(values, call) -> table or text of a node; a table, whose members are the node's; its text; nil takes it back
---@return boolean|nil ok
---@return string|nil sentence what is wrong
function M.set(gw, method, given)
  local ok
  local wrong = method_name.fault(method)
  if wrong then return nil, wrong end
  if type(given) == "string" then
    ok, wrong = read_node(given)
    if not ok then return nil, ("the answer to %s: %s"):format(method, wrong) end
  elseif type(given) == "table" then
    ok, wrong = pcall(json.encode, given)
    if not ok then return nil, ("the answer to %s: %s"):format(method, wrong) end
    given = { fields = given }
  end
  gw.answers[method] = given and handler_of(method, given)
  return true
end

---Answer a method with the bytes of a file, which is read anew for each call.
---@param gw alipay.gateway
---@param method string
---@param path string
---@return boolean|nil ok
---@return string|nil sentence what is wrong
local function set_file(gw, method, path)
  local ok
  local wrong = method_name.fault(method)
  if wrong then return nil, wrong end
  path = fs.absolute(path) or path
  ok, wrong = read_file(path)
  if not ok then return nil, ("the answer to %s: %s"):format(method, wrong) end
  gw.answers[method] = handler_of(method, { path = path })
  return true
end

---Answer each method for which a folder has a file METHOD.json. Files may come and go while the gateway runs.
---@param gw alipay.gateway
---@param dir string
---@return boolean|nil ok
---@return string|nil sentence what is wrong: no folder, a file that belongs to no method or holds no node
local function set_folder(gw, dir)
  dir = fs.absolute(dir) or dir
  local names, message = fs.list(dir)
  if not names then return nil, message end
  for _, name in ipairs(names) do
    local method = name:match "^(.*)%.json$"
    local wrong = method and method_name.fault(method)
    local fields, unreadable = {}, nil
    if method and not wrong then fields, unreadable = read_file(dir .. "/" .. name) end
    if not fields then wrong = unreadable end
    if wrong then return nil, ("%s: %s"):format(name, wrong) end
  end
  gw.answers_dir = dir
  return true
end

---The handler of a method that the user answers.
---@param gw alipay.gateway
---@param method string well-formed
---@return table|nil handler
function M.find(gw, method)
  local handler = gw.answers[method]
  if handler or not gw.answers_dir then return handler end
  local path = ("%s/%s.json"):format(gw.answers_dir, method)
  return fs.stat(path) and handler_of(method, { path = path }) or nil
end

---Take over what options say.
---@param gw alipay.gateway
---@param options { answers: table<string, any>?, answer_files: table<string, string>?, answers_dir: string? }
---@return boolean|nil ok
---@return alipay.error|nil err
function M.open(gw, options)
  gw.answers = {}
  local ok, wrong = true, nil
  if options.answers_dir then ok, wrong = set_folder(gw, options.answers_dir) end
  for method, path in pairs(options.answer_files or {}) do
    if ok then ok, wrong = set_file(gw, method, path) end
  end
  for method, given in pairs(options.answers or {}) do
    if ok then ok, wrong = M.set(gw, method, given) end
  end
  if not ok then return nil, errors.new("parameter", { message = wrong, source = "file" }) end
  return true
end

return M
