-- SPDX-License-Identifier: MIT
-- alipay: what a script requires first. Everything here is documented in README and docs.

local client = require "alipay.client.client"
local errors = require "alipay.error"
local multipart = require "alipay.multipart"

local M = {}

M.version = require("alipay.core.embedded").version

---Make a client: from a table of settings, or of the profile in use.
---@param options? table
---@return alipay.client
M.client = client.new

---A multipart body: `alipay.multipart{ image_content = alipay.file "photo.jpg", note = "text" }`.
M.multipart = multipart.new

---A file on disk, streamed when sent.
M.file = multipart.file

---A file from memory.
M.bytes = multipart.bytes

---Raise the error of a failed result: `local res = alipay.check(client...:post{})`.
M.check = errors.check

-- Loaded when they are first used: most scripts need neither.
local LAZY = { miniprogram = "alipay.client.miniprogram", notify = "alipay.notify" }

return setmetatable(M, {
  lazy = LAZY,
  __index = function(_, name)
    local module = LAZY[name] and require(LAZY[name])
    if module then M[name] = module end
    return module
  end,
})
