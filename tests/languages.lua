-- SPDX-License-Identifier: MIT
-- A check of `make lint`: every text for people in the sources has a Chinese one in lua/alipay/lang/zh/, with the same placeholders, and
-- every Chinese one has its text in the sources. The English text is the key: a new message takes one line there. Docstrings are a matter
-- of tests/reference.lua.
--
-- usage: lua5.4 tests/languages.lua [--missing]      (--missing: lines to fill in for the texts that lack one)

package.path = "lua/?.lua;lua/?/init.lua;" .. package.path
local lexer = require "alipay.util.lexer"

-- Files that show nothing to people, or bring both languages themselves, or write for machines and for the platform.
local ELSEWHERE = {
  "^lua/alipay/meta/", "^lua/alipay/lang/", "^lua/alipay/vendor/", "^lua/alipay/api/", "^lua/alipay/catalogue/codes/",
  "^lua/alipay/catalogue/fields/", "^lua/alipay/catalogue/data/", "^lua/alipay/catalogue/definition%.lua",
  "^lua/alipay/catalogue/example%.lua", "^lua/alipay/call/trace%.lua", "^lua/alipay/cli/annotate/",
  "^lua/alipay/cli/manual/shell%.lua",
  "^lua/alipay/client/verbs%.lua", "^lua/alipay/client/chain%.lua", "^lua/alipay/gateway/", "^lua/alipay/repl/saved?%.lua",
  "^lua/alipay/v2/page%.lua", "^lua/alipay/util/lexer%.lua", "^lua/alipay/notify/service_check%.lua",
}
-- Of those, files whose texts people see after all.
local STILL = {
  "^lua/alipay/gateway/folder/", "^lua/alipay/gateway/init%.lua", "^lua/alipay/gateway/open%.lua",
  "^lua/alipay/gateway/faults/rules%.lua", "^lua/alipay/gateway/method_name%.lua",
}

-- A literal right behind one of these names is a pattern, a statement of SQL, a name, or blames a wrong call.
local CALLS = {}
for name in ("find match gmatch gsub usage error assert load exec execute query rows row prepare require argname choices")
  :gmatch "%a+" do CALLS[name] = true end

-- Texts that are no messages.
local NO_MESSAGE = {
  "^%u%u+ %u[%u_]+ ", "^ALTER TABLE", "^CREATE ", "^SELECT ", "^PRAGMA ", "^ATTACH ", "^DETACH ", "^SQLite format", -- SQL
  "^%(?claimed_", -- a condition in SQL
  "^%.%u%u", '^" "User Commands"', -- macros of man(7)
  "^alipay%-lua %l+$", "^alipay%-lua %-%-local ", "^alipay%-lua gateway %-%-port", -- names of parsers; to paste
  "^[%u%d_, ]+$", -- names of variables
  "^[Cc]ontent%-[Tt]ype: ", "^<", -- headers, HTML and XML
  "^yyyy", -- a format of dates
  "^alipay_cert_sn amount ", -- the names of a notification's parameters
  "^Authorization: ", "^text/event%-stream", "^internal error: ", -- headers; the gateway's log
  "^:%l+ [%u%[]", "^:trace on|off$", -- commands of the prompt as they are typed
  "^usage: ", -- of scripts: what is typed
  "^export ALIPAY", "^mkdir %-p", "^timedatectl set%-ntp true$", "^alipay%-lua key show %S+$", "^alipay%-lua key convert FILE OUT$",
  "^Local Gateway", "^local gateway$",
}

local function read(path)
  local file <close> = assert(io.open(path, "rb"))
  return file:read "a"
end

