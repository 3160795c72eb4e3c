-- SPDX-License-Identifier: MIT
-- The page of a method: what `:help METHOD` and `--help METHOD` show, as text. What matters first: what it is, a call to paste, the
-- parameters that are required.

local codes = require "alipay.codes"
local example = require "alipay.catalogue.example"
local lang = require "alipay.lang"
local language = require "alipay.util.language"
local parameters = require "alipay.catalogue.parameters"
local text = require "alipay.core.text"

local M = {}

---@class alipay.catalogue.look
---@field width integer columns
---@field paint fun(kind: "bold"|"key"|"dim", text: string): string

local PLACES = { content = "content (biz_content)", query = "query (top level)", body = "body = alipay.multipart{...}" }
local NAME = 26 -- columns that names take
local CODES = 40 -- most codes without a meaning

-- ---- rows ----

local function row_of(look, name, what)
  return "  " .. look.paint("key", name) .. (" "):rep(math.max(0, NAME - text.width(name))) .. "  " .. what
end

-- Words side by side, broken before they are too wide.
local function wrapped(words, width, indent)
  local lines, line = {}, nil
  for _, word in ipairs(words) do
    if line and #line + 1 + #word > width then
      lines[#lines + 1] = line
      line = nil
    end
    line = (line and line .. " " or indent) .. word
  end
  lines[#lines + 1] = line
  return table.concat(lines, "\n")
end

local function spelled(condition)
  local parts = {}
  for name, value in pairs(condition) do
    parts[#parts + 1] = value == true and name or value == false and "no " .. name or name .. "=" .. value
  end
  table.sort(parts)
  return table.concat(parts, ", ")
end

local function type_of(param)
  local name = param.type == "scalar" and "text or number" or param.type
  if not param.list then return lang.text(name) end
  return lang.format("list of %s", lang.text(name == "object" and "objects" or name))
end

local function rules_of(param)
  local rule, rules = param.rule or {}, { type_of(param) }
  local function add(format, ...) rules[#rules + 1] = lang.format(format, ...) end
  if rule.required_when then add("required with %s", spelled(rule.required_when)) end
  if rule.forbidden_when then add("absent with %s", spelled(rule.forbidden_when)) end
  if param.max then add(param.type == "file" and "at most %d bytes" or "at most %d characters", param.max) end
  if rule.range then add("%s to %s", rule.range[1], rule.range[2]) end
  if rule.format then add(type(rule.format) == "table" and table.concat(rule.format, lang.text " or ") or rule.format) end
  if rule.values then add("one of %s", table.concat(rule.values, ", "))
  elseif param.values then add("as %s", table.concat(param.values, ", ")) end
  if param.deprecated then add "deprecated" end
  return table.concat(rules, language.is_chinese() and "；" or "; ")
end

-- { a, b: integer, c [{ d }] } in words, to a depth.
local function nested(fields, depth)
  local words = {}
  for i, field in ipairs(fields) do
    local name, stop = field.name, i < #fields and "," or ""
    if not field.fields then
      if field.type == "integer" or field.type == "boolean" or field.type == "amount" then name = name .. ": " .. field.type end
      words[#words + 1] = name .. (field.list and " []" or "") .. stop
    elseif depth == 0 or #field.fields == 0 then
      words[#words + 1] = name .. (field.list and " [{...}]" or " {...}") .. stop
    else
      words[#words + 1] = name .. (field.list and " [{" or " {")
      for _, word in ipairs(nested(field.fields, depth - 1)) do words[#words + 1] = word end
      words[#words] = words[#words] .. (field.list and " }]" or " }") .. stop
    end
  end
  return words
end

local function row(lines, look, param, place)
  local where = not param.place and lang.text "; V3 only" or param.place ~= place and lang.format("; in %s", param.place) or ""
  lines[#lines + 1] = row_of(look, param.name, rules_of(param) .. where)
  local meaning = param.rule and language.pick(param.rule, "meaning")
  if meaning then lines[#lines + 1] = "    " .. meaning end
  if param.fields and #param.fields > 0 then
    lines[#lines + 1] = look.paint("dim", wrapped(nested(param.fields, 2), look.width, "    "))
  end
end

local function section(lines, title, params, look, place)
  if #params == 0 then return end
  lines[#lines + 1] = lang.text(title)
  for _, param in ipairs(params) do row(lines, look, param, place) end
end

-- ---- parts of the page ----

local function head(lines, method, known, def, look)
  local summary = def and (language.is_chinese() and def.summary_zh or table.concat({ def.summary, def.summary_zh }, " / "))
  lines[1] = look.paint("bold", method) .. (summary and "  " .. summary or "")
  local place = def and def.place or known.place
  lines[2] = lang.lines("  parameters go into " .. PLACES[place])
  if known and known.upload then lines[2] = lines[2] .. lang.text(", files into " .. PLACES.body) end
  if not known then return end
  if known.page then
    lines[#lines + 1] = lang.lines "  a page that the buyer's browser opens: :page gives its address or form, nothing is sent"
  end
  local function add(line) lines[#lines + 1] = lang.lines(line) end
  if known.order then add "  an order for Alipay's app: :order gives the signed text, nothing is sent" end
  if known.encrypted then lines[#lines + 1] = lang.lines "  official clients encrypt it: encrypt = true" end
  if known.legacy then lines[#lines + 1] = lang.lines "  current clients have it no more" end
  if known.like then lines[#lines + 1] = lang.lines("  see also " .. known.like) end
  local v3 = known.v3
  if v3 then lines[#lines + 1] = ("  V3: %s %s%s"):format(v3.verb, v3.path, v3.multipart and ", multipart" or "") end
  if not def then
    add "  no rules are known: names, types and places are those of the official clients, nothing is checked"
  end
end

local function request(lines, params, known, def, look)
  local place = def and def.place or known.place
  local required, hinted, more, rest = {}, {}, {}, {}
  for _, param in ipairs(params) do
    local group = param.required and required or param.rule and more or param.hint and hinted or rest
    group[#group + 1] = param
  end
  section(lines, "required:", required, look, place)
  for _, pair in ipairs(not def and known.one_of or {}) do
    lines[#lines + 1] = lang.format("one of %s and %s (as %s demands)", pair.either, pair.other, (pair.by:gsub(",", ", ")))
  end
  for _, group in ipairs(def and def.one_of or {}) do
    lines[#lines + 1] = lang.text("at least one of " .. table.concat(group, ", "))
  end
  section(lines, "other clients demand:", hinted, look, place)
  section(lines, #required > 0 and "more:" or "parameters:", more, look, place)
  section(lines, #required + #hinted + #more > 0 and "without known rules:" or "parameters:", rest, look, place)
  if #params == 0 then lines[#lines + 1] = lang.text "no parameters are known" end
  if known and known.open then lines[#lines + 1] = lang.text "content has more fields that no source lists" end
end

local function reply(lines, known, def, look)
  local told = def and def.result or {}
  local listed, rest = {}, {}
  for _, name in ipairs(require "alipay.util.sorted"(told)) do
    listed[#listed + 1] = { name, lang.text(told[name]) }
  end
  for _, field in ipairs(known and known.reply or {}) do
    if not told[field.name] then rest[#rest + 1] = field end
  end
  if #listed + #rest == 0 then return end
  lines[#lines + 1] = lang.text "the reply's fields:"
  for _, entry in ipairs(listed) do
    lines[#lines + 1] = row_of(look, entry[1], entry[2])
  end
  if #rest > 0 then lines[#lines + 1] = wrapped(nested(rest, 1), look.width, "  ") end
end

local function own_codes(lines, known, look)
  local unexplained = {}
  for i, code in ipairs(known and known.codes or {}) do
    if i == 1 then lines[#lines + 1] = lang.text "its own codes:" end
    local found = codes.explain(code)
    if found then lines[#lines + 1] = row_of(look, codes.bare(code), language.pick(found, "meaning"))
    else unexplained[#unexplained + 1] = codes.bare(code) end
  end
  if #unexplained > CODES then
    unexplained = table.move(unexplained, 1, CODES, 1, { [CODES + 1] = lang.format("… and %d more", #unexplained - CODES) })
  end
  if #unexplained > 0 then lines[#lines + 1] = wrapped(unexplained, look.width, "  ") end
end

---The page of a method.
---@param method string dotted
---@param look? alipay.catalogue.look 80 columns without colours by default
---@return string|nil page nil for a method that nothing is known of
function M.text(method, look)
  look = look or { width = 80, paint = function(_, shown) return shown end }
  local params, known, def = parameters.of(method)
  if not params then return nil end
  local lines = {}
  head(lines, method, known, def, look)
  lines[#lines + 1] = lang.text "example:" .. "\n  " .. example.lua(method):gsub("\n", "\n  ")
  local shell = example.shell(method)
  if shell then lines[#lines + 1] = "  $ " .. shell end
  request(lines, params, known, def, look)
  reply(lines, known, def, look)
  own_codes(lines, known, look)
  local module = require("alipay.api").modules[method]
  if module then lines[#lines + 1] = lang.text "module:" .. " require \"alipay.api." .. module .. "\"" end
  return table.concat(lines, "\n")
end

return M
