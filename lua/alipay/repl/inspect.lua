-- SPDX-License-Identifier: MIT
-- Commands that look at the last call, and at time: :req, :res, :curl, :time, :trace.

local mask = require "alipay.util.mask"
local printer = require "alipay.repl.show.printer"
local say = require("alipay.repl.show.output").say
local show = require "alipay.repl.show.results"
local sorted = require "alipay.util.sorted"

local M = {}

local function last_request(self)
  local sent = self.session.last_request
  if not sent then say "no call was made yet" end
  return sent
end

---`:req`
function M.req(self)
  local sent = last_request(self)
  if not sent then return end
  local style, to_utf8 = show.style(), require("alipay.util.charset").to_utf8
  local masked = sent:masked()
  say(("%s  %s %s"):format(printer.paint(style, "bold", sent.method), sent.http, sent:address()))
  local rows = {}
  for _, param in ipairs(sent:parameters()) do
    rows[#rows + 1] = { printer.paint(style, "key", param.name), printer.paint(style, "dim", ("%-4s "):format(param.place))
      .. to_utf8(mask.param(param.name, param.value)) }
  end
  for _, name in ipairs(sorted(sent.files or {})) do
    local file = sent.files[name]
    rows[#rows + 1] = { printer.paint(style, "key", name), ("file %s, %d bytes, not signed"):format(file.name, file.size or 0) }
  end
  say(printer.columns(rows, style))
  say "string to sign:"
  say("  " .. to_utf8(masked.string_to_sign):gsub("\n", "\n  "))
  say(("its SHA-256 (unmasked, %d bytes): %s"):format(#sent.string_to_sign, masked.sha256))
end

---`:res`
function M.res(self)
  local res = self.session.last_response
  if not res then return say(self.session.last_request and "the last call got no reply" or "no call was made yet") end
  local style = show.style()
  say(show.response(res, style))
  say(("HTTP %d, %d bytes"):format(res.status, #res.raw))
  local rows = {}
  for _, name in ipairs(sorted(res.headers)) do
    rows[#rows + 1] = { printer.paint(style, "key", name), tostring(res.headers[name]) }
  end
  for _, name in ipairs { "queue", "lookup", "connect", "tls", "first_byte", "total" } do
    local seconds = res.timing and res.timing[name]
    if seconds then rows[#rows + 1] = { printer.paint(style, "dim", name), ("%.1f ms"):format(seconds * 1000) } end
  end
  say(printer.columns(rows, style))
  say("body:\n  " .. require("alipay.util.mask").json(require("alipay.util.charset").to_utf8(res.raw)))
end

---`:curl`
function M.curl(self)
  local sent = last_request(self)
  if not sent then return end
  say(require("alipay.call.curl").command(require("alipay.error").check(require("alipay.call.pipeline").again(sent))))
end

---`:time EXPRESSION`
function M.time(self, argument)
  if argument == "" then return say "usage: :time EXPRESSION" end
  local core = require "alipay.core.loop"
  local wall, cpu, memory = core.now(), os.clock(), collectgarbage "count"
  require("alipay.repl.evaluate").run(self.session, argument, show.style())
  say(("%.3f ms, %.3f ms of it computing, %+.1f KB"):format((core.now() - wall) * 1000, (os.clock() - cpu) * 1000,
    collectgarbage "count" - memory))
end

---`:trace on|off`
function M.trace(self, argument)
  local trace = require "alipay.call.trace"
  if argument == "on" then trace.start ""
  elseif argument == "off" then trace.stop()
  else return say "usage: :trace on|off" end
  self.observer = nil -- the prompt's own view is put in front of it again
  say("trace is " .. argument)
end

return M
