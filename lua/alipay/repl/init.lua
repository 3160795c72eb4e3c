-- SPDX-License-Identifier: MIT
-- The prompt. It reads with the line editor, while work in the background goes on, and hands each text to a command or to Lua.

local core = require "alipay.core.loop"
local editor = require "alipay.core.editor"
local interrupt = require "alipay.core.interrupt"
local lang = require "alipay.lang"
local loop = require "alipay.async.loop"
local output = require "alipay.repl.show.output"
local printable = require "alipay.util.printable"
local session = require "alipay.repl.session"
local style_of = require("alipay.repl.show.style").current

local M = {}

local function nothing() end

-- Waits for the descriptor, and for whatever the loop has to do, when there is a loop at all.
local function idle(descriptor, on_readable)
  core.watch(descriptor, on_readable or nothing)
  local ok, err = pcall(loop.turn)
  core.watch(descriptor, nil)
  if not ok then error(err, 0) end
  -- At once, also of promises that are held: `_` holds each that a line gave.
  if loop.before_wait then require("alipay.async.rejections").show() end
  return false
end

-- What was sent and what came back last, whoever asked for it.
local function watch_calls(self)
  local call = require "alipay.call.pipeline"
  if self.observer and call.observer == self.observer then return end
  local previous = call.observer
  self.observer = function(event, ...)
    self.session.called = true
    if event == "request" then
      self.session:keep_call((...), nil)
      require("alipay.repl.notes").show(self.session, (...))
    elseif event == "response" then
      local sent, _, res, err = ...
      self.session:keep_call(sent, res or err and err.response)
      self.session.failure = err or self.session.failure
    else -- a failure
      self.session.failure = ...
    end
    if previous then previous(event, ...) end
  end
  call.observer = self.observer
end

local function prompt(self)
  if _G._PROMPT ~= nil then return tostring(_G._PROMPT) end
  if self.options.prompt then return self.options.prompt end
  local style = style_of()
  local name, production, configured = self.session:place()
  if not configured then return "alipay> " end
  local label = production and lang.text "PRODUCTION " .. name or name
  label = printable.line(label)
  if not style.color then return ("alipay(%s)> "):format(label) end
  local code = production and "\27[1;97;41m" or "\27[32m"
  return ("%salipay(%s)>\27[0m "):format(code, label)
end

-- Runs one text: a command, a question, or Lua.
local function take(self, text)
  watch_calls(self)
  local style = style_of()
  local command, rest = text:match "^%s*:([%w?!]*)%s*(.*)$"
  local question = text:match "^%s*([%a_][%w_.:]*)%?%s*$"
  if question then command, rest = "help", question end
  local expression, target = require("alipay.repl.target").split(text)
  if expression then
    require("alipay.repl.redirect").run(self.session, expression, target, style)
  elseif command and not text:find "^%s*::" then
    require("alipay.repl.evaluate").call(self.session, function()
      self.commands.run(self, command, require("alipay.repl.compile").cut_end(rest))
    end, style)
  else
    self.typed = text
    require("alipay.repl.evaluate").run(self.session, text, style)
  end
end

-- The user's own start, in the session: its locals are kept as if typed.
local function run_rc(self)
  local path = require("alipay.util.paths").config_dir() .. "/rc.lua"
  local file = io.open(path, "rb")
  if not file then return end
  local text = file:read "a"
  file:close()
  if not text then return end
  watch_calls(self)
  require("alipay.repl.evaluate").run(self.session, (text:gsub("^#[^\n]*", "")), style_of(), { name = "@" .. path })
  self.session.statements = {}
end

local function read(self)
  interrupt.rearm()
  local ok, text, reason = pcall(self.editor.read, self.editor, prompt(self))
  interrupt.rearm()
  if ok then return text, reason end
  if loop.is_interrupt(text) then
    require("alipay.repl.evaluate").after_interrupt()
    return nil, "interrupted"
  end
  output.write(io.stderr, require("alipay.repl.evaluate").describe({ value = text }, style_of()))
  return nil, "interrupted"
end

-- Reads one text for a command such as `:paste`, without completion of statements.
local function read_line(self, label)
  self.single = true
  local ok, text, reason = pcall(self.editor.read, self.editor, label)
  self.single = false
  if not ok then error(text, 0) end
  return text, reason
end

local function is_complete(self, text)
  return self.single or require("alipay.repl.compile").is_complete(text)
end

local function open(self)
  local plain = require "alipay.repl.plain"
  local opened, message = (plain.can_edit() and editor or plain).open {
    idle = idle,
    complete = function(text) return is_complete(self, text) end,
    tab = function(text, cursor) return require("alipay.repl.help.complete").tab(self, text, cursor) end,
  }
  if not opened then error(message, 0) end
  self.editor = opened
  self.history = require "alipay.repl.history"
  for _, entry in ipairs(self.history.load()) do opened:remember(entry) end
end

local function step(self)
  local text, reason = read(self)
  if text then
    if text:find "%S" then
      self.editor:remember(text)
      self.history.add(text)
      take(self, text)
    end
    require("alipay.async.rejections").show()
  elseif reason == "end" then
    io.stdout:write "\n"
    self.done = true
  end
end

local function steps(self, struck)
  interrupt.rearm()
  if struck then require("alipay.repl.evaluate").after_interrupt() end
  while not self.done do step(self) end
end

---@class alipay.repl.options
---@field env? table<string, any> names that are there at the prompt
---@field prompt? string instead of the profile's name
---@field banner? string|boolean false for none

---Open the prompt on the terminal, until Ctrl-D or `:quit`. From any script: `require("alipay.repl").start{ env = { x = x } }`.
---@param options? alipay.repl.options
---@return integer code always 0
function M.start(options)
  ---@class alipay.repl
  local self = { options = options or {}, done = false, session = session.new(options and options.env), code = 0 }
  self.session.print = print
  self.read_line = read_line
  self.commands = require "alipay.repl.commands"
  self.before = {}
  for name in pairs(_G) do self.before[name] = true end
  if self.options.banner ~= false then
    output.say("%s", self.options.banner or lang.format("alipay-lua %s, %s  (:help for help, Ctrl-D ends)",
      require("alipay.core.embedded").version, _VERSION))
  end
  open(self)
  run_rc(self)
  local ok, err = true
  repeat
    -- A Ctrl-C that strikes between two steps is one at the prompt. Outside of this call there must be none that raises an error:
    -- until the next one has begun, another Ctrl-C is the second.
    ok, err = pcall(steps, self, not ok)
    if not ok and not loop.is_interrupt(err) then
      self.editor:close()
      error(err, 0)
    end
  until self.done
  self.editor:close()
  return self.code
end

---What the host calls: `alipay-lua` with a terminal and no script.
---@return integer code always 0; raises an error object when the environment names a profile that is not there, or no address as the gateway
function M.run()
  require("alipay.client.settings").check_environment()
  return M.start()
end

return M
