-- SPDX-License-Identifier: MIT
-- A session as a script: writes it for :save, and does for it, when it runs, what the prompt does with the values of a line.

local compile = require "alipay.repl.compile"
local lexer = require "alipay.util.lexer"
local output = require "alipay.repl.show.output"

local M = {}

-- ---- what the script calls ----

local kept ---@type alipay.repl.session

local function keep(...)
  kept = kept or require("alipay.repl.session").new()
  local values = table.pack(...)
  if values.n == 0 then return values, false end
  local failed = kept:keep_values(values)
  for name, value in pairs(kept.special) do _G[name] = value end
  return values, failed
end

---Keep the values of a line as `_`, `_1` and so on, or as `_err`: global names, as at the prompt.
---@param ... any
function M.keep(...)
  keep(...)
end

local own_print = print

---Keep the values and print them as the prompt does; the error of a call goes to stderr.
---@param ... any
function M.show(...)
  local values, failed = keep(...)
  if values.n == 0 then return end
  if print ~= own_print and not failed then return print(...) end
  output.values(values, require("alipay.repl.show.style").current(), failed and io.stderr or io.stdout)
end

---The outcome of a promise, which the prompt awaits by itself.
---@param promised alipay.promise
---@param ... any given back when it is no promise this time
---@return any ... its value, or nil and the error
function M.wait(promised, ...)
  if require("alipay.repl.show.kinds").is_promise(promised) then return promised:wait() end
  return promised, ...
end

-- ---- writing it ----

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
  if require("alipay.repl.history").is_secret(text) then return "-- (a line with a secret was left out)" end
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
local function preamble(used, text)
  local lines = { "-- A session of alipay-lua." }
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
  for i, statement in ipairs(statements) do lines[i] = line_of(statement, names, global) end
  local body = table.concat(lines, "\n") .. "\n"
  return preamble(used, { names = names, body = body }) .. body
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
---@return string
function M.script(statements)
  if not is_declared_late(statements) then
    local script = write(statements, false)
    if load(script) then return script end -- in one function there are at most 200 locals, and a label is there once
  end
  return write(statements, true)
end

return M
