-- SPDX-License-Identifier: MIT
-- A listener that dies at each step of receiving a notification, is started again, and gets the notification once more: how
-- often was it handled?

local form = require "alipay.core.form"
local fs = require "alipay.core.fs"
local support = require "spec.support.notify"
local visit = require "alipay.http"

local PROGRAM = os.getenv "ALIPAY_LUA" or arg[-1]

local CHILD = [==[
local dir, mode, point = arg[1], arg[2], arg[3]
local handling = require "alipay.notify.handling"
local notify = require "alipay.notify"

local function die_at(step)
  if step == point then os.execute "kill -9 $PPID" end
end
handling.observer = die_at

-- The effect of the handler that must come once: a line in a file, or a row beside the journal.
local function effect(n)
  local file <close> = assert(io.open(dir .. "/effects", "a"))
  file:write(n:id(), "\n")
end

local function has_effect(n)
  for line in io.lines(dir .. "/effects") do
    if line == n:id() then return true end
  end
  return false
end

local function handle(n)
  die_at "before"
  if mode == "commit" then
    assert(n:commit(function(db)
      assert(db:exec "CREATE TABLE IF NOT EXISTS effects (id TEXT)")
      assert(db:exec("INSERT INTO effects VALUES (?)", n:id()))
      die_at "inside"
      return true
    end))
  else
    effect(n)
  end
  die_at "after"
  return true
end

local listener = assert(notify.listen {
  journal = dir .. "/journal.db", on_notify = handle, repeatable = mode == "commit" or mode == "repeat",
  on_uncertain = mode == "ask" and has_effect or nil,
  on_problem = function(message)
    local file <close> = assert(io.open(dir .. "/problems", "a"))
    file:write(message, "\n")
  end,
  client = require("alipay").client {
    app_id = "2021000117618204", private_key = dir .. "/app.pem", alipay_public_key = dir .. "/alipay.pem",
  },
})
print(require("alipay.core.fs").pid(), listener.url)
io.stdout:flush()
listener:run()
]==]

local function quote(text)
  return "'" .. text:gsub("'", "'\\''") .. "'"
end

local function read(path)
  local file = io.open(path, "rb")
  if not file then return "" end
  local data = file:read "a"
  file:close()
  return data
end

describe("a crash while a notification is received", function()
  local dir, mode
  local body = support.body()
  local id = support.params().notify_id

  before_each(function()
    dir = support.folder()
    assert(fs.create(dir .. "/child.lua", CHILD))
    assert(fs.create(dir .. "/app.pem", support.app:pem()))
    assert(fs.create(dir .. "/alipay.pem", support.alipay:public():pem()))
    assert(fs.create(dir .. "/effects", ""))
  end)
  after_each(function() fs.remove(dir) end)

  -- Runs a listener, hands it the notification, and ends it unless it ended itself; its answer, nil when it died before.
  local function run(point, is_sent)
    local child = assert(io.popen(("exec env ALIPAY_STATE_DIR=%s %s %s %s %s %s 2>>%s"):format(quote(dir), quote(PROGRAM),
      quote(dir .. "/child.lua"), quote(dir), mode, point, quote(dir .. "/stderr"))))
    local pid, url = (child:read "l" or ""):match "^(%d+)%s+(%S+)$"
    assert(pid, read(dir .. "/stderr"))
    local reply = is_sent ~= false and visit.fetch(url, {
      method = "POST", body = body, proxy = "", timeout = 20,
      headers = { "Content-Type: application/x-www-form-urlencoded" },
    })
    if point == "none" then os.execute("kill -TERM " .. pid) end
    child:close()
    return reply and reply.body or nil
  end

  local function journal(sql)
    local handle <close> = assert(require("alipay.core.db").open(dir .. "/journal.db"))
    return handle:query(sql) or {}
  end

  local function effects()
    if mode == "commit" then return #journal "SELECT * FROM effects" end
    return select(2, read(dir .. "/effects"):gsub("\n", ""))
  end

  local function state()
    local row = journal "SELECT state FROM notifications"[1]
    return row and row.state
  end

  local function crash_and_send_again(point)
    run(point)
    return run "none"
  end

  local STEPS = { "verified", "received", "handling", "before", "after", "returned", "handled", "answered" }

  for _, point in ipairs(STEPS) do
    it("at '" .. point .. "': a plain handler never runs twice, and what is uncertain is reported", function()
      mode = "plain"
      local answer = crash_and_send_again(point)
      local uncertain = ({ handling = 0, before = 0, after = 1, returned = 1 })[point]
      assert.equal(uncertain or 1, effects())
      assert.equal(uncertain and "fail" or "success", answer)
      assert.equal(uncertain and "uncertain" or "handled", state())
      local reported = read(dir .. "/problems"):find("notification " .. id .. " was being handled", 1, true)
      assert.equal(uncertain ~= nil, reported ~= nil)
    end)

    it("at '" .. point .. "': a handler that commits into the journal is done exactly once", function()
      mode = "commit"
      assert.equal("success", crash_and_send_again(point))
      assert.equal(1, effects())
      assert.equal("handled", state())
      assert.equal("", read(dir .. "/problems"))
    end)

    it("at '" .. point .. "': with on_uncertain it is handled exactly once", function()
      mode = "ask"
      assert.equal("success", crash_and_send_again(point))
      assert.equal(1, effects())
      assert.equal("handled", state())
    end)
  end

  it("inside the commit leaves nothing of it", function()
    mode = "commit"
    run "inside"
    assert.equal("handling", state())
    assert.equal(0, #journal "SELECT name FROM sqlite_master WHERE name = 'effects'")
    assert.equal("success", run "none")
    assert.equal(1, effects())
  end)

  it("loses nothing that the platform never sends again", function()
    mode = "plain"
    run "received"
    assert.equal(0, effects())
    run("handled", false)
    assert.equal(1, effects())
    assert.equal("handled", state())
  end)

  it("again and again, at every step in turn, still does it once", function()
    mode = "commit"
    for _, point in ipairs { "verified", "received", "handling", "before", "inside" } do run(point) end
    assert.equal("success", run "none")
    assert.equal(1, effects())
  end)

  it("runs a repeatable handler again, which may be twice", function()
    mode = "repeat"
    assert.equal("success", crash_and_send_again "after")
    assert.equal(2, effects())
  end)

  it("hands over the same notification that was received", function()
    mode = "plain"
    run "received"
    local row = journal "SELECT * FROM notifications"[1]
    assert.equal(id, row.id)
    local n = assert(require("alipay.notify").verify(row.raw, support.client()))
    assert.same(support.params().subject, n.params.subject)
    assert.same(n.params, require("alipay.json").decode(row.params))
    assert.equal(form.decode(body)[1][2], form.decode(row.raw)[1][2])
  end)
end)
