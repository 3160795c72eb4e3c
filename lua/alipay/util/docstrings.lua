-- SPDX-License-Identifier: MIT
-- Reads docstrings (LuaCATS) out of a module's source text: for the reference and for the annotations that editors read. It knows the
-- few forms in which this project declares things; it is no parser of Lua, and requires nothing.

local M = {}

---@class alipay.docstrings.block
---@field lines string[] what stands behind each `---`
---@field text string[] the lines that are no tags
---@field params { name: string, kind: string, meaning: string }[]
---@field returns { name: string, kind: string, meaning: string }[] name: "" where there is none
---@field fields { name: string, kind: string, meaning: string }[]
---@field class string|nil
---@field parent string|nil of the class

---@class alipay.docstrings.member
---@field name string
---@field arguments string|nil as they stand in the source, with parentheses; nil for what is no function there
---@field separator string|nil "." or ":", of a function of a class
---@field block alipay.docstrings.block|nil
---@field from string|nil the module that this one has it from
---@field member string|nil its name there

---@class alipay.docstrings.class
---@field name string
---@field block alipay.docstrings.block
---@field methods alipay.docstrings.member[]

---@class alipay.docstrings.source
---@field header string[] the comment at the head
---@field members alipay.docstrings.member[] of the module
---@field classes alipay.docstrings.class[]

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

-- A line's tag with what it names, its type and its meaning; nil for text and for other tags. Everything has a name: a result, too, where
-- it is the word behind its type.
local function read_tag(line)
  local tag, rest = line:match "^@(%w+)%s+(.*)$"
  if tag == "class" then
    local name, after = rest:match "^([%w_.]+)%s*(.*)$"
    local parent, meaning = after:match "^:%s*([%w_.]+)%s*(.*)$"
    return { tag = tag, name = name, kind = parent and ": " .. parent or "", parent = parent, meaning = meaning or after }
  elseif tag == "return" then
    local kind, after = split_type(rest)
    local name, meaning = after:match "^(%S*)%s*(.*)$"
    return { tag = tag, name = name, kind = kind, meaning = meaning }
  elseif tag == "param" or tag == "field" then
    local name, after = rest:match "^(%S+)%s+(.*)$"
    local kind, meaning = split_type(after or "")
    return { tag = tag, name = name, kind = kind, meaning = meaning }
  end
end

-- A line of LuaCATS from what read_tag gives, with another meaning.
local function write_tag(entry, meaning)
  local order = entry.tag == "return" and { entry.kind, entry.name } or { entry.name, entry.kind }
  return ("@%s %s %s %s"):format(entry.tag, order[1], order[2], meaning)
end

---Docstring lines in another language: paragraphs as one line each, and the meanings of parameters, results and fields.
---@param lines string[] what stands behind each `---`
---@param chinese fun(english: string): string|nil of a paragraph or a meaning; nil leaves it as it is
---@return string[] lines
function M.translated(lines, chinese)
  local out, paragraph = {}, {}
  local function end_paragraph()
    local known = #paragraph > 0 and chinese(table.concat(paragraph, " "))
    if known then paragraph = { known } end
    table.move(paragraph, 1, #paragraph, #out + 1, out)
    paragraph = {}
  end
  for _, line in ipairs(lines) do
    local entry = read_tag(line)
    if line ~= "" and line:sub(1, 1) ~= "@" then
      paragraph[#paragraph + 1] = line
    else
      end_paragraph()
      local known = entry and entry.meaning ~= "" and chinese(entry.meaning)
      out[#out + 1] = known and write_tag(entry, known) or line
    end
  end
  end_paragraph()
  return out
end

---A source text with its docstrings in another language.
---@param source string
---@param chinese fun(english: string): string|nil as for `translated`
---@return string source
function M.translated_source(source, chinese)
  local out, lines, mark = {}, {}, nil
  local function end_block()
    for _, line in ipairs(M.translated(lines, chinese)) do out[#out + 1] = mark .. line end
    lines = {}
  end
  for line in (source:gsub("\r", "") .. "\n"):gmatch "(.-)\n" do
    local dashes, text = line:match "^(%-%-%-?) ?(.*)$"
    if dashes and text:find "^SPDX%-" then dashes = nil end
    if dashes ~= mark then end_block() end
    mark = dashes
    if dashes then lines[#lines + 1] = text else out[#out + 1] = line end
  end
  end_block()
  return table.concat(out, "\n")
end

---One block of `---` lines: its text, parameters, results, and the class with its fields when it declares one.
---@param lines string[]
---@return alipay.docstrings.block
function M.block(lines)
  local block = { lines = lines, text = {}, params = {}, returns = {}, fields = {} }
  local lists = { param = block.params, ["return"] = block.returns, field = block.fields }
  for _, line in ipairs(lines) do
    local entry = read_tag(line)
    if not entry and line:sub(1, 1) ~= "@" then block.text[#block.text + 1] = line
    elseif entry and entry.tag == "class" then
      block.class, block.parent = entry.name, entry.parent
      if entry.meaning ~= "" then block.text[#block.text + 1] = entry.meaning end
    elseif entry then table.insert(lists[entry.tag], entry) end
  end
  return block
end

-- What a documented line of code declares: a function or value of the module, or a method of the class above it.
local function declared(code)
  local name, arguments = code:match "^function M%.([%w_]+)(%b())"
  if name then return { owner = "module", name = name, arguments = arguments } end
  local separator
  separator, name, arguments = code:match "^function methods([:.])([%w_]+)(%b())"
  if name then return { owner = "class", name = name, arguments = arguments, separator = separator } end
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

---What a source file documents.
---@param source string
---@return alipay.docstrings.source
function M.parse(source)
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
        local block = M.block(lines)
        local what = declared(line)
        if block.class then
          class = { name = block.class, block = block, methods = {} }
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

---A member with its docstring, which may stand in the module that it comes from.
---@param member alipay.docstrings.member
---@param read fun(module: string): string|nil the source of a module
---@return alipay.docstrings.member|nil documented nil when it has none
function M.documented(member, read)
  if not member.from then return member.block and member end
  local source = read(member.from)
  for _, other in ipairs(source and M.parse(source).members or {}) do
    if other.name == member.member and other.block then return other end
  end
end

---The arguments of a member. Of a function that a module has from another one they are those that are documented.
---@param member alipay.docstrings.member
---@return string arguments with parentheses; "" for a value
function M.arguments(member)
  local names = {}
  for i, param in ipairs(member.block.params) do names[i] = param.name:gsub("%?$", "") end
  return member.arguments or #names > 0 and "(" .. table.concat(names, ", ") .. ")" or ""
end

-- Rooms with an init.lua that scripts have nothing to do with.
local INTERNAL = { ["alipay.api"] = true, ["alipay.cli"] = true, ["alipay.lang"] = true }

---Whether scripts may require a module.
---@param module string
---@return boolean
function M.is_public(module)
  if INTERNAL[module] or module:find "^alipay%.v%d$" then return false end
  return module == "alipay" or module:find "^alipay%.%w+$" ~= nil or module:find "^alipay%.api%.%w+$" ~= nil
end

---The classes of several sources by name. What is said of one in several places is put together.
---@param sources fun(): string|nil iterator over source texts
---@return table<string, alipay.docstrings.class>
function M.classes(sources)
  local classes = {}
  for source in sources do
    for _, class in ipairs(M.parse(source).classes) do
      local known = classes[class.name]
      if not known then
        classes[class.name] = class
      else
        for _, method in ipairs(class.methods) do known.methods[#known.methods + 1] = method end
      end
    end
  end
  return classes
end

return M
