-- SPDX-License-Identifier: MIT
-- `alipay-lua methods`: finds methods by words of their names and of their fields' names.

local api = require "alipay.api"
local catalogue = require "alipay.catalogue"
local errors = require "alipay.error"
local json = require "alipay.json"
local language = require "alipay.util.language"
local mode = require "alipay.util.mode"
local options = require "alipay.cli.options"
local record = require "alipay.catalogue.record"
local screen = require "alipay.util.screen"

local M = {}

M.SUMMARY = "find methods of the platform by words of their names and fields"

local HELP = [[
Find methods whose name, or the name of one of whose fields, holds all words of a text: one a line,
the best first, methods before fields. Where none does: methods whose meaning, if it is known, holds
them in English or Chinese. Without a text all methods, by name. With --json before the command a
JSON line for each, with all that the catalogue knows of it. It needs no network.

Examples:
  alipay-lua methods refund
  alipay-lua methods trade query
  alipay-lua methods out_request_no
  alipay-lua methods 退款
  alipay-lua --help alipay.trade.refund          # the page of one method
  alipay-lua --json methods 'trade refund' | head -1]]

-- The platform's own tests, too, which completion leaves out: they can be called, and searching finds them.
local function all()
  local hits = {}
  for method in record.starting "" do hits[#hits + 1] = { method = method } end
  return hits
end

-- Methods with a definition, by what it says that they do.
local function meaning(words)
  local hits = {}
  for _, method in ipairs(api.methods()) do
    local def, fits = api.find(method), words:find "%S" ~= nil
    local text = (def.summary .. "\n" .. def.summary_zh):lower()
    for word in words:lower():gmatch "%S+" do fits = fits and text:find(word, 1, true) ~= nil end
    if fits then hits[#hits + 1] = { method = method, summary = language.pick(def, "summary") } end
  end
  return hits
end

local function line_of(hit)
  if mode.json then return json.encode(catalogue.describe(hit.method)) end
  if not hit.field then return hit.summary and hit.method .. "  " .. hit.summary or hit.method end
  return ("%s  %s%s"):format(hit.method, hit.field, hit.side == "reply" and " (reply)" or "")
end

---@param arg string[]
---@return integer exit code; raises an error object of kind "parameter" when nothing is found
function M.run(arg)
  local parser = options.parser("alipay-lua methods", HELP)
  parser:argument("text", "Words that names hold."):args "*"
  local words = table.concat(options.parse(parser, arg).text, " ")
  local hits = words:find "%S" and catalogue.search(words, math.huge) or all()
  if #hits == 0 then hits = meaning(words) end
  if #hits == 0 then
    local near = catalogue.nearest(words)
    error(errors.new("parameter", {
      message = ("no method, field or known meaning holds '%s'"):format(words),
      hint = near[1] and "did you mean " .. table.concat(near, ", ") .. "?" or nil,
    }), 0)
  end
  for _, hit in ipairs(hits) do screen.line(io.stdout, line_of(hit)) end
  return 0
end

return M
