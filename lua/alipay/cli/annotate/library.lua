-- SPDX-License-Identifier: MIT
-- Annotations of this library's own API: its public modules and the types that they give and take, from the docstrings in the sources
-- that the program carries, and the stubs of the core's primitives as they are.

local docstrings = require "alipay.util.docstrings"
local embedded = require "alipay.core.embedded"
local reference = require "alipay.lang.reference"
local sorted = require "alipay.util.sorted"

local M = {}

local function add_docs(out, block)
  for _, line in ipairs(block.lines) do out[#out + 1] = "---" .. line end
end

local function add_member(out, owner, member, documented)
  add_docs(out, documented.block)
  local arguments = docstrings.arguments(documented)
  if arguments ~= "" then
    out[#out + 1] = ("function %s%s%s%s end"):format(owner, member.separator or ".", member.name, arguments)
  else
    out[#out + 1] = ("%s.%s = nil"):format(owner, member.name)
  end
  out[#out + 1] = ""
end

-- A stub: the module as scripts see it, without anything that runs.
local function module_text(name, read)
  local source = docstrings.parse(read(name))
  local out = { "---@meta " .. name }
  for _, line in ipairs(source.header) do out[#out + 1] = "-- " .. line end
  out[#out + 1] = "\nlocal M = {}\n"
  for _, member in ipairs(source.members) do
    local documented = docstrings.documented(member, read)
    if documented then add_member(out, "M", member, documented) end
  end
  if name == "alipay" then
    for _, lazy in ipairs(sorted(getmetatable(require "alipay").lazy)) do
      out[#out + 1] = ('M.%s = require "alipay.%s"\n'):format(lazy, lazy)
    end
  end
  out[#out + 1] = "return M\n"
  return table.concat(out, "\n")
end

local function class_text(class)
  local out = {}
  add_docs(out, class.block)
  out[#out + 1] = "local " .. class.name:gsub("%W", "_") .. " = {}\n"
  for _, method in ipairs(class.methods) do add_member(out, (class.name:gsub("%W", "_")), method, method) end
  return table.concat(out, "\n")
end

-- The types that some texts name, and those that these name in turn, sorted.
local function needed(texts, classes)
  local found, names = {}, {}
  local function look(text)
    for name in text:gmatch "alipay%.[%w_.]*[%w_]" do
      if classes[name] and not found[name] then
        found[name] = true
        names[#names + 1] = name
        look(class_text(classes[name]))
      end
    end
  end
  for _, text in ipairs(texts) do look(text) end
  table.sort(names)
  return names
end

---@param zh boolean docstrings in Chinese
---@return alipay.annotate.file[] files sorted by path
function M.files(zh)
  local function read(name)
    local source = embedded.source(name)
    return zh and source and docstrings.translated_source(source, reference.chinese) or source
  end
  local files, texts, names, last = {}, { "alipay.chain" }, embedded.names(), 0
  table.sort(names)
  for _, name in ipairs(names) do
    local stub = name:match "^alipay%.meta%.(%w+)$"
    local text
    if stub then
      text = embedded.source(name)
      files[#files + 1] = { path = "alipay/core/" .. stub .. ".lua", text = text }
    elseif docstrings.is_public(name) then
      text = module_text(name, read)
      files[#files + 1] = { path = name:gsub("%.", "/") .. ".lua", text = text }
    end
    texts[#texts + 1] = text
  end
  local classes = docstrings.classes(function()
    repeat last = last + 1 until not names[last] or names[last]:find "^alipay%." and not names[last]:find "%.meta%."
    return names[last] and read(names[last])
  end)
  local out = { "---@meta _\n-- The types that the public modules give and take.\n" }
  for _, name in ipairs(needed(texts, classes)) do out[#out + 1] = class_text(classes[name]) end
  files[#files + 1] = { path = "types.lua", text = table.concat(out, "\n") }
  return files
end

return M
