-- SPDX-License-Identifier: MIT
-- Classes of one method in LuaCATS: what it takes (content, query, body, and the options that hold them), its reply, the response
-- around it, and its verbs.

local fields = require "alipay.cli.annotate.fields"

local M = {}

---@class alipay.annotate.subject
---@field known alipay.catalogue.description
---@field definition alipay.definition|nil
---@field zh boolean meanings in Chinese

local function meaning_of(subject, rule)
  return rule and (subject.zh and rule.meaning_zh or rule.meaning)
end

-- The fields of a request by where they are given. Those that V3 alone has are given like the others.
local function parts(subject)
  local known, by_name = subject.known, {}
  local list = { content = {}, query = {}, file = {} }
  for _, field in ipairs(known.fields) do
    by_name[field.name] = true
    table.insert(list[field.place or known.place], field)
  end
  for _, param in ipairs(subject.definition and subject.definition.params or {}) do
    local plain = param.name:find "^[%w_]+$" and not by_name[param.name]
    if plain then
      local place = param.type == "file" and "file" or param.place or subject.definition.place
      table.insert(list[place], { name = param.name, type = param.type })
    end
  end
  return list
end

local function add_class(out, subject, class, list, scalar)
  out[#out + 1] = "---@class " .. class
  local rules = subject.definition and subject.definition.by_name or {}
  for _, field in ipairs(list) do
    local rule = rules[field.name]
    out[#out + 1] = fields.line(field, scalar, rule, meaning_of(subject, rule))
  end
  out[#out + 1] = ""
end

-- The classes of content, query and body, those that the method has, and the options that name them.
local function add_request(out, subject, id)
  local known, list = subject.known, parts(subject)
  local options = { "---@class alipay.call." .. id .. ": alipay.call_options" }
  if known.open then
    options[2] = "---@field content? table<string, any>|string"
  elseif #list.content > 0 then
    add_class(out, subject, "(exact) alipay.content." .. id, list.content, "alipay.scalar")
    options[2] = "---@field content? alipay.content." .. id .. "|string"
  end
  if #list.query > 0 then
    add_class(out, subject, "alipay.query." .. id .. ": alipay.query", list.query, "alipay.scalar")
    options[#options + 1] = "---@field query? alipay.query." .. id
  end
  if #list.file > 0 then
    add_class(out, subject, "(exact) alipay.body." .. id, list.file, "alipay.scalar")
    local names = {}
    for i, field in ipairs(list.file) do names[i] = field.name end
    options[#options + 1] = "---@field body? alipay.multipart of alipay.body." .. id .. ": " .. table.concat(names, ", ")
  end
  table.move(options, 1, #options, #out + 1, out)
  out[#out + 1] = ""
  return options[2] and options[2]:match "content%? (.*)", #list.query > 0 and "alipay.query." .. id
end

local function add_reply(out, subject, id)
  local meanings = not subject.zh and subject.definition and subject.definition.result or {}
  out[#out + 1] = "---@class alipay.reply." .. id .. ": alipay.reply"
  for _, field in ipairs(subject.known.reply) do
    out[#out + 1] = fields.line(field, "any", nil, meanings[field.name])
  end
  out[#out + 1] = ("\n---@class alipay.response.%s: alipay.response\n---@field data alipay.reply.%s\n"):format(id, id)
end

---Add the classes of a method, and the lines of the verbs to the class of its node.
---@param out string[]
---@param subject alipay.annotate.subject
---@return string[] verbs
function M.add(out, subject)
  local known = subject.known
  local id = known.method:gsub("%.", "_")
  local content, query = add_request(out, subject, id)
  add_reply(out, subject, id)
  local call, result = "alipay.call." .. id, (": alipay.response.%s?, alipay.error?"):format(id)
  local options = ("fun(self: alipay.chain, options?: %s|string)"):format(call)
  out[#out + 1] = ("---@alias alipay.send.%s %s%s"):format(id, options, result)
  out[#out + 1] = ("---@alias alipay.start.%s %s: alipay.promise\n"):format(id, options)
  local verbs = {
    "---@field get alipay.send." .. id, "---@field post alipay.send." .. id,
    "---@field getAsync alipay.start." .. id, "---@field postAsync alipay.start." .. id,
  }
  if query then
    verbs[#verbs + 1] = ("---@field get fun(self: alipay.chain, query: %s, options: table)%s"):format(query, result)
  end
  if content then
    local short = "---@field post fun(self: alipay.chain, content: %s, options: table, more?: table)%s"
    verbs[#verbs + 1] = short:format(content, result)
  end
  for _, verb in ipairs { "page", "order" } do
    if known[verb] then
      verbs[#verbs + 1] = ("---@field %s fun(self: alipay.chain, options?: %s|alipay.%s_options): string?, alipay.error?")
        :format(verb, call, verb)
    end
  end
  return verbs
end

return M
