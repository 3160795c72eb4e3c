-- SPDX-License-Identifier: MIT
-- Runs what was typed: compiles, calls under protection, waits for promises with a spinner, shows values or the error, and keeps
-- them under their names.

local compile = require "alipay.repl.compile"
local interrupt = require "alipay.core.interrupt"
local kinds = require "alipay.repl.show.kinds"
local lang = require "alipay.lang"
local lexer = require "alipay.util.lexer"
local loop = require "alipay.async.loop"
local mode = require "alipay.util.mode"
local output = require "alipay.repl.show.output"
local spinner = require "alipay.repl.show.spinner"

local M = {}

local PATIENCE = 0.15 -- seconds before the spinner shows
local TICK = 0.08

---What ends a text by being raised, without a word.
M.STOP = setmetatable({}, { __name = "stop" })

-- Words that other prompts know, typed here as if they were variables.
local WORDS = { help = ":help shows what there is", exit = ":quit or Ctrl-D ends", quit = ":quit or Ctrl-D ends" }

-- Errors keep their object; a plain one gets the part of the traceback that is the user's. What the library did on the way is
-- of interest only when the library itself failed.
local function handler(err)
  if type(err) ~= "string" then return { value = err } end
  if loop.is_interrupt(err) then err = err:gsub("^alipay/[^:]+:%d+: ", "") end
  local trace = debug.traceback("", 2):gsub("\n%s*%[C%]: in function 'xpcall'.*", "")
  if not err:find "^alipay/" then
    trace = trace:gsub("\n\t%[C%]: in function 'error'(\n\talipay/)", "%1"):gsub("\n\t%[C%]: in function 'alipay%.[^\n]*", "")
      :gsub("\n\talipay/[^\n]*\n\t%(%.%.%.tail calls%.%.%.%)", ""):gsub("\n\talipay/[^\n]*", "")
    if not trace:find "\n\t[^[]" then trace = "" end -- nothing of the user's was at work
  end
  return { value = err, trace = trace:find "\n.*\n" and trace:gsub("^\n", "") or nil }
end

---What an error object says.
---@param problem { value: any, trace: string|nil }
---@param style alipay.repl.style
---@return string
function M.describe(problem, style)
  local value = problem.value
  if kinds.is_error(value) then return require("alipay.repl.show.results").error(value, style) end
  local printer, mask = require "alipay.repl.show.printer", require "alipay.util.mask"
  if type(value) == "string" or type(value) == "number" then
    return printer.paint(style, "red", mask.text(tostring(value))) .. (problem.trace and "\n" .. problem.trace or "")
  end
  local mt = debug.getmetatable(value)
  if type(mt) == "table" and mt.__tostring then
    local ok, text = pcall(tostring, value)
    if ok then return printer.paint(style, "red", mask.text(text)) end
  end
  return printer.paint(style, "red", lang.format("(error object is a %s value)", type(value)))
    .. (type(value) == "table" and " " .. printer.render(value, style) or "")
end

-- Turns the loop until the promise is settled. Ctrl-C cancels the promise alone.
local function await(p)
  local promise = require "alipay.async.promise"
  promise.handle(p)
  local started = loop.now()
  local function settled() return p.status ~= "pending" end
  local ok, err = pcall(function()
    while not loop.pump(settled, TICK, spinner.hide) do
      local waited = loop.now() - started
      if waited >= PATIENCE then spinner.show(lang.format("waiting %.1f s (Ctrl-C cancels)", waited)) end
    end
  end)
  spinner.hide()
  if ok then return promise.outcome(p) end
  M.after_interrupt()
  if not loop.is_interrupt(err) then error(err, 0) end
  output.after_interrupt()
  p:cancel()
  return promise.outcome(p)
end

-- A secret that is a whole result: `res.data.access_token`.
local function hides(text, values)
  if values.n ~= 1 then return nil end
  text = compile.cut_end(text, ";")
  local name = text:match("[%.%[\"']([%a_][%w_]*)[\"'%]%s]*$", -200) or text:match "^%s*=?%s*([%a_][%w_]*)$"
  return name and require("alipay.repl.show.printer").masked(name, values[1])
end

