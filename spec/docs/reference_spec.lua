-- SPDX-License-Identifier: MIT
-- tests/reference.lua: what it makes of docstrings.

local fs = require "alipay.core.fs"

local SOURCE = [[
-- SPDX-License-Identifier: MIT
-- What the module is for,
-- in two lines.

local M = {}

---Not public.
local function hidden() end

---@class alipay.base
---@field owner string

---@class alipay.thing: alipay.base what is opened
---@field size integer bytes
---@field on_end? fun(done: boolean): boolean told of the end
local methods = {}

---Close it.
function methods:close() end

---Open a thing.
---@param path string where it lies
---@param options? { deep: boolean, like: table<string, integer> } how
---@return alipay.thing|nil thing
---@return string|nil message why not
function M.open(path, options) end

---@type table
M.data = {}

---Another name.
M.alias = M.open

return M
]]

describe("the reference", function()
  it("has the header, what is public of the module, and the types it names", function()
    local dir = assert(fs.temporary "reference-spec-")
    assert(fs.create(dir .. "/thing.lua", SOURCE))
    local pipe <close> = assert(io.popen("lua5.4 tests/reference.lua en alipay.thing " .. dir .. "/thing.lua"))
    local text = pipe:read "a":match "\n## .*"
    assert.equal([[

## alipay.thing

What the module is for,
in two lines.

### `thing.open(path, options)`

Open a thing.

- `path` `string`: where it lies
- `options?` `{ deep: boolean, like: table<string, integer> }`: how
- returns `thing` `alipay.thing|nil`
- returns `message` `string|nil`: why not

### `thing.alias`

Another name.

## type alipay.base

- `owner` `string`

## type alipay.thing

what is opened

It has the fields of `alipay.base`, too.

- `size` `integer`: bytes
- `on_end?` `fun(done: boolean): boolean`: told of the end

### `thing:close()`

Close it.
]], text)
    fs.remove(dir)
  end)

  it("tells in Chinese what has a Chinese form, and leaves names and types as they are", function()
    local dir = assert(fs.temporary "reference-spec-")
    assert(fs.create(dir .. "/thing.lua", [[
-- SPDX-License-Identifier: MIT
-- Amounts as the platform writes them, in yuan with two decimals, and as one reckons with them: integers of fen. Floats are
-- refused, as they lose fen.

local M = {}

---Create a QR code.
---A second line of a text that is not known.
---
---Upload a video.
---@param path string as for `image`
---@param more { deep: boolean } of which nothing is known
---@return integer|nil fen fen
function M.open(path, more) end

return M
]]))
    local pipe <close> = assert(io.popen("lua5.4 tests/reference.lua zh alipay.thing " .. dir .. "/thing.lua"))
    assert.equal([[

## alipay.thing

金额：平台以元为单位、写两位小数，计算时用整数的分。拒绝浮点数，因为浮点数会丢失分。

### `thing.open(path, more)`

Create a QR code.
A second line of a text that is not known.

上传视频。

- `path` `string`：同 `image`
- `more` `{ deep: boolean }`：of which nothing is known
- 返回 `fen` `integer|nil`：分
]], pipe:read "a":match "\n## .*")
    fs.remove(dir)
  end)

  it("is refused where a docstring has no Chinese form, a Chinese form no docstring, and where there are two", function()
    local dir = assert(fs.temporary "reference-spec-")
    assert(os.execute(("mkdir %s/tests && cp -R lua %s && cp tests/reference.lua %s/tests"):format(dir, dir, dir)))
    local function replace(path, from, to)
      local file <close> = assert(io.open(dir .. path, "rb"))
      local text = file:read "a"
      local first, last = assert(text:find(from, 1, true))
      assert(fs.replace(dir .. path, text:sub(1, first - 1) .. to .. text:sub(last + 1)))
    end
    replace("/lua/alipay/money.lua", 'Compare two amounts: "1" and "1.00" are equal.', "Compare two sums.")
    replace("/lua/alipay/lang/zh/reference/gateway.lua", "return {", 'return { ["fen"] = "分",')
    local pipe <close> = assert(io.popen("cd " .. dir .. " && lua5.4 tests/reference.lua zh 2>&1 >docs.md; echo $?"))
    assert.equal([[
no Chinese text for "Compare two sums."
lua/alipay/lang/zh/reference/bill.lua: no docstring says "Compare two amounts: \"1\" and \"1.00\" are equal."
lua/alipay/lang/zh/reference/gateway.lua: "fen" is in lua/alipay/lang/zh/reference/bill.lua, too
1
]], pipe:read "a")
    fs.remove(dir)
  end)

  it("of the project is whole: every module that may be required is in it, with its documented functions", function()
    local file <close> = assert(io.open("docs/reference.md"))
    local text = file:read "a"
    for _, name in ipairs { "alipay", "alipay.async", "alipay.api.oauthToken", "alipay.error", "alipay.gateway", "alipay.http",
      "alipay.json", "alipay.miniprogram", "alipay.multipart", "alipay.notify", "alipay.oauth", "alipay.script",
      "alipay.tokens" } do
      assert.matches("\n## " .. name .. "\n", text, 1, true)
    end
    for _, member in ipairs { "async.map(", "json.encode(", "script.say(", "http.fetch(", "oauthToken.refresh(",
      "promise:cancel(" } do
      assert.matches("\n### `" .. member, text, 1, true)
    end
  end)
end)
