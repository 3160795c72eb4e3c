-- SPDX-License-Identifier: MIT
-- The token store: whose pair is replaced, and that a pair that was bought finds room on a full disk.

local claimant = require "alipay.client.claimant"
local db = require "alipay.core.db"
local digest = require "alipay.core.digest"
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

  it("tries again when memory was short at that moment", function()
    local store <close> = assert(tokens.open(dir))
    local write, attempts = store.write, 0
    function store.write(...)
      attempts = attempts + 1
      if attempts == 1 then error("not enough memory", 0) end
      return write(...)
    end
    assert.equal("r1", assert(store:save("app", answer())).refresh_token)
    function store.write() error("not enough memory", 0) end
    assert.has_error(function() store:save("app", answer()) end, "not enough memory")
  end)

  it("says so before anything is asked for when there is no room", function()
    local store <close> = assert(tokens.open(dir))
    store.reserve_path = dir .. "/nowhere/tokens.reserve"
    local ok, err = store:reserve()
    assert.is_nil(ok)
    assert.equal("parameter", err.kind)
    assert.matches("token store cannot be used", err.message)
  end)

  local function pair_of(store)
    local row = assert(store:list "app")[1]
    return row.access_token .. " " .. row.refresh_token, row
  end

  it("keeps the newer pair when an answer comes late, and the late one beside it", function()
    local slow <close> = assert(tokens.open(dir))
    local other <close> = assert(tokens.open(dir))
    local row = assert(slow:save("app", answer()))
    assert.is_true(slow:claim(row, 0)) -- it runs out at once
    assert.is_true(other:claim(row, 60))
    assert(other:save("app", answer { access_token = "a2", refresh_token = "r2" }, row))
    for _, renewed in ipairs { row, row.subject } do
      local stored, why = slow:save("app", answer { access_token = "late", refresh_token = "late" }, renewed)
      assert.same({ "r2", "late" }, { stored.refresh_token, why })
    end
    local pair, found = pair_of(slow)
    assert.equal("a2 r2", pair)
    assert.equal("late", found.late_refresh_token)
    -- A new consent is no renewal: it counts.
    assert(slow:save("app", answer { access_token = "a3", refresh_token = "r3" }))
    assert.equal("a3 r3", (pair_of(slow)))
  end)

  it("leaves a user forgotten whose pair is renewed at that moment, and takes a new consent", function()
    local slow <close> = assert(tokens.open(dir))
    local other <close> = assert(tokens.open(dir))
    local row = assert(slow:save("app", answer { open_id = "o1" }))
    assert.is_true(slow:claim(row, 60))
    assert.equal(1, other:delete("app", "2088"))
    assert(slow:reserve())
    local late = answer { access_token = "a2", refresh_token = "r2", user_id = false, open_id = "o1" }
    for _, renewed in ipairs { row, row.subject, "o1" } do
      assert.same({ nil, "forgotten" }, { slow:save("app", late, renewed) })
      assert.same({}, slow:list "app")
    end
    assert.is_table(fs.stat(dir .. "/tokens.reserve")) -- it was no want of room
    assert.same({ false, "forgotten" }, { other:claim(row, 60) })
    -- What another consent brought meanwhile stays.
    assert(other:save("app", answer { access_token = "a3", refresh_token = "r3", open_id = "o1" }))
    local stored, why = slow:save("app", late, row)
    assert.same({ "r3", "late" }, { stored.refresh_token, why })
    assert.equal("a3 r3", (pair_of(slow)))
    -- A row that was renewed and forgotten later may come back by a subject of which nothing is known.
    assert.is_true(slow:claim(stored, 60))
    assert(slow:save("app", answer { access_token = "a4", refresh_token = "r4" }, stored))
    assert.equal(1, other:delete("app", "2088"))
    assert.equal("r5", assert(slow:save("app", answer { refresh_token = "r5" }, "2088")).refresh_token)
  end)

  it("knows one user by both names, and joins rows that were stored by two", function()
    local store <close> = assert(tokens.open(dir))
    local first = assert(store:save("app", answer { user_id = false, open_id = "o1" }))
    local again = answer { access_token = "a2", refresh_token = "r2", open_id = "o1", re_expires_in = false }
    local row = assert(store:save("app", again))
    assert.same({ 1, "o1", "2088" }, { #store:list "app", row.subject, row.user_id })
    assert.equal(first.refresh_expires_at, row.refresh_expires_at) -- an answer that does not say it changes nothing
    assert(store.db:exec("INSERT INTO tokens (app_id, subject, access_token, refresh_token, obtained_at, expires_at, "
      .. "refresh_expires_at) VALUES ('app', '3000', 'b', 'b', 0, 0, 0)"))
    assert(store:save("app", answer { access_token = "a3", refresh_token = "r3", user_id = "3000", open_id = "o1" }))
    assert.same({ 1, "a3 r3" }, { #store:list "app", (pair_of(store)) })
    assert.equal(0, store:delete("app", "nobody"))
    assert.equal(0, store:delete("other", "3000"))
    assert.equal(1, store:delete("app", "3000"))
    assert.same({}, store:list "app")
  end)

  it("takes over the claim of a process that is gone, or of a clock that was wrong, and no other", function()
    local row
    do
      local store <close> = assert(tokens.open(dir))
      row = assert(store:save("app", answer()))
      assert.is_true(store:claim(row, 60))
    end
    local first <close> = assert(tokens.open(dir))
    local second <close> = assert(tokens.open(dir))
    assert.is_true(first:claim(row, 60)) -- its owner was closed
    assert.same({ false, "claimed" }, { second:claim(row, 60) })
    -- One that was killed leaves its lock's files behind, and nobody holds it.
    local killed = dir .. "/claimant-1-00ff00ff.lock"
    assert(fs.create(killed, ""))
    assert(first.db:exec("UPDATE tokens SET claimed_by = '1-00ff00ff', claimed_until = ?", os.time() + 600))
    assert.is_true(second:claim(row, 60))
    assert.is_nil((fs.stat(killed)))
    assert(first.db:exec("UPDATE tokens SET claimed_until = ?", os.time() + 10 * 365 * 86400))
    assert.is_true(first:claim(row, 60))
    assert.is_true(first:release(row))
    assert(first:save("app", answer { access_token = "a2", refresh_token = "r2" }, row))
    assert.same({ false, "renewed" }, { second:claim(row, 60) })
    first:close()
    second:close()
    for _, name in ipairs(fs.list(dir)) do assert.not_matches("^claimant", name) end
  end)

  it("removes the files of runs that are gone, of no other, and finds a name of its own beside them", function()
    local other = claimant.new(dir)
    assert(other:appear())
    for _, name in ipairs { "claimant-1-00ff00ff.lock", "claimant-2-0.lock", "claimant-of-a-friend.lock" } do
      assert(fs.create(dir .. "/" .. name, ""))
    end
    local one = claimant.new(dir)
    local taken = one.name
    local sweeper = assert(fs.lock(("%s/claimant-%s.lock"):format(dir, taken)))
    assert.is_true(one:appear())
    assert.not_equal(taken, one.name)
    assert.is_true(one:appear())
    assert.is_false(other:is_gone(one.name))
    sweeper:release()
    local function lock_of(name) return "claimant-" .. name .. ".lock" end
    local expected = { lock_of(other.name), lock_of(one.name), lock_of(taken), lock_of "of-a-friend" }
    table.sort(expected)
    assert.same(expected, fs.list(dir))
    one:close()
    other:close()
  end)

  it("renews early, and not all in one second", function()
    local now, due = os.time(), 0
    local function row(left, life, seed)
      return { expires_at = now + left, obtained_at = now + left - life, refresh_token = digest.sha256(seed) }
    end
    assert.is_true(tokens.is_due(row(3599, 7200, "a"), 3600))
    assert.is_true(tokens.is_due(row(-5, 7200, "a"), 0))
    assert.is_false(tokens.is_due(row(3600 * 1.11, 7200, "a"), 3600))
    assert.is_true(tokens.is_due(row(86399, 864000, "a"), 3600)) -- a tenth of its life is left
    for i = 1, 100 do
      if tokens.is_due(row(3600 * 1.05, 7200, tostring(i)), 3600) then due = due + 1 end
    end
    assert.is_true(due > 20 and due < 80, due)
  end)

  it("takes the database of an older version", function()
    do
      local old <close> = assert(db.open(dir .. "/tokens.db"))
      assert(old:exec [[CREATE TABLE tokens (id INTEGER PRIMARY KEY, app_id TEXT NOT NULL, subject TEXT NOT NULL,
        access_token TEXT NOT NULL, refresh_token TEXT NOT NULL, obtained_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
        refresh_expires_at INTEGER NOT NULL, previous_access_token TEXT, previous_refresh_token TEXT, claimed_by TEXT,
        claimed_until INTEGER NOT NULL DEFAULT 0, trouble TEXT, UNIQUE (app_id, subject));
        INSERT INTO tokens (app_id, subject, access_token, refresh_token, obtained_at, expires_at, refresh_expires_at)
        VALUES ('app', '2088', 'a', 'r', 1, 2, 3)]])
    end
    for _ = 1, 2 do
      local store <close> = assert(tokens.open(dir))
      assert.equal("a r", (pair_of(store)))
    end
  end)

  it("lies in a folder of the user's own, and is no link", function()
    local function refused(path, pattern)
      local store, err = tokens.open(path)
      assert.is_nil(store)
      assert.equal("parameter", err.kind)
      assert.matches(pattern, err.message)
    end
    assert(tokens.open(dir .. "/made")):close()
    assert.equal(448, fs.stat(dir .. "/made").mode & 511) -- octal 0700
    assert(os.execute(("mkdir '%s/open' && chmod 777 '%s/open'"):format(dir, dir)))
    refused(dir .. "/open", "chmod")
    assert.is_nil((fs.stat(dir .. "/open/tokens.db")))
    assert(os.execute(("mkdir -m 700 '%s/linked' && ln -s '%s/target' '%s/linked/tokens.db'"):format(dir, dir, dir)))
    refused(dir .. "/linked", "is a link")
    assert(fs.create(dir .. "/target", ""))
    refused(dir .. "/linked", "is a link")
    assert.equal(0, fs.stat(dir .. "/target").size)
    if fs.stat("/proc/self").uid ~= 0 then return end
    assert(os.execute(("mkdir -m 700 '%s/other' && chown 65534 '%s/other'"):format(dir, dir)))
    refused(dir .. "/other", "other")
  end)
end)
