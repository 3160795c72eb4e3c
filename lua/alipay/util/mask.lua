-- SPDX-License-Identifier: MIT
-- Hides tokens and keys in what people and logs see. It never changes what is sent.

local secrets = require "alipay.util.secrets"

local M = {}

local SECRET, KEYS, URLS = secrets.NAMES, secrets.KEYS, secrets.URLS

-- "code" is a secret as a parameter, but the most wanted field of an answer.
local SECRET_IN_JSON = {}
for name in pairs(SECRET) do SECRET_IN_JSON[name] = true end
SECRET_IN_JSON.code, SECRET_IN_JSON.sign, SECRET_IN_JSON.signature = nil, nil, nil

---A secret as it may be shown: its ends when it is long enough to keep the middle secret and no escape of JSON is cut. What was
---hidden before stays as it is.
---@param value string
---@return string
function M.value(value)
  if value:find "^[^*]?[^*]?[^*]?[^*]?%*%*%*%*[^*]?[^*]?[^*]?[^*]?$" then return value end
  local head, tail = value:sub(1, 4), value:sub(-4)
  if #value < 16 or (head .. value:sub(-5)):find("\\", 1, true) then return "****" end
  return head .. "****" .. tail
end

local function hidden(name, value)
  if URLS[name] then return (value:gsub("%?.*$", "?****")) end
  return KEYS[name] and "****" or M.value(value)
end

---Whether a value under the name `code` is a gateway's, and no authorization code.
---@param value string
---@return boolean
function M.is_gateway_code(value) return value:find "^%d%d%d%d%d$" ~= nil end

-- Of a text that may be a request or an answer, `code` tells by itself which it is. Nobody can use the `sign` of an answer.
local EITHER = "either"

local function is_secret_member(name, value, with_codes)
  if SECRET_IN_JSON[name] then return true end
  if with_codes == EITHER then return name == "code" and not M.is_gateway_code(value) end
  return with_codes and SECRET[name]
end

-- Bytes of the longest name that can be a secret's, with escapes, and backslashes before a quote of JSON in JSON in JSON in JSON.
local LONGEST_NAME, DEEPEST = 100, 15

-- A name as it means, and the backslashes that stand before each quote of its object: none but in JSON that is a text in other JSON.
local function name_of(raw)
  if #raw > LONGEST_NAME then return nil end
  local name, marks = raw:match "^(.-)(\\*)$"
  if #marks > DEEPEST then return nil end
  return (name:gsub("\\+u(%x%x%x%x)", function(digits) return utf8.char(tonumber(digits, 16)) end)), marks
end

-- Where the string ends that begins at `from`: before the quote that has its marks, or fewer, when a text around it ends. More are the
-- string's own: escaped quotes, and backslashes in pairs.
local function end_of_string(text, from, marks)
  local own = #marks
  local at = text:find('"', from, true)
  while at do
    local first = at
    while first > from and text:byte(first - 1) == 92 do first = first - 1 end -- 92 is the backslash
    local count = at - first
    if count < own then return first - 1 end
    if (count - own) % (2 * (own + 1)) == 0 then return at - own - 1 end
    at = text:find('"', at + 1, true)
  end
  return #text
end

