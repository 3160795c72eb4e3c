-- SPDX-License-Identifier: MIT
-- Finds the message of Alipay in what a mini program's front end hands over: the whole object of a callback, one field of it, nested,
-- parsed already, encoded once more. It verifies nothing; only what a signature covers byte for byte is taken as a message.

local form = require "alipay.core.form"
local json = require "alipay.json"
local undo = require "alipay.notify.undo"

local M = {}

local DEEPEST = 5

local SHAPE = "hand over the whole object that my.getPhoneNumber gives: response, sign, sign_type, encrypt_type, charset"

-- base64 in its proper form. Nothing that is undone here can be part of it.
local function base64(text)
  if text:find "^%s*{" then return text end
  text = undo.percent(text):gsub('[\\"\r\n]', ""):gsub(" ", "+"):gsub("-", "+"):gsub("_", "/")
  return text
end

local find

-- A message may lie in a field of any name: { detail = ... }, { data = ... }, { encryptedData = ... }.
local function find_inside(value, depth)
  for _, inner in pairs(value) do
    if type(inner) == "table" or type(inner) == "string" and inner:find("response", 1, true) then
      local found = find(inner, depth + 1)
      if found then return found end
    end
  end
  return nil, "the mini program's data has no response", SHAPE
end

local function find_in_table(value, depth)
  local response = value.response
  if response == nil or response == "" then return find_inside(value, depth) end
  if type(response) == "table" then
    if response.response ~= nil then return find(response, depth + 1) end
    return { parsed = response }
  end
  if type(response) ~= "string" then return nil, "response of the mini program's data is no text", SHAPE end
  -- The whole object of the callback: its `response` is the JSON text of the message.
  local inner = response:find '^%s*["{]' and json.decode(response)
  if type(inner) == "table" and inner.response ~= nil and (inner.sign ~= nil or value.sign == nil) then
    return find(inner, depth + 1)
  elseif type(inner) == "string" and inner:find "^%s*{" then
    local found = find(inner, depth + 1)
    if found then return found end
  end
  local message = { response = base64(response) }
  for _, name in ipairs { "sign", "sign_type", "encrypt_type", "charset" } do
    local field = value[name]
    if field ~= nil and type(field) ~= "string" then
      return nil, name .. " of the mini program's data is no text", SHAPE
    end
    message[name] = field
  end
  message.sign = message.sign and base64(message.sign)
  return message
end

local function parse(text)
  if text:find "^[%w_]+=" then
    local fields = {}
    for _, pair in ipairs(form.decode(text)) do fields[pair[1]] = pair[2] end
    return fields
  end
  local decoded, message = json.decode(text)
  if decoded == nil and text:find("%22", 1, true) then decoded, message = json.decode(undo.percent(text)) end
  return decoded, message
end

function find(value, depth)
  if depth > DEEPEST then return nil, "the mini program's data is nested too deeply", SHAPE end
  if type(value) == "string" then
    local decoded, message = parse(value)
    if type(decoded) ~= "table" and type(decoded) ~= "string" then
      return nil, "the mini program's data is no JSON object: " .. (message or ""), SHAPE
    end
    return find(decoded, depth + 1)
  end
  return find_in_table(value, depth)
end

---Find the message.
---@param value string|table
---@return { response: string, sign: string|nil, sign_type: string|nil, encrypt_type: string|nil, parsed: table|nil }|nil message `parsed` alone where its text is lost
---@return string|nil problem
---@return string|nil hint
function M.find(value)
  return find(value, 0)
end

return M
