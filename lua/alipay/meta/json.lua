-- SPDX-License-Identifier: MIT
---@meta alipay.core.json
-- Byte and table walks that make lua-cjson exact. Used by `alipay.json` only; everyone else uses that.

local json = {}

---Prepare a JSON text for cjson: number tokens that a float would change, or whose spelling says float though their value is
---whole, are replaced by placeholders (10^13 + index, a size that no other number keeps), and so is `[]`, which cjson cannot
---tell from `{}`. The whole text is checked: grammar, nesting up to 512, surrogates in escapes, numbers out of range. A byte
---order mark is dropped.
---@param text string
---@return string|nil prepared
---@return table|string|nil numbers placeholder index to value (integer, float, or false for `[]`), nil when the text holds no number
---and no `[]`, so that nothing has to be put back; or the message with the position
---@return string|nil class "data"
function json.prepare(text) end

---Put the numbers back into a decoded value, in place: placeholders become their values, whole floats become integers.
---@param value any
---@param numbers table
---@param array table metatable for empty arrays
---@return any value
function json.restore(value, numbers, array) end

---Prepare a value for cjson.encode. Raises, naming the path (`content.goods[2].price`), on NaN, infinities, functions, threads, other
---userdata, cycles, mixed keys, holes and nesting beyond 100; the error blames the caller of the function that called protect.
---@param value any
---@param marks { array: table, null: lightuserdata, raw: table, object: table|nil } metatables that mark arrays, objects and raw JSON
---@return any prepared the same value when nothing had to change, else a copy
---@return string[] spellings placeholder index to JSON text (integers beyond 14 digits, exact floats, empty arrays, raw JSON)
function json.protect(value, marks) end

---Finish an encoded text: names of objects are sorted, then placeholders become their spellings, `\/` becomes `/`.
---@param text string
---@param spellings string[]
---@return string
function json.finish(text, spellings) end

return json
