-- SPDX-License-Identifier: MIT
-- The error object: what calls return as `err`, and what scripts may raise. It decides exit codes; it prints nothing itself.

local lang = require "alipay.lang"
local language = require "alipay.util.language"
local mask = require "alipay.util.mask"
local printable = require "alipay.util.printable"

local M = {}

---@class alipay.error
---@field kind "parameter"|"network"|"timeout"|"http"|"signature"|"api"|"cancelled"
---@field message string one sentence, what went wrong
---@field hint? string what to do next
---@field hint_zh? string the same in Chinese, where there is one; printed where LANG says so
---@field method? string the platform method of the call
---@field code? string gateway code, as "40004"
---@field msg? string what `code` means, in the platform's words
---@field sub_code? string as "ACQ.TRADE_NOT_EXIST"
---@field sub_msg? string what `sub_code` means, in the platform's words
---@field details? any V3: what the platform says of single fields
---@field links? any V3: where its documents are, a list or a text
---@field outcome? string "unknown": the answer proves nothing of what was asked for; "not_ready": there is no such bill yet; the functions of alipay.trade say what else
---@field trace_id? string the gateway's own id of the exchange: give it to Alipay's support
---@field retryable boolean whether sending the same again may help
---@field idempotent? boolean the call may be sent again without doing anything twice; a query, or a method that carries the key by which the platform does it once
---@field unsigned? boolean kind "api": nothing vouches for this answer
---@field sent? boolean true: a reply came; false: no byte of the request can have left; nil: nobody knows
---@field stage? string of alipay.http: how far it came, as "connect", "tls", "request", "reply"
---@field response? alipay.response what came, where something came
---@field notification? alipay.notification that did not say what was expected
---@field out_request_no? string of the refund that failed, of alipay.trade
---@field autopsy? alipay.autopsy sub_code isv.invalid-signature: what differs, and why
---@field faults? alipay.fault[] kind "parameter": every fault found
---@field findings? alipay.notify.finding[] kind "signature": why a notification does not verify
---@field source? "file"|"key" what in the configuration is at fault: a missing file, a bad key

local EXIT = { parameter = 2, network = 3, timeout = 3, http = 3, api = 4, signature = 5, cancelled = 1 }

local methods = {}
local mt = { __name = "alipay.error", __index = methods }

-- The message in the language of the person at the terminal. That of several faults has no template, its faults have.
local function shown(err)
  if not err.faults or not language.is_chinese() then return lang.text(err.message) end
  local parts = {}
  for i, fault in ipairs(err.faults) do parts[i] = lang.text(fault.message) end
  return table.concat(parts, "；")
end

