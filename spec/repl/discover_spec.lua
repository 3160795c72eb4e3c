-- SPDX-License-Identifier: MIT
-- The sessions of docs/discover*.md, run as they stand there: each input is typed, and each line below it must be shown, in that order.
-- `…` in a line stands for any text, a line of its own for any lines.

local terminal = require "spec.support.terminal"

local PROMPT = "alipay(local)> "

-- The inputs of a document with the lines that follow each.
local function session_of(path)
  local list, current = {}, nil
  for line in io.lines(path) do
    local shown = line:match "^    (.*)$"
    if not shown then current = nil
    elseif shown:sub(1, #PROMPT) == PROMPT then
      current = { input = shown:sub(#PROMPT + 1), output = {} }
      list[#list + 1] = current
    elseif current then
      table.insert(current.output, shown)
    end
  end
  return list
end

local function fits(line, wanted)
  local pattern = wanted:gsub("%p", "%%%0"):gsub("…", ".*")
  return line:find("^" .. pattern .. "$") ~= nil
end

-- Fails unless all the wanted lines are among the shown ones, in order.
local function assert_shown(wanted, shown, input)
  local at, free = 0, false
  for _, want in ipairs(wanted) do
    local any = want:match "^%s*…$"
    if not any then
      local from = at + 1
      repeat at = at + 1 until not shown[at] or fits(shown[at], want)
      local message = ("after %s\nnot shown: %s\n%s"):format(input, want, table.concat(shown, "\n"))
      assert.is_not_nil(shown[at], message)
      assert.is_true(free or at == from, "more is shown than documented: " .. message)
    end
    free = any ~= nil
  end
end

local function answer_to(t, input)
  local before = #t:lines()
  if not input:find "<Tab>" then
    t:enter(input)
    return table.move(t:lines(), before + 1, #t:lines() - 1, 1, {})
  end
  local typed = input:gsub("<Tab>", "")
  t:type(typed)
  t:at(PROMPT .. typed .. "|")
  t:type "\t"
  t:await(function() return #t:lines() > before or t:here() ~= PROMPT .. typed .. "|" end, "what Tab does")
  local list = table.move(t:lines(), before + (#t:lines() > before and 1 or 0), #t:lines(), 1, {})
  t:submit "\3"
  return list
end

local function run(path, locale)
  local t <close> = setmetatable(
    { terminal.start { "--local", columns = 300, rows = 400, env = { LC_ALL = locale } } },
    { __close = function(self) self[1]:close() end })
  local screen = t[1]:prompt()
  local session = session_of(path)
  assert.is_true(#session >= 7)
  for _, step in ipairs(session) do
    assert.is_true(#step.output > 0, "nothing is said to be shown after " .. step.input)
    assert_shown(step.output, answer_to(screen, step.input), step.input)
  end
end

describe("the way from an empty prompt to a right call", function()
  it("goes as docs/discover.md tells", function() run("docs/discover.md", "C.UTF-8") end)
  it("goes as docs/discover.zh-CN.md tells", function() run("docs/discover.zh-CN.md", "zh_CN.UTF-8") end)
end)
