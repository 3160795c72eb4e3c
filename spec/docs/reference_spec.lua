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

---@class alipay.thing
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
    local pipe <close> = assert(io.popen("lua5.4 tests/reference.lua alipay.thing " .. dir .. "/thing.lua"))
    local text = pipe:read "a":match "\n## .*"
    assert.equal([[

## alipay.thing

What the module is for,
in two lines.

### `thing.open(path, options)`

Open a thing.

- `path` `string`: where it lies
- `options?` `{ deep: boolean, like: table<string, integer> }`: how
- returns `alipay.thing|nil` thing
- returns `string|nil` message why not

### `thing.alias`

Another name.

## type alipay.thing

- `size` `integer`: bytes
- `on_end?` `fun(done: boolean): boolean`: told of the end

### `thing:close()`

Close it.
]], text)
    fs.remove(dir)
  end)

  it("of the project is whole: every module that may be required is in it, with its documented functions", function()
    local file <close> = assert(io.open("docs/reference.md"))
    local text = file:read "a"
    for _, name in ipairs { "alipay", "alipay.async", "alipay.api.oauthToken", "alipay.error", "alipay.gateway", "alipay.http",
      "alipay.json", "alipay.multipart", "alipay.notify", "alipay.oauth", "alipay.script", "alipay.tokens" } do
      assert.matches("\n## " .. name .. "\n", text, 1, true)
    end
    for _, member in ipairs { "async.map(", "json.encode(", "script.say(", "http.fetch(", "oauthToken.refresh(" } do
      assert.matches("\n### `" .. member, text, 1, true)
    end
  end)
end)
