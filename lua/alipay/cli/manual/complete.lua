-- SPDX-License-Identifier: MIT
-- What may follow on a command line, for the completion of shells (alipay.cli.manual.shell), which ask the program itself: methods,
-- and the parameters of a method, nested ones too. A candidate that is not finished ends in one of `.=@`.

local catalogue = require "alipay.catalogue"
local chain = require "alipay.client.chain"

local M = {}

local MOST = 100 -- names at once; more are shown up to their next dot

local function methods(typed)
  local names = catalogue.starting(typed)
  if #names <= MOST then return names end
  local list = {}
  for _, name in ipairs(catalogue.following(typed)) do
    if catalogue.has(name) then list[#list + 1] = name end
    if catalogue.following(name .. ".")[1] then list[#list + 1] = name .. "." end
  end
  return list
end

local SIGNS = { file = "@=", integer = ":=", boolean = ":=" }

local function spelled(path, field)
  if field.fields and #field.fields > 0 then return path .. (field.list and ".1." or ".") end
  if field.list then return path .. ".1=" end
  return path .. (field.type == "object" and ":=" or SIGNS[field.type] or "=")
end

-- Fields at the end of a path of whole segments: "settle_info.settle_detail_infos.1." are those of an item.
local function fields_at(fields, path)
  for segment in path:gmatch "([^.]*)%." do
    local inside
    for _, field in ipairs(fields) do
      if field.name == segment then inside = field.fields end
    end
    if inside then fields = inside
    elseif not segment:find "^%d+$" then return {} end
  end
  return fields
end

local function parameters(method, typed, given)
  local known = catalogue.describe(method)
  local path, rest = typed:match "^(.-)([^.]*)$"
  local list = {}
  for _, field in ipairs(fields_at(known and known.fields or {}, path)) do
    local name = path .. field.name
    if field.name:sub(1, #rest) == rest and not given[name] and field.only ~= "v3" then list[#list + 1] = spelled(name, field) end
  end
  return list
end

---What may stand for the last word.
---@param words string[] of the command line behind the program, the last one as far as it is typed
---@return string[] candidates whole words
function M.candidates(words)
  local typed, method, given, command = words[#words] or "", nil, {}, nil
  local i = 1
  while i < #words do
    local word = words[i]
    if word == "--timeout" or word == "--pick" or word == "--profile" or word == "--color" then i = i + 1
    elseif word:sub(1, 1) ~= "-" then
      if not command then command = word
      elseif not method then method = chain.dotted(word)
      else given[word:match "^[^=:@]*"] = true end
    end
    i = i + 1
  end
  if command ~= "call" and command ~= "explain" or typed:sub(1, 1) == "-" then return {} end
  if not method then return methods(typed) end
  -- A value is no name. bash takes `name=value` for three words.
  if typed:find "[=@]" or typed ~= "" and (words[#words - 1] or ""):find "=$" then return {} end
  return parameters(method, typed, given)
end

---Print the candidates, one a line.
---@param words string[]
function M.print(words)
  local list = M.candidates(words)
  if #list > 0 then io.stdout:write(table.concat(list, "\n"), "\n") end
end

return M
