-- SPDX-License-Identifier: MIT
-- The client: settings, keys, and the start of every chain. Clients are independent of each other and never change.

local chain = require "alipay.client.chain"
local config = require "alipay.client.settings"
local errors = require "alipay.error"
local keyring = require "alipay.client.keyring"
local secrets = require "alipay.util.secrets"
local verbs = require "alipay.client.verbs"

local M = {}

---@class alipay.client
---@field settings alipay.settings
---@field keys alipay.keyring
local methods = {}
local mt = { __name = "alipay.client" }

---What a client has besides its chains, by name: for completion and help.
M.METHODS = methods

local function new(settings, keys)
  local self = { settings = settings, keys = keys }
  self.root = { client = self, verbs = verbs.table }
  return setmetatable(self, mt)
end

---`client.alipay` starts a chain, as does every name that is no method of the client.
function mt:__index(name)
  if methods[name] then return methods[name] end
  if type(name) ~= "string" then return nil end
  local node = chain.start(rawget(self, "root"), chain.dotted(name))
  rawset(self, name, node)
  return node
end

function mt.__newindex(_, name)
  errors.usage(("cannot set '%s': a client does not change; make another with client:as{...} or alipay.client{...}")
    :format(tostring(name)))
end

function mt:__tostring()
  local settings = rawget(self, "settings")
  return ("alipay.client (app %s at %s)"):format(settings.app_id, secrets.address(settings.gateway))
end

---Start a chain from a whole name.
---@param method string dotted, camelCase or PascalCase
---@return alipay.chain
function methods:chain(method)
  if type(method) ~= "string" then errors.usage("client:chain: a method name is needed, not a " .. type(method)) end
  return self[method]
end

local function copy_of(settings)
  local copy = {}
  for name, value in pairs(settings) do copy[name] = value end
  return copy
end

local function by(self, protocol)
  local settings = copy_of(rawget(self, "settings"))
  settings.protocol = protocol
  return new(settings, rawget(self, "keys"))
end

---The same client by V3, the platform's REST interface: verb, path and where each parameter goes are the catalogue's to say, whichever
---verb ends the chain. Pages and order strings go by V2, which alone has them. Keys are shared.
---@return alipay.client
function methods:v3()
  return by(self, "v3")
end

---The same client by V2.
---@return alipay.client
function methods:v2()
  return by(self, "v2")
end

---A call by V3 as it stands, for paths that no catalogue knows: `client:v3():request{ verb = "GET", path = "/v3/alipay/x/y", query = {...} }`.
---@param options alipay.request_options
---@return alipay.response|nil
---@return alipay.error|nil err
function methods:request(options)
  return verbs.request(self, options)
end

---`request` that returns at once.
---@param options alipay.request_options
---@return alipay.promise
function methods:requestAsync(options)
  return verbs.request_async(self, options)
end

---Server-sent events of a call by V3: `for event in client:v3():stream{ path = "/v3/stream/...", content = {...} } do`, in a task or
---plainly. Each is a table { event, data, id, retry }; the platform signs none of them. A failure raises an error object; `stream:next()`
---gives `nil, err` instead. `stream:cancel()`, `<close>` and leaving the loop end it. `verb` is POST by default, `timeout` 600 seconds.
---@param options alipay.request_options
---@return alipay.stream stream
---@return nil
---@return nil
---@return alipay.stream closing what a `for` closes
function methods:stream(options)
  local stream = verbs.stream(self, options)
  return stream, nil, nil, stream
end

---A client that sends further common parameters, as `client:as{ app_auth_token = "..." }` on behalf of a merchant. Keys are shared.
---@param params table<string, string> at least one: without its token a call would act for the app itself
---@return alipay.client
function methods:as(params)
  if type(params) ~= "table" then
    errors.usage('client:as: a table is needed, as client:as{ app_auth_token = "..." }, not a ' .. type(params))
  end
  if next(params) == nil then
    errors.usage "client:as: no parameter is given (is the token nil?): its calls would act for the app itself"
  end
  local settings = copy_of(rawget(self, "settings"))
  settings.params = {}
  for _, source in ipairs { self.settings.params, params } do
    for name, value in pairs(source) do
      if type(name) ~= "string" or type(value) ~= "string" then
        errors.usage("client:as: parameters must be strings by name")
      end
      settings.params[name] = value
    end
  end
  return new(settings, rawget(self, "keys"))
end

---Make a client.
---@param options? table settings as `alipay.settings`; what is missing comes from the environment and the profile in use
---@return alipay.client client raises an error object of kind "parameter" when settings are missing or wrong
function M.new(options)
  if options ~= nil and type(options) ~= "table" then
    errors.usage("alipay.client: a table of settings is needed, not a " .. type(options))
  end
  local settings = config.resolve(options)
  return new(settings, keyring.new(settings))
end

---@param value any
---@return boolean
function M.is(value)
  return getmetatable(value) == mt
end

return M
