-- SPDX-License-Identifier: MIT
-- Alipay certificates that a client has not been given: fetched by serial number, believed only when they chain to the client's
-- own root and are in date, kept in memory and below the state folder. It verifies no reply: alipay.v2.verify does.

local cert = require "alipay.core.cert"
local digest = require "alipay.core.digest"
local errors = require "alipay.error"
local fs = require "alipay.core.fs"
local json = require "alipay.json"
local paths = require "alipay.util.paths"
local promise = require "alipay.async.promise"

local M = {}

---The method that gives a certificate. Its own reply never makes another fetch.
M.DOWNLOAD = "alipay.open.app.alipaycert.download"

---Whether a text can be a serial number: the name of a file is made of it.
---@param sn any
---@return boolean
function M.is_sn(sn)
  return type(sn) == "string" and #sn == 32 and not sn:find "[^0-9a-f]"
end

-- Every organisation of the subject. A comma or plus that belongs to a value is escaped, and must not pass for the end of it.
local function organisation(bundle)
  local subject = bundle:info().subject:gsub("\\(.)", function(char) return ("\\%02X"):format(char:byte()) end)
  local found = {}
  for value in ("," .. subject):gmatch "[,+]O=([^,+]*)" do found[#found + 1] = value end
  return #found > 0 and table.concat(found, ", ") or "nobody"
end

-- Merchants' certificates hang below the same root: one of them must not speak for Alipay.
local function is_stranger(keys, bundle)
  local info = bundle:info()
  if info.ca then return "is an authority's, which signs no replies" end
  local app, known = keys:certificate "app_cert", keys:certificate "alipay_cert"
  local key, app_key = bundle:key(), app and app:key()
  if not key then return "has a key that cannot be used" end
  if app_key and key:matches(app_key) then return "is of the app's own key" end
  if not known then return "cannot be compared with alipay_cert" end
  local ours, theirs = organisation(known), organisation(bundle)
  if ours ~= theirs then return ("was issued to %s and not to %s"):format(theirs, ours) end
end

---Decide whether a certificate may be believed.
---@param keys alipay.keyring in certificate mode
---@param text string PEM
---@param sn string the serial number that it must have
---@return core.cert|nil bundle
---@return string|nil reason
function M.examine(keys, text, sn)
  -- Only from the frame on: no text of others ever names a file here.
  local first = text:find("-----BEGIN CERTIFICATE-----", 1, true)
  local bundle = first and cert.load(text:sub(first))
  if not bundle then return nil, "cannot be read" end
  if bundle:sn() ~= sn then return nil, "has the serial number " .. bundle:sn() end
  local roots, err = keys:certificate "alipay_root_cert"
  if not roots then return nil, "cannot be checked: " .. err.message end
  local trusted, reason = bundle:trusted_by(roots)
  if not trusted then return nil, "does not chain to alipay_root_cert: " .. reason end
  reason = is_stranger(keys, bundle)
  if reason then return nil, reason end
  return bundle
end

local function path_of(sn)
  return paths.state_dir() .. "/certificates/" .. sn .. ".pem"
end

-- What lies on disk is believed no more than what comes from the network.
local function from_disk(keys, sn)
  local file = io.open(path_of(sn), "rb")
  if not file then return nil end
  local text = file:read "a"
  file:close()
  return text and (M.examine(keys, text, sn))
end

-- A cache that cannot be written costs another fetch in the next run, nothing else.
local function to_disk(sn, bundle)
  if fs.mkdir(paths.state_dir() .. "/certificates") then
    local members = {}
    for i = 1, (bundle:count()) do members[i] = bundle:pem(i) end
    fs.replace(path_of(sn), table.concat(members))
  end
end

-- The certificate in the node of a download's answer.
local function content_of(data)
  local content = type(data) == "table" and data.alipay_cert_content
  if type(content) ~= "string" then return nil end
  return digest.base64_decode(content)
end

---The key of the certificate that a download's answer carries, when that may be believed: the chain vouches for it, so it may
---vouch for the answer, which is often signed with the new certificate already.
---@param keys alipay.keyring
---@param req alipay.request
---@param node_text string the answer's node
---@return core.key|nil
---@return string|nil reason why the certificate is not believed; nil when there is none
function M.vouched_key(keys, req, node_text)
  local content, data = json.decode(req.params.biz_content or ""), json.decode(node_text)
  local wanted = type(content) == "table" and content.alipay_cert_sn
  local text = content_of(data)
  if not text or not M.is_sn(wanted) then return nil end
  local bundle, reason = M.examine(keys, text, wanted)
  if not bundle then return nil, reason end
  return bundle:key()
end

local function failed(sn, message, cause)
  return errors.new("signature", {
    message = ("Alipay certificate %s %s"):format(sn, message), source = cause and cause.source,
    hint = "the outcome of the call is unknown: query it; compare alipay_root_cert with the one that the console gives",
  })
end

local function take(keys, sn, p)
  if p.status ~= "fulfilled" then
    local message = p.reason.message:gsub("^the reply cannot be trusted: ", "")
    return failed(sn, "is not known here and could not be fetched: " .. message, p.reason)
  end
  local text = content_of(p.value.data)
  if not text then return failed(sn, "is not known here and the answer to the fetch does not hold it") end
  local bundle, reason = M.examine(keys, text, sn)
  if not bundle then return failed(sn, "was fetched and is refused: it " .. reason) end
  keys:learn(sn, bundle)
  to_disk(sn, bundle)
end

---Know a certificate if it is in the cache below the state folder and may be believed.
---@param keys alipay.keyring
---@param sn string
---@return boolean known
function M.recall(keys, sn)
  if keys:knows(sn) then return true end
  local bundle = M.is_sn(sn) and from_disk(keys, sn)
  if bundle then keys:learn(sn, bundle) end
  return bundle and true or false
end

---Get a certificate unless it is known. However many calls want the same one, it is fetched once.
---@param keys alipay.keyring
---@param sn string
---@param download fun(sn: string): alipay.promise starts the fetch; promise of an `alipay.response`
---@param done fun(err: alipay.error|nil) called once, at once or later
---@return (fun())|nil forget `done` is not called after this
function M.ensure(keys, sn, download, done)
  if M.recall(keys, sn) then return done() end
  local waiters = keys.fetching[sn]
  if not waiters then
    waiters = {}
    keys.fetching[sn] = waiters
    local p = download(sn)
    promise.when(p, function()
      keys.fetching[sn] = nil
      local err = take(keys, sn, p)
      for _, waiter in ipairs(waiters) do waiter.done(err) end
    end)
  end
  local waiter = { done = done }
  waiters[#waiters + 1] = waiter
  return { cancel = function() waiter.done = function() end end }
end

return M
