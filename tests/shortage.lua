-- SPDX-License-Identifier: MIT
-- Memory runs out at the n-th allocation of a process, libraries included, for every n: nothing hangs, nothing of ours crashes,
-- and what fails says so. Each n is tried three ways: that allocation alone fails, it and the next one (Lua asks twice), it and all
-- behind it.
--
-- usage: alipay-lua tests/shortage.lua FOLDER [WHAT [STEP]]
--
-- FOLDER has shortage.so, which is preloaded. WHAT is one of the names below, or "all". Every STEP-th n is tried, or, with "stacks",
-- which is the default, the first n of each different way through the code (of call stacks) by which memory is asked for. TAP.
-- "answer" is what "refresh" does from its request on, where one allocation alone must never lose the pair; it is not in "all".
-- "start" runs a command anew for each n; the others fork a process that has loaded and prepared everything, and thus begin where
-- the work does.

local alipay = require "alipay"
local db = require "alipay.core.db"
local fs = require "alipay.core.fs"
local json = require "alipay.json"
local pipeline = require "alipay.call.pipeline"

local EVER = 1 << 60
local PATIENCE = 60 -- seconds until a process hangs
local WAYS = { { "alone", 1 }, { "and the next", 2 }, { "and all behind it", EVER } }

-- How libraries end a process, and why that is not ours to mend.
local KNOWN = {
  -- lua-cjson's strbuf_die: a buffer that cannot be made or grow ends the process by exit(-1).
  { code = 255, text = "Out of memory\n" },
}

local folder, what, step = arg[1], arg[2] or "all", math.tointeger(arg[3])
assert(fs.stat(folder .. "/shortage.so"), "there is no shortage.so in that folder: run `make shortage`")
local is_prepared = os.getenv "SHORTAGE_DIR" ~= nil
local dir = os.getenv "SHORTAGE_DIR" or assert(fs.temporary "shortage-")
local state, log, stacks = dir .. "/state", dir .. "/log", dir .. "/stacks"

local function read(path)
  local file <close> = assert(io.open(path, "rb"))
  return file:read "a"
end

local CALL = { url_param = "a", query_param = "x=1", describe = "d" }

-- What a prepared process does: `prepare` gives the work; `good` is what its output holds when all went well.
local works = {}

works.call = {
  good = "10000",
  prepare = function()
    local client = alipay.client()
    return function()
      print(alipay.check(client.alipay.open.appQrcodeCreate:post { content = CALL }).data.code)
    end
  end,
}

