-- SPDX-License-Identifier: MIT
-- What the catalogue finds wrong with a call that was made at the prompt, noted on stderr as it is sent. `strict` refuses it before.

local api = require "alipay.api"
local catalogue = require "alipay.catalogue"
local lang = require "alipay.lang"
local output = require "alipay.repl.show.output"
local strict = require "alipay.call.strict"

local M = {}

-- What is wrong with a request, as lines.
local function faults_of(request)
  local method, lines = request.method, {}
  if not catalogue.has(method) then
    local near = catalogue.nearest(method)
    lines[1] = ("the catalogue knows no %s; it is sent as given%s"):format(method,
      near[1] and "; did you mean " .. table.concat(near, ", ") .. "?" or "")
  end
  local def = api.find(method)
  for _, fault in ipairs(strict.faults(method, request.options, def and def.by_name)) do lines[#lines + 1] = fault.message end
  return lines
end

---Note the faults of a request, each once for a line that was typed.
---@param session alipay.repl.session
---@param request alipay.request
function M.show(session, request)
  if request.client.settings.strict then return end
  for _, line in ipairs(faults_of(request)) do
    if not session.noted[line] then
      session.noted[line] = true
      output.write(io.stderr, lang.text("note: " .. line))
    end
  end
end

return M
