-- SPDX-License-Identifier: MIT
-- alipay: what a script requires first. Everything here is documented in README and docs.

local client = require "alipay.client.client"
local errors = require "alipay.error"
local multipart = require "alipay.multipart"

local M = {}

---Version of this library, as "0.1.0".
---@type string
M.version = require("alipay.core.embedded").version

---Make a client: from a table of settings, or of the profile in use.
---@param options? table fields of alipay.settings; what is missing comes from the environment and the profile in use
---@return alipay.client client raises an error object of kind "parameter" when settings are missing or wrong
M.client = client.new

---A multipart body: `alipay.multipart{ image_content = alipay.file "photo.jpg", note = "text" }`.
---@param fields table<string, string|integer|alipay.filepart> texts, which are signed, and files, which are not
---@return alipay.multipart
M.multipart = multipart.new

---A file on disk, streamed when it is sent. It is looked at when the call is made, not before.
---@param path string
---@param options? { name: string?, type: string? } file name and Content-Type to send; from the path otherwise
---@return alipay.filepart
M.file = multipart.file

---A file from memory.
---@param data string
---@param options? { name: string?, type: string? } file name ("file.bin" by default) and Content-Type to send, by the name otherwise
---@return alipay.filepart
M.bytes = multipart.bytes

---Raise the error of a failed result, pass on every other: `local res = alipay.check(client...:post{})`.
---@param ... any
---@return any ... what was given
M.check = errors.check

-- Loaded when they are first used: most scripts need neither.
local LAZY = { miniprogram = "alipay.miniprogram", notify = "alipay.notify" }

return setmetatable(M, {
  lazy = LAZY,
  __index = function(_, name)
    local module = LAZY[name] and require(LAZY[name])
    if module then M[name] = module end
    return module
  end,
})
