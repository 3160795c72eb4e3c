-- SPDX-License-Identifier: MIT
-- :find TEXT: what of commands, methods, fields, codes and the library's own documentation has to do with a text, in English or
-- Chinese, the best first and bounded.

local api = require "alipay.api"
local docstrings = require "alipay.util.docstrings"
local embedded = require "alipay.core.embedded"
local lang = require "alipay.lang"
local language = require "alipay.util.language"
local reference = require "alipay.lang.reference"

local M = {}

local SHOWN = 8 -- lines of a group

---@class alipay.repl.found
---@field title string of the group
---@field rows string[][] name and what it is
---@field total integer

local function words_of(text)
  local words = {}
  for word in text:lower():gmatch "%S+" do words[#words + 1] = word end
  return words
end

-- How well a name and a description fit: nil when a word is in neither; less is better.
local function cost(words, name, what)
  local total, low, meaning = 0, name:lower(), what:lower()
  for _, word in ipairs(words) do
    if low == word then total = total - 10
    elseif (low:gsub("[%._%-]", " ") .. " "):find(word .. " ", 1, true) then total = total + 1
    elseif low:find(word, 1, true) then total = total + 3
    elseif meaning:find(word, 1, true) then total = total + 20
    else return nil end
  end
  return total + #name / 100
end

local Group = {}
Group.__index = Group

local function group(title, words)
  return setmetatable({ title = title, words = words, rows = {}, total = 0 }, Group)
end

-- Adds a row if the words are in its name, in what is shown, or in more that is not.
function Group:try(name, what, more)
  local found = cost(self.words, name, what .. "\n" .. (more or ""))
  if found then self:add(name, what, found) end
end

function Group:add(name, what, rank)
  self.rows[#self.rows + 1] = { name, what, rank }
  self.total = self.total + 1
end

function Group:finish()
  table.sort(self.rows, function(a, b) return a[3] < b[3] or a[3] == b[3] and a[1] < b[1] end)
  for i = #self.rows, SHOWN + 1, -1 do self.rows[i] = nil end
  return self
end

-- ---- the groups ----

local function commands_of(commands, words)
  local found = group("commands of the prompt", words)
  for _, name in ipairs(commands.names()) do
    local command = commands.find(name)
    found:try(command.usage, lang.text(command.summary), command.summary)
  end
  return found:finish()
end

local function program_of(words)
  local found = group("commands of the program", words)
  for _, command in ipairs(require("alipay.cli.manual").commands()) do
    found:try("alipay-lua " .. command.name, lang.text(command.summary), command.summary)
  end
  return found:finish()
end

local function summary_of(method)
  local def = api.find(method)
  return def and language.pick(def, "summary") or ""
end

-- Methods with a definition are found by their meaning, the others by their name.
local function methods_of(words, hits)
  local found, seen = group("methods", words), {}
  for _, method in ipairs(api.methods()) do
    local def = api.find(method)
    local rank = cost(words, method, def.summary .. "\n" .. def.summary_zh)
    if rank then
      seen[method] = true
      found:add(method, summary_of(method), rank - 5)
    end
  end
  for i, hit in ipairs(hits) do
    if not hit.field and not seen[hit.method] then found:add(hit.method, "", 5 + i / 100) end
  end
  return found:finish()
end

local function fields_of(words, hits)
  local found, seen = group("fields", words), {}
  for _, method in ipairs(api.methods()) do
    for _, param in ipairs(api.find(method).params) do
      local what = language.pick(param, "meaning") or ""
      local rank = cost(words, param.name, (param.meaning or "") .. "\n" .. (param.meaning_zh or ""))
      if rank and seen[param.name] then seen[param.name].others = seen[param.name].others + 1
      elseif rank then
        seen[param.name] = { what = what, method = method, others = 0, rank = rank }
      end
    end
  end
  for name, entry in pairs(seen) do
    local where = entry.others > 0 and lang.format("%s and %d more", entry.method, entry.others) or entry.method
    found:add(name, lang.format("%s (%s)", entry.what, where), entry.rank)
  end
  for i, hit in ipairs(hits) do
    if hit.field and not seen[hit.field] then
      seen[hit.field] = true
      found:add(hit.field, lang.format("in the %s of %s", lang.text(hit.side), hit.method), 30 + i / 100)
    end
  end
  return found:finish()
end

local function codes_of(words)
  local codes = require "alipay.codes"
  local found = group("codes", words)
  for _, code in ipairs(codes.search(words[1])) do
    local more = table.concat({ code.meaning, code.meaning_zh, code.remedy, code.remedy_zh }, "\n")
    found:try(code.code, language.pick(code, "meaning"), more)
  end
  return found:finish()
end

-- A function of the library by its docstring, which is searched in both languages; its first sentence is shown.
local function try_documented(found, name, text)
  local english = table.concat(text, " ")
  local chinese = table.concat(docstrings.translated(text, reference.chinese), " ")
  found:try(name, reference.sentence(reference.lines(text)), english .. "\n" .. chinese)
end

-- Public modules: their functions, and the methods of what these give.
local function library_of(words)
  local found = group("this library", words)
  for _, module in ipairs(embedded.names()) do
    local short = module:gsub("^alipay%.api%.", "")
    local source = docstrings.is_public(module) and docstrings.parse(embedded.source(module)) or { members = {}, classes = {} }
    for _, member in ipairs(source.members) do
      local documented = docstrings.documented(member, embedded.source)
      if documented then try_documented(found, short .. "." .. member.name, documented.block.text) end
    end
    for _, class in ipairs(source.classes) do
      for _, method in ipairs(class.methods) do try_documented(found, class.name .. ":" .. method.name, method.block.text) end
    end
  end
  return found:finish()
end

---What is found for a text, a group each; groups without a hit are left out.
---@param commands { names: function, find: function }
---@param text string words, all of which must be in a name or its description
---@return alipay.repl.found[]
function M.groups(commands, text)
  local words, list = words_of(text), {}
  if #words == 0 then return list end
  local hits = require("alipay.catalogue").search(text, math.huge)
  for _, found in ipairs {
    commands_of(commands, words), methods_of(words, hits), fields_of(words, hits), codes_of(words), library_of(words),
    program_of(words),
  } do
    if found.total > 0 then list[#list + 1] = found end
  end
  return list
end

return M
