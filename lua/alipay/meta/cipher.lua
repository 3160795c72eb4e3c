-- SPDX-License-Identifier: MIT
---@meta alipay.core.cipher
-- Content encryption. No state is kept between calls.

local cipher = {}

---Encrypt a text.
---@param plain string
---@param key string base64 of 16, 24 or 32 bytes (AES) or 16 bytes (SM4)
---@param algorithm? string "AES" (default: CBC, PKCS#5, IV of zeros), "AES_V2" (CBC, random IV in front), "SM4" (GCM, random IV of 16 bytes in front, tag of 16 behind)
---@param iv? string IV bytes, for "AES" only
---@return string|nil base64
---@return string|nil message a key that is not base64, of a wrong length, or encoded twice, is named as such
---@return string|nil class "key" or "data"
function cipher.encrypt(plain, key, algorithm, iv) end

---Decrypt a text.
---@param text string base64
---@param key string
---@param algorithm? string
---@param iv? string
---@return string|nil plain
---@return string|nil message
---@return string|nil class "key" or "data" (length, padding or tag)
function cipher.decrypt(text, key, algorithm, iv) end

return cipher