-- Hides members of JSON by name, in texts inside it, too. A payment code has digits only and may be written without quotes: it is
-- shown in those of its name, so that JSON stays JSON.
local function members(text, is_secret)
  local out, done, from = {}, 1, 1
  while true do
    local _, behind, raw = text:find('"([%w_\\]+)"%s*:%s*', from)
    if not behind then break end
    from = behind + 1
    local name, marks = name_of(raw)
    local opening = name and marks .. '"'
    local is_text = name and text:sub(from, from + #marks) == opening
    local first = is_text and from + #opening or from
    local last
    if is_text then last = end_of_string(text, first, marks)
    elseif name then last = select(2, text:find("^%-?%d[%w.+-]*", first)) end
    local value = last and text:sub(first, last) or ""
    if value ~= "" and is_secret(name, value, marks) and (is_text or secrets.is_number(name, value)) then
      local quote = is_text and "" or opening
      out[#out + 1] = text:sub(done, first - 1) .. quote .. hidden(name, value) .. quote
      done, from = last + 1, last + 1
    end
  end
  return table.concat(out) .. text:sub(done)
end

-- Tokens and codes in a string to sign, as a refusal of the gateway quotes it inside its JSON: HTML-escaped, or with the escapes of
-- JSON for & and =, as older ones have it; and within its biz_content.
local QUOTED = {
  '(%f[%w_]([%w_]+)=)([^&"\\]+)', '(\\u0026([%w_]+)\\u003[dD])([^&"\\]+)',
  '(&quot;([%w_]+)\\*&quot;%s*:%s*\\*&quot;)([^&"\\]+)',
}
local QUOTED_NUMBER = '(&quot;([%w_]+)(\\*&quot;)%s*:%s*)(%-?%d[%w.+-]*)'

local function is_quoted_secret(name, _, marks)
  return marks ~= "" and SECRET[name]
end

local function quoted(text)
  local function hide(head, name, value)
    if SECRET[name] then return head .. hidden(name, value) end
  end
  for _, pattern in ipairs(QUOTED) do text = text:gsub(pattern, hide) end
  text = text:gsub(QUOTED_NUMBER, function(head, name, mark, value)
    if secrets.is_number(name, value) then return head .. mark .. hidden(name, value) .. mark end
  end)
  return members(text, is_quoted_secret)
end

-- V3 signs a token without its name, as the last of its lines: who signs, verb, path, body, token. `separator` ends a line, in JSON an
-- escape. By plain searches: the text may be a peer's.
local function token_line(text, separator)
  local from = text:find("app_id=", 1, true)
  if not from then return text end
  local stop = separator == "\n" and #text or (text:find('"', from, true) or #text + 1) - 1
  local count, first, last = 0, nil, nil
  local at, behind = text:find(separator, from, true)
  while at and at <= stop do
    count = count + 1
    if count == 2 and not text:find("^%u+" .. (separator == "\n" and "\n" or "\\"), from) then return text end
    if count >= 5 then first, last = from, at - 1 end
    from = behind + 1
    at, behind = text:find(separator, from, true)
  end
  local line = first and text:sub(first, last) or ""
  if not line:find "^[%w._-]+$" then return text end
  return text:sub(1, first - 1) .. M.value(line) .. text:sub(last + 1)
end

local function token_lines(text)
  return token_line(token_line(text, "\n"), "\\n")
end

---Hide secrets in what a refusal quotes of our own request.
---@param text string `sub_msg`, or JSON that holds it
---@return string
function M.refusal(text)
  return text:find("签字符串", 1, true) and token_lines(quoted(text)) or text
end

---Hide secrets in a JSON text: values of names that hold tokens or keys.
---@param text string
---@param with_codes? boolean hide authorization codes too (in what is sent, not in answers)
---@return string
function M.json(text, with_codes)
  if with_codes ~= true then text = M.refusal(text) end
  return members(text, function(name, value) return is_secret_member(name, value, with_codes) end)
end

-- name=value, as a query, a form and a string to sign have it, perhaps with JSON that was percent-encoded.
local function assigned(head, name, value)
  if SECRET[name] and not (name == "code" and M.is_gateway_code(value)) then return head .. hidden(name, value) end
  if value:find "%%22" then
    local form = require "alipay.core.form"
    local plain = form.decode(name .. "=" .. value)[1][2]
    local masked = M.json(plain, true)
    return masked ~= plain and head .. form.escape(masked):gsub("%%2A", "*") or nil
  end
end

---Hide secrets in any text: JSON, a URL and the password in it, a form, a string to sign, a key as such.
---@param text string
---@return string
function M.text(text)
  if text:find("app_id=", 1, true) then text = token_lines(text) end
  if text:find('"', 1, true) then text = M.json(text, EITHER) else text = M.refusal(text) end
  if text:find("=", 1, true) then text = text:gsub("(%f[%w_]([%w_]+)=)([^&%s\"'\\<>]+)", assigned) end
  if text:find("@", 1, true) then text = secrets.address(text) end
  if text:find("PRIVATE KEY-----", 1, true) then text = text:gsub("(BEGIN %u* ?PRIVATE KEY%-%-%-%-%-)[^-]+", "%1****") end
  return (text:gsub("(private%.pkcs[18]://)[%w+/=]+", "%1****"))
end

---A parameter as it may be shown: of JSON, as `biz_content` and the members of V3 have it, only what is secret in it is hidden.
---@param name string
---@param value string
---@return string
function M.param(name, value)
  if SECRET[name] then return hidden(name, value) end
  if name == "biz_content" or value:find "^%s*[{%[]" then return M.json(value, true) end
  return value
end

---Parameters as they may be shown.
---@param params table<string, string>
---@return table<string, string>
function M.params(params)
  local masked = {}
  for name, value in pairs(params) do masked[name] = M.param(name, value) end
  return masked
end

return M
