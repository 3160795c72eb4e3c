-- SPDX-License-Identifier: MIT
-- Where each parameter of a call by V3 goes: path, query, body. Content that stays in the body as a whole is not written anew. It
-- signs nothing and knows no headers but the token.

local common = require "alipay.v3.common"
local errors = require "alipay.error"
local form = require "alipay.core.form"
local json = require "alipay.json"
local members = require "alipay.v3.members"
local operations = require "alipay.v3.operation"
local sorted = require "alipay.util.sorted"

local M = {}

---@class alipay.v3.placed
---@field path string escaped
---@field query string escaped; "" for none
---@field token string|nil app_auth_token
---@field list { name: string, place: string }[] what is not in the body, for people
---@field values table<string, string> its values

local function fault(request, message, hint)
  return errors.new("parameter", { method = request.method, message = message, hint = hint })
end

-- ---- values ----

local function encode(request, value)
  local fine, text = pcall(json.encode, value)
  if fine then return text end
  if type(text) == "string" and text:find("JSON cannot hold", 1, true) then errors.usage(request.method .. ": " .. text) end
  error(text, 0)
end

-- JSON of a value that was given beside the content. Text for an object or a list is its JSON, as at V2's top level.
local function json_of(request, value, field)
  local is_json = type(value) == "string" and field and (field.type == "object" or field.list)
  if is_json and json.decode(value) ~= nil then return value end
  return encode(request, value)
end

-- ---- placing ----

