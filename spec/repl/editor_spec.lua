-- SPDX-License-Identifier: MIT
-- The line editor's picture of a text: whatever is typed into its middle, the screen shows the text, and the cursor in its place.

local terminal = require "spec.support.terminal"
local text = require "alipay.core.text"

local PROMPT = "alipay> "

-- What a screen of so many columns shows of a text: its rows, and the cursor's place before chars[cursor].
local function layout(chars, cursor, columns)
  local rows, row, column, at = { PROMPT }, 1, #PROMPT, nil
  for i, char in ipairs(chars) do
    local width = text.width(char)
    if char ~= "\n" and column + width > columns then row, column = row + 1, 0 end
    rows[row] = rows[row] or ""
    if i == cursor then at = { row, math.min(column, columns - 1) } end
    if char == "\n" then
      row, column = row + 1, 0
      rows[row] = ""
    else
      rows[row], column = rows[row] .. char, column + width
    end
  end
  if column >= columns then row, column = row + 1, 0 end
  rows[row] = rows[row] or ""
  for i, shown in ipairs(rows) do rows[i] = shown:gsub("%s+$", "") end
  return rows, at or { row, column }
end

describe("the line editor", function()
  local t
  after_each(function()
    if t then t:close() end
    t = nil
  end)

  -- The screen from the row on in which the prompt began.
  local function shows(first, chars, cursor)
    local rows, at = layout(chars, cursor, t.screen.columns)
    return t:await(function()
      if t.screen.y - first + 1 ~= at[1] or t.screen.x - 1 ~= at[2] then return false end
      for i = 1, math.max(#rows, t.screen.rows - first + 1) do
        local cells = t.screen.cells[first + i - 1]
        if (table.concat(cells):gsub("%s+$", "")) ~= (rows[i] or "") then return false end
      end
      return true
    end, ("%s\nwith the cursor at %d, %d"):format(table.concat(rows, "\n"), at[1], at[2]), 3)
  end

  -- Full-width characters that do not fit into the last column, rows that are just full, line ends behind them.
  for seed, columns in ipairs { 21, 20, 13, 9 } do
    it(("shows a text that is edited anywhere, on %d columns"):format(columns), function()
      math.randomseed(seed)
      t = terminal.start { columns = columns, rows = 30 }
      t:prompt()
      t:type "\12" -- Ctrl-L
      t:await(function() return t.screen.y == 1 and t.screen.x == #PROMPT + 1 end, "a clear screen")
      local chars, cursor = {}, 1
      local keys = {
        { "\27[D", function() cursor = math.max(1, cursor - 1) end },
        { "\27[C", function() cursor = math.min(#chars + 1, cursor + 1) end },
        { "\127", function()
          if cursor > 1 then
            cursor = cursor - 1
            table.remove(chars, cursor)
          end
        end },
        { "\27[3~", function() if cursor <= #chars then table.remove(chars, cursor) end end },
      }
      for _, char in ipairs { "海", "底", "x", "y", "z ", "\n", "🎉" } do
        keys[#keys + 1] = { char == "\n" and "\27\r" or char, function()
          for one in char:gmatch(utf8.charpattern) do
            table.insert(chars, cursor, one)
            cursor = cursor + 1
          end
        end }
      end
      for _ = 1, 150 do
        for _ = 1, math.random(1, 3) do
          local key = #chars < 40 and keys[math.random(#keys)] or keys[3]
          t:type(key[1])
          key[2]()
        end
        shows(1, chars, cursor)
      end
      t:submit "\3"
    end)
  end

  it("kills and yanks, and moves by words", function()
    t = terminal.start {}
    t:prompt()
    for _, step in ipairs {
      { "one(two, 海底捞)", "one(two, 海底捞)|" },
      { "\27b", "one(two, |海底捞)" }, { "\27[1;5D", "one(|two, 海底捞)" }, { "\27f", "one(two|, 海底捞)" },
      { "\23", "one(|, 海底捞)" }, { "\25\25", "one(twotwo|, 海底捞)" },
      { "\1\27d", "|(twotwo, 海底捞)" }, { "\5\25", "(twotwo, 海底捞)one|" },
      { "\2\2\2\11", "(twotwo, 海底捞)|" }, { "\21", "|" }, { "\25", "(twotwo, 海底捞)|" },
      { "\27[H\6\6\4\27[3~", "(t|two, 海底捞)" }, { "\27\127", "(|two, 海底捞)" }, { "\27OF\8\8", "(two, 海底|" },
      { "\27[99~\27[1;9Q\27x\7\24", "(two, 海底|" }, -- keys that mean nothing
    } do
      t:type(step[1])
      t:at(PROMPT .. step[2])
    end
  end)

  it("shows control characters and direction marks of a text as what they are", function()
    t = terminal.start {}
    t:prompt()
    t:type "\27[200~a\u{202E}b\u{9B}c\u{7F}\255d\27[201~\27[D"
    t:at(PROMPT .. "a<202e>b<009b>c�|d")
    t:type "\8\8\8\8"
    t:at(PROMPT .. "a<202e>|d")
  end)

  it("takes an accent and its letter for one", function()
    t = terminal.start {}
    t:prompt()
    t:type "xe\u{301}y\27[D\27[D"
    t:at(PROMPT .. "x|ey") -- the screen of the specs draws no accents
    t:type "\27[3~"
    t:at(PROMPT .. "x|y")
  end)

  it("goes on in a window that has become very small", function()
    t = terminal.start {}
    t:prompt()
    t:type "x = '海底捞火锅'"
    t:at(PROMPT .. "x = '海底捞火锅'|")
    t:resize(1, 1)
    t:signal(28)
    t:type "\27[D\27[D店"
    t:resize(40, 10)
    t:signal(28)
    t:submit "\r"
    t:enter "x"
    t:expect '"海底捞火店锅"'
  end)

  it("comes back from Ctrl-Z with its text", function()
    t = terminal.start {}
    t:prompt()
    t:type "x = 'kept'"
    t:at(PROMPT .. "x = 'kept'|")
    local before = t.reads
    t:signal(18) -- SIGCONT, as `fg` sends it
    t:await(function() return t.reads > before end, "the prompt to take the terminal again")
    t:at(PROMPT .. "x = 'kept'|")
    t:submit "\r"
    t:enter "x"
    t:expect '\n"kept"\n'
  end)
end)