---One line or several: the message, where it happened, and the hint. Further lines of the message are marked: they may be a peer's,
---and must not look like a hint.
function mt:__tostring()
  local where = {}
  if self.method then where[#where + 1] = self.method end
  if self.trace_id then where[#where + 1] = "trace " .. self.trace_id end
  local text = lang.format(self.kind .. " error: %s", (shown(self):gsub("\n", "\n  | ")))
  if #where > 0 then text = text .. " (" .. table.concat(where, ", ") .. ")" end
  local advice = self:advice()
  if advice then text = text .. "\n  " .. advice end
  return printable.text(text)
end

---What to do next, in the language of the user (LC_ALL, LC_MESSAGES, LANG).
---@return string|nil
function methods:advice()
  return language.is_chinese() and self.hint_zh or self.hint and lang.text(self.hint)
end

local PREFIXES = { ACQ = true, AQC = true, isv = true, isp = true, aop = true }

local function without_prefix(code)
  local prefix, rest = code:match "^(%a+)%.(.+)$"
  return PREFIXES[prefix] and rest or code
end

---Whether the platform gave this code: `err:is "TRADE_NOT_EXIST"`. Compares sub_code and code, prefixes (`ACQ.`, `isv.`) left out.
---@param code string
---@return boolean
function methods:is(code)
  if type(code) ~= "string" then M.usage("err:is: a code is needed, not a " .. type(code)) end
  code = without_prefix(code)
  return code ~= "" and (code == without_prefix(self.sub_code or "") or code == without_prefix(self.code or ""))
end

---The error as plain data, for `--json`.
---@return table
function methods:data()
  local plain = {}
  for _, key in ipairs {
    "kind", "message", "hint", "method", "code", "msg", "sub_code", "sub_msg", "trace_id", "retryable", "unsigned", "sent",
    "faults", "findings", "autopsy", "details", "links", "outcome",
  } do
    plain[key] = self[key]
  end
  plain.sub_msg = plain.sub_msg and mask.refusal(plain.sub_msg)
  plain.msg = plain.msg and mask.refusal(plain.msg)
  return plain
end

---Make an error object.
---@param kind string one of those that `alipay.error` has; raises for another
---@param fields table message and whatever else is known; taken over, not copied
---@return alipay.error
function M.new(kind, fields)
  assert(EXIT[kind], kind)
  fields.kind = kind
  fields.retryable = fields.retryable or false
  return setmetatable(fields, mt)
end

---Whether a value is an error object of ours.
---@param value any
---@return boolean
function M.is(value)
  return getmetatable(value) == mt
end

---Raise the error of a failed result, pass on every other: `local res = errors.check(client...:post{})`.
---@param ... any
---@return any ... what was given
function M.check(...)
  local value, err = ...
  if value == nil and err ~= nil then error(err, 0) end
  return ...
end

---Exit code of a program that ends with this error: 2 for "parameter", 3 for "network", "timeout" and "http", 4 for "api", 5 for
---"signature", 1 for anything else.
---@param value any
---@return integer
function M.exit_code(value)
  return M.is(value) and EXIT[value.kind] or 1
end

-- Source names of the library's own files: inside the program, or below ALIPAY_LUA_PATH.
local function is_own(source)
  local folder = os.getenv "ALIPAY_LUA_PATH"
  return source:find("@alipay/", 1, true) == 1
    or folder ~= nil and folder ~= "" and source:find("@" .. folder .. "/alipay/", 1, true) == 1
end

---Where the library was called from: the innermost place that is none of its own.
---@return string place as "shop.lua:12"; "?" when there is none
function M.caller()
  local level = 2
  while true do
    local info = debug.getinfo(level, "Sl")
    if not info then return "?" end
    if info.what ~= "C" and not is_own(info.source) then return info.short_src .. ":" .. info.currentline end
    level = level + 1
  end
end

local OUTCOME = { "code", "msg", "sub_code", "sub_msg" }

---A refusal of the platform's as an error of kind "api".
---@param outcome alipay.outcome
---@param fields? table further fields of the error; `message` goes before what the refusal says
---@return alipay.error
function M.api(outcome, fields)
  fields = fields or {}
  local parts = { fields.message }
  for _, name in ipairs(OUTCOME) do
    fields[name] = outcome[name]
    -- V3 has one code and one text, which stand under both names.
    if outcome[name] ~= outcome[name:match "^sub_(.*)"] then parts[#parts + 1] = outcome[name] end
  end
  fields.message = #parts > 0 and table.concat(parts, " ") or "an error without a code"
  return M.new("api", fields)
end

---Raise for a wrong call, blaming the caller.
---@param message string
function M.usage(message)
  local place = M.caller()
  error(place == "?" and message or place .. ": " .. message, 0)
end

---Turn the failure of a core primitive into an error object.
---@param message string
---@param class string the core's class: "file", "key", "data", ...; kind "signature" for "key", "parameter" for the others
---@param fields? table further fields of the error
---@return alipay.error
function M.from_core(message, class, fields)
  fields = fields or {}
  fields.message = message
  fields.source = class
  return M.new(class == "key" and "signature" or "parameter", fields)
end

return M
