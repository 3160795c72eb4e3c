-- SPDX-License-Identifier: MIT
---@meta alipay.core.qr
-- QR codes by libqrencode (error correction M; text beyond ASCII is marked as UTF-8 by ECI 26), PNG by libpng.

local qr = {}

---@param text string up to 2000 bytes
---@return string[]|nil rows each a string of "1" (dark) and "0", without a quiet zone
---@return string|nil message
---@return string|nil class
function qr.matrix(text) end

---@param text string
---@param scale? integer pixels of a module, 1 to 64, 8 by default
---@param margin? integer modules of quiet zone, 0 to 64, 4 by default
---@return string|nil png
---@return string|nil message
---@return string|nil class
function qr.png(text, scale, margin) end

return qr
