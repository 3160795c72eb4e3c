-- SPDX-License-Identifier: MIT
-- `alipay-lua annotate`: what editors complete and check from.

local catalogue = require "alipay.catalogue"
local errors = require "alipay.error"
local folder = require "alipay.cli.annotate.folder"
local json = require "alipay.json"
local language = require "alipay.util.language"
local library = require "alipay.cli.annotate.library"
local mode = require "alipay.util.mode"
local options = require "alipay.cli.options"
local platform = require "alipay.cli.annotate.platform"
local script = require "alipay.script"

local M = {}

M.SUMMARY = "write editor annotations of all methods and of this library"

local HELP = [[
Write annotations (LuaCATS) of the whole platform and of this library into DIR, for editors with
lua-language-server: client.alipay.trade.create:post{ content = {...} } completes names and checks
what is given, and so do replies and nested objects. Name DIR in the settings of the server; the
command prints the line. Only files that an earlier run made are replaced.

All 9,601 methods are 20 MB, which a server needs a while to read: name the methods that you use, or
what their names start with.

Types: alipay.content.METHOD, alipay.query.METHOD, alipay.body.METHOD, alipay.reply.METHOD with _ for
the dots of the method, and alipay.type.NAME for nested objects.

Examples:
  alipay-lua annotate ~/.local/share/alipay-lua/annotations
  alipay-lua annotate types alipay.trade alipay.system.oauth.token
  alipay-lua annotate --zh types/]]

local function check(name)
  if catalogue.has(name) or catalogue.starting(name .. ".")[1] then return end
  local near = catalogue.nearest(name)
  error(errors.new("parameter", {
    message = ("no method is called %s, or starts with it"):format(name),
    hint = near[1] and "did you mean " .. table.concat(near, ", ") .. "?" or "as alipay.trade, or alipay.trade.create",
  }), 0)
end

---@param arg string[]
---@return integer exit code; raises the error object of what cannot be written
function M.run(arg)
  local parser = options.parser("alipay-lua annotate", HELP)
  parser:argument("dir", "Folder for the files; it is made when missing.")
  parser:argument("method", "Methods, or what the names of several start with; all by default."):args "*"
  parser:mutex(
    parser:flag("--zh", "Meanings in Chinese, where they are known; also chosen by LANG."),
    parser:flag("--en", "Meanings in English."))
  local values = options.parse(parser, arg)
  for _, name in ipairs(values.method) do check(name) end
  local zh = values.zh or not values.en and language.is_chinese()
  local files = platform.files(zh, values.method)
  local own = library.files(zh)
  table.move(own, 1, #own, #files + 1, files)
  local dir = folder.write(values.dir, files)
  local setting = ('"Lua.workspace.library": [%s]'):format(json.encode(dir))
  script.result { dir = dir, files = #files, setting = { ["Lua.workspace.library"] = { dir } } }
  if not mode.json then script.say("%d files written; for lua-language-server put into its settings:\n%s", #files, setting) end
  return 0
end

return M
