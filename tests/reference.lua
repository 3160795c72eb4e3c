-- SPDX-License-Identifier: MIT
-- Makes docs/reference.md, or its Chinese form docs/reference.zh-CN.md, from the docstrings (LuaCATS) of what may be required: the
-- modules at the root of lua/alipay, and the types that they give and take. `make docs` writes them, `make lint` compares. Chinese texts
-- are in lua/alipay/lang/zh/reference/; one that is missing, or belongs to no docstring, is named on stderr and ends this with 1.
--
-- usage: lua5.4 tests/reference.lua en|zh [MODULE FILE ...]   the project's own modules without arguments; the text goes to stdout

package.path = "lua/?.lua;lua/?/init.lua;" .. package.path

local docstrings = require "alipay.util.docstrings"
local reference = require "alipay.lang.reference"

local function read(path)
  local file <close> = assert(io.open(path, "rb"))
  return file:read "a"
end

local function files_in(folder)
  local list = {}
  for path in assert(io.popen("find " .. folder .. " -name '*.lua' -type f | LC_ALL=C sort")):lines() do list[#list + 1] = path end
  return list
end

-- ---- the language ----

local WORDS = {
  en = {
    title = "# Reference\n", other = "[中文](reference.zh-CN.md)\n", returns = "returns ", colon = ": ", type = "type ",
    parent = "It has the fields of `%s`, too.",
    opening = "What `require` gives, made from the docstrings by `make docs`: the modules first, then the types that they give and "
      .. "take.\nEverything that is not named here is internal. "
      .. "Where a function gives `nil` and an error, that is an `alipay.error`.",
  },
  zh = {
    title = "# API 参考\n", other = "[English](reference.md)\n", returns = "返回 ", colon = "：", type = "类型 ",
    parent = "另有 `%s` 的全部字段。",
    opening = "脚本可以 `require` 的全部内容，由 `make docs` 从源码的文档注释生成："
      .. "先是各模块，然后是它们接受和返回的类型。没有列出的都属于内部实现。\n"
      .. "函数返回 `nil` 和一个错误时，该错误是 `alipay.error`。",
  },
}
local language = arg[1]
local words = assert(WORDS[language], "usage: lua5.4 tests/reference.lua en|zh [MODULE FILE ...]")

local used, missing = {}, {}

-- Notes which texts are used, and those without a Chinese form.
local function chinese(english)
  local known = reference.chinese(english)
  used[english] = true
  if not known and not missing[english] then
    missing[english] = true
    missing[#missing + 1] = english
  end
  return known
end

local function in_language(lines) return language == "zh" and docstrings.translated(lines, chinese) or lines end

-- Chinese texts that are missing, that belong to no docstring, and that are there twice.
local function faults()
  local list, seen = {}, {}
  for _, english in ipairs(missing) do list[#list + 1] = ("no Chinese text for %q"):format(english) end
  for _, path in ipairs(files_in "lua/alipay/lang/zh/reference") do
    for english in pairs(dofile(path)) do
      if seen[english] then list[#list + 1] = ("%s: %q is in %s, too"):format(path, english, seen[english]) end
      if not used[english] then list[#list + 1] = ("%s: no docstring says %q"):format(path, english) end
      seen[english] = path
    end
  end
  return list
end

-- ---- writing ----

local out, wanted, queue = {}, {}, {}

local function add(text) out[#out + 1] = text end

-- Notes the types of the project that a type names, so that they are described, too.
local function note_types(kind)
  for name in kind:gmatch "alipay%.[%w_.]+" do
    if not wanted[name] then
      wanted[name] = true
      queue[#queue + 1] = name
    end
  end
end

-- A parameter, a result or a field.
local function add_list(list)
  for _, entry in ipairs(list) do
    note_types(entry.kind)
    local name = entry.name ~= "" and "`" .. entry.name .. "` " or ""
    local meaning = entry.meaning ~= "" and words.colon .. entry.meaning or ""
    add(("- %s%s`%s`%s"):format(entry.tag == "return" and words.returns or "", name, entry.kind, meaning))
  end
end

local function add_member(title, member)
  add(("\n### `%s%s`\n"):format(title, docstrings.arguments(member)))
  local block = docstrings.block(in_language(member.block.lines))
  add(table.concat(block.text, "\n"))
  if #block.params + #block.returns > 0 then
    add ""
    add_list(block.params)
    add_list(block.returns)
  end
end

-- The source of a module; nil for those of the core and of the vendor.
local function source_of(module)
  local path = "lua/" .. module:gsub("%.", "/")
  local file = io.open(path .. ".lua", "rb") or io.open(path .. "/init.lua", "rb")
  if not file then return nil end
  local open <close> = file
  return open:read "a"
end

local function add_module(name, path)
  local file = docstrings.parse(read(path))
  add(("\n## %s\n"):format(name))
  add(table.concat(in_language(file.header), "\n"))
  local short = name:match "[%w_]+$"
  for _, member in ipairs(file.members) do
    local documented = docstrings.documented(member, source_of)
    if documented then add_member(short .. "." .. member.name, documented) end
  end
end

local function add_class(class)
  add(("\n## %s%s\n"):format(words.type, class.name))
  local block = docstrings.block(in_language(class.block.lines))
  if #block.text > 0 then add(table.concat(block.text, "\n") .. "\n") end
  if block.parent then add(words.parent:format(block.parent) .. "\n") end
  add_list(block.fields)
  for _, method in ipairs(class.methods) do add_member(class.name:match "[%w_]+$" .. ":" .. method.name, method) end
end

-- ---- the project ----

local function public_modules()
  local list = {}
  for _, path in ipairs(files_in "lua/alipay") do
    local name = path:gsub("^lua/", ""):gsub("%.lua$", ""):gsub("/init$", ""):gsub("/", ".")
    if docstrings.is_public(name) then list[#list + 1] = { name, path } end
  end
  table.sort(list, function(a, b) return a[1] < b[1] end)
  return list
end

local modules = {}
if arg[2] then
  for i = 2, #arg, 2 do modules[#modules + 1] = { arg[i], arg[i + 1] } end
else
  modules = public_modules()
end
local paths, last = arg[2] and { arg[3] } or files_in "lua/alipay", 0
local classes = docstrings.classes(function()
  last = last + 1
  return paths[last] and read(paths[last])
end)

add(words.title)
add(words.other)
add(words.opening)
for _, module in ipairs(modules) do add_module(module[1], module[2]) end
local described = {}
while #queue > 0 do
  local name = table.remove(queue, 1)
  if classes[name] then described[#described + 1] = classes[name] end
  if classes[name] and classes[name].block.parent then note_types(classes[name].block.parent) end
  for _, entry in ipairs(classes[name] and classes[name].block.fields or {}) do note_types(entry.kind) end
  for _, method in ipairs(classes[name] and classes[name].methods or {}) do
    for _, list in ipairs { method.block.params, method.block.returns } do
      for _, entry in ipairs(list) do note_types(entry.kind) end
    end
  end
end
table.sort(described, function(a, b) return a.name < b.name end)
for _, class in ipairs(described) do add_class(class) end
io.write((table.concat(out, "\n"):gsub("\n\n\n+", "\n\n")), "\n")

local wrong = language == "zh" and not arg[2] and faults() or {}
for _, fault in ipairs(wrong) do io.stderr:write(fault, "\n") end
os.exit(#wrong == 0)
