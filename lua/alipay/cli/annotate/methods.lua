-- SPDX-License-Identifier: MIT
-- Classes of one method in LuaCATS: what it takes (content, query, body, and the options that hold them), its reply, the response
-- around it, and its verbs.

local fields = require "alipay.cli.annotate.fields"

local M = {}

---@class alipay.annotate.subject
---@field known alipay.catalogue.description
---@field definition alipay.definition|nil
---@field zh boolean meanings in Chinese

-- The fields that a definition has and the catalogue does not, too.
local function with_rules(list, rules)
  local all, by_name = table.move(list, 1, #list, 1, {}), {}
  for _, field in ipairs(list) do by_name[field.name] = true end
  for _, rule in ipairs(rules) do
    local kind = rule.type
    if not by_name[rule.name] then
      all[#all + 1] = { name = rule.name, type = kind, list = kind == "list" or nil, place = kind == "file" and "file" or nil }
    end
  end
  return all
end

-- The fields of a request by where they are given. Those that V3 alone has are given like the others.
local function parts(subject)
  local known, list = subject.known, { content = {}, query = {}, file = {} }
  for _, field in ipairs(with_rules(known.fields, subject.definition and subject.definition.params or {})) do
    table.insert(list[field.place or known.place], field)
  end
  return list
end

-- A class, behind those of its objects that have rules of this method.
local function add_class(out, subject, class, list, rules)
  local by_name, lines = {}, {}
  for _, rule in ipairs(rules or {}) do by_name[rule.name] = rule end
  local name = class:match "alipay%.[%w_.]+"
  for i, field in ipairs(list) do
    local rule = by_name[field.name]
    local nested = rule and rule.fields and name .. "." .. field.name
    if nested then add_class(out, subject, "(exact) " .. nested, with_rules(field.fields or {}, rule.fields), rule.fields) end
    lines[i] = fields.line(field, { scalar = "alipay.scalar", rule = rule, class = nested, zh = subject.zh })
  end
  out[#out + 1] = "---@class " .. class
  table.move(lines, 1, #lines, #out + 1, out)
  out[#out + 1] = ""
end

-- The classes of content, query and body, those that the method has, and the options that name them.
local function add_request(out, subject, id)
  local known, list, rules = subject.known, parts(subject), subject.definition and subject.definition.params
  local options = { "---@class alipay.call." .. id .. ": alipay.call_options" }
  if known.open and #list.content == 0 then
    options[2] = "---@field content? table<string, any>|string"
  elseif #list.content > 0 then
    add_class(out, subject, (known.open and "" or "(exact) ") .. "alipay.content." .. id, list.content, rules)
    options[2] = "---@field content? alipay.content." .. id .. "|string"
  end
  if #list.query > 0 then
    add_class(out, subject, "alipay.query." .. id .. ": alipay.query", list.query, rules)
    options[#options + 1] = "---@field query? alipay.query." .. id
  end
  if #list.file > 0 then
    add_class(out, subject, "(exact) alipay.body." .. id, list.file, rules)
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
    out[#out + 1] = fields.line(field, { scalar = "any", meaning = meanings[field.name], zh = subject.zh })
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