works.async = {
  good = "6 of 6",
  prepare = function()
    local async = require "alipay.async"
    local client = alipay.client()
    return function()
      local done, failures = async.map({ 1, 2, 3, 4, 5, 6 }, { limit = 6 }, function()
        return alipay.check(client.alipay.open.appQrcodeCreate:post { content = CALL }).data.code
      end)
      for _, err in pairs(failures) do error(err, 0) end
      print(#done .. " of 6")
    end
  end,
}

local function one(path, sql)
  local handle = assert(db.open(path))
  local row = assert(handle:query(sql))[1]
  handle:close()
  return row
end

local function run(path, sql)
  local handle = assert(db.open(path))
  assert(handle:exec(sql))
  handle:close()
end

-- The part of a work behind the moment in which its request is handed over to be sent.
local function since_request(work)
  return setmetatable({ starts = function(act)
    pipeline.observer = function(event)
      if event == "request" then pipeline.observer = act() end
    end
  end }, { __index = work })
end

works.refresh = {
  good = "1 renewed",
  prepare = function()
    require "alipay.script"
    require "alipay.tokens"
    local script = assert(loadfile "scripts/refresh.lua")
    arg = { [0] = "scripts/refresh.lua", "--all" } -- luacheck: ignore 121
    return function() script "--all" end
  end,
  -- 1 when the pair is lost: the store's is dead, and the one that replaced it is nowhere. Then all is as before the run.
  reset = function()
    local stored = one(state .. "/tokens.db", "SELECT refresh_token FROM tokens").refresh_token
    local alive = one(dir .. "/gw/gateway.db", ("SELECT dead FROM tokens WHERE refresh = '%s'"):format(stored))
    local lost = not alive or alive.dead ~= 0
    fs.remove(state)
    assert(fs.mkdir(state))
    assert(fs.replace(state .. "/tokens.db", read(dir .. "/tokens.db"), 384))
    run(dir .. "/gw/gateway.db", "UPDATE tokens SET dead = 0; DELETE FROM tokens WHERE rowid > (SELECT min(rowid) FROM tokens)")
    return lost and 1 or 0
  end,
}

works.answer = since_request(works.refresh)
works.answer.ways = { WAYS[1] }

-- ---- verdicts ----

io.stdout:setvbuf "no" -- what waits to be written would be written by every child

local tally = { runs = 0, fine = 0, refused = 0, known = 0, lost = {}, faults = {} }

local function is_known(number, text)
  for _, case in ipairs(KNOWN) do
    if case.code == number and text:find(case.text, 1, true) then return true end
  end
  return false
end

local function fault(n, way, why, text)
  tally.faults[#tally.faults + 1] = ("allocation %d %s: %s\n%s"):format(n, way, why, text:sub(-3000))
  io.stdout:write("# ", tally.faults[#tally.faults]:gsub("\n", "\n#   "), "\n")
end

-- What a run came to.
local function judge(good, n, way, how, number, text)
  tally.runs = tally.runs + 1
  if how == "hang" then return fault(n, way, "it hangs", text) end
  if is_known(number, text) then
    tally.known = tally.known + 1
    return
  end
  if how == "signal" then return fault(n, way, "signal " .. number, text) end
  if text:find("does not fit", 1, true) then return fault(n, way, "a good signature is called forged", text) end
  if text:find("too long", 1, true) then return fault(n, way, "a short line is called too long", text) end
  if number == 0 then
    tally.fine = tally.fine + 1
    if not text:find(good, 1, true) then fault(n, way, "it says nothing and ends with 0", text) end
  else
    tally.refused = tally.refused + 1
    if number > 5 then fault(n, way, "exit code " .. number, text) end
    if text == "" and way ~= "and all behind it" then fault(n, way, "it fails without a word", text) end
  end
end

local function summary(name)
  print(("# %s: %d runs, %d went well, %d failed as they should, %d ended by a library as is known"):format(name, tally.runs,
    tally.fine, tally.refused, tally.known))
  for way, count in pairs(tally.lost) do print(("# %d pairs lost by an allocation %s"):format(count, way)) end
  print((#tally.faults == 0 and "ok" or "not ok") .. " - memory that runs out: " .. name)
  return #tally.faults == 0
end

-- The n that are tried, of a process whose stacks were recorded.
local function choose()
  local bytes, chosen, known = read(stacks), {}, {}
  for n = 1, #bytes // 8 do
    local stack = bytes:sub(8 * n - 7, 8 * n)
    if step and n % step == 0 or not step and not known[stack] then chosen[#chosen + 1] = n end
    known[stack] = true
  end
  print(("# %s: %d of %d allocations are tried"):format(what, #chosen, #bytes // 8))
  return chosen
end

-- ---- a process that is forked for each n ----

local function prepared(name)
  local shortage = assert(package.loadlib(folder .. "/shortage.so", "luaopen_shortage"))()
  local work = works[name]
  local begin = work.prepare()
  local starts = work.starts or function(act) act() end
  -- Runs work in a child, whose end it waits for; in the child it gives the function that the main script ends with.
  local function in_child(prepare)
    local pid = shortage.fork(log)
    if pid > 0 then return nil, shortage.wait(pid, PATIENCE) end
    prepare()
    return begin
  end
  local function reset()
    if not work.reset then return 0 end
    local _, how, code = in_child(function() shortage.leave(work.reset()) end)
    assert(how == "exit" and code < 2, read(log))
    return code
  end
  local main, how, number = in_child(function() starts(function() shortage.record(stacks) end) end)
  if main then return main() end
  assert(how == "exit" and number == 0 and read(log):find(work.good, 1, true), "it fails with memory enough: " .. read(log))
  reset()
  local chosen = choose()
  for _, way in ipairs(work.ways or WAYS) do
    for _, n in ipairs(chosen) do
      main, how, number = in_child(function() starts(function() shortage.arm(n, way[2]) end) end)
      if main then return main() end
      local text = read(log)
      judge(work.good, n, way[1], how, number, text)
      if reset() == 1 then
        tally.lost[way[1]] = (tally.lost[way[1]] or 0) + 1
        if way[2] == 1 then fault(n, way[1], "the pair is lost", text) end
      end
    end
  end
  os.exit(summary(name) and 0 or 1)
end

if is_prepared then return prepared(what) end

-- ---- a command that is run anew for each n ----

local program = arg[-1]
local environment

local function start()
  local function run_with(variables)
    return os.execute(environment .. ("timeout -s ABRT -k 5 %d env ALIPAY_LUA_MALLOC=1 LD_PRELOAD='%s/shortage.so' %s '%s' call "
      .. "alipay.open.app.qrcode.create url_param=a query_param=x=1 describe=d >'%s' 2>&1 </dev/null")
      :format(PATIENCE, folder, variables, program, log))
  end
  assert(run_with(("SHORTAGE_STACKS='%s'"):format(stacks)), read(log))
  local chosen = choose()
  for _, way in ipairs(WAYS) do
    for _, n in ipairs(chosen) do
      local _, how, number = run_with(("SHORTAGE_FIRST=%d SHORTAGE_COUNT=%d"):format(n, way[2]))
      if how == "exit" and number > 128 and number < 192 then how, number = "signal", number - 128 end
      if number == 124 or number == 6 then how = "hang" end
      judge("10000", n, way[1], how, number, read(log))
    end
  end
  return summary "start"
end

-- ---- the gateway, a pair of tokens, and what is asked for ----

local gateway = assert(io.popen(("echo $$; exec '%s' gateway --quiet --port 0 --dir %s/gw"):format(program, dir)))
local pid = gateway:read "l"
assert(gateway:read "l")
local facts = json.decode(read(dir .. "/gw/gateway.json"))
environment = ("env SHORTAGE_DIR='%s' ALIPAY_STATE_DIR='%s' XDG_CONFIG_HOME='%s' ALIPAY_PROFILE= ALIPAY_APP_ID=%s "
  .. "ALIPAY_PRIVATE_KEY='%s' ALIPAY_PUBLIC_KEY='%s' ALIPAY_GATEWAY=%s ALIPAY_TIMEOUT=5 "):format(dir, state, dir, facts.app_id,
  facts.app_private_key, facts.alipay_public_key, facts.gateway)

local function authorize()
  local code = assert(require "alipay.http".redirect(("%s/oauth2/publicAppAuthorize.htm?app_id=%s&scope=auth_user&redirect_uri=%s")
    :format(facts.endpoint, facts.app_id, "http%3A%2F%2F127.0.0.1%2F"))):match "auth_code=(%w+)"
  assert(os.execute(("%s '%s' scripts/authorize.lua %s >'%s'"):format(environment, program, code, log)))
  assert(fs.replace(dir .. "/tokens.db", read(state .. "/tokens.db"), 384))
end

local function fork_each(name)
  local line = "%s ALIPAY_LUA_MALLOC=1 LD_PRELOAD='%s/shortage.so' '%s' tests/shortage.lua '%s' %s %s"
  return (os.execute(line:format(environment, folder, program, folder, name, step or "stacks")))
end

local names = what == "all" and { "start", "call", "async", "refresh" } or { what }
print("1.." .. #names)
local fine = true
for _, name in ipairs(names) do
  if works[name] and works[name].reset then authorize() end
  what = name
  if name == "start" then fine = start() and fine else fine = fork_each(name) and fine end
end
os.execute("kill " .. pid)
gateway:close()
fs.remove(dir)
os.exit(fine and 0 or 1)
