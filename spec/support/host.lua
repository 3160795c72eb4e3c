-- SPDX-License-Identifier: MIT
-- Runs the stock interpreter and ours under one name in equal folders, so that what they print can be compared as it is.

local assert = require "luassert"
local busted = require "busted"
local fs = require "alipay.core.fs"

local M = {}

local quote = function(text) return "'" .. text:gsub("'", "'\\''") .. "'" end
M.quote = quote

---The program under test.
M.program = fs.absolute(os.getenv "ALIPAY_LUA" or "./alipay-lua")

-- Nothing of the caller's settings may reach either program, nor that LuaSocket, which other specs load, ignores SIGPIPE.
local CLEAN = "env -i --default-signal=PIPE LC_ALL=C.UTF-8 "

local function read(path)
  local file = io.open(path, "rb")
  if not file then return nil end
  local text = file:read "a"
  file:close()
  return text
end
M.read = read

---Write a file.
function M.write(path, text)
  local file = assert(io.open(path, "wb"))
  file:write(text)
  file:close()
end

---A folder to run in, with `lua` in it as the program, and an empty folder as its user's home.
---@param program string
function M.folder(program)
  local folder = assert(fs.temporary "host-spec-")
  os.execute(("ln -s %s %s/lua; mkdir %s/.home"):format(quote(program), quote(folder), quote(folder)))
  return folder
end

---Run one shell line in a folder.
---@param folder string
---@param case { run: string, stdin: string|nil, files: table<string, string>|nil, env: string|nil }
---@return { out: string, err: string, code: integer }
function M.run(folder, case)
  for name, text in pairs(case.files or {}) do M.write(folder .. "/" .. name, text) end
  M.write(folder .. "/.stdin", case.stdin or "")
  local environment = ("%s HOME=%s/.home PATH=%s:/usr/bin:/bin ALIPAY_STATE_DIR=./.state %s"):format(CLEAN, quote(folder),
    quote(folder), case.env or "")
  local line = ("cd %s && %s sh -c %s <.stdin >.out 2>.err"):format(quote(folder), environment, quote(case.run))
  local _, how, code = os.execute(line)
  if how == "signal" then code = 128 + code end
  return { out = read(folder .. "/.out"), err = read(folder .. "/.err"), code = code }
end

---Declare one spec per case: both programs must do the same. `expect`, when given, says what that is.
---@param cases table[] { name, run=, stdin=, files=, env=, out=, err=, code= }
function M.same(cases)
  local stock, ours
  busted.setup(function()
    stock, ours = M.folder "/usr/bin/lua5.4", M.folder(M.program)
  end)
  busted.teardown(function()
    fs.remove(stock)
    fs.remove(ours)
  end)
  for _, case in ipairs(cases) do
    busted.it(case[1], function()
      local theirs, mine = M.run(stock, case), M.run(ours, case)
      assert.same(theirs, mine)
      if case.out then assert.equal(case.out, mine.out) end
      if case.err then assert.equal(case.err, mine.err) end
      if case.code then assert.equal(case.code, mine.code) end
    end)
  end
end

return M
