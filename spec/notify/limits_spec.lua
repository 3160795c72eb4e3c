-- SPDX-License-Identifier: MIT
-- What a listener spends on strangers, and where it keeps its journal.

local fs = require "alipay.core.fs"
local loop = require "alipay.async.loop"
local notify = require "alipay.notify"
local socket = require "socket"
local support = require "spec.support.notify"
local visit = require "alipay.http"

local PROGRAM = fs.absolute(os.getenv "ALIPAY_LUA" or arg[-1])

local CHILD = [==[
local dir = arg[1]
local listener = assert(require("alipay.notify").listen {
  journal = dir .. "/journal.db", on_notify = function() return true end,
  client = require("alipay").client {
    app_id = "2021000117618204", private_key = dir .. "/app.pem", alipay_public_key = dir .. "/alipay.pem",
  },
})
print(require("alipay.core.fs").pid(), listener.url)
io.stdout:flush()
listener:run()
]==]

describe("a listener", function()
  local dir
  before_each(function() dir = support.folder() end)
  after_each(function() fs.remove(dir) end)

  local function post(url, body)
    return assert(visit.fetch(url, {
      method = "POST", body = body, proxy = "", timeout = 60, headers = { "Content-Type: application/x-www-form-urlencoded" },
    })).body
  end

  it("never spends more than a twentieth of the time on causes", function()
    local problems = {}
    local listener = assert(notify.listen {
      client = support.client(), journal = dir .. "/journal.db", on_notify = print,
      on_problem = function(message) problems[#problems + 1] = message end,
    })
    local real, clock = loop.now, 100
    finally(function()
      loop.now = real
      listener:stop()
    end)
    loop.now = function()
      clock = clock + 0.5 -- each search seems to take half a second
      return clock
    end
    assert.equal("fail", post(listener.url, "a=b&sign=x"))
    assert.equal(1, #problems)
    clock = 109
    assert.equal("fail", post(listener.url, "a=b&sign=x"))
    assert.equal(1, #problems)
    clock = 111
    assert.equal("fail", post(listener.url, "a=b&sign=x"))
    assert.equal(2, #problems)
  end)

  it("keeps its journal in a folder of the user's own, and follows no link", function()
    local function refused(options, pattern)
      options.client, options.on_notify = support.client(), print
      local second, err = notify.listen(options)
      assert.is_nil(second)
      assert.equal("parameter", err.kind)
      assert.matches(pattern, err.message)
    end
    assert(os.execute(("ln -s '%s/elsewhere' '%s/link.db'"):format(dir, dir)))
    refused({ journal = dir .. "/link.db" }, "is a link")
    assert.is_nil((fs.stat(dir .. "/elsewhere")))
    local paths = require "alipay.util.paths"
    local state_dir = paths.state_dir
    finally(function() paths.state_dir = state_dir end)
    paths.state_dir = function() return dir .. "/state" end
    assert(os.execute(("mkdir '%s/state' && chmod 777 '%s/state'"):format(dir, dir)))
    refused({}, "chmod")
    assert(os.execute(("rmdir '%s/state'"):format(dir)))
    assert(notify.listen { client = support.client(), on_notify = print }):stop()
    assert.equal(448, fs.stat(dir .. "/state").mode & 511) -- octal 0700
  end)

  it("says that it is full, closes who waits longest, and goes on answering", function()
    assert(fs.create(dir .. "/child.lua", CHILD))
    assert(fs.create(dir .. "/app.pem", support.app:pem()))
    assert(fs.create(dir .. "/alipay.pem", support.alipay:public():pem()))
    local child = assert(io.popen(("ulimit -n 64; ALIPAY_STATE_DIR='%s' exec '%s' '%s/child.lua' '%s' 2>'%s/stderr'"):format(dir,
      PROGRAM, dir, dir, dir)))
    local pid, url = (child:read "l" or ""):match "^(%d+)%s+(%S+)$"
    local idle = {}
    for i = 1, 200 do
      idle[i] = assert(socket.tcp())
      idle[i]:connect("127.0.0.1", tonumber(url:match ":(%d+)/"))
    end
    local answer = post(url, support.body())
    os.execute("kill -TERM " .. pid)
    child:close()
    for _, connection in ipairs(idle) do connection:close() end
    assert.equal("success", answer)
    local log <close> = assert(io.open(dir .. "/stderr"))
    local text = log:read "a"
    assert.matches("^notify: .*connections", text)
    assert.equal(1, select(2, text:gsub("\n", "")))
  end)
end)
