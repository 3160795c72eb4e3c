-- SPDX-License-Identifier: MIT
-- Whether a statement holds a secret: then neither the history nor a saved session keeps it.

local lexer = require "alipay.util.lexer"
local secrets = require "alipay.util.secrets"

local M = {}

-- oauthToken.exchange(client, "CODE"): such a text is a secret without a name of its own.
local function is_traded(tokens, i)
  for j = math.max(1, i - 6), i - 1 do
    if tokens[j].text == "exchange" or tokens[j].text == "refresh" then return true end
  end
  return false
end

-- Whether a text gives something to the name of a secret, as JSON and a query do; in a remark the name is enough.
local function names_secret(text, is_comment)
  for word, behind in text:gmatch "([%w_]+)(%W?%W?%W?)" do
    if secrets.NAMES[word:lower()] and word ~= "code" and (is_comment or behind:find "[:=]") then return true end
  end
  return false
end

-- A name, or a key in quotes and brackets, in lower case.
local function name_of(tokens, i)
  local token, behind = tokens[i], tokens[i + 1]
  if not token then return nil end
  if token.kind == "name" then return token.text:lower() end
  if token.kind ~= "string" or not (behind and behind.text == "]") then return nil end
  local _, open = token.text:find "^%[=*%["
  return token.text:sub((open or 1) + 1, -(open or 1) - 1):lower()
end

-- The name that a literal is given to: `name = "..."`, `["name"] = "..."`, `name <const> = "..."`.
local function name_before(tokens, i)
  if not (tokens[i - 1] and tokens[i - 1].text == "=") then return nil end
  local name = tokens[i - 2]
  if name and name.text == "]" then return name_of(tokens, i - 3) end
  if name and name.text == ">" then return name_of(tokens, i - 5) end -- <const>
  return name and name.text:lower()
end

-- Whether something is given to a name, and not only asked of it: `name =`, `name, other =`, `name <const> =`.
local function is_given(tokens, i)
  local behind = tokens[i + 1]
  if behind and behind.text == "]" then behind = tokens[i + 2] end
  return behind ~= nil and behind.text:find "^[=,<]$" ~= nil
end

-- Functions whose argument names what they read: `os.getenv "TOKEN"`, `io.open("k.pem"):read "a"`.
local READERS = { execute = true, file = true, getenv = true, lines = true, open = true, popen = true, read = true, require = true }

local function is_read(tokens, i)
  local before = tokens[i - 1]
  if before and before.text == "(" then before = tokens[i - 2] end
  return before ~= nil and READERS[before.text] == true
end

-- A literal that may be a secret, that of a name: no path of a file, and not next to nothing.
local function is_value(token, name)
  if token.kind == "number" then return #token.text >= secrets.SHORTEST and (not name or secrets.is_number(name, token.text)) end
  return token.kind == "string" and #token.text > 2 and not token.text:find "^[\"']file://"
end

---Whether an entry must not be written: it holds what looks like a secret, gives a literal to the name of one, or gives something to such
---a name and has a literal that is given to no other: Lua has many ways to write that.
---@param entry string
---@return boolean
function M.is_secret(entry)
  if secrets.address(entry) ~= entry or entry:find("PRIVATE KEY", 1, true) then return true end
  for word in entry:gmatch "[%w_]+" do
    if secrets.found_in(word) then return true end -- also where Lua would see a number and a name
  end
  local remarked, tokens = false, {}
  for _, token in ipairs(lexer.tokens(entry)) do
    local is_comment = token.kind == "comment"
    if (is_comment or token.kind == "string") and secrets.found_in(token.text) then return true end
    if is_comment then remarked = remarked or names_secret(token.text, true) else tokens[#tokens + 1] = token end
  end
  local named, valued = remarked, false
  for i, token in ipairs(tokens) do
    local name, owner = name_of(tokens, i), name_before(tokens, i)
    if token.text == ";" then
      if named and valued then return true end
      named, valued = remarked, false
    elseif name and secrets.NAMES[name] then
      named = named or name ~= "code" and is_given(tokens, i)
    elseif owner and secrets.NAMES[owner] then
      if is_value(token, owner) then return true end
    elseif token.kind == "string" and names_secret(token.text) or is_traded(tokens, i) and is_value(token) then
      return true
    elseif not owner and not is_read(tokens, i) then
      valued = valued or is_value(token)
    end
  end
  return named and valued
end

return M
