-- SPDX-License-Identifier: MIT
-- `:watch`: one expression again and again. Work in the background goes on between two runs.

local async = require "alipay.async"
local interrupts = require("alipay.core.loop").interrupts
local loop = require "alipay.async.loop"
local output = require "alipay.repl.show.output"
local show = require "alipay.repl.show.results"

local M = {}

local say = output.say

---`:watch SECONDS EXPRESSION`. Ctrl-C ends it, whatever it strikes, and so does an error that is raised; the error of a call is a
---value like another.
function M.watch(self, argument)
  local number, expression = argument:match "^([%d.]+)%s+(%S.*)$"
  local seconds = tonumber(number)
  if not seconds or seconds <= 0 then return say "usage: :watch SECONDS EXPRESSION" end
  local evaluate, statements = require "alipay.repl.evaluate", self.session.statements
  local kept, before = #statements, interrupts()
  while true do
    say("%s", os.date "%H:%M:%S")
    local ran = evaluate.run(self.session, expression, show.style())
    while #statements > kept + 1 do table.remove(statements) end -- :save writes it once
    if not ran then return end
    if interrupts() ~= before then return output.after_interrupt() end -- it cancelled a promise, or came between two steps
    local fine, err = pcall(async.sleep, seconds)
    if not fine then
      evaluate.after_interrupt()
      if not loop.is_interrupt(err) then error(err, 0) end
      return output.after_interrupt()
    end
  end
end

return M
