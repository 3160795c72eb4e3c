-- SPDX-License-Identifier: MIT
-- The commands of the prompt: what a line that starts with a colon does. Help and the views of the last call have modules of
-- their own.

local say = require("alipay.repl.show.output").say
local sorted = require "alipay.util.sorted"

local M = {}

---@class alipay.repl.command
---@field usage string
---@field summary string
---@field run fun(self: alipay.repl, argument: string)

---@type table<string, alipay.repl.command>
local commands = {}

local function define(name, usage, summary, run)
  commands[name] = { usage = usage, summary = summary, run = run }
end

local function from(module, name)
  return function(self, argument) return require("alipay.repl." .. module)[name](self, argument) end
end

define("help", ":help [NAME]", "this list; a method, code, function, module, command, or any text", from("help.docs", "help"))
define("find", ":find TEXT", "methods, fields, codes, commands and documentation with TEXT, Chinese too", from("help.docs", "find"))
define("doc", ":doc NAME", "the comment above a function", from("help.docs", "doc"))
define("source", ":source NAME", "the source of a function or module", from("help.docs", "source"))
define("ls", ":ls [VALUE]", "your variables, or the fields of a value", from("help.docs", "ls"))
define("req", ":req", "the last request: parameters, string to sign, SHA-256", from("inspect", "req"))
define("res", ":res", "the last reply: headers, body, verdict, timings", from("inspect", "res"))
define("curl", ":curl", "the last request as a curl command that works when pasted", from("inspect", "curl"))
define("time", ":time EXPRESSION", "run it and say how long it took", from("inspect", "time"))
define("watch", ":watch SECONDS EXPRESSION", "run it again and again, until Ctrl-C", from("watch", "watch"))
define("trace", ":trace on|off", "show every request and reply as they pass", from("inspect", "trace"))
define("profile", ":profile [NAME]", "the profiles, or use another one; local is the gateway in here", from("state", "profile"))
define("reload", ":reload [MODULE]", "load a changed module again, in place", from("state", "reload"))
define("save", ":save FILE", "this session as a script that runs", from("state", "save"))
define("load", ":load FILE [ARG...]", "run a file here with arguments; its locals are kept", from("files", "load"))
define("edit", ":edit [FILE]", "change the last text, or a file, in $VISUAL or $EDITOR, and run it", from("files", "edit"))
define("history", ":history [TEXT]", "what was typed, or what of it holds TEXT", from("state", "history"))
define("paste", ":paste", "take lines as they are, up to one that is only '--'", from("state", "paste"))
define("quit", ":quit", "end, as Ctrl-D", function(self) self.done = true end)

---@return string[] names sorted
function M.names() return sorted(commands) end

---@param name string
---@return alipay.repl.command|nil
function M.find(name)
  return commands[name]
end

---Run a command. One that is not known names those that are like it; an unambiguous beginning is enough.
---@param self alipay.repl
---@param name string
---@param argument string
function M.run(self, name, argument)
  local command = commands[name]
  if not command and name ~= "" then
    local starting = require("alipay.repl.help.names").among(M.names(), name)
    if #starting == 1 then command = commands[starting[1]] end
  end
  if command then return command.run(self, argument) end
  local near = require("alipay.util.nearest").find(name, M.names())
  say("there is no command :%s%s", name, #near > 0 and "; did you mean :" .. table.concat(near, ", :") .. "?" or "; see :help")
end

return M
