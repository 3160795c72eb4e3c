-- SPDX-License-Identifier: MIT
---@meta alipay.core.digest
-- Digests, base64 and random bytes.

local digest = {}

---@param data string
---@return string hex lower-case SHA-256
function digest.sha256(data) end

---SHA-256 of a file, read in pieces.
---@param path string
---@return string|nil hex
---@return string|nil message
---@return string|nil class
function digest.sha256_file(path) end

---@param data string
---@return string hex lower-case MD5 (certificate serial numbers only)
function digest.md5(data) end

---@param data string
---@return string base64 on one line
function digest.base64_encode(data) end

---Strict: characters outside the alphabet, bad padding or a bad length are refused; white space is skipped.
---@param text string
---@return string|nil data
---@return string|nil message
---@return string|nil class
function digest.base64_decode(text) end

---@param count integer bytes, 1 to 65536
---@return string bytes from the operating system's generator
function digest.random(count) end

---@param count integer characters, 1 to 65536
---@return string text base62 characters, each equally likely
function digest.nonce(count) end

return digest