local function files(command)
  local list = {}
  for path in assert(io.popen(command .. " | LC_ALL=C sort")):lines() do list[#list + 1] = path end
  return list
end

local function matches(text, patterns)
  for _, pattern in ipairs(patterns) do
    if text:find(pattern) then return true end
  end
  return false
end

-- ---- texts in Lua ----

local OPEN, CLOSE = { ["("] = true, ["{"] = true, ["["] = true }, { [")"] = true, ["}"] = true, ["]"] = true }

local function value_of(token) return load("return " .. token.text)() end

local function is_op(token, text) return token ~= nil and token.kind == "op" and token.text == text end

-- Where an operand that is no literal ends: at the next `..`, or where the expression does.
local function skip(tokens, i)
  local depth, first = 0, i
  while tokens[i] do
    local token, before = tokens[i], tokens[i - 1]
    if token.kind == "op" and OPEN[token.text] then depth = depth + 1
    elseif token.kind == "op" and CLOSE[token.text] then
      depth = depth - 1
      if depth < 0 then return i end
    elseif depth == 0 and (is_op(token, "..") or is_op(token, ",") or is_op(token, ";")) then return i
    elseif depth == 0 and token.kind == "keyword" then return i
    elseif depth == 0 and i > first and token.kind == "name" and (before.kind ~= "op" or CLOSE[before.text]) then return i end
    i = i + 1
  end
  return i
end

-- A literal, alone or as ("..."):format(...): its text and the token behind it; nil for everything else.
local function literal(tokens, i)
  local token = tokens[i]
  if not token then return nil end
  if token.kind == "string" then return value_of(token), i + 1 end
  local string, close, colon, name = tokens[i + 1], tokens[i + 2], tokens[i + 3], tokens[i + 4]
  local brackets = is_op(token, "(") and string and string.kind == "string" and is_op(close, ")")
  if brackets and is_op(colon, ":") and name.text == "format" then
    return value_of(string), skip(tokens, i)
  end
end

-- The template of the concatenation that begins with the literal at tokens[i]; marks the literals in it.
local function template(tokens, i, done)
  local text, after = literal(tokens, i)
  local parts = { is_op(tokens[i - 1], "..") and "%s" or "", text }
  while is_op(tokens[after], "..") do
    local more, behind = literal(tokens, after + 1)
    if more then
      done[after + 1], done[after + 2] = true, true
    end
    parts[#parts + 1] = more or "%s"
    after = behind or skip(tokens, after + 1)
  end
  return table.concat(parts)
end

-- The name of the function that gets the literal, and whether it is one of `lang`.
local function called(tokens, i)
  local at = is_op(tokens[i - 1], "(") and i - 2 or i - 1
  local before = tokens[at]
  if not before or before.kind ~= "name" then return nil end
  return before.text, is_op(tokens[at - 1], ".") and tokens[at - 2].text == "lang"
end

local function texts_of(source)
  local tokens, done, list = {}, {}, {}
  for _, token in ipairs(lexer.tokens(source)) do
    if token.kind ~= "comment" then tokens[#tokens + 1] = token end
  end
  for i = 1, #tokens do
    if not done[i] and literal(tokens, i) then
      done[i], done[i + 1] = true, tokens[i].kind ~= "string" or nil
      local name, is_named = called(tokens, i)
      if is_named or not CALLS[name or ""] then list[#list + 1] = { template(tokens, i, done), is_named } end
    end
  end
  return list
end

-- ---- texts in C ----

local BEHIND = { set = "", openssl = ": %s", errno = ": %s" }

local function texts_of_c(source)
  local list = {}
  for kind, rest in source:gmatch "err_(%l+)%([^,;]-,[^,;]-,(%s*\"[^;]*)" do
    local text, pos = "", 1
    while true do
      local part, stop = rest:match('^%s*"(.-[^\\])"()', pos)
      if not part then break end
      text, pos = text .. load('return "' .. part .. '"')(), stop
    end
    if BEHIND[kind] then list[#list + 1] = text .. BEHIND[kind] end
  end
  return list
end

-- ---- what the languages have ----

-- Placeholders in order, by what they take.
local function placeholders(text)
  local list = {}
  for spec in text:gsub("%%%%", ""):gmatch "%%[-+0-9.*]*[hlzj]*([sdqgfuxoi])" do
    list[#list + 1] = (spec:gsub("[ui]", "d"):gsub("q", "s"):gsub("g", "f"))
  end
  return table.concat(list, " ")
end

local function trimmed(text) return text:match "^%s*(.-)%s*$" end

local needed, order = {}, {}

local function add(text, path)
  text = trimmed(text)
  if needed[text] or matches(text, NO_MESSAGE) then return end
  needed[text], order[#order + 1] = path, text
end

-- Two words make a message; what is handed to `lang` by name is one in any case.
local function need(text, path, is_named)
  for paragraph in (text .. "\n\n"):gmatch "(.-)\n\n+" do
    local examples = paragraph:match "^Examples:\n(.*)"
    if examples then
      for remark in examples:gmatch "%s%s# ([^\n]+)" do add(remark, path) end
    elseif is_named or paragraph:find "%a%a[,;:]? %a%a" then add(paragraph, path) end
  end
end

-- The comment at the head of a script is its help: paragraphs, of which those with lines to paste stay.
local function need_header(source, path)
  local lines = {}
  for line in source:gmatch "([^\n]*)\n" do
    local comment = line:match "^%-%- ?(.*)$"
    if not comment then break end
    if not comment:find "^SPDX" then lines[#lines + 1] = comment end
  end
  need(table.concat(lines, "\n"), path)
end

for _, path in ipairs(files "find lua/alipay scripts -name '*.lua'") do
  if not matches(path, ELSEWHERE) or matches(path, STILL) then
    local source = read(path)
    if path:find "^scripts/" then need_header(source, path) end
    for _, found in ipairs(texts_of(source)) do need(found[1], path, found[2]) end
  end
end
-- What a definition says of the fields of a reply: name = "text".
for _, path in ipairs(files "find lua/alipay/api -name '*.lua'") do
  for block in read(path):gmatch "\n%s*result = (%b{})" do
    for _, text in pairs(load("return " .. block)()) do need(text, path, true) end
  end
end
for _, path in ipairs(files "find core -name '*.c'") do
  for _, text in ipairs(texts_of_c(read(path))) do need(text, path) end
end

-- Rooms whose texts do not stand in the sources as whole literals.
local UNSOUGHT = { words = true, argparse = true }

local failed = false
local function complain(format, ...)
  failed = true
  print(format:format(...))
end

local chinese = {}
for _, path in ipairs(files "find lua/alipay/lang/zh -maxdepth 1 -name '*.lua'") do
  local room = path:match "([^/]*)%.lua$"
  for english, text in pairs(dofile(path)) do
    if chinese[english] then complain("%s: %q is there twice", path, english) end
    chinese[english] = text
    if not needed[english] and not UNSOUGHT[room] then complain("%s: no source says %q", path, english) end
    local theirs, ours = placeholders(english), placeholders(text)
    if theirs ~= ours then complain("%s: placeholders (%s) for (%s) in %q", path, ours, theirs, english) end
  end
end

local last
for _, text in ipairs(order) do
  if not chinese[text] then
    if arg[1] == "--missing" then
      if needed[text] ~= last then print("  -- " .. needed[text]) end
      last = needed[text]
      print(("  [%s] =\n    \"\","):format(("%q"):format(text):gsub("\\\n", "\\n")))
    else
      complain("%s: no Chinese text for %q", needed[text], text)
    end
  end
end
os.exit(not failed)