-- Says whether it was a secret.
local function show_values(session, text, values, style)
  if session.print ~= print then
    print(table.unpack(values, 1, values.n))
    return false
  end
  local masked = hides(text, values)
  if not masked then
    output.values(values, style)
  elseif mode.json then
    output.values({ n = 1, masked }, style)
  else
    output.say("%s  (hidden; print(...) shows it)", masked)
  end
  return masked ~= nil
end

---Forget a Ctrl-C. The tasks that it struck are over.
function M.after_interrupt()
  interrupt.rearm()
  require("alipay.async.task").recover()
end

-- The last call that failed, unless it is among what is shown anyway: it becomes `_err`, and one line says so.
local function tell_failure(session, style, shown, silent)
  local failure = session.failure
  session.failure = nil
  if failure == nil or failure == shown then return end
  session:keep_error(failure)
  if silent then return end
  local line = tostring(failure):match "^[^\n]*"
  output.write(io.stderr, require("alipay.repl.show.printer").paint(style, "red", line) .. lang.text "  (a call failed: see _err)")
end

-- An error that a call's failure led to, such as the field of a response that did not come, stands below that failure.
local function raised(session, problem, style)
  session:keep_error(problem.value)
  tell_failure(session, style, problem.value, loop.is_interrupt(problem.value))
  output.raised(problem.value, M.describe(problem, style))
end

---Run a chunk and give its values, or nil after showing the error.
---@param session alipay.repl.session
---@param chunk function
---@param style alipay.repl.style
---@param arguments? string[]
---@return table|nil values packed
function M.call(session, chunk, style, arguments)
  interrupt.rearm()
  local values = table.pack(xpcall(chunk, handler, table.unpack(arguments or {})))
  interrupt.rearm()
  io.stdout:flush()
  if not values[1] then
    M.after_interrupt()
    if values[2].value == M.STOP then return nil end
    raised(session, values[2], style)
    return nil
  end
  return table.pack(table.unpack(values, 2, values.n))
end

local function uses_client(text)
  for _, token in ipairs(lexer.tokens(text)) do
    if token.kind == "name" and (token.text == "client" or token.text == "alipay") then return true end
  end
  return false
end

---@class alipay.repl.run
---@field name? string chunk name, "=stdin" by default
---@field arguments? string[] its `...`
---@field show? fun(session: alipay.repl.session, text: string, values: table, style: alipay.repl.style): boolean|nil takes the values instead of the screen

---Run a text that was typed.
---@param session alipay.repl.session
---@param text string
---@param style alipay.repl.style
---@param how? alipay.repl.run
---@return boolean ran without an error, and its values were shown
function M.run(session, text, style, how)
  how = how or {}
  local word, rest = text:match "^%s*(%a+)%s*(.*)$"
  rest = rest and compile.cut_end(rest)
  if WORDS[word] and (rest == "" or rest:find "^%(%s*%)$") and session:get(word, true) == nil then
    output.write(io.stderr, lang.text(WORDS[word]))
    return true
  end
  local chunk, message, names, compiled = compile.compile(text, session.env, how.name or "=stdin")
  if not chunk then
    session:keep_error(message)
    output.raised(message, require("alipay.repl.show.printer").paint(style, "red", message))
    return false
  end
  session:declare(names)
  session.failure, session.called, session.noted = nil, false, {}
  local values = M.call(session, chunk, style, how.arguments)
  if not values then return false end
  local statement = { text = compiled or text } -- no more fields than needed: they are kept to the end
  if session.called or uses_client(text) then statement.at = session.at end
  session.statements[#session.statements + 1] = statement
  local silent = compile.is_silent(text) and not how.show
  if values.n == 0 then
    tell_failure(session, style, nil, silent)
    return true
  end
  if kinds.is_promise(values[1]) and not silent then
    local promised = values[1]
    statement.awaited = true
    local outcome = M.call(session, function() return await(promised) end, style)
    if not outcome then return false end
    values = outcome
    if values.n == 0 then values = { n = 1 } end
  end
  if not M.call(session, function() session:keep_values(values) end, style) then return false end
  tell_failure(session, style, values[1] == nil and values[2] or values[1], silent)
  if silent then return true end
  local function present() statement.hidden = (how.show or show_values)(session, text, values, style) or nil end
  return M.call(session, present, style) ~= nil
end

return M
