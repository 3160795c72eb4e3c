-- SPDX-License-Identifier: MIT
-- Commands that change or keep the session: :profile, :reload, :save, :history, :paste.

local fs = require "alipay.core.fs"
local say = require("alipay.repl.show.output").say
local show = require "alipay.repl.show.results"

local M = {}

local function knows(names, wanted)
  for _, name in ipairs(names) do
    if name == wanted then return true end
  end
  return false
end

-- The gateway in this program, started when it does not run yet, unless a profile has its name.
local function choose_local()
  local host = require "alipay.cli.local"
  if host.gateway then require("alipay.client.settings").choose { name = "local", settings = host.gateway:profile() }
  else host.start() end
end

local function choose(name)
  local config = require "alipay.client.settings"
  local names = config.profiles()
  if knows(names, name) then
    config.choose { name = name }
  elseif name == "local" then
    choose_local()
  else
    local near = require("alipay.util.nearest").find(name, names)
    say("there is no profile '%s' in %s%s", name, require("alipay.client.profile").path(),
      #near > 0 and "; did you mean " .. table.concat(near, ", ") .. "?" or "; :profile local is the gateway in this program")
    return false
  end
  return true
end

---`:profile [NAME]`
function M.profile(self, argument)
  local config = require "alipay.client.settings"
  if argument ~= "" then
    if not choose(argument) then return end
    self.session:forget_client()
  end
  local current, production, configured = self.session:place()
  if argument == "" then
    local names = config.profiles()
    for _, name in ipairs(names) do say("%s %s", name == current and "*" or " ", name) end
    if #names == 0 then say("no profiles in %s", require("alipay.client.profile").path()) end
  end
  say("in use: %s%s", current, production and " (PRODUCTION: calls are real)" or "")
  local why = not configured and select(2, pcall(config.resolve))
  if why then say("%s", type(why) == "table" and why.message or tostring(why)) end
  if argument ~= "" and current ~= argument and configured then
    say("`client` was set by you and stays as it is; client = nil gives the client of profile %s", argument)
  end
end

-- A changed module takes the place of the old one without anybody having to require it again.
local function reload(name)
  local old = package.loaded[name]
  package.loaded[name] = nil
  local ok, new = pcall(require, name)
  if not ok then
    package.loaded[name] = old
    error(new, 0)
  end
  if type(old) == "table" and type(new) == "table" and old ~= new then
    for key in pairs(old) do old[key] = nil end
    for key, value in pairs(new) do old[key] = value end
    setmetatable(old, getmetatable(new))
    package.loaded[name] = old
  end
end

---`:reload [MODULE]`: without a name, every module that came from a file of the user's.
function M.reload(_, argument)
  local names = {}
  if argument ~= "" then
    names[1] = argument
  else
    for name in pairs(package.loaded) do
      local mine = type(name) == "string" and not name:find "^alipay%." and package.searchpath(name, package.path)
      if mine then names[#names + 1] = name end
    end
    table.sort(names)
  end
  for _, name in ipairs(names) do reload(name) end
  say(#names > 0 and "loaded again: %s" or "no module of yours is loaded%s", table.concat(names, ", "))
end

-- A path as a word of a shell's line that alipay-lua takes for a script: not for an option, nor for a command of its own.
local function as_argument(path)
  if not path:find "[/.]" or path:find "^%-" then path = "./" .. path end
  return path:find "[^%w/._-]" and "'" .. path:gsub("'", "'\\''") .. "'" or path
end

---`:save FILE`
function M.save(self, argument)
  local statements = self.session.statements
  if argument == "" then return say "usage: :save FILE" end
  if #statements == 0 then return say "nothing has run yet" end
  local script, at, others, secrets = require("alipay.repl.save").script(statements)
  local ok, message = fs.create(require("alipay.util.paths").expand(argument), script, 384)
  if not ok then return say("%s", message) end
  say("%d statements in %s; run it: alipay-lua %s%s", #statements, argument, at and at.option and at.option .. " " or "",
    as_argument(argument))
  if others > 0 then say("%d of them ran with another app and are comments there", others) end
  if secrets > 0 then say("%d of them hold secrets and are left out: what they set is not set there", secrets) end
end

---`:history [TEXT]`. A pattern would be more than a text, but can take minutes on long entries, within one call of C.
function M.history(self, argument)
  local any_case = not argument:find "%u"
  local lines = {}
  for i, entry in ipairs(self.history.load()) do
    if argument == "" or (any_case and entry:lower() or entry):find(argument, 1, true) then
      lines[#lines + 1] = ("%5d  %s"):format(i, (entry:gsub("\n", "\n       ")))
    end
  end
  local first = argument == "" and math.max(1, #lines - 49) or 1
  if #lines > 0 then say(table.concat(lines, "\n", first)) end
end

---`:paste`
function M.paste(self)
  say "paste now; end with a line that is only --, or Ctrl-D"
  local lines = {}
  while true do
    local line, reason = self:read_line ""
    if not line and reason == "interrupted" then return say "nothing was run" end
    if not line or line == "--" then break end
    lines[#lines + 1] = line
  end
  local text = table.concat(lines, "\n")
  if not text:find "%S" then return end
  self.editor:remember(text)
  self.history.add(text)
  require("alipay.repl.evaluate").run(self.session, text, show.style())
end

return M
