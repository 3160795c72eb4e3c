-- SPDX-License-Identifier: MIT
-- What names mean at the prompt: locals of earlier lines, then globals, then what is there without `require`. Globals stay
-- globals, so that scripts and modules run from the prompt see them.

local config = require "alipay.client.settings"
local secrets = require "alipay.util.secrets"

local M = {}

local methods = {}
local mt = { __index = methods }

-- Made when first used: a prompt starts fast, and a missing configuration is a message of its own.
local LAZY = {
  alipay = function() return require "alipay" end,
  async = function() return require "alipay.async" end,
  json = function() return require "alipay.json" end,
  client = function() return require("alipay").client() end,
}

---Names that need no `require`.
local PRESENT = { "alipay", "async", "client", "json" }

---@class alipay.repl.statement
---@field text string
---@field at? alipay.repl.at where its calls went
---@field awaited? boolean it gave a promise, whose outcome was shown
---@field hidden? boolean it gave a secret, which was not shown

---@class alipay.repl.at the app in use
---@field app_id string
---@field gateway string
---@field option? string of the program that chooses it: "--local", "--profile NAME"

---@class alipay.repl.session
---@field at alipay.repl.at|nil as the last prompt showed it
---@field env table environment of every chunk
---@field locals table values of locals that were declared
---@field declared table<string, boolean>
---@field given table values from `start{ env = {...} }` and from lazy names
---@field results table the last values: [1] to [9]
---@field statements alipay.repl.statement[] what ran, for :save
---@field failure alipay.error|nil of the last call that failed while this statement ran
---@field noted table<string, boolean> what was noted of the calls of this statement
---@field last_request alipay.request|nil
---@field last_response alipay.response|nil

---@param given? table values to start with
---@return alipay.repl.session
function M.new(given)
  local self = setmetatable({
    locals = {}, declared = {}, given = {}, results = {}, special = {}, statements = {}, noted = {},
  }, mt)
  for name, value in pairs(given or {}) do self.given[name] = value end
  self.env = setmetatable({}, {
    __name = "session",
    __index = function(_, name) return self:get(name) end,
    __newindex = function(_, name, value)
      if self.declared[name] then self.locals[name] = value else _G[name] = value end
    end,
    __pairs = function() return next, self:visible() end,
  })
  return self
end

---A name's value.
---@param name any
---@param passive? boolean make nothing that does not exist yet
---@return any
function methods:get(name, passive)
  if self.declared[name] then return self.locals[name] end
  local value = _G[name]
  if value ~= nil then return value end
  value = self.given[name]
  if value ~= nil then return value end
  value = self.special[name]
  if value ~= nil or passive then return value end
  local make = LAZY[name]
  if make then
    value = make()
    self.given[name] = value
  end
  return value
end

---All that can be named now; lazy names that were not used yet have the value false.
---@return table<string, any>
function methods:visible()
  local all = {}
  for _, name in ipairs(PRESENT) do all[name] = false end
  for _, source in ipairs { self.special, self.given, _G, self.locals } do
    for name, value in pairs(source) do all[name] = value end
  end
  return all
end

---Names that the user made, sorted.
---@param before table<string, boolean> the names that were there first
---@return string[]
function methods:own(before)
  local names = {}
  for name in pairs(self.locals) do names[#names + 1] = name end
  for name in pairs(_G) do
    if type(name) == "string" and not before[name] then names[#names + 1] = name end
  end
  table.sort(names)
  return names
end

---Take on the locals that a line declares.
---@param names string[]
function methods:declare(names)
  for _, name in ipairs(names) do self.declared[name] = true end
end

---Keep a line's values: `_` is the first, `_1` to `_9` the first values of the last lines, the newest first.
---@param value any
function methods:keep(value)
  table.insert(self.results, 1, value)
  self.results[10] = nil
  self.special._ = value
  for i = 1, 9 do self.special["_" .. i] = self.results[i] end
end

---Keep what a line gave, be it values, a response or the error of a call.
---@param values table packed
---@return boolean failed whether it is an error
function methods:keep_values(values)
  local kinds = require "alipay.repl.show.kinds"
  local failed = values[1] == nil and kinds.is_error(values[2])
  if failed then self:keep_error(values[2]) else self:keep(values[1]) end
  if kinds.is_response(values[1]) then self:keep_call(values[1].sent, values[1]) end
  return failed
end

---Keep an error as `_err`.
---@param err any
function methods:keep_error(err)
  self.special._err = err
end

---Keep what a call sent and got: `_req`, `_res`.
---@param sent alipay.request|nil
---@param res alipay.response|nil
function methods:keep_call(sent, res)
  self.last_request, self.last_response = sent, res
  self.special._req = sent and sent:masked()
  self.special._res = res
end

---Forget the client, so that the next use makes one of the profile in use.
function methods:forget_client()
  self.given.client = nil
end

-- One table as long as it is the same place: statements refer to it.
function methods:keep_place(settings)
  local at, choice = self.at, config.choice()
  local option = choice.settings and "--local" or choice.name and "--profile " .. choice.name or nil
  local gateway = secrets.address(settings.gateway) -- a saved session holds it
  if at and at.app_id == settings.app_id and at.gateway == gateway and at.option == option then return end
  self.at = { app_id = settings.app_id, gateway = gateway, option = option }
end

---Where calls would go: a profile's name, and whether it is the real platform. Never raises, reads no key.
---@return string name
---@return boolean production
---@return boolean configured
function methods:place()
  local client = self:get("client", true)
  local ok, settings
  if require("alipay.repl.show.kinds").is_client(client) then ok, settings = true, client.settings
  else ok, settings = pcall(config.resolve) end
  if not ok then
    self.at = nil
    return "not configured", false, false
  end
  if client == nil or client == self.given.client then self:keep_place(settings) else self.at = nil end -- a client of the user's is in the text
  local host = settings.gateway:match "^%w+://[^/]*@([^/:]+)" or settings.gateway:match "^%w+://([^/:]+)" or settings.gateway
  return settings.profile or settings.app_id, host == "openapi.alipay.com", true
end

return M
