-- SPDX-License-Identifier: MIT
-- Makes the signature of a string to sign with whatever signs for a client: its private key, a Lua function, or an external
-- command. The answer may come at once or later; what is signed, and where the signature goes, is the protocol's matter.

local digest = require "alipay.core.digest"
local errors = require "alipay.error"
local lang = require "alipay.lang"
local printable = require "alipay.util.printable"
local process = require "alipay.core.process"
local promise = require "alipay.async.promise"
local task = require "alipay.async.task"
local threads = require "alipay.core.signer"

local M = {}

local MOST_THREADS = 64
local thread_count -- for clients whose settings say nothing

-- Seconds that a command has; a key in a KMS on the other side of the world answers within one.
local TIMEOUT = 10

-- Bytes below which nothing is a signature: SM2's take about 70, RSA's 128 and more.
local SHORTEST = 60

local FIELDS = { command = "table", shell = "string", timeout = "number" }

---@class alipay.signer_settings
---@field command? string[] program and arguments: the string to sign on its stdin, the signature from its stdout
---@field shell? string a line for /bin/sh instead of `command`
---@field timeout? number seconds, 10 by default; then it is killed

---What is wrong with a `signer` setting.
---@param signer any
---@return string|nil message nil when it is fine
function M.check(signer)
  if type(signer) == "function" then return nil end
  if type(signer) ~= "table" then return "must be a function or a table, not a " .. type(signer) end
  for name, value in pairs(signer) do
    if not FIELDS[name] then return ("has an unknown field '%s' (command, shell, timeout)"):format(tostring(name)) end
    if type(value) ~= FIELDS[name] then return ("needs a %s as %s"):format(FIELDS[name], name) end
  end
  if (signer.command == nil) == (signer.shell == nil) then
    return "needs either command = {\"program\", \"argument\"} or shell = \"line\""
  end
  if signer.command and #signer.command == 0 then return "needs a program in command" end
  for _, word in ipairs(signer.command or {}) do
    if type(word) ~= "string" or word:find("\0", 1, true) then return "needs strings in command" end
  end
  if signer.timeout and not (signer.timeout > 0 and signer.timeout < 86400) then return "needs seconds above 0 as timeout" end
end

-- A command line holds passwords and tokens, and errors end in logs: only a program is named.
local function name_of(signer)
  if type(signer) == "function" then return "the signer function" end
  return signer.shell and "the signer's shell line" or ("the signer command '%s'"):format(signer.command[1])
end

local function failure(signer, message, kind)
  return errors.new(kind or "signature", {
    message = name_of(signer) .. " " .. message .. "; nothing was sent", source = "signer", retryable = kind == "timeout",
  })
end

