-- SPDX-License-Identifier: MIT
-- Makes docs/reference.md from the docstrings (LuaCATS) of what may be required: the modules at the root of lua/alipay, and the types
-- that they give and take. `make docs` writes it, `make lint` compares.
--
-- usage: lua5.4 tests/reference.lua [MODULE FILE ...]   the project's own modules without arguments; the text goes to stdout

local function read(path)
  local file <close> = assert(io.open(path, "rb"))
  return file:read "a"
end

local function files_in(folder)
  local list = {}
  for path in assert(io.popen("find " .. folder .. " -name '*.lua' -type f | LC_ALL=C sort")):lines() do list[#list + 1] = path end
  return list
end

-- ---- reading ----

-- A type at the start of a text, which may have blanks inside brackets and behind the colon of a function's result, and the rest.
local function split_type(text)
  local depth, pos = 0, 1
  while pos <= #text do
    local char = text:sub(pos, pos)
    if char:find "[%(%{%[<]" then depth = depth + 1
    elseif char:find "[%)%}%]>]" then depth = depth - 1
    elseif char == " " and depth == 0 and not text:sub(1, pos - 1):find "[:,]$" then break end
    pos = pos + 1
  end
  return text:sub(1, pos - 1), text:sub(pos + 1)
end

-- One block of `---` lines: its text, parameters, results, and the class with its fields when it declares one.
local function parse_block(lines)
  local block = { text = {}, params = {}, returns = {}, fields = {} }
  for _, line in ipairs(lines) do
    local tag, rest = line:match "^@(%w+)%s*(.*)$"
    if not tag then block.text[#block.text + 1] = line
    elseif tag == "class" then block.class = rest:match "^[%w_.]+"
    elseif tag == "param" or tag == "field" then
      local name, after = rest:match "^(%S+)%s+(.*)$"
      local kind, meaning = split_type(after or "")
      local list = tag == "param" and block.params or block.fields
      list[#list + 1] = { name = name, kind = kind, meaning = meaning }
    elseif tag == "return" then
      local kind, meaning = split_type(rest)
      block.returns[#block.returns + 1] = { kind = kind, meaning = meaning }
    end
  end
  return block
end

-- What a documented line of code declares: a function or value of the module, or a method of the class above it.
local function declared(code)
  local name, arguments = code:match "^function M%.([%w_]+)(%b())"
  if name then return { owner = "module", name = name, arguments = arguments } end
  name, arguments = code:match "^function methods[:.]([%w_]+)(%b())"
  if name then return { owner = "class", name = name, arguments = arguments } end
  name = code:match "^methods%.([%w_]+) ="
  if name then return { owner = "class", name = name } end
  name = code:match "^M%.([%w_]+) ="
  if name then return { owner = "module", name = name } end
end

-- `M.name = other.member` without a comment of its own: where the function stands that has one.
local function borrowed(code, requires)
  local name, module, member = code:match '^M%.([%w_]+) = require%("(alipay[%w_.]+)"%)%.([%w_]+)$'
  if not name then
    local variable
    name, variable, member = code:match "^M%.([%w_]+) = ([%w_]+)%.([%w_]+)$"
    module = requires[variable]
  end
  return name and module and { owner = "module", name = name, from = module, member = member }
end

-- A source file: its header, the module's documented members, and its classes with fields and methods.
local function parse(source)
  local file = { header = {}, members = {}, classes = {} }
  local lines, class, requires = {}, nil, {}
  local in_header = true
  for line in (source:gsub("\r", "") .. "\n"):gmatch "(.-)\n" do
    local doc = line:match "^%-%-%-%s?(.*)$"
    if doc then
      in_header = false
      lines[#lines + 1] = doc
    elseif in_header and line:find "^%-%-" then
      local text = line:gsub("^%-%- ?", "")
      if not text:find "^SPDX%-" then file.header[#file.header + 1] = text end
    else
      in_header = false
      local variable, required = line:match '^local ([%w_]+) = require "(alipay[%w_.]+)"'
      if variable then requires[variable] = required end
      if #lines == 0 then file.members[#file.members + 1] = borrowed(line, requires) or nil end
      if #lines > 0 then
        local block = parse_block(lines)
        local what = declared(line)
        if block.class then
          class = { name = block.class, text = block.text, fields = block.fields, methods = {} }
          file.classes[#file.classes + 1] = class
        elseif what and #block.text > 0 and (what.owner == "module" or class) then
          what.block = block
          local list = what.owner == "module" and file.members or class.methods
          list[#list + 1] = what
        end
      end
      lines = {}
    end
  end
  return file
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

-- The arguments of a function that the module has from another one are those that are documented.
local function arguments_of(member)
  local names = {}
  for i, param in ipairs(member.block.params) do names[i] = param.name:gsub("%?$", "") end
  return member.arguments or #names > 0 and "(" .. table.concat(names, ", ") .. ")" or ""
end

local function add_member(title, member)
  add(("\n### `%s%s`\n"):format(title, arguments_of(member)))
  local block = member.block
  add(table.concat(block.text, "\n"))
  if #block.params + #block.returns > 0 then
    add ""
    add_list(block.params)
    add_list(block.returns)
  end
end

-- The member of another module that this one hands on.
local function lender(member)
  local path = "lua/" .. member.from:gsub("%.", "/")
  local file = io.open(path .. ".lua", "rb") or io.open(path .. "/init.lua", "rb")
  if not file then return nil end -- of the core, or of the vendor
  local source <close> = file
  for _, other in ipairs(parse(source:read "a").members) do
    if other.name == member.member and other.block then return other end
  end
end

local function add_module(name, path)
  local file = parse(read(path))
  add(("\n## %s\n"):format(name))
  add(table.concat(file.header, "\n"))
  local short = name:match "[%w_]+$"
  for _, member in ipairs(file.members) do
    local documented = member.from and lender(member) or member
    if documented.block then add_member(short .. "." .. member.name, documented) end
  end
end

local function add_class(class)
  add(("\n## type %s\n"):format(class.name))
  if #class.text > 0 then add(table.concat(class.text, "\n") .. "\n") end
  add_list(class.fields)
  for _, method in ipairs(class.methods) do add_member(class.name:match "[%w_]+$" .. ":" .. method.name, method) end
end

-- ---- the project ----

-- The root of lua/alipay, the folders of public modules, and one module for each API.
local function public_modules()
  local list = {}
  for _, path in ipairs(files_in "lua/alipay") do
    local name = path:gsub("^lua/", ""):gsub("%.lua$", ""):gsub("/", ".")
    local folder = name:match "^alipay%.(%w+)%.init$"
    if name == "alipay.init" then list[#list + 1] = { "alipay", path }
    elseif folder and folder ~= "api" and folder ~= "cli" and folder ~= "v2" and folder ~= "v3" then
      list[#list + 1] = { "alipay." .. folder, path }
    elseif name:find "^alipay%.%w+$" or name:find "^alipay%.api%.%w+$" and not folder then list[#list + 1] = { name, path } end
  end
  table.sort(list, function(a, b) return a[1] < b[1] end)
  return list
end

local modules, classes = {}, {}
if arg[1] then
  for i = 1, #arg, 2 do modules[#modules + 1] = { arg[i], arg[i + 1] } end
else
  modules = public_modules()
end
for _, path in ipairs(arg[1] and { arg[2] } or files_in "lua/alipay") do
  for _, class in ipairs(parse(read(path)).classes) do classes[class.name] = classes[class.name] or class end
end

add "# Reference\n"
add "What `require` gives, made from the docstrings by `make docs`: the modules first, then the types that they give and take."
add "Everything that is not named here is internal. Where a function gives `nil` and an error, that is an `alipay.error`."
for _, module in ipairs(modules) do add_module(module[1], module[2]) end
local described = {}
while #queue > 0 do
  local name = table.remove(queue, 1)
  if classes[name] then described[#described + 1] = classes[name] end
  for _, entry in ipairs(classes[name] and classes[name].fields or {}) do note_types(entry.kind) end
  for _, method in ipairs(classes[name] and classes[name].methods or {}) do
    for _, list in ipairs { method.block.params, method.block.returns } do
      for _, entry in ipairs(list) do note_types(entry.kind) end
    end
  end
end
table.sort(described, function(a, b) return a.name < b.name end)
for _, class in ipairs(described) do add_class(class) end
io.write((table.concat(out, "\n"):gsub("\n\n\n+", "\n\n")), "\n")
