-- SPDX-License-Identifier: MIT
-- Writes a session as a script, for :save. What the script calls is alipay.repl.saved.

local compile = require "alipay.repl.compile"
local lexer = require "alipay.util.lexer"
local secrecy = require "alipay.repl.secrecy"

local M = {}

local HIDDEN = "-- (a line with a secret was left out)"

-- A line that gives values by `return` would end the script: it becomes a function of its own, whose locals are not local to it.
local function with_return(body)
  return "(function()\n" .. compile.globalize(body) .. "\nend)()"
end

-- Brackets around values that end with a comment.
local function called(name, expression)
  local tokens = lexer.tokens(expression)
  local last = tokens[#tokens]
  local open = last and last.kind == "comment" and not last.text:find "^%-%-%[=*%["
  return name .. "(" .. expression .. (open and "\n)" or ")")
end

local function line_of(statement, names, global)
  local text = statement.text
  if secrecy.is_secret(text) then return HIDDEN end
  local body = text:gsub("^%s*=", "", 1)
  local expression = compile.cut_end(body, ";")
  if expression == "" or not load("return " .. expression .. "\n") then
    if not compile.returns(body) then
      if global then body = compile.globalize(body) end
      if global and body:find("::", 1, true) then body = "do\n" .. body .. "\nend" end -- two lines may have the same label
      return (body:gsub("^%s*%(", ";%0")) -- else it would call what the line before gives
    end
    expression = with_return(body)
  end
  if compile.is_silent(text) then return called(names.keep, expression) end
  if statement.hidden then return called(names.keep, expression) .. " -- a secret, which the prompt does not show" end
  if statement.awaited then expression = called(names.wait, expression) end
  return called(names.show, expression)
end

-- What it needs before its first line. A name that the session uses itself is not taken.
local function preamble(used, text, at)
  local lines = { "-- A session of alipay-lua." }
  if at then
    lines[#lines + 1] = ('require("alipay.repl.saved").only(%q, %q%s)'):format(at.app_id, at.gateway,
      at.option and (", %q"):format(at.option) or "")
  elseif used._err then
    lines[#lines + 1] = 'require "alipay.repl.saved"'
  end
  if used.alipay or used.client then lines[#lines + 1] = 'local alipay = require "alipay"' end
  if used.async then lines[#lines + 1] = 'local async = require "alipay.async"' end
  if used.json then lines[#lines + 1] = 'local json = require "alipay.json"' end
  if used.client then lines[#lines + 1] = "local client = alipay.client()" end
  for _, function_name in ipairs { "keep", "show", "wait" } do
    local name = text.names[function_name]
    if text.body:find(name .. "(", 1, true) then
      lines[#lines + 1] = ('local %s = require("alipay.repl.saved").%s'):format(name, function_name)
    end
  end
  return table.concat(lines, "\n") .. "\n\n"
end

-- A script has one app: what ran with another one is a comment.
local function as_comment(statement)
  if secrecy.is_secret(statement.text) then return HIDDEN end
  return ("-- (with app %s at %s:)\n-- %s"):format(statement.at.app_id, statement.at.gateway, (statement.text:gsub("\n", "\n-- ")))
end

-- Where the session's last call went.
local function place_of(statements)
  for i = #statements, 1, -1 do
    if statements[i].at then return statements[i].at end
  end
end

local function is_elsewhere(statement, at)
  return statement.at ~= nil and statement.at ~= at and (statement.at.app_id ~= at.app_id or statement.at.gateway ~= at.gateway)
end

local function write(statements, global)
  local used, names, lines = {}, {}, {}
  for _, statement in ipairs(statements) do
    for _, token in ipairs(lexer.tokens(statement.text)) do
      if token.kind == "name" then used[token.text] = true end
    end
  end
  for _, name in ipairs { "keep", "show", "wait" } do
    names[name] = name
    while used[names[name]] do names[name] = names[name] .. "_" end
  end
  local at = place_of(statements)
  for i, statement in ipairs(statements) do
    lines[i] = is_elsewhere(statement, at) and as_comment(statement) or line_of(statement, names, global)
  end
  local body = table.concat(lines, "\n") .. "\n"
  return preamble(used, { names = names, body = body }, at) .. body
end

-- Whether a name is declared after it was used: at the prompt the older lines see the new variable, in a script they would not.
local function is_declared_late(statements)
  local seen = {}
  for _, statement in ipairs(statements) do
    local _, declared = compile.globalize(statement.text)
    for _, name in ipairs(declared) do
      if seen[name] then return true end
    end
    for _, token in ipairs(lexer.tokens(statement.text)) do seen[token.text] = true end
  end
  return false
end

---A session as a script that prints what the prompt printed. Its locals stay local where that is the same.
---@param statements alipay.repl.statement[]
---@return string script
---@return alipay.repl.at|nil at the app that it runs with, if it calls any
---@return integer others statements that ran with another app, and are comments
---@return integer secrets statements with a secret, which are left out
function M.script(statements)
  local at, others, secrets = place_of(statements), 0, 0
  for _, statement in ipairs(statements) do
    others = others + (is_elsewhere(statement, at) and 1 or 0)
    secrets = secrets + (secrecy.is_secret(statement.text) and 1 or 0)
  end
  local script = not is_declared_late(statements) and write(statements, false)
  -- In one function there are at most 200 locals, and a label is there once.
  if not (script and load(script)) then script = write(statements, true) end
  return script, at, others, secrets
end

return M
