-- SPDX-License-Identifier: MIT
-- What :help shows, as text: the overview, a method with its parameters and an example to paste, a function's docstring, a module.

local docstrings = require "alipay.util.docstrings"
local lang = require "alipay.lang"
local language = require "alipay.util.language"
local printer = require "alipay.repl.show.printer"
local reference = require "alipay.lang.reference"
local text = require "alipay.core.text"
local wrap = require "alipay.util.wrap"

local M = {}

-- Lines, those of text broken at words where they are wider than the screen; what has columns already is left alone.
local function paragraphs(style, lines)
  for i, line in ipairs(lines) do
    if not line:find "\n" then lines[i] = table.concat(wrap.lines(lang.text(line), style.width), "\n") end
  end
  return table.concat(lines, "\n")
end

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
    rows[#rows + 1] = { printer.paint(style, "bold", command.usage), lang.text(command.summary) }
  end
  return paragraphs(style, {
    "Type Lua; values are shown. Locals are kept from line to line, a promise is awaited, a last ; silences.",
    "There without require: alipay, async, client, json. Results: _ and _1 to _9, _err, _req, _res.",
    "Tab completes, also methods (client.alipay.sy<Tab>) and their parameters; Ctrl-R searches what was typed.",
    "",
    printer.columns(rows, style, nil, true),
    "",
    "EXPRESSION :> FILE writes what it gives to a file, EXPRESSION :| COMMAND hands it to a command, as in  _ :| jq .",
    "NAME? is :help NAME. Try:  :find refund   :help alipay.trade.create   :help isv.invalid-signature",
  })
end

-- ---- a method ----

---A method of the platform, or what begins with its name.
---@param method string dotted
---@param style alipay.repl.style
---@return string|nil page nil for a name that the catalogue does not know
function M.method(method, style)
  local page = require("alipay.catalogue.page").text(method, {
    width = style.width, paint = function(kind, shown) return printer.paint(style, kind, shown) end,
  })
  if page then return page end
  local catalogue = require "alipay.catalogue"
  local following = catalogue.following(method .. ".")
  if #following == 0 then return nil end
  return lang.format("%s\n  the start of %d methods:\n  %s", printer.paint(style, "bold", method),
    #catalogue.starting(method .. "."), table.concat(following, "\n  "))
end

---A name that would be sent as a method, but is none that the catalogue knows.
function M.no_method(method, style)
  local near = require("alipay.catalogue").nearest(method)
  local lines = { printer.paint(style, "bold", method), "  " .. lang.text "this method is not known here; it is sent as given" }
  if #near > 0 then lines[3] = "  " .. lang.format("did you mean %s?", table.concat(near, ", ")) end
  return table.concat(lines, "\n")
end

---A code of the platform.
---@param code alipay.code
---@param style alipay.repl.style
---@return string
function M.code(code, style)
  return ("%s\n  %s\n  %s"):format(printer.paint(style, "bold", code.code), language.pick(code, "meaning"),
    language.pick(code, "remedy"))
end

---A code that is known by name only.
---@param code string
---@param methods string[] that refuse with it
---@param style alipay.repl.style
---@return string
function M.code_of(code, methods, style)
  return printer.paint(style, "bold", code) .. "\n  " .. lang.format("a code of %s%s; what it means is not known here",
    table.concat(methods, ", ", 1, math.min(#methods, 3)), #methods > 3 and lang.format(" and %d more", #methods - 3) or "")
end

---What was found for a text, by groups.
---@param groups alipay.repl.found[]
---@param style alipay.repl.style
---@return string
function M.found(groups, style)
  local lines = {}
  for _, group in ipairs(groups) do
    lines[#lines + 1] = printer.paint(style, "bold", lang.format("%s:", lang.text(group.title)))
    local rows, widest = {}, 0
    for _, row in ipairs(group.rows) do widest = math.max(widest, text.width(row[1])) end
    local room = math.max(20, style.width - widest - 4)
    for i, row in ipairs(group.rows) do rows[i] = { printer.paint(style, "key", row[1]), text.fit(row[2], room) } end
    lines[#lines + 1] = (printer.columns(rows, style) .. "\n"):gsub(" +\n", "\n"):sub(1, -2)
    if group.total > #rows then lines[#lines + 1] = lang.format("  … and %d more", group.total - #rows) end
  end
  return table.concat(lines, "\n")
end

-- ---- functions and modules ----

-- Lines broken at words, with two blanks before each.
local function indented(line, style)
  return "  " .. table.concat(wrap.lines(line, style.width - 2), "\n  ")
end

---A docstring: annotations become a list of parameters and results.
---@param doc alipay.repl.doc
---@param style alipay.repl.style
---@return string
function M.doc(doc, style)
  local lines = { printer.paint(style, "bold", doc.title) }
  for _, line in ipairs(doc.comment or { lang.text "no documentation" }) do
    local word, rest = line:match "^@(%w+)%s*(.*)$"
    if word == "param" then
      local name, what = rest:match "^(%S+)%s*(.*)$"
      lines[#lines + 1] = "  " .. printer.paint(style, "key", name) .. "  " .. what
    elseif word == "return" then
      lines[#lines + 1] = "  -> " .. rest
    elseif not word then
      lines[#lines + 1] = indented(line, style)
    end
  end
  if doc.where then lines[#lines + 1] = "  " .. printer.paint(style, "dim", doc.where) end
  return table.concat(lines, "\n")
end

---A client: its chains and its functions.
---@param style alipay.repl.style
---@return string
function M.client(style)
  local rows = {}
  local methods = require("alipay.client.client").METHODS
  for i, name in ipairs(require "alipay.util.sorted"(methods)) do
    local doc = require("alipay.repl.help.sources").of_function(methods[name], name)
    local sentence = text.fit(reference.sentence(doc.comment or {}), math.max(20, style.width - 20))
    rows[i] = { printer.paint(style, "key", "client:" .. name), sentence }
  end
  return paragraphs(style, {
    printer.paint(style, "bold", "client") .. lang.text "  calls the platform with the settings of the profile in use",
    "  client.alipay.trade.query:post{...} calls a method: every name that is none of the following begins a chain",
    printer.columns(rows, style),
    "verbs: :get :post :getAsync :postAsync, :page for a browser, :order for Alipay's app",
    "client.settings: what it uses   :profile: another account   :find TEXT: methods",
  })
end

---A module: what stands at the head of its file, then its functions by their first sentence.
function M.module(name, source, value, style)
  local lines = { printer.paint(style, "bold", name) }
  for _, line in ipairs(reference.lines(docstrings.parse(source).header)) do lines[#lines + 1] = indented(line, style) end
  local rows = {}
  for _, key in ipairs(type(value) == "table" and M.keys(value) or {}) do
    local field = rawget(value, key)
    if type(key) == "string" and type(field) == "function" then
      local doc = require("alipay.repl.help.sources").of_function(field, key)
      local sentence = text.fit(reference.sentence(doc.comment or {}), math.max(20, style.width - 24))
      rows[#rows + 1] = { printer.paint(style, "key", key), sentence }
    end
  end
  if #rows > 0 then lines[#lines + 1] = printer.columns(rows, style) end
  return table.concat(lines, "\n")
end

return M
