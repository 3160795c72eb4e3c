-- SPDX-License-Identifier: MIT
-- The options of the program itself, as data. What the C host does with them is in core/host/args.c.

local M = {}

---@class alipay.manual.option
---@field flag string
---@field value? string name of its value
---@field attached? boolean the value is optional and stands behind `=`
---@field choices? string[]
---@field complete? "file"|"profile"
---@field text string

---Options of stock Lua.
---@type alipay.manual.option[]
M.LUA = {
  { flag = "-e", value = "STAT", text = "run the text STAT" },
  { flag = "-i", text = "go to the prompt after the script" },
  { flag = "-l", value = "MODULE", text = "require MODULE into a global of its name; NAME=MODULE into the global NAME" },
  { flag = "-v", text = "print Lua's version" },
  { flag = "-E", text = "ignore LUA_INIT, LUA_PATH and LUA_CPATH" },
  { flag = "-W", text = "turn warnings on" },
  { flag = "--", text = "end of the options: what follows is a script, never a command" },
  { flag = "-", text = "read the script from standard input" },
}

---Options of ours. They stand before the script or command.
---@type alipay.manual.option[]
M.OWN = {
  { flag = "--local", text = "start a local gateway inside this run and use its app; no account is needed" },
  { flag = "--profile", value = "NAME", complete = "profile", text = "use that profile" },
  { flag = "--trace", value = "FILE", attached = true, complete = "file",
    text = "show every request: parameters, string to sign, reply, verdict, timings; secrets masked; to stderr or FILE" },
  { flag = "--json",
    text = "JSON only on standard output, errors too, human text on stderr; at the prompt a line of JSON for each value" },
  { flag = "--strict",
    text = "refuse, before anything is sent, parameters whose name, place or shape the catalogue does not know" },
  { flag = "--color", value = "WHEN", choices = { "auto", "on", "off" }, text = "colours: auto, on or off" },
  { flag = "--scripts", text = "print the folder of the scripts that came with the program" },
  { flag = "--help", value = "NAME", text = "this text, the header of a script, the help of a command, or a method's page" },
  { flag = "--version", text = "versions of the program and its libraries" },
}

return M
