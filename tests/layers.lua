-- SPDX-License-Identifier: MIT
-- Checks of `make lint` that no compiler makes: which room of the code may know which other. Prints each breach with its file and
-- ends with 1 if there is one.
--
-- usage: lua5.4 tests/layers.lua

local breaches = 0

local function breach(format, ...)
  breaches = breaches + 1
  io.stderr:write(format:format(...), "\n")
end

local function files_in(folder, pattern)
  local list = {}
  for path in assert(io.popen("find " .. folder .. " -type f | LC_ALL=C sort")):lines() do
    if path:find(pattern) then list[#list + 1] = path end
  end
  return list
end

local function read(path)
  local file <close> = assert(io.open(path, "rb"))
  return file:read "a"
end

-- ---- core: rooms below may not include rooms above ----

-- What each room of core/ may include besides itself. bind/ and host/ alone know Lua.
local ROOMS = {
  base = {}, json = { "base" }, crypto = { "base" }, cert = { "base", "crypto" }, loop = { "base" },
  http = { "base", "loop" }, alipay = { "base", "json", "http", "crypto" }, term = { "base", "loop" },
  zip = { "base" }, csv = { "base" },
}

-- Words of the platform. They belong into core/alipay and its bindings.
local WORDS = { "biz_content", "sign_type", "app_id", "error_response", "_response\"", "alipay_cert_sn", "app_auth_token" }

for _, path in ipairs(files_in("core", "%.[ch]$")) do
  local room = path:match "^core/(%w+)/"
  local text = read(path)
  if room ~= "bind" and room ~= "host" then
    if text:find "#include <lua" or text:find "#include <lauxlib" then
      breach("%s: includes Lua; only core/bind and core/host may", path)
    end
    local allowed = ROOMS[room]
    if not allowed then
      breach("%s: the room %s is not in the list of tests/layers.lua", path, tostring(room))
    else
      for other in text:gmatch '#include "(%w+)/' do
        local fine = other == room
        for _, name in ipairs(allowed) do fine = fine or name == other end
        if not fine then breach("%s: core/%s may not include core/%s", path, room, other) end
      end
    end
    if room ~= "alipay" then
      for _, word in ipairs(WORDS) do
        if text:find(word, 1, true) then breach("%s: '%s' is a word of core/alipay", path, word) end
      end
    end
  end
end

-- ---- Lua: rooms, cycles, package.loaded ----

-- async/ and util/ stand below everything; these public modules belong to their layer.
local BELOW = { ["alipay.error"] = true, ["alipay.json"] = true, ["alipay.lang"] = true }

local function is_below(name)
  local room = name:match "^alipay%.(%w+)%."
  return BELOW[name] or room == "core" or room == "async" or room == "util" or room == "lang"
end

local requires = {} -- module to the modules that it requires anywhere
local modules = {}

for _, path in ipairs(files_in("lua/alipay", "%.lua$")) do
  if not path:find "/meta/" then
    local name = path:gsub("^lua/", ""):gsub("%.lua$", ""):gsub("/init$", ""):gsub("/", ".")
    local text = read(path)
    requires[name] = {}
    modules[#modules + 1] = name
    for other in text:gmatch 'require%s*%(?%s*"(alipay[%w_.]*)"' do
      if other ~= name then requires[name][other] = true end
      local room = name:match "^alipay%.(%w+)%."
      if room == "async" and not is_below(other) then breach("%s: async/ may not require %s", path, other) end
      if room == "util" and not (other:find "^alipay%.core%." or other:find "^alipay%.util%.") then
        breach("%s: util/ may not require %s", path, other)
      end
    end
    if text:find "package%.loaded" and not path:find "^lua/alipay/repl/" then
      breach("%s: looks into package.loaded to learn what runs", path)
    end
  end
end

-- A cycle is reported once, from its first module on.
local state = {}
local function visit(name, trail)
  if state[name] == "done" or not requires[name] then return end
  if state[name] then
    local first = 1
    while trail[first] ~= name do first = first + 1 end
    breach("cycle: %s -> %s", table.concat(trail, " -> ", first), name)
    return
  end
  state[name] = "open"
  trail[#trail + 1] = name
  local list = {}
  for other in pairs(requires[name]) do list[#list + 1] = other end
  table.sort(list)
  for _, other in ipairs(list) do visit(other, trail) end
  trail[#trail] = nil
  state[name] = "done"
end
table.sort(modules)
for _, name in ipairs(modules) do visit(name, {}) end

-- ---- scripts are copied: they use what is public ----

for _, path in ipairs(files_in("scripts", "%.lua$")) do
  for name in read(path):gmatch 'require%s*%(?%s*"(alipay[%w_.]*)"' do
    local is_root = name == "alipay" or name:find "^alipay%.%w+$"
    if not is_root and not name:find "^alipay%.api%.%w+$" then breach("%s: %s is internal", path, name) end
  end
end

-- ---- rooms are small ----

local MOST = 22 -- files that one overlooks; registries are lists and may be longer
local REGISTRIES = {
  ["core/bind"] = true, ["lua/alipay/api"] = true, ["lua/alipay/api/methods"] = true, ["lua/alipay/gateway/methods"] = true,
  ["lua/alipay/meta"] = true,
}
local count = {}
for _, folder in ipairs { "core", "lua", "spec", "tests" } do
  for _, path in ipairs(files_in(folder, "%.%w+$")) do
    local room = path:match "^(.*)/"
    if not room:find "corpus" and not room:find "node_modules" then count[room] = (count[room] or 0) + 1 end
  end
end
for room, files in pairs(count) do
  if files > MOST and not REGISTRIES[room] then breach("%s: %d files are more than one overlooks", room, files) end
end

if breaches > 0 then
  io.stderr:write(breaches, " breaches of the layers\n")
  os.exit(1)
end
