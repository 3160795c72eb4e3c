-- SPDX-License-Identifier: MIT
-- The gateway's folder: whose it may be, who has it, and what in it is never touched.

local command = require "spec.support.command"
local fs = require "alipay.core.fs"
local gateway = require "alipay.gateway"
local loop = require "alipay.core.loop"
local support = require "spec.support.gateway"
local text = require "alipay.core.text"

local function shell(line)
  assert(os.execute(line))
end

describe("the folder of a gateway", function()
  local box
  before_each(function() box = command.sandbox() end)
  after_each(function() box.remove() end)

  -- Every file and link below, as find prints it.
  local function listing(dir)
    return (command.shell(("find '%s' | LC_ALL=C sort"):format(dir)))
  end

  local function refusal(dir)
    local none, err = gateway.start { dir = dir }
    assert.is_nil(none)
    assert.equal("parameter", err.kind)
    return tostring(err)
  end

  it("is refused when others can write it, when it is a link, or a file", function()
    local dir = box.dir .. "/gw"
    assert(fs.mkdir(dir, 511))
    shell("chmod 0775 " .. dir)
    assert.matches("can be written by others (mode 0775): chmod go-w it first", refusal(dir), 1, true)
    shell(("chmod 0700 %s && ln -s gw %s/link && touch %s/file"):format(dir, box.dir, box.dir))
    assert.matches("link is a link: name the folder that it leads to", refusal(box.dir .. "/link"), 1, true)
    assert.matches("is a link", refusal(box.dir .. "/link/"), 1, true)
    assert.is_string(refusal(box.dir .. "/file"))
    assert.same({}, fs.list(dir))
  end)

  it("is refused when it is another user's", function()
    local dir = box.dir .. "/gw"
    shell("mkdir " .. dir)
    if not os.execute(("chown 65534 %s 2>%s/err"):format(dir, box.dir)) then dir = "/" end -- only root can give a folder away
    assert.matches("belongs to another user", refusal(dir), 1, true)
  end)

  it("is refused when links lead out of it, and nothing behind them is touched", function()
    local dir, victim = box.dir .. "/gw", box.dir .. "/victim"
    shell(("mkdir -p %s %s/gateway-1-abc/deep && chmod 700 %s"):format(dir, victim, dir))
    shell(("touch %s/gateway-1-abc/deep/thesis"):format(victim))
    shell(("find %s -exec touch -h -d '3 days ago' {} +"):format(victim))
    local before = listing(victim)
    for _, name in ipairs { "spool", "uploads" } do
      shell(("ln -s %s %s/%s"):format(victim, dir, name))
      assert.matches(name .. " is a link", refusal(dir), 1, true)
      os.remove(dir .. "/" .. name)
    end
    assert.equal(before, listing(victim))
  end)

  it("loses nothing that no gateway made, however old", function()
    local dir = box.dir .. "/project"
    shell(("mkdir -p %s/spool/cron %s/spool/2024-01 %s/spool/gateway-7-aB3 %s/elsewhere"):format(dir, dir, dir, dir))
    shell(("cd %s && touch spool/cron/root spool/2024-01/mail spool/gateway-7-aB3/upload-x elsewhere/f"):format(dir))
    shell(("ln -s ../elsewhere %s/spool/gateway-8-link && touch %s/spool/gateway-9-file"):format(dir, dir))
    shell(("find %s -exec touch -h -d '3 days ago' {} +"):format(dir))
    support.start { dir = dir }:stop()
    assert.same({ "2024-01", "cron", "gateway-8-link", "gateway-9-file" }, fs.list(dir .. "/spool")) -- but what a killed one left
    for _, name in ipairs { "spool/cron/root", "spool/2024-01/mail", "elsewhere/f" } do
      assert.is_table(fs.stat(dir .. "/" .. name))
    end
  end)

  it("keeps files of others that have the names of published ones", function()
    local dir = box.dir .. "/project"
    for _, name in ipairs { "env", "gateway.json" } do
      shell("mkdir -p " .. dir)
      assert(fs.replace(dir .. "/" .. name, '{"API_KEY": "mine"}'))
      local gw = support.start { dir = dir }
      local none, err = gw:publish()
      assert.is_nil(none)
      assert.matches(name .. " is there and no gateway wrote it", tostring(err), 1, true)
      gw:stop()
      assert.equal('{"API_KEY": "mine"}', box.read("project/" .. name))
      os.remove(dir .. "/" .. name)
    end
    local gw = support.start { dir = dir }
    assert(gw:publish())
    assert(gw:publish())
    gw:stop()
  end)

  it("has one gateway: a second one ends with 2, says who has it, and changes nothing", function()
    local gw = command.gateway(box)
    local before = box.read "gw/env"
    local out, err, code = box.run("gateway --port 0 --dir " .. box.dir .. "/gw")
    assert.equal(2, code)
    assert.equal("", out)
    local pid, endpoint = err:match "gw is in use by the gateway of process (%d+) at (http://127%.0%.0%.1:%d+)"
    assert.equal(gw.endpoint, endpoint)
    assert.matches("alipay%-lua", (command.shell("tr '\\0' ' ' </proc/" .. pid .. "/cmdline")))
    assert.equal(before, box.read "gw/env")
    assert.equal(200, support.fetch({ url = gw.endpoint .. "/" }).status)
    gw.stop()
    support.start { dir = box.dir .. "/gw" }:stop()
  end)

  it("is taken over from one that was killed, with its spool", function()
    local gw = command.gateway(box)
    local pid = box.read("gw/gateway.lock"):match "^%d+"
    shell("kill -9 " .. pid)
    gw.stop()
    assert.equal(1, #fs.list(box.dir .. "/gw/spool"))
    local again = support.start { dir = box.dir .. "/gw" }
    assert.same({ (again.folder.spool:match "[^/]+$") }, fs.list(box.dir .. "/gw/spool"))
    again:stop()
    assert.same({}, fs.list(box.dir .. "/gw/spool"))
  end)

  it("may be shared by those that say so, and by no other", function()
    local dir = box.dir .. "/gw"
    local first, second = support.start { dir = dir, shared = true }, support.start { dir = dir, shared = true }
    assert.matches("in use by another gateway", refusal(dir), 1, true)
    first:stop()
    assert.is_table(fs.stat(second.folder.spool))
    assert.matches("in use by another gateway", refusal(dir), 1, true)
    second:stop()
    local alone = support.start { dir = dir }
    local none, err = gateway.start { dir = dir, shared = true }
    assert.is_nil(none)
    assert.matches("in use by the gateway of process " .. fs.pid(), tostring(err), 1, true)
    alone:stop()
  end)

  it("is waited for while another begins to share it, and no longer", function()
    local dir = box.dir .. "/gw"
    assert(fs.mkdir(dir, 448))
    local lock = assert(fs.lock(dir .. "/gateway.lock")) -- as one that begins holds it
    loop.timer(0.05, function() lock:release() end)
    support.start({ dir = dir, shared = true }):stop()
    lock = assert(fs.lock(dir .. "/gateway.lock"))
    local now, passed = loop.now, 0
    finally(function() loop.now = now end)
    function loop.now()
      passed = passed + 60
      return now() + passed
    end
    local none, err = gateway.start { dir = dir, shared = true }
    assert.is_nil(none)
    assert.matches("in use by another gateway", tostring(err), 1, true)
    lock:release()
  end)

  it("is its own when none is named, and goes with it", function()
    local gw = assert(gateway.start {})
    assert.matches("alipay%-lua%-gateway%-", gw.dir)
    assert.equal(448, fs.stat(gw.dir).mode & 511)
    assert.equal(200, support.fetch({ url = gw.endpoint .. "/" }).status)
    local app_id, dir = gw.app_id, gw.dir
    gw:stop()
    assert.is_nil(fs.stat(dir))
    local again <close> = assert(gateway.start {}) -- with the keys of the first: making them takes long
    assert.same({ app_id, 0 }, { again.app_id, #again:state "tokens" })
    assert.not_equal(dir, again.dir)
  end)
end)

describe("a gateway whose disk is full or whose database is locked", function()
  local CONTENT = '{"url_param":"page/index","query_param":"x=1","describe":"code"}'
  local gw
  before_each(function() gw = support.start() end)
  after_each(function() support.finish(gw) end)

  local function assert_busy(node, good, log)
    assert.same({ "20000", "isp.unknow-error" }, { node.code, node.sub_code })
    assert.is_true(good)
    assert.matches(log, table.concat(gw.lines, "\n"))
  end

  it("answers 20000, signed, tells the log, and has done nothing by half", function()
    local db = require "alipay.core.db"
    local holder = assert(db.open(gw.dir .. "/gateway.db"))
    assert(holder:exec "BEGIN IMMEDIATE")
    local node, _, good = support.call(gw, "alipay.open.app.qrcode.create", { biz_content = CONTENT })
    assert_busy(node, good, "internal error: .*database is locked")
    node, good = support.upload(gw, "x")
    assert_busy(node, good, "database is locked")
    assert.same({}, fs.list(gw.dir .. "/uploads"))
    assert.same({}, fs.list(gw.folder.spool))
    assert(holder:exec "ROLLBACK")
    holder:close()
    assert.equal("10000", (support.call(gw, "alipay.open.app.qrcode.create", { biz_content = CONTENT })).code)
    assert.equal("10000", (support.upload(gw, "x")).code)
    assert.equal(1, #fs.list(gw.dir .. "/uploads"))
  end)

  it("uses no code up that it could not trade", function()
    local db = require "alipay.core.db"
    local code = support.consent(gw)
    local fields = { grant_type = "authorization_code", code = code }
    local holder = assert(db.open(gw.dir .. "/gateway.db"))
    assert(holder:exec "BEGIN IMMEDIATE")
    local node, _, good = support.call(gw, "alipay.system.oauth.token", fields)
    assert_busy(node, good, "database is locked")
    assert(holder:exec "ROLLBACK")
    holder:close()
    assert.is_string((support.call(gw, "alipay.system.oauth.token", fields)).access_token)
  end)

  it("answers an upload that cannot be kept in the same way", function()
    assert(os.rename(gw.folder.spool, gw.folder.spool .. ".away"))
    local node, good = support.upload(gw, "x")
    assert_busy(node, good, "the files of a request cannot be kept: No such file or directory")
    assert(os.rename(gw.folder.spool .. ".away", gw.folder.spool))
    assert.equal("10000", (support.upload(gw, "x")).code)
    assert.is_true(text.is_utf8(table.concat(gw.lines)))
  end)
end)

describe("a gateway whose files may not grow", function()
  it("answers 20000 to an upload and goes on", function()
    local box = command.sandbox()
    finally(box.remove)
    support.start { dir = box.dir .. "/gw" }:stop() -- keys and database are made without the limit
    local child = command.gateway(box, { before = "trap '' XFSZ; ulimit -f 1000;", log = box.dir .. "/log" })
    local function upload(name)
      local call = "call alipay.offline.material.image.upload image_type=jpg image_name=x image_content@=%s/%s"
      local out, err, code = box.run(call:format(box.dir, name), child.settings)
      return code, out .. err
    end
    box.write("big.jpg", "\xFF\xD8\xFF" .. ("x"):rep(2000000))
    box.write("small.jpg", "\xFF\xD8\xFF")
    assert.equal(4, (upload "big.jpg"))
    local code, said = upload "small.jpg"
    assert.equal(0, code, said)
    child.stop()
    assert.matches("the files of a request cannot be kept: File too large", box.read "log", 1, true)
    assert.equal(1, #fs.list(box.dir .. "/gw/uploads"))
    assert.same({}, fs.list(box.dir .. "/gw/spool"))
  end)
end)
