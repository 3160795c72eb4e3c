-- SPDX-License-Identifier: MIT
-- The token store: whose pair is replaced, and that a pair that was bought finds room on a full disk.

local fs = require "alipay.core.fs"
local tokens = require "alipay.tokens"

describe("the token store", function()
  local dir
  before_each(function() dir = assert(fs.temporary "tokens-spec-") end)
  after_each(function() fs.remove(dir) end)

  local function answer(fields)
    local data = { access_token = "a1", refresh_token = "r1", expires_in = 60, re_expires_in = 120, user_id = "2088" }
    for name, value in pairs(fields or {}) do data[name] = value or nil end
    return data
  end

  it("replaces the pair that was renewed, whatever the answer calls its user", function()
    local store <close> = assert(tokens.open(dir))
    local row = assert(store:save("app", answer()))
    assert(store:save("app", answer { access_token = "a2", refresh_token = "r2", user_id = false, open_id = "0x9" }, row.subject))
    assert(store:save("app", answer { access_token = "a3", refresh_token = "r3", user_id = false }, row.subject))
    local rows = assert(store:list "app")
    assert.equal(1, #rows)
    assert.same({ "2088", "r3", "r2" }, { rows[1].subject, rows[1].refresh_token, rows[1].previous_refresh_token })
  end)

  it("gives up the room it has set aside rather than a pair", function()
    local store <close> = assert(tokens.open(dir))
    assert(store:reserve())
    assert.equal(65536, fs.stat(dir .. "/tokens.reserve").size)
    local write, attempts = store.write, 0
    function store.write(...)
      attempts = attempts + 1
      if fs.stat(dir .. "/tokens.reserve") then return nil, "full" end
      return write(...)
    end
    assert.equal("r1", assert(store:save("app", answer())).refresh_token)
    assert.equal(2, attempts)
    assert(store:reserve())
    assert.is_table(fs.stat(dir .. "/tokens.reserve"))
  end)

  it("says so before anything is asked for when there is no room", function()
    local store <close> = assert(tokens.open(dir))
    store.reserve_path = dir .. "/nowhere/tokens.reserve"
    local ok, err = store:reserve()
    assert.is_nil(ok)
    assert.equal("parameter", err.kind)
    assert.matches("token store cannot be used", err.message)
  end)
end)