-- What was placed so far: names that were, values by name, pairs of the query, members of the body beside the content.
local function add(placed, place, name, raw, text)
  if place == "body" then
    placed.members[#placed.members + 1] = encode(placed.request, name) .. ":" .. raw
    return
  end
  if place == "query" then
    placed.pairs[#placed.pairs + 1] = form.escape(name) .. "=" .. form.escape(text)
  elseif place == "head" then
    placed.token = text
  end
  placed.values[name] = text -- under its name: so it is masked where tables are shown
  placed.list[#placed.list + 1] = { name = name, place = place }
end

-- The names in the content that stays whole; read when something else goes into the body.
local function names_of(placed)
  if not placed.content then return {} end
  local list, names = members.of(placed.content)
  if list then return names end
  return nil, fault(placed.request, "content is not a JSON object: " .. names)
end

-- Puts one parameter where it goes. `raw` is its JSON.
local function put(placed, name, raw, place)
  local request = placed.request
  if place == "data" then place = "body" end
  local names, err = placed.seen, nil
  if place == "body" and not names[name] then names, err = names_of(placed) end
  if err then return err end
  if placed.seen[name] or names[name] then return fault(request, name .. " is given twice: only one can be sent") end
  placed.seen[name] = true
  if place == "file" then return fault(request, name .. " is a file: body = alipay.multipart{...}") end
  local text = members.text_of(raw)
  if place ~= "body" then
    if raw == "null" then return nil end
    if not text then return fault(request, ("%s is text: the %s carries no lists and objects"):format(name, place)) end
  end
  add(placed, place, name, raw, text)
end

local function content_place(operation, name)
  local field = operation.fields[name]
  return field and field.v3_place or operations.has_body(operation.verb) and "body" or "query"
end

-- A parameter beside the content: the method's own, one that V3 has for all, or one of V2's that has no place here.
local function query_place(operation, name)
  local field = operation.fields[name]
  if operation.explicit then return "query" end
  if common.SPECIAL[name] then return common.SPECIAL[name] end
  if name == "notify_url" then return field and field.v3_place end
  if common.COMMON[name] and not (field and operation.top_level) then return nil end
  if field and field.v3_place then return field.v3_place end
  return operation.top_level and operations.has_body(operation.verb) and "body" or "query"
end

-- An empty common parameter is none, as by V2; what a call says of itself is looked at all the same.
local function is_left_out(operation, name, text)
  return text == "" and common.COMMON[name] and not operation.explicit and name ~= "method" and not common.is_silent(name)
end

local NO_NOTIFY = "this method has no notify_url by V3: nothing would call it back; use client:v2()"

local function put_query(placed, query)
  local request = placed.request
  for _, name in ipairs(sorted(query)) do
    local value, operation = query[name], request.operation
    local place = query_place(operation, name)
    local given = type(value) == "string" and value or encode(request, value)
    if is_left_out(operation, name, given) then
      placed.seen[name] = true -- what the settings say does not count either, as by V2
    elseif place then
      local err = put(placed, name, json_of(request, value, operation.fields[name]), place)
      if err then return err end
    elseif name == "notify_url" then
      return fault(request, NO_NOTIFY)
    elseif name == "method" then
      if given ~= request.method then
        return fault(request, "method is named by the call; a parameter of that name can only be in content")
      end
    elseif common.is_silent(name) then
      local reason = common.refusal(name, given)
      if reason then return fault(request, reason) end
    elseif name ~= "biz_content" then
      return fault(request, name .. " belongs to V2 and has no place in V3: leave it out, or use client:v2()")
    end
  end
end

-- What the settings say for every call: what has no place here is left out, and what the call says itself counts.
local function put_settings(placed, params)
  local operation = placed.request.operation
  for _, name in ipairs(sorted(params)) do
    local place = common.SPECIAL[name]
    if name == "notify_url" and operation.fields.notify_url then place = operation.fields.notify_url.v3_place end
    if params[name] == "" or operation.explicit and place ~= "head" then place = nil end
    local names, err = placed.seen, nil
    if place == "body" then names, err = names_of(placed) end
    if err then return err end
    if place and not placed.seen[name] and not names[name] then put(placed, name, json.encode(params[name]), place) end
  end
end

-- The content as text. biz_content in the query is the same.
local function content_of(request)
  local options = request.options
  local content = options.content
  if not request.operation.explicit and content == nil then content = (options.query or {}).biz_content end
  if content == nil or type(content) == "string" then return content end
  return encode(request, content)
end

-- Content that stays in the body stays as it was; else each member goes where it belongs, as it was written.
local function put_content(placed, content)
  local request = placed.request
  local operation = request.operation
  if not operation.moves then
    placed.content = content
    return nil
  end
  local list, message = members.of(content)
  if not list then return fault(request, "content is not a JSON object: " .. message) end
  for _, member in ipairs(list) do
    local err = put(placed, member.name, member.raw, content_place(operation, member.name))
    if err then return err end
  end
end

-- The content's own text with what else goes into the body behind it.
local function body_of(placed)
  local content, more = placed.content, placed.members
  if not more[1] then return content end
  if not content then return "{" .. table.concat(more, ",") .. "}" end
  local head = content:match "^(.*)}"
  return head .. (head:find "[^{%s]" and "," or "") .. table.concat(more, ",") .. "}"
end

-- What would make another path of it: on the way, a server may decode a segment before it looks at the path.
local function segment_problem(value)
  if value == "" then return "is empty" end
  if value == "." or value == ".." then return "is '" .. value .. "'" end
  if value:find "[/\\%c]" then return "has a slash or a control character in it" end
end

local function has_parameters(operation)
  return not operation.explicit and operation.path:find("{", 1, true) ~= nil
end

local function path_of(placed)
  local operation, problem = placed.request.operation, nil
  if not has_parameters(operation) then return operation.path end
  local path = operation.path:gsub("{([%w_]+)}", function(name)
    local value = placed.values[name]
    local wrong = not value and "is missing" or segment_problem(value)
    if wrong then
      problem = problem or fault(placed.request, ("%s %s, and is a part of the path %s"):format(name, wrong, operation.path))
      return ""
    end
    return form.escape(value)
  end)
  return path, problem
end

-- Whether the content stays whole and is all there is, as in most calls. Making the tables of what is placed is 2 % of a call.
local function is_plain(request)
  local operation = request.operation
  return not (operation.moves or has_parameters(operation) or request.options.query or request.texts
    or next(request.client.settings.params))
end

---Place the parameters of a call.
---@param request alipay.v3.request its operation, options, texts of its body, and method
---@return alipay.v3.placed|nil placed of which nothing is to be changed
---@return string|nil body JSON text; nil for none
---@return alipay.error|nil err kind "parameter"
function M.place(request)
  if is_plain(request) then
    local operation = request.operation
    operation.plain = operation.plain or { path = operation.path, query = "", list = {}, values = {} }
    return operation.plain, content_of(request)
  end
  local placed = {
    request = request, seen = {}, values = {}, pairs = {}, members = {}, list = {}, content = nil, token = nil, path = nil,
    query = nil, -- the table grows once
  }
  local content = content_of(request)
  local err = content and put_content(placed, content) or request.options.query and put_query(placed, request.options.query)
  for _, name in ipairs(not err and request.texts and sorted(request.texts) or {}) do
    err = err or put(placed, name, json_of(request, request.texts[name], request.operation.fields[name]), "body")
  end
  err = err or put_settings(placed, request.client.settings.params)
  if err then return nil, nil, err end
  placed.path, err = path_of(placed)
  if err then return nil, nil, err end
  placed.query = table.concat(placed.pairs, "&")
  return placed, body_of(placed)
end

return M
