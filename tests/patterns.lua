-- SPDX-License-Identifier: MIT
-- A check of `make lint`: patterns of the library whose time can grow faster than the text that they run on. A server, a file or a
-- notification that is made for it holds such a pattern for minutes. Each that stays is in the list below, with what bounds its
-- text. Prints the others and ends with 1 if there is one.
--
-- usage: lua5.4 tests/patterns.lua

-- File and pattern to the reason why it may stay.
local OWN_FILES, PATHS = "a text that is part of this program", "a path that the user gave"
local CLOSED = "what ends a match was put behind the text: the first try succeeds"
local ALLOWED = {
  ["api/materialImageUpload.lua ([^/]+)$"] = PATHS,
  ["api/materialImageUpload.lua ^(.+)%.([^.]+)$"] = PATHS,
  ["multipart.lua ([^/]+)$"] = PATHS,
  ["call/signer.lua %s+$"] = "what a signer of the user's own writes to stderr, of which the core keeps little",
  ["catalogue/data/import.lua ([^\t]*)\t"] = OWN_FILES,
  ["catalogue/data/import.lua [%-+?~]*([%w_]+)[^ ]*"] = OWN_FILES,
  ["catalogue/describe.lua (%l+)=([^: ]+):?([^ ]*)"] = OWN_FILES,
  ["catalogue/record.lua ([^\t\n]*)[\t\n]"] = OWN_FILES,
  ["catalogue/record.lua ([^\t\n]+)\t([^\t\n]*)[^\n]*\n"] = OWN_FILES,
  ["catalogue/search.lua [%-+?]*([%w_]+)[^ ]*"] = OWN_FILES,
  ["cli/manual/init.lua \nArguments:\n%s+{([%l,]+)}"] = OWN_FILES,
  ["cli/options.lua (.-)\r?\n"] = OWN_FILES,
  ["util/docstrings.lua (.-)\n"] = OWN_FILES,
  ["cli/annotate/library.lua alipay%.[%w_.]*[%w_]"] = OWN_FILES,
  ["cli/annotate/platform.lua ^(.*)%.([^.]+)$"] = OWN_FILES,
  ["catalogue/paths.lua {[^}]*}"] = OWN_FILES,
  ["catalogue/paths.lua {([^}]*)}"] = OWN_FILES,
  ["repl/help/sources.lua (.-)\r?\n"] = OWN_FILES,
  ["repl/help/pages.lua  +\n"] = "a page that was made here: its columns are padded to the width of the screen",
  ["repl/show/pager.lua (.-)\n"] = CLOSED,
  ["cli/pick.lua ([^.]*)%."] = CLOSED,
  ["cli/manual/complete.lua ([^.]*)%."] = "what was typed in the shell",
  ["cli/manual/complete.lua ^(.-)([^.]*)$"] = "what was typed in the shell",
  ["cli/commands/key.lua (.-),"] = CLOSED,
  ["cli/ledger.lua ([^\n]*)\n"] = CLOSED,
  ["gateway/faults/rules.lua ([^:]*):"] = CLOSED,
  ["gateway/oauth.lua ([^,]*),"] = CLOSED,
  ["gateway/v3/events.lua (.-)\n"] = CLOSED,
  ["cli/tree.lua ([^.]*)%."] = CLOSED,
  ["cli/commands/key.lua ^%s*([%w.]+)%s*=%s*(.-)%s*$"] = "an argument of the command line",
  ["cli/commands/verify.lua [\r\n]+$"] = "a file that the user names; only line breaks take time",
  ["call/idempotency.lua [^.]*$"] = "the name of a method",
  ["util/secrets.lua ://[^/?#%s\"'<>\\]*@"] = "no other :// stands in a run without /",
  ["repl/evaluate.lua \n%s*%[C%]: in function 'xpcall'.*"] = "a traceback, which Lua keeps short",
  ["repl/evaluate.lua \n.*\n"] = "a traceback, which Lua keeps short",
  ["repl/evaluate.lua [%.%[\"']([%a_][%w_]*)[\"'%]%s]*$"] = "what was typed at the prompt",
  ["repl/evaluate.lua ^%s*=?%s*([%a_][%w_]*)$"] = "what was typed at the prompt",
  ["repl/help/complete.lua %s+$"] = "what was typed at the prompt",
  ["repl/show/output.lua ^[^ ]+:%d+: "] = "a message of Lua's: its words end the first repetition",
  ["util/decimal.lua ^(%-?)(%d+)%.?(%d*)$"] = "at most 64 characters",
  ["util/decimal.lua 0+$"] = "at most 64 characters",
  ["util/mask.lua ^(.-)(\\*)$"] = "a name of at most LONGEST_NAME bytes",
  ["util/mask.lua \\+u(%x%x%x%x)"] = "a name of at most LONGEST_NAME bytes",
  ["util/mask.lua (BEGIN %u* ?PRIVATE KEY%-%-%-%-%-)[^-]+"] = "no other BEGIN with its blank stands in a run of letters",
}

-- ---- patterns ----

---@class item one unit of a pattern
---@field set boolean[] bytes that it takes
---@field open boolean it repeats without end
---@field optional boolean it may take nothing

local function set_of(unit)
  local set = {}
  for byte = 0, 255 do set[byte] = string.char(byte):find("^" .. unit) ~= nil end
  return set
end

