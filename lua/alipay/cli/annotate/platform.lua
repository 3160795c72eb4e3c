-- SPDX-License-Identifier: MIT
-- Annotations of the platform: a class for each node of the tree of methods, those of each method, and the types that they share,
-- in files that an editor's server still loads.

local api = require "alipay.api"
local chain = require "alipay.client.chain"
local describe = require "alipay.catalogue.describe"
local fields = require "alipay.cli.annotate.fields"
local methods = require "alipay.cli.annotate.methods"
local record = require "alipay.catalogue.record"
local sorted = require "alipay.util.sorted"

local M = {}

---@class alipay.annotate.file
---@field path string below the folder
---@field text string

-- Bytes of a file: lua-language-server reads none above 500 KB (workspace.preloadFileSize) unless told to.
local LARGEST = 400000

local SHARED = [[
---A value whose type the sources do not say.
---@alias alipay.scalar string|number|boolean

---Parameters beside biz_content that every method takes.
---@class alipay.query
---@field app_auth_token? string acts for the merchant who gave it
---@field auth_token? string acts for the user who gave it
---@field notify_url? string
---@field return_url? string
---@field [string] any

---What every reply may have.
---@class alipay.reply
---@field code? string "10000" is a success
---@field msg? string
---@field sub_code? string
---@field sub_msg? string
]]

-- Pieces of text as files named NAME.lua, NAME-2.lua and so on.
local function split(files, name, pieces)
  local count, size, out = 1, 0, {}
  local function close()
    local path = ("platform/%s%s.lua"):format(name, count > 1 and "-" .. count or "")
    files[#files + 1] = { path = path, text = "---@meta _\n\n" .. table.concat(out, "\n") }
    count, size, out = count + 1, 0, {}
  end
  for _, piece in ipairs(pieces) do
    if size > 0 and size + #piece > LARGEST then close() end
    out[#out + 1] = piece
    size = size + #piece + 1
  end
  close()
end

local function family_of(name)
  return name:match "^[^.]+%.[^.]+" or name
end

-- "appQrcodeCreate" for alipay.open.app.qrcode.create; nil where the chain would read something else.
local function hump_of(method)
  local rest = method:match "^[^.]+%.[^.]+%.([^.]+%..+)$"
  local hump = rest and rest:gsub("%.(.)", string.upper)
  return hump and chain.dotted(hump) == rest and hump or nil
end

-- Whether a method is one of those that were asked for: it has one of these names, or stands below it.
local function is_wanted(method, names)
  for _, name in ipairs(names) do
    if method == name or method:sub(1, #name + 1) == name .. "." then return true end
  end
  return #names == 0
end

-- Every node of the tree: its children, and the methods that its class has by one name in humps.
local function read_tree(names)
  local nodes = {}
  local function node(name)
    if not nodes[name] then
      nodes[name] = { children = {}, humps = {} }
      local parent, segment = name:match "^(.*)%.([^.]+)$"
      if parent then node(parent).children[segment] = true end
    end
    return nodes[name]
  end
  for method in record.each() do
    if is_wanted(method, names) then
      node(method).method = true
      local hump = hump_of(method)
      if hump then node(family_of(method)).humps[hump] = method end
    end
  end
  return nodes
end

local function summary(method, zh)
  local definition = api.find(method)
  return definition and (zh and definition.summary_zh or definition.summary)
end

-- The classes of a method and its node. `note` is told of its description.
local function node_piece(name, node, zh, note)
  local out, verbs = {}, {}
  if node.method then
    local known = describe.describe(name)
    note(known)
    verbs = methods.add(out, { known = known, definition = api.find(name), zh = zh })
  end
  out[#out + 1] = "---@class alipay.chain." .. name .. ": alipay.chain"
  table.move(verbs, 1, #verbs, #out + 1, out)
  for _, segment in ipairs(sorted(node.children)) do
    local child = name .. "." .. segment
    out[#out + 1] = fields.child(segment, child, summary(child, zh))
  end
  for _, hump in ipairs(sorted(node.humps)) do
    out[#out + 1] = fields.child(hump, node.humps[hump], summary(node.humps[hump], zh))
  end
  out[#out + 1] = ""
  return table.concat(out, "\n")
end

-- Types by their first letter. The scalars of those that no request has are left to their reader.
local function add_types(files, sent, received, all, zh)
  local pieces, classes = {}, {}
  for name in record.types() do
    if all or sent[name] or received[name] then
      local letter = name:sub(1, 1):lower()
      local out = { "---@class alipay.type." .. name }
      for _, field in ipairs(describe.type(name, classes)) do
        out[#out + 1] = fields.line(field, { scalar = sent[name] and "alipay.scalar" or "any", zh = zh })
      end
      out[#out + 1] = ""
      pieces[letter] = pieces[letter] or {}
      table.insert(pieces[letter], table.concat(out, "\n"))
    end
  end
  for _, letter in ipairs(sorted(pieces)) do split(files, "types-" .. letter, pieces[letter]) end
end

-- Notes the classes of objects among fields, nested ones too.
local function note_classes(list, names)
  for _, field in ipairs(list) do
    if field.class and not names[field.class] then
      names[field.class] = true
      note_classes(field.fields, names)
    end
  end
end

---@param zh boolean meanings in Chinese
---@param names string[] methods, or what the names of several start with, as "alipay.trade"; none for all methods
---@return alipay.annotate.file[] files in an order that does not change
function M.files(zh, names)
  local files, families, roots, sent, received = {}, {}, {}, {}, {}
  local nodes = read_tree(names)
  local function note(known)
    note_classes(known.fields, sent)
    note_classes(known.reply, received)
  end
  local index = { SHARED, "---@class alipay.client" }
  for _, name in ipairs(sorted(nodes)) do
    if name:find(".", 1, true) then
      local family = family_of(name)
      families[family] = families[family] or {}
      table.insert(families[family], node_piece(name, nodes[name], zh, note))
    else
      index[#index + 1] = fields.child(name, name)
      roots[#roots + 1] = node_piece(name, nodes[name], zh)
    end
  end
  index[#index + 1] = ""
  table.move(roots, 1, #roots, #index + 1, index)
  split(files, "index", { table.concat(index, "\n") })
  for _, family in ipairs(sorted(families)) do split(files, family, families[family]) end
  add_types(files, sent, received, #names == 0, zh)
  return files
end

return M
