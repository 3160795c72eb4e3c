-- SPDX-License-Identifier: MIT
-- :help, :doc, :source and :ls: finds what a name stands for and where its documentation is. What the texts look like is
-- alipay.repl.pages' matter.

local embedded = require "alipay.core.embedded"
local kinds = require "alipay.repl.show.kinds"
local lang = require "alipay.lang"
local lexer = require "alipay.util.lexer"
local names = require "alipay.repl.help.names"
local pages = require "alipay.repl.help.pages"
local pager = require "alipay.repl.show.pager"
local say = require("alipay.repl.show.output").say
local show = require "alipay.repl.show.results"
local sources = require "alipay.repl.help.sources"

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

local function value_page(value, text, style)
  if type(value) == "function" then return pages.doc(sources.of_function(value, text), style) end
  if kinds.is_client(value) then return pages.client(style) end
  if type(value) == "table" then
    for module, loaded in pairs(package.loaded) do
      local source = loaded == value and embedded.source(module)
      if source then return pages.module(module, source, value, style) end
    end
  end
  return ("%s, %s: %s"):format(text, kinds.name(value) or type(value), show.values({ n = 1, value }, style))
end

-- A code that is known by the methods that refuse with it.
local function refusal_page(name, style)
  local methods = name:find "^[%a_][%w_.-]*$" and require("alipay.catalogue.search").refusing(name) or {}
  return #methods > 0 and pages.code_of(name, methods, style) or nil
end

-- What has to do with a text that is no name; nil when nothing does.
local function found_page(self, text, style)
  local groups = require("alipay.repl.help.find").groups(self.commands, text)
  return #groups > 0 and pages.found(groups, style) or nil
end

local function unknown(session, text)
  local near = text:find("alipay.", 1, true) and require("alipay.catalogue").nearest(text)
    or require("alipay.util.nearest").find(text, names.variables(session, ""))
  local meant = #near > 0 and lang.format("; did you mean %s?", table.concat(near, ", ")) or ""
  return lang.format("nothing is known of '%s'%s", text, meant)
end

-- A module of the library, and the methods whose names begin with its own, as those of alipay.trade do.
local function module_page(name, style)
  local page, methods = pages.module(name, embedded.source(name), require(name), style), pages.method(name, style)
  return methods and page .. "\n\n" .. methods or page
end

-- A name's page: the first of what it may be the name of.
local function page_of(self, name, style)
  local command = self.commands.find((name:gsub("^:", "")))
  if command and (name:sub(1, 1) == ":" or self.session:get(name, true) == nil) then
    return ("%s\n  %s"):format(command.usage, lang.text(command.summary))
  end
  local path = path_of(name)
  local value = path and follow(self.session, path)
  local code = value == nil and require("alipay.codes").explain(name)
  if code then return pages.code(code, style) end
  local method = method_of(self.session, name)
  local known = method and method ~= "" and pages.method(method, style)
  if known then return known end
  if value ~= nil then return value_page(value, name, style) end
  if name == "client" then return pages.client(style) end
  if embedded.source(name) then return module_page(name, style) end
  if embedded.source("alipay.cli.commands." .. name) then
    return require("alipay.cli.manual").command_help(name) .. "\n\n" .. lang.text "(a command of the program, not of the prompt)"
  end
  local start = name:find "^%l[%w_]*%.[%w_.]+$" and pages.method(name, style)
  return start or refusal_page(name, style) or found_page(self, name, style)
    or method and pages.no_method(method, style) or unknown(self.session, name)
end

---`:help [NAME or TEXT]`
function M.help(self, argument)
  local style = show.style()
  pager.say(self, argument == "" and pages.overview(self.commands, style) or page_of(self, argument, style))
end

---`:find TEXT`
function M.find(self, argument)
  if argument == "" then return say "usage: :find TEXT" end
  pager.say(self, found_page(self, argument, show.style()) or unknown(self.session, argument))
end

---`:doc NAME`
function M.doc(self, argument)
  return M.help(self, argument)
end

---`:source NAME`
function M.source(self, argument)
  if argument == "" then return say "usage: :source NAME" end
  local path = path_of(argument)
  local value = path and follow(self.session, path)
  if type(value) == "function" then
    local text, where = sources.source(value)
    if not text then return say(argument .. " has no source here: it is C, or was typed") end
    return pager.say(self, "-- " .. where .. "\n" .. text)
  end
  local module = embedded.source(argument) and argument
  for name, loaded in pairs(package.loaded) do
    if type(value) == "table" and loaded == value then module = module or name end
  end
  local source = module and embedded.source(module)
  if source and source:find("\0", 1, true) == nil then return pager.say(self, source) end
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