-- The unit at `first`, and where the next one begins; nil for what takes no byte of its own.
local function unit_at(pattern, first)
  local char = pattern:sub(first, first)
  if char == "(" or char == ")" then return nil, first + 1 end
  if char == "[" then
    local last = first + (pattern:sub(first + 1, first + 1) == "^" and 2 or 1)
    if pattern:sub(last, last) == "]" then last = last + 1 end -- a bracket that is the first of its set
    while last < #pattern and pattern:sub(last, last) ~= "]" do last = last + (pattern:sub(last, last) == "%" and 2 or 1) end
    return pattern:sub(first, last), last + 1
  end
  if char == "%" then
    local class = pattern:sub(first + 1, first + 1)
    if class == "f" then return nil, select(2, unit_at(pattern, first + 2)) end
    if class == "b" then return ".", first + 4, true end -- looks for its end at every start
    if class:find "%d" then return nil, first + 2 end
    return pattern:sub(first, first + 1), first + 2
  end
  if char == "." then return ".", first + 1 end
  return char:find "%w" and char or "%" .. char, first + 1
end

local function items_of(pattern)
  local items, at, stop = {}, 1, #pattern
  local anchored, ended = pattern:sub(1, 1) == "^", pattern:sub(-1) == "$" and pattern:sub(-2, -2) ~= "%"
  if anchored then at = 2 end
  if ended then stop = stop - 1 end
  while at <= stop do
    local unit, behind, balanced = unit_at(pattern, at)
    local mark = unit and pattern:sub(behind, behind) or ""
    if unit then
      local open = mark:find "^[*+-]" ~= nil and behind <= stop
      items[#items + 1] = {
        set = set_of(unit), open = open or balanced or false, optional = open and mark ~= "+" or mark == "?" and behind <= stop,
      }
      if open or mark == "?" and behind <= stop then behind = behind + 1 end
    end
    at = behind
  end
  return items, anchored, ended
end

local function overlap(a, b)
  for byte = 0, 255 do
    if a[byte] and b[byte] then return true end
  end
  return false
end

local function is_full(set)
  for byte = 0, 255 do
    if not set[byte] then return false end
  end
  return true
end

-- Whether the pattern can fail once the item has taken what it can.
local function can_fail_behind(items, i, ended)
  for j = i + 1, #items do
    if not items[j].optional then return true end
  end
  return ended and not is_full(items[#items].set)
end

-- Whether an open item may end in several places from which the rest goes on.
local function is_loose(items, i)
  for j = i + 1, #items do
    if overlap(items[i].set, items[j].set) then return true end
    if not items[j].optional then return false end
  end
  return false
end

---Why a pattern may take more than linear time, or nil.
local function fault(pattern)
  local items, anchored, ended = items_of(pattern)
  for i, item in ipairs(items) do
    if item.open then
      local restarts = not anchored and (i > 1 and overlap(item.set, items[1].set) or i == 1 and pattern:find "^%(?%%f" == nil)
      if restarts and can_fail_behind(items, i, ended) then
        return "tries every place of a run as its start"
      end
      for j = i + 1, #items do
        if is_loose(items, i) and items[j].open and can_fail_behind(items, j, ended) then
          return "two repetitions divide a run in every way"
        end
      end
    end
  end
end

-- ---- sources ----

local ESCAPES = { n = "\n", t = "\t", r = "\r", ["\\"] = "\\", ['"'] = '"', ["'"] = "'", a = "\a", b = "\b", f = "\f", v = "\v" }

local function unescaped(body)
  return (body:gsub("\\x(%x%x)", function(hex) return string.char(tonumber(hex, 16)) end)
    :gsub("\\(%d%d?%d?)", function(digits) return string.char(tonumber(digits)) end)
    :gsub("\\(.)", ESCAPES))
end

-- Calls fn(pattern, line) for each pattern in literals of a line: of find (not plain), match, gmatch and gsub.
local function each_pattern(line, fn)
  for _, name in ipairs { "find", "match", "gmatch", "gsub" } do
    local at = 1
    while true do
      local _, last = line:find("%f[%w_]" .. name .. "%s*%(?%s*", at)
      if not last then break end
      at = last + 1
      -- the subject before the pattern: string.find(text, "...")
      local _, subject = line:find("^[%w_.]+,%s*", at)
      local first = subject and subject + 1 or at
      local quote = line:match("^['\"]", first)
      if quote then
        local stop = first + 1
        while stop <= #line and line:sub(stop, stop) ~= quote do stop = stop + (line:sub(stop, stop) == "\\" and 2 or 1) end
        local plain = name == "find" and line:find("^%s*,[^()]-,%s*true%s*%)", stop + 1)
        if not plain then fn(unescaped(line:sub(first + 1, stop - 1))) end
      end
    end
  end
end

local found, unused = 0, {}
for place in pairs(ALLOWED) do unused[place] = true end

for path in assert(io.popen "find lua -name '*.lua' -not -path '*/meta/*' | LC_ALL=C sort"):lines() do
  local number = 0
  for line in io.lines(path) do
    number = number + 1
    each_pattern(line, function(pattern)
      local is_pattern, why = pcall(fault, pattern) -- a piece of one that is put together is none
      local place = path:gsub("^lua/alipay/", "") .. " " .. pattern
      unused[place] = nil
      if is_pattern and why and not ALLOWED[place] then
        found = found + 1
        io.stderr:write(("%s:%d: %s: %s\n"):format(path, number, pattern, why))
      end
    end)
  end
end
for place in pairs(unused) do
  found = found + 1
  io.stderr:write(("tests/patterns.lua: '%s' is allowed and is not there\n"):format(place))
end
if found > 0 then
  io.stderr:write(found, " patterns may take more than linear time: bound their text, or search plainly\n")
  os.exit(1)
end
