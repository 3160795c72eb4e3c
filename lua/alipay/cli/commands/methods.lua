-- SPDX-License-Identifier: MIT
-- `alipay-lua methods`: finds methods by words of their names and of their fields' names.

local catalogue = require "alipay.catalogue"
local errors = require "alipay.error"
local json = require "alipay.json"
local mode = require "alipay.util.mode"
local options = require "alipay.cli.options"
local screen = require "alipay.util.screen"

local M = {}

M.SUMMARY = "find methods of the platform by words of their names and fields"

local HELP = [[
Find methods whose name, or the name of one of whose fields, holds all words of a text: one a line,
the best first, methods before fields. Without a text all methods, by name. With --json before the
command a JSON line for each, with all that the catalogue knows of it. It needs no network.

Examples:
  alipay-lua methods refund
  alipay-lua methods trade query
  alipay-lua methods out_request_no
  alipay-lua --help alipay.trade.refund          # the page of one method
  alipay-lua --json methods 'trade refund' | head -1]]

local function all()
  local hits = {}
  for i, method in ipairs(catalogue.starting "") do hits[i] = { method = method } end
  return hits
end

local function line_of(hit)
  if mode.json then return json.encode(catalogue.describe(hit.method)) end
  if not hit.field then return hit.method end
  return ("%s  %s%s"):format(hit.method, hit.field, hit.side == "reply" and " (reply)" or "")
end

---@param arg string[]
---@return integer exit code; raises an error object of kind "parameter" when nothing is found
function M.run(arg)
  local parser = options.parser("alipay-lua methods", HELP)
  parser:argument("text", "Words that names hold."):args "*"
  local words = table.concat(options.parse(parser, arg).text, " ")
  local hits = words:find "%S" and catalogue.search(words, math.huge) or all()
  if #hits == 0 then
    local near = catalogue.nearest(words)
    error(errors.new("parameter", {
      message = ("no method and no field holds '%s'"):format(words),
      hint = near[1] and "did you mean " .. table.concat(near, ", ") .. "?" or nil,
    }), 0)
  end
  for _, hit in ipairs(hits) do screen.line(io.stdout, line_of(hit)) end
  return 0
end

return M
