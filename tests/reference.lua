-- SPDX-License-Identifier: MIT
-- Makes docs/reference.md from the docstrings (LuaCATS) of what may be required: the modules at the root of lua/alipay, and the types
-- that they give and take. `make docs` writes it, `make lint` compares.
--
-- usage: lua5.4 tests/reference.lua [MODULE FILE ...]   the project's own modules without arguments; the text goes to stdout

package.path = "lua/?.lua;" .. package.path

local docstrings = require "alipay.cli.annotate.docstrings"

local function read(path)
  local file <close> = assert(io.open(path, "rb"))
  return file:read "a"
end

local function files_in(folder)
  local list = {}
  for path in assert(io.popen("find " .. folder .. " -name '*.lua' -type f | LC_ALL=C sort")):lines() do list[#list + 1] = path end
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

-- Parameters and fields have names, results have none.
local function add_list(list)
  for _, entry in ipairs(list) do
    note_types(entry.kind)
    local meaning = entry.meaning ~= "" and (entry.name and ": " or " ") .. entry.meaning or ""
    local what = entry.name and "`" .. entry.name .. "`" or "returns"
    add(("- %s `%s`%s"):format(what, entry.kind, meaning))
  end
end

local function add_member(title, member)
  add(("\n### `%s%s`\n"):format(title, docstrings.arguments(member)))
  local block = member.block
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
  add(table.concat(file.header, "\n"))
  local short = name:match "[%w_]+$"
  for _, member in ipairs(file.members) do
    local documented = docstrings.documented(member, source_of)
    if documented then add_member(short .. "." .. member.name, documented) end
  end
end

local function add_class(class)
  add(("\n## type %s\n"):format(class.name))
  if #class.block.text > 0 then add(table.concat(class.block.text, "\n") .. "\n") end
  add_list(class.block.fields)
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
if arg[1] then
  for i = 1, #arg, 2 do modules[#modules + 1] = { arg[i], arg[i + 1] } end
else
  modules = public_modules()
end
local paths, last = arg[1] and { arg[2] } or files_in "lua/alipay", 0
local classes = docstrings.classes(function()
  last = last + 1
  return paths[last] and read(paths[last])
end)

add "# Reference\n"
add "What `require` gives, made from the docstrings by `make docs`: the modules first, then the types that they give and take."
add "Everything that is not named here is internal. Where a function gives `nil` and an error, that is an `alipay.error`."
for _, module in ipairs(modules) do add_module(module[1], module[2]) end
local described = {}
while #queue > 0 do
  local name = table.remove(queue, 1)
  if classes[name] then described[#described + 1] = classes[name] end
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
