-- SPDX-License-Identifier: MIT
-- :help, :doc, :source and :ls: finds what a name stands for and where its documentation is. What the texts look like is
-- alipay.repl.pages' matter.

local embedded = require "alipay.core.embedded"
local kinds = require "alipay.repl.show.kinds"
local lexer = require "alipay.util.lexer"
local names = require "alipay.repl.help.names"
local pages = require "alipay.repl.help.pages"
local say = require("alipay.repl.show.output").say
local show = require "alipay.repl.show.results"

local M = {}

-- A path of names as typed: `a.b:c`, nil when it is something else.
local function path_of(text)
  local path = {}
  for _, token in ipairs(lexer.tokens(text)) do
    if token.kind == "name" then path[#path + 1] = token.text
    elseif token.text ~= "." and token.text ~= ":" then return nil end
  end
  return #path > 0 and path or nil
end

-- What a path leads to; a module of alipay.api is known by its own name, as `oauthToken.refresh`.
local function follow(session, path)
  local value = names.follow(session, path)
  if value ~= nil then return value end
  for _, module in pairs(require("alipay.api").modules) do
    if module == path[1] then
      value = require("alipay.api." .. module)
      for i = 2, #path do value = names.field(value, path[i]) end
    end
  end
  return value
end

-- The source text that a function was compiled from.
local function text_of(info)
  local chunk = info.source
  if chunk:sub(1, 1) ~= "@" then return nil end
  local file = io.open(chunk:sub(2), "rb")
  if file then
    local text = file:read "a"
    file:close()
    return text
  end
  local module = chunk:sub(2):gsub("%.lua$", ""):gsub("/", ".")
  return embedded.source(module) or embedded.source((module:gsub("%.init$", "")))
end

local function lines_of(text)
  local lines = {}
  for line in (text .. "\n"):gmatch "(.-)\r?\n" do lines[#lines + 1] = line end
  return lines
end

-- The comment right above a line.
local function comment_above(lines, number)
  local first = number
  while first > 1 and lines[first - 1]:find "^%s*%-%-" do first = first - 1 end
  local comment = {}
  for i = first, number - 1 do comment[#comment + 1] = (lines[i]:gsub("^%s*%-%-%-? ?", "")) end
  return #comment > 0 and comment or nil
end

-- Documentation of a C function: its stub below alipay.meta. The module is the one in whose table it stands.
local function stub_of(value)
  for module, loaded in pairs(package.loaded) do
    if type(module) == "string" and module:find "^alipay%.core%." and type(loaded) == "table" then
      for name, field in pairs(loaded) do
        local source = field == value and embedded.source(module:gsub("core", "meta", 1))
        if source then
          local lines = lines_of(source)
          for number, line in ipairs(lines) do
            if line:match "^function [%w_]+[.:]([%w_]+)" == name then
              return comment_above(lines, number), line:gsub(" end$", ""), module
            end
          end
        end
      end
    end
  end
end

---@class alipay.repl.doc
---@field title string
---@field comment string[]|nil
---@field where string|nil

---The documentation of a function.
---@param value function
---@param name string as typed
---@return alipay.repl.doc
function M.of_function(value, name)
  local info = debug.getinfo(value, "S")
  if info.what == "C" then
    local comment, line, module = stub_of(value)
    if comment then return { title = line, comment = comment, where = module } end
    return { title = name, comment = pages.of_standard(value) }
  end
  local text = text_of(info)
  if not text then return { title = name, where = info.short_src } end
  local lines = lines_of(text)
  local title = (lines[info.linedefined] or name):gsub("^%s*local%s+", ""):gsub("^%s*", "")
  return { title = title, comment = comment_above(lines, info.linedefined), where = info.short_src .. ":" .. info.linedefined }
end

local function print_doc(doc, style) say(pages.doc(doc, style)) end

-- A method of the platform from what was typed: its dotted name, a chain, its module.
local function method_of(session, text)
  local api = require "alipay.api"
  for method, module in pairs(api.modules) do
    if text == module or text == method then return method end
  end
  if text:find "^%l[%w_]*%.[%w_.]+$" and require("alipay.catalogue").has(text) then return text end
  local path = path_of(text)
  if not path then return nil end
  local verb = path[#path]
  local _, method = names.follow(session, path)
  if not method and text:find "^%u" then method = require("alipay.client.chain").dotted(text) end
  if not method or method == "" then return nil end
  local known = api.find(method) or require("alipay.catalogue").has(method)
  if not known and (verb == "post" or verb == "get" or verb == "postAsync" or verb == "getAsync") then
    path[#path] = nil
    _, method = names.follow(session, path)
  end
  return method
end

local function help_value(value, text, style)
  if type(value) == "function" then return print_doc(M.of_function(value, text), style) end
  if type(value) == "table" then
    for module, loaded in pairs(package.loaded) do
      local source = loaded == value and embedded.source(module)
      if source then return say(pages.module(module, source, value, M, style)) end
    end
  end
  say(("%s, %s: %s"):format(text, kinds.name(value) or type(value), show.values({ n = 1, value }, style)))
end

---`:help [NAME]`
function M.help(self, argument)
  local style = show.style()
  if argument == "" then return say(pages.overview(self.commands, style)) end
  local command = self.commands.find((argument:gsub("^:", "")))
  if command and (argument:sub(1, 1) == ":" or self.session:get(argument, true) == nil) then
    return say(("%s\n  %s"):format(command.usage, command.summary))
  end
  local method = method_of(self.session, argument)
  if method and method ~= "" then return say(pages.method(method, style)) end
  local path = path_of(argument)
  local value = path and follow(self.session, path)
  if value ~= nil then return help_value(value, argument, style) end
  if embedded.source(argument) then
    return say(pages.module(argument, embedded.source(argument), require(argument), M, style))
  end
  if embedded.source("alipay.cli.commands." .. argument) then
    return say(require("alipay.cli.manual").command_help(argument) .. "\n\n(a command of the program, not of the prompt)")
  end
  local near = argument:find("alipay.", 1, true) and require("alipay.catalogue").nearest(argument)
    or require("alipay.util.nearest").find(argument, names.variables(self.session, ""))
  say(("nothing is known of '%s'%s"):format(argument, #near > 0 and "; did you mean " .. table.concat(near, ", ") .. "?" or ""))
end

---`:doc NAME`
function M.doc(self, argument)
  return M.help(self, argument)
end

local function source_of_function(value)
  local info = debug.getinfo(value, "S")
  local text = info.what ~= "C" and text_of(info)
  if not text then return nil end
  local lines = lines_of(text)
  local comment = info.linedefined
  while comment > 1 and lines[comment - 1]:find "^%s*%-%-" do comment = comment - 1 end
  return table.concat(lines, "\n", comment, math.min(info.lastlinedefined, #lines)), info.short_src .. ":" .. info.linedefined
end

---`:source NAME`
function M.source(self, argument)
  if argument == "" then return say "usage: :source NAME" end
  local path = path_of(argument)
  local value = path and follow(self.session, path)
  if type(value) == "function" then
    local text, where = source_of_function(value)
    if not text then return say(argument .. " has no source here: it is C, or was typed") end
    return say("-- " .. where .. "\n" .. text)
  end
  local module = embedded.source(argument) and argument
  for name, loaded in pairs(package.loaded) do
    if type(value) == "table" and loaded == value then module = module or name end
  end
  local source = module and embedded.source(module)
  if source and source:find("\0", 1, true) == nil then return say(source) end
  say("no source is known of '" .. argument .. "'")
end

---`:ls [VALUE]`
function M.ls(self, argument)
  local style = show.style()
  if argument == "" then
    local rows = {}
    for _, name in ipairs(self.session:own(self.before)) do rows[#rows + 1] = { name, self.session:get(name, true) } end
    return say(#rows > 0 and pages.rows(rows, style) or "nothing of yours yet; alipay, async, client and json are there")
  end
  local path = path_of(argument)
  local value, method
  if path then value, method = names.follow(self.session, path) end
  if method and method ~= "" then return say(table.concat(require("alipay.catalogue").following(method .. "."), "\n")) end
  if not path then
    local chunk = load("return " .. argument, "=stdin", "t", self.session.env)
    value = chunk and chunk()
  end
  local rows = {}
  for _, key in ipairs(type(value) == "table" and pages.keys(value) or {}) do
    rows[#rows + 1] = { tostring(key), rawget(value, key) }
  end
  for _, key in ipairs(path and names.fields(self.session, path, "", false) or {}) do
    if type(value) ~= "table" or rawget(value, key) == nil then rows[#rows + 1] = { key, names.field(value, key) } end
  end
  say(#rows > 0 and pages.rows(rows, style) or ("%s has no fields to show"):format(argument))
end

return M
