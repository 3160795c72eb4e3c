-- SPDX-License-Identifier: MIT
-- What :help shows, as text: the overview, a method with its parameters and an example to paste, a function's docstring, a module.

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

---A method of the platform, or what begins with its name.
---@param method string dotted
---@param style alipay.repl.style
---@return string
function M.method(method, style)
  local page = require("alipay.catalogue.page").text(method, {
    width = style.width, paint = function(kind, shown) return printer.paint(style, kind, shown) end,
  })
  if page then return page end
  local catalogue = require "alipay.catalogue"
  local lines = { printer.paint(style, "bold", method), "  this method is not known here; it is sent as given" }
  local near = catalogue.nearest(method)
  if #near > 0 then lines[3] = "  did you mean " .. table.concat(near, ", ") .. "?" end
  local following = catalogue.following(method .. ".")
  if #following > 0 then
    lines[2] = ("  the start of %d methods:"):format(#catalogue.starting(method .. "."))
    lines[3] = "  " .. table.concat(following, "\n  ")
  end
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
