-- SPDX-License-Identifier: MIT
-- Recordings of calls, by V2 and V3 alike: a line of JSON for each answer, and the same answers given to the same calls again without a
-- network. Answers are kept as they came, tokens in them too, so that their signatures are verified again; of a request there is what may
-- be shown, and a digest of what it said. It judges no answer.

local charset = require "alipay.util.charset"
local digest = require "alipay.core.digest"
local errors = require "alipay.error"
local fs = require "alipay.core.fs"
local json = require "alipay.json"
local lang = require "alipay.lang"
local loop = require "alipay.async.loop"
local text = require "alipay.core.text"

local M = {}

local PRIVATE = 384 -- octal 0600

local function protocol_of(req)
  return req.auth_string and "v3" or "v2"
end

-- What a call says, whenever and however it says it: neither its time nor its nonce, neither its signature nor the host, and not the
-- order of members in a JSON text.
local function key_of(req)
  local settings, options, files = req.client.settings, req.options, {}
  local content = options.content or ""
  if type(content) == "string" then content = json.decode(content) or content end
  for name, file in pairs(req.files or {}) do files[name] = { file.name, file.size } end
  return digest.sha256(json.encode {
    protocol_of(req), req.http, options.path or req.method, settings.app_id, settings.params, content,
    options.query or {}, req.texts or {}, files,
  })
end

-- ---- recording ----

local complained = false

-- The call was made whatever becomes of its recording: the program says so and fails at its end.
local function complain(path, message)
  if complained then return end
  complained = true
  loop.on_finish(function() return 1 end)
  io.stderr:write(lang.format("the recording %s is incomplete: %s", path, tostring(message)), "\n")
end

local function line_of(req, reply, message, class, stage)
  local params = {}
  for name, value in pairs(req:masked().params) do params[name] = charset.to_utf8(value) end
  local kept = { call = key_of(req), protocol = protocol_of(req), http = req.http, method = req.method, params = params }
  if not reply then
    kept.failure = { message = message, class = class, stage = stage }
    return json.encode(kept) .. "\n"
  end
  kept.status, kept.headers = reply.status, {}
  for name, value in pairs(reply.headers) do kept.headers[name] = text.is_utf8(value) and value or nil end
  local plain = text.is_utf8(reply.body)
  kept.body, kept.body_base64 = plain and reply.body or nil, not plain and digest.base64_encode(reply.body) or nil
  return json.encode(kept) .. "\n"
end

-- Behind a line that was cut, by a full disk or the end of a program, the next one begins anew.
local function is_cut(file)
  return file:seek("end", -1) ~= nil and file:read(1) ~= "\n" and file:seek "end" ~= nil
end

---Have what comes of a request recorded before it is handed on.
---@param path string appended to; made for its owner alone
---@param req alipay.request
---@param fn fun(owner: any, reply: core.http_response|nil, message: string|nil, class: string|nil, stage: string|nil)
---@return function|nil fn in place of the other
---@return string|nil message nothing is to be sent
function M.recorder(path, req, fn)
  fs.create(path, "", PRIVATE) -- an older one stays as it is
  local file, wrong = io.open(path, "a+")
  if not file then return nil, "cannot record: " .. wrong end
  return function(owner, reply, message, class, stage)
    local written, problem = file:write(is_cut(file) and "\n" or "", line_of(req, reply, message, class, stage))
    local closed, late = file:close()
    if not (written and closed) then complain(path, problem or late) end
    return fn(owner, reply, message, class, stage)
  end
end

-- ---- replaying ----

---@class alipay.recording
---@field path string
---@field calls table<string, table[]> what is still to be given, by the digest of the call
---@field methods table<string, integer> how many calls there were of a method
local methods = {}
local mt = { __name = "alipay.recording", __index = methods }

local function refuse(hint, message, ...)
  error(errors.new("parameter", { source = "file", message = message:format(...), hint = hint }), 0)
end

local function body_of(kept)
  if type(kept.body_base64) == "string" then return digest.base64_decode(kept.body_base64) end
  return type(kept.body) == "string" and kept.body or nil
end

-- What a line holds, as it was delivered; nil when it is no line of a recording.
local function read(line)
  local kept = json.decode(line)
  if type(kept) ~= "table" or type(kept.call) ~= "string" or type(kept.method) ~= "string" then return nil end
  if type(kept.failure) == "table" then
    return kept.call, kept.method, { failure = kept.failure }
  end
  local body = body_of(kept)
  if math.type(kept.status) ~= "integer" or type(kept.headers) ~= "table" or not body then return nil end
  local reply = { status = kept.status, headers = kept.headers, body = body, size = #body, timing = { total = 0 } }
  return kept.call, kept.method, { reply = reply }
end

---Open a recording to replay it. Each answer in it is given once, those of the same call in their order.
---@param path string
---@return alipay.recording recording raises an error object of kind "parameter" when it cannot be read
function M.open(path)
  local self = setmetatable({ path = path, calls = {}, methods = {} }, mt)
  local file <close>, wrong = io.open(path, "rb")
  if not file then refuse(nil, "cannot replay: %s", wrong) end
  local number = 0
  for line in file:lines() do
    number = number + 1
    local call, method, answer = read(line)
    if not call then
      refuse("remove that line, or record anew", "cannot replay %s: line %d is none of a recording", path, number)
    end
    local list = self.calls[call] or {}
    self.calls[call], list[#list + 1] = list, answer
    self.methods[method] = (self.methods[method] or 0) + 1
  end
  return self
end

-- Why there is nothing for a call.
local function reason(self, method, list)
  if list then return "the answers to it were given" end
  if self.methods[method] then return ("it has calls of %s, but none by this protocol with these parameters"):format(method) end
  return "it has no call of " .. method
end

---Give a request the answer that it got when it was recorded; nothing is sent.
---@param req alipay.request
---@param owner any
---@param fn fun(owner: any, reply: core.http_response|nil, message: string|nil, class: string|nil, stage: string|nil)
---@return { cancel: fun(self) }|nil
---@return string|nil message what does not match
function methods:give(req, owner, fn)
  local list = self.calls[key_of(req)]
  local answer = list and table.remove(list, 1)
  if not answer then
    local why = reason(self, req.method, list)
    return nil, ("the recording %s has no answer to this call: %s; record it anew"):format(self.path, why)
  end
  local failure = answer.failure
  return loop.timer(0, function()
    if failure then return fn(owner, nil, failure.message, failure.class, failure.stage) end
    return fn(owner, answer.reply)
  end)
end

return M
