-- SPDX-License-Identifier: MIT
-- What judging a reply needs whatever the protocol: whose key verifies it, what decrypts it, and what a body is that is no reply. It
-- fetches nothing and verifies nothing.

local certificates = require "alipay.call.certificates"
local charset = require "alipay.util.charset"
local cipher = require "alipay.core.cipher"
local errors = require "alipay.error"
local json = require "alipay.json"
local text = require "alipay.core.text"

local M = {}

-- ---- keys ----

---The key that a reply says it is signed with. A reply without a serial number is signed with the one that is configured.
---@param keys alipay.keyring
---@param sn string|nil the reply's
---@return core.key|nil key
---@return alipay.error|nil err
function M.key_for(keys, sn)
  if not keys.certificates or not sn then return keys:alipay_key() end
  return keys:key_of(sn)
end

---Why there is no key.
---@param sn string
---@return string
function M.unknown(sn)
  return ("it is signed with Alipay certificate %s, which is not known here"):format(charset.to_utf8(sn))
end

---The serial number of a certificate that may be fetched, and then vouches for a signed reply.
---@param req alipay.request
---@param sn string|nil the reply's
---@return string|nil sn
function M.missing(req, sn)
  local keys = req.client.keys
  if not keys.certificates or req.method == certificates.DOWNLOAD then return nil end
  if certificates.is_sn(sn) and not keys:knows(sn) then return sn end
end

-- ---- decryption ----

local WRONG_ENCRYPT_KEY = "compare encrypt_key with the content encryption key in the console; "
  .. "what was asked for may well be done: query it"

---What cannot be decrypted, as an error.
---@param message string
---@return alipay.error
function M.undecipherable(message)
  return errors.new("parameter", { message = message, source = "data", hint = WRONG_ENCRYPT_KEY })
end

---What decrypts a reply.
---@param encrypt_key string|nil of the settings
---@param encrypt_type string|nil of the request
---@return fun(text: string): string|nil, alipay.error|nil
function M.decryption(encrypt_key, encrypt_type)
  return function(ciphertext)
    if not encrypt_key then
      return nil, errors.new("parameter", {
        message = "the reply is encrypted and no encrypt_key is set (ALIPAY_ENCRYPT_KEY)",
        hint = "set it to the content encryption key of the console; what was asked for may well be done: query it",
      })
    end
    local plain, message, class = cipher.decrypt(ciphertext, encrypt_key, encrypt_type)
    if plain then return plain end
    return nil, errors.from_core("the reply cannot be decrypted: " .. message, class, { hint = WRONG_ENCRYPT_KEY })
  end
end

-- ---- bodies that are no reply ----

local DESCRIBED = 4096 -- bytes: what is told of a body is at its beginning

local function on_one_line(value)
  return text.fit(value:gsub("[%s%c]+", " "):gsub("^ ", ""):gsub(" $", ""), 100)
end

-- By plain searches: patterns with several repetitions take cubic time on a page made for it.
local function title_of(page)
  local lower = page:lower()
  local first = lower:find("<title", 1, true)
  local open = first and lower:find(">", first, true)
  if not open then return "" end
  local close = lower:find("</", open, true)
  return on_one_line(page:sub(open + 1, close and close - 1))
end

---What a body is that is no gateway reply, for an error.
---@param raw string
---@return string
function M.describe(raw)
  local readable = charset.to_utf8(raw):sub(1, DESCRIBED)
  if readable:find "^%s*<" then
    local title = title_of(readable)
    return "an HTML page instead of a gateway reply" .. (title ~= "" and ": " .. title or "")
  end
  if readable == "" then return "an empty reply" end
  local described = on_one_line(readable)
  if readable:find "^%s*{" then -- meant for one, it seems
    local value, reason = json.decode(charset.to_utf8(raw))
    if value == nil then return ("a body that is no gateway reply (%s): %s"):format(reason, described) end
  end
  return "a body that is no gateway reply: " .. described
end

-- Whether a status is one of a redirect, which is never followed: a signed request is for one address.
local function is_redirect(status)
  return status >= 300 and status < 400
end

-- A URL without what may be secret in it.
local function place_of(location)
  return charset.to_utf8(location:sub(1, 200):match "^[^?#]*")
end

---A status that is no answer, for an error.
---@param reply core.http_response
---@param what string|nil what came with it; the body described otherwise
---@return string
function M.of_status(reply, what)
  if is_redirect(reply.status) and reply.headers.location then
    what = "a redirect to " .. place_of(reply.headers.location)
  end
  return ("HTTP status %d with %s"):format(reply.status, what or M.describe(reply.body))
end

---What to do where something came in place of a reply: the method may be one that no server calls.
---@param req alipay.request
---@param reply core.http_response
---@return string|nil
function M.hint_of(req, reply)
  local advice = require("alipay.call.remedy").of_verb(req.method) -- only when there is something to explain: it is large
  if advice then return advice end
  if is_redirect(reply.status) then
    return "check the gateway's address; a method for pages or for Alipay's app is signed by :page or :order and not called"
  end
end

return M
