-- SPDX-License-Identifier: MIT
-- Commands that run what is in a file: :load, :edit.

local fs = require "alipay.core.fs"
local options = require "alipay.cli.options"
local output = require "alipay.repl.show.output"
local paths = require "alipay.util.paths"
local show = require "alipay.repl.show.results"

local M = {}

local say = output.say

-- Words as a shell parts them: quotes keep blanks together, a backslash the next character. No pattern that backtracks.
local function words(text)
  local list, word, quote, i = {}, nil, nil, 1
  while i <= #text do
    local char = text:sub(i, i)
    if char == "\\" and quote ~= "'" and i < #text then
      i = i + 1
      word = (word or "") .. text:sub(i, i)
    elseif quote then
      if char == quote then quote = nil else word = word .. char end
    elseif char == "'" or char == '"' then
      quote, word = char, word or ""
    elseif char:find "%s" then
      if word then list[#list + 1] = word end
      word = nil
    else
      word = (word or "") .. char
    end
    i = i + 1
  end
  if word then list[#list + 1] = word end
  return list
end

local function read(path)
  local file, message = io.open(path, "rb")
  local text = file and file:read "a"
  if file then file:close() end
  if text then return text end
  say("cannot read %s", message or path)
end

-- With its `--help` the prompt goes on.
local function run(self, text, path, arguments)
  local evaluate = require "alipay.repl.evaluate"
  local before, print_help = _G.arg, options.show_help
  _G.arg = table.move(arguments, 1, #arguments, 1, { [0] = path })
  options.show_help = function(help)
    say("%s", help)
    error(evaluate.STOP, 0)
  end
  text = text:gsub("^\239\187\191", ""):gsub("^#[^\n]*", "")
  evaluate.run(self.session, text, show.style(), { name = "@" .. path, arguments = arguments })
  options.show_help, _G.arg = print_help, before
end

---`:load FILE [ARG...]`
function M.load(self, argument)
  if argument == "" then return say "usage: :load FILE [ARG...]" end
  local whole = paths.expand(argument)
  local list = fs.stat(whole) and { argument } or words(argument)
  local path = paths.expand(table.remove(list, 1))
  local text = read(path)
  if text then run(self, text, path, list) end
end

-- Says whether the editor ended well.
local function edit(path)
  local editor = os.getenv "VISUAL" or ""
  if editor == "" then editor = os.getenv "EDITOR" or "" end
  if editor == "" then return say "set VISUAL or EDITOR to the name of an editor" end
  io.stdout:flush()
  local fine = os.execute(("%s '%s'"):format(editor, (path:gsub("'", "'\\''"))))
  if not fine then say("nothing was run: %s failed", editor) end
  return fine
end

-- A text that was left as it was is not run: whoever leaves the editor without a change may have thought better of it.
local function edit_text(self)
  local before = self.typed or ""
  local folder, message = fs.temporary "alipay-lua-edit-"
  local path = folder and folder .. "/statement.lua"
  local ok
  if folder then ok, message = fs.create(path, before .. "\n") end
  if not ok then return say("%s", message) end
  local text = edit(path) and read(path)
  fs.remove(folder)
  text = text and require("alipay.repl.compile").cut_end(text)
  if not text then return end
  if text == before or text == "" then return say "nothing was changed, nothing was run" end
  self.editor:remember(text)
  self.history.add(text)
  self.typed = text
  say("%s", text)
  require("alipay.repl.evaluate").run(self.session, text, show.style())
end

---`:edit [FILE]`
function M.edit(self, argument)
  if argument == "" then return edit_text(self) end
  local path = paths.expand(argument)
  local text = edit(path) and read(path)
  if text then run(self, text, path, {}) end
end

return M