-- Base64 as it is, without white space; raw bytes as base64. Readable text that is neither is somebody's error message.
local function as_base64(value)
  local compact = value:gsub("%s+", "")
  if #compact >= SHORTEST and compact:find "^[%w+/]+=*$" and digest.base64_decode(compact) then return compact end
  if #value < SHORTEST then
    return nil, value == "" and "gave no signature" or ("gave %d bytes, which is no signature"):format(#value)
  end
  if not value:find "[^%g%s]" then return nil, "gave text that is no base64" end
  return digest.base64_encode(value)
end

-- With the app's certificate at hand a wrong key is found here and not by the gateway.
local function fits(client, string_to_sign, sign_type, signature)
  if not client.keys.certificates then return true end
  local bundle = client.keys:certificate "app_cert"
  local public = bundle and bundle:key()
  return not public or public:verify(string_to_sign, signature, sign_type)
end

-- What a signer of the user's gave: a signature, or nil and an error.
local function accept(client, req, value)
  local signer = client.settings.signer
  local signature, message = as_base64(value)
  if not signature then return nil, failure(signer, message) end
  if not fits(client, req.string_to_sign, req.sign_type, signature) then
    return nil, failure(signer, ("gave a signature (%s) that is not of app_cert's key"):format(req.sign_type))
  end
  return signature
end

-- What the environment says, else one thread for each core.
local function usual_threads()
  local asked = os.getenv "ALIPAY_SIGN_THREADS"
  local count = math.tointeger(tonumber(asked))
  if count and count >= 0 and count <= MOST_THREADS then return count end
  count = math.min(threads.cores(), MOST_THREADS)
  if asked and asked ~= "" then
    local text = "warning: ALIPAY_SIGN_THREADS must be a number from 0 to %d, not '%s': %d threads sign"
    io.stderr:write(lang.format(text, MOST_THREADS, printable.line(asked), count), "\n")
  end
  return count
end

---How many threads sign for clients whose settings do not say `sign_threads`.
---@param count? integer 0 to 64; sets it
---@return integer count
function M.threads(count)
  if count ~= nil then
    if math.type(count) ~= "integer" or count < 0 or count > MOST_THREADS then
      errors.usage(("sign_threads: a number of threads from 0 to %d is needed, not %s"):format(MOST_THREADS, tostring(count)))
    end
    thread_count = count
  elseif not thread_count then
    thread_count = usual_threads()
  end
  return thread_count
end

local function key_failure(message)
  return errors.new("signature", {
    message = "cannot sign: " .. message, source = "key", hint = "look at private_key: alipay-lua doctor checks the keys",
  })
end

-- A call that is alone signs at once: handing over costs more than it gives. Where others are under way a thread does it.
local function by_key(client, req, done, context)
  local sign_type = req.sign_type
  local key, err = client.keys:private_key()
  if not key then return nil, err end
  if not threads.alone() then
    local count = client.settings.sign_threads or thread_count or M.threads()
    local job = count > 0 and threads.start(key, req.string_to_sign, sign_type, count, function(signature, message)
      done(context, signature, not signature and key_failure(message) or nil)
    end)
    if job then return nil, nil, job, true end
  end
  local signature, message = key:sign(req.string_to_sign, sign_type)
  if not signature then return nil, key_failure(message) end
  return signature
end

-- The function runs as a task: it may wait for something itself.
local function by_function(client, req, done, context)
  local signer = client.settings.signer
  local p = task.start(promise.new(), function()
    local value, message = signer(req.string_to_sign, req.sign_type)
    if type(value) ~= "string" then
      if errors.is(message) then return nil, message end
      local what = message and "failed: " .. tostring(message) or "gave a " .. type(value) .. " instead of a signature"
      return nil, failure(signer, what)
    end
    return value
  end)
  promise.when(p, function()
    if p.status == "fulfilled" then return done(context, accept(client, req, p.value)) end
    if p.status == "cancelled" then return end
    done(context, nil, errors.is(p.reason) and p.reason or failure(signer, "failed: " .. tostring(p.reason)))
  end)
  return nil, nil, p
end

local function complaint_of(result)
  local text = result.complaint:gsub("%s+$", "")
  return text ~= "" and ": " .. text or ""
end

local function by_command(client, req, done, context)
  local signer = client.settings.signer
  local running, message = process.start({
    argv = signer.command or { "/bin/sh", "-c", signer.shell },
    environment = { "ALIPAY_SIGN_TYPE=" .. req.sign_type, "ALIPAY_APP_ID=" .. client.settings.app_id },
    input = req.string_to_sign, timeout = signer.timeout or TIMEOUT,
  }, function(result, reason, class)
    if not result then
      local late = class == "timeout"
      local why = late and ("took longer than %g s and was killed"):format(signer.timeout or TIMEOUT) or "failed: " .. reason
      return done(context, nil, failure(signer, why, late and "timeout" or nil))
    end
    if result.code ~= 0 then
      local how = result.code and "ended with code " .. result.code or "was ended by signal " .. result.signal
      return done(context, nil, failure(signer, how .. complaint_of(result)))
    end
    done(context, accept(client, req, result.output))
  end)
  if not running then return nil, failure(signer, "failed: " .. message) end
  return nil, nil, running
end

---Sign a request. The answer is there at once, or `done` is called with it later.
---@generic T
---@param client alipay.client
---@param req alipay.request as the protocol prepares it
---@param done fun(context: T, signature: string|nil, err: alipay.error|nil) called once, unless the work is stopped first
---@param context T
---@return string|nil signature base64
---@return alipay.error|nil err nil with the signature, and when the answer comes later
---@return { cancel: fun(self) }|nil work that goes on: `done` is not called when it is cancelled
---@return boolean|nil brief a thread of ours does it, and will not take long
function M.sign(client, req, done, context)
  local signer = client.settings.signer
  if not signer then return by_key(client, req, done, context) end
  return (type(signer) == "function" and by_function or by_command)(client, req, done, context)
end

return M
