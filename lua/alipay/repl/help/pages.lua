-- SPDX-License-Identifier: MIT
-- What :help shows, as text: the overview, a method with its parameters and an example to paste, a function's docstring, a module.

local api = require "alipay.api"
local printer = require "alipay.repl.show.printer"
local text = require "alipay.core.text"

local M = {}

---Keys of a table in order.
function M.keys(value)
  local keys = {}
  for key in next, value do keys[#keys + 1] = key end
  table.sort(keys, function(a, b)
    if type(a) == type(b) and (type(a) == "string" or type(a) == "number") then return a < b end
    return tostring(a) < tostring(b)
  end)
  return keys
end

---Names and values, one line each.
---@param list { [1]: string, [2]: any }[]
---@param style alipay.repl.style
---@return string
function M.rows(list, style)
  local rows = {}
  for i, row in ipairs(list) do
    local secret = printer.masked(row[1], row[2])
    local shown = secret or printer.render(row[2], { width = math.huge, color = false, depth = 1, items = 8, length = 60 })
    shown = shown:gsub("\n%s*", " ")
    rows[i] = { printer.paint(style, "key", row[1]), text.fit(shown, math.max(20, style.width - 30)) }
  end
  return printer.columns(rows, style)
end

---The list of commands, and what is there.
---@param commands { names: function, find: function }
---@param style alipay.repl.style
---@return string
function M.overview(commands, style)
  local rows = {}
  for _, name in ipairs(commands.names()) do
    local command = commands.find(name)
    rows[#rows + 1] = { printer.paint(style, "bold", command.usage), command.summary }
  end
  return table.concat({
    "Type Lua; values are shown. Locals are kept from line to line, a promise is awaited, a last ; silences.",
    "There without require: alipay, async, client, json. Results: _ and _1 to _9, _err, _req, _res.",
    "Tab completes, also methods (client.alipay.sy<Tab>) and their parameters; Ctrl-R searches what was typed.",
    "",
    printer.columns(rows, style),
    "",
    "NAME? is :help NAME. Try:  :help alipay.system.oauth.token",
  }, "\n")
end

-- ---- a method ----

local function rule_of(param)
  local rules = {}
  if param.required then rules[1] = "required" end
  local function condition(word, map)
    if not map then return end
    local parts = {}
    for name, value in pairs(map) do parts[#parts + 1] = name .. "=" .. value end
    table.sort(parts)
    rules[#rules + 1] = word .. table.concat(parts, ", ")
  end
  condition("required with ", param.required_when)
  condition("absent with ", param.forbidden_when)
  if param.max then
    rules[#rules + 1] = param.type == "file" and ("at most %d bytes"):format(param.max)
      or ("at most %d characters"):format(param.max)
  end
  if param.values then rules[#rules + 1] = "one of " .. table.concat(param.values, ", ") end
  return table.concat(rules, "; ")
end

-- How the method is written as a chain: the module's own spelling where there is one.
local function chain_of(method)
  local module = api.modules[method]
  local dotted = module and require("alipay.client.chain").dotted(module)
  if dotted and method:sub(-#dotted) == dotted then return "client." .. method:sub(1, -#dotted - 1) .. module end
  return "client." .. method
end

local function holds(condition, values)
  for name, value in pairs(condition or { [1] = "" }) do
    if values[name] ~= value then return false end
  end
  return true
end

---A call to paste.
---@param method string
---@return string
function M.example(method)
  local def = api.find(method)
  local parts, files, values = {}, {}, {}
  if def then
    for _, param in ipairs(def.params) do values[param.name] = param.required and param.example or nil end
    for _, param in ipairs(def.params) do
      local wanted = param.required or holds(param.required_when, values)
      if wanted and param.type == "file" then files[#files + 1] = ("%s = alipay.file %q"):format(param.name, param.example)
      elseif wanted then parts[#parts + 1] = ("%s = %q"):format(param.name, param.example) end
    end
  else
    for i, field in ipairs(require("alipay.catalogue").fields(method) or {}) do
      if field.file then files[#files + 1] = ('%s = alipay.file "FILE"'):format(field.name)
      elseif i <= 3 then parts[#parts + 1] = ('%s = "..."'):format(field.name) end
    end
  end
  local options = {}
  if #files > 0 then options[1] = "body = alipay.multipart { " .. table.concat(files, ", ") .. " }" end
  local place = def and def.place or #files > 0 and "query" or "content"
  if #parts > 0 then options[#options + 1] = place .. " = { " .. table.concat(parts, ", ") .. " }" end
  return ("%s:post { %s }"):format(chain_of(method), table.concat(options, ", "))
end

local function catalogue_page(method, style)
  local catalogue = require "alipay.catalogue"
  local fields = catalogue.fields(method)
  local lines = { printer.paint(style, "bold", method) }
  if not fields then
    lines[2] = "  this method is not known here; it is sent as given"
    local near = catalogue.nearest(method)
    if #near > 0 then lines[3] = "  did you mean " .. table.concat(near, ", ") .. "?" end
    local following = catalogue.following(method .. ".")
    if #following > 0 then
      lines[2] = ("  the start of %d methods:"):format(#catalogue.starting(method .. "."))
      lines[3] = "  " .. table.concat(following, "\n  ")
    end
    return table.concat(lines, "\n")
  end
  lines[2] = "  known by name only: no rules, parameters are sent as given"
  local names = {}
  for i, field in ipairs(fields) do
    names[i] = field.name .. (field.file and " (file)" or field.top and " (query)" or "")
  end
  lines[3] = #names > 0 and require("alipay.repl.help.complete").grid(names, style.width - 2):gsub("^", "  "):gsub("\n", "\n  ")
    or "  no parameters are known"
  lines[4] = "example:\n  " .. M.example(method)
  return table.concat(lines, "\n")
end

---A method of the platform.
---@param method string dotted
---@param style alipay.repl.style
---@return string
function M.method(method, style)
  local def = api.find(method)
  if not def then return catalogue_page(method, style) end
  local rows, results = {}, {}
  for _, param in ipairs(def.params) do
    local rules = ("%s  %s"):format(param.type, rule_of(param))
    rows[#rows + 1] = { printer.paint(style, "key", param.name), rules .. "\n  " .. param.meaning }
  end
  for _, name in ipairs(M.keys(def.result or {})) do
    results[#results + 1] = { printer.paint(style, "key", name), tostring(def.result[name]) }
  end
  local place = def.place == "content" and "content (biz_content)" or "query (top level)"
  local lines = {
    printer.paint(style, "bold", method) .. "  " .. def.summary .. (def.summary_zh and " / " .. def.summary_zh or ""),
    "parameters, in " .. place .. ":", printer.columns(rows, style),
  }
  if #results > 0 then
    lines[#lines + 1] = "the answer's fields:"
    lines[#lines + 1] = printer.columns(results, style)
  end
  lines[#lines + 1] = "module: require \"alipay.api." .. api.modules[method] .. "\""
  lines[#lines + 1] = "example:\n  " .. M.example(method)
  return table.concat(lines, "\n")
end

-- ---- functions and modules ----

---A docstring: annotations become a list of parameters and results.
---@param doc alipay.repl.doc
---@param style alipay.repl.style
---@return string
function M.doc(doc, style)
  local lines = { printer.paint(style, "bold", doc.title) }
  for _, line in ipairs(doc.comment or { "no documentation" }) do
    local word, rest = line:match "^@(%w+)%s*(.*)$"
    if word == "param" then
      local name, what = rest:match "^(%S+)%s*(.*)$"
      lines[#lines + 1] = "  " .. printer.paint(style, "key", name) .. "  " .. what
    elseif word == "return" then
      lines[#lines + 1] = "  -> " .. rest
    elseif not word then
      lines[#lines + 1] = "  " .. line
    end
  end
  if doc.where then lines[#lines + 1] = "  " .. printer.paint(style, "dim", doc.where) end
  return table.concat(lines, "\n")
end

---A C function that has no stub: the name under which the standard library has it.
function M.of_standard(value)
  for _, library in ipairs { "_G", "string", "table", "math", "io", "os", "utf8", "coroutine", "debug", "package" } do
    for name, field in pairs(require(library)) do
      if field == value then
        return { ("%s of Lua's standard library: https://www.lua.org/manual/5.4/manual.html#pdf-%s"):format(
          name, library == "_G" and name or library .. "." .. name) }
      end
    end
  end
end

---A module: what stands at the head of its file, then its functions by their first sentence.
function M.module(name, source, value, docs, style)
  local header = require("alipay.cli.options").header(source):gsub("\n", "\n  ")
  local lines = { printer.paint(style, "bold", name), "  " .. header }
  local rows = {}
  for _, key in ipairs(type(value) == "table" and M.keys(value) or {}) do
    local field = rawget(value, key)
    if type(key) == "string" and type(field) == "function" then
      local doc = docs.of_function(field, key)
      local sentence = doc.comment and doc.comment[1] or ""
      rows[#rows + 1] = { printer.paint(style, "key", key), text.fit(sentence, math.max(20, style.width - 24)) }
    end
  end
  if #rows > 0 then lines[#lines + 1] = printer.columns(rows, style) end
  return table.concat(lines, "\n")
end

return M
