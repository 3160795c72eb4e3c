-- SPDX-License-Identifier: MIT
-- One source for --help, the man page and the completion of three shells.

local man = require "alipay.cli.manual.man"
local manual = require "alipay.cli.manual"
local shell = require "alipay.cli.manual.shell"
local text = require "alipay.cli.manual.text"

local function read(command)
  local pipe = io.popen(command)
  local output = pipe:read "a"
  return output, pipe:close()
end

local function file_with(content)
  local path = os.tmpname()
  local file = assert(io.open(path, "w"))
  file:write(content)
  file:close()
  return path
end

describe("the manual", function()
  local made = { help = text.make(), man = man.make(), bash = shell.bash(), zsh = shell.zsh(), fish = shell.fish() }

  it("is what --help prints", function()
    assert.equal(made.help, (read((os.getenv "ALIPAY_LUA" or "./alipay-lua") .. " --help")))
  end)

  it("has every option in every form", function()
    for _, group in ipairs { manual.LUA, manual.OWN } do
      for _, option in ipairs(group) do
        assert.matches(option.flag, made.help, 1, true)
        assert.matches((option.flag:gsub("%-", "\\-")), made.man, 1, true)
        if option.flag:find "%a" then
          assert.matches(option.flag, made.bash, 1, true)
          assert.matches(option.flag, made.zsh, 1, true)
          local word = option.flag:gsub("^%-+", "")
          assert.matches(#word > 1 and " -l " .. word or " -s " .. word, made.fish, 1, true)
        end
      end
    end
  end)

  it("has every command in every form", function()
    local commands = manual.commands()
    assert.is_true(#commands >= 2)
    for _, command in ipairs(commands) do
      for _, form in pairs(made) do assert.matches(command.name, form, 1, true) end
      assert.matches(command.summary, made.help, 1, true)
      assert.is_true(#manual.command_help(command.name) > 100)
    end
  end)

  it("knows the options of commands", function()
    assert.same({ "--get", "--help", "--pick", "--timeout", "--v3" }, manual.command_options "call")
    assert.same({ "--help", "--root", "--sm2" }, manual.command_options "cert")
    assert.same({ "sn", "show" }, manual.command_actions "cert")
    assert.same({}, manual.command_actions "call")
    assert.equal("auth.cancelled", manual.command_actions("trigger")[2])
  end)

  it("breaks no example in two", function()
    assert.matches("\n  alipay%-lua call alipay%.trade%.create [^\n]* goods_detail:='[^\n]*'\n", manual.command_help "call")
  end)

  it("says nothing of the folders of whoever made it", function()
    assert.falsy(made.man:find(require("alipay.util.paths").state_dir(), 1, true))
  end)

  it("keeps lines of --help within 110 columns", function()
    for line in made.help:gmatch "[^\n]+" do assert.is_true(utf8.len(line) <= 110, line) end
  end)

  it("is a man page without complaints", function()
    local path = file_with(made.man)
    local complaints = read("command -v groff >/dev/null && groff -man -Tutf8 -ww " .. path .. " 2>&1 >/dev/null")
    local shown = read("command -v groff >/dev/null && groff -man -Tutf8 " .. path .. " || echo 海底捞")
    os.remove(path)
    assert.equal("", complaints)
    assert.matches("海底捞", shown, 1, true)
  end)

  it("completes in bash", function()
    local path = file_with(made.bash)
    local function complete(...)
      local words = { "alipay-lua", ... }
      for i, word in ipairs(words) do words[i] = "'" .. word .. "'" end
      return (read(("bash -c 'source %s; COMP_WORDS=(%s); COMP_CWORD=%d; compopt() { :; }; _alipay_lua; "
        .. "printf \"%%s \" \"${COMPREPLY[@]}\"'")
        :format(path, table.concat(words, " "):gsub("'", ""), #words - 1)))
    end
    assert.equal("--local ", complete "--lo")
    assert.matches("^gateway ", complete "gat") -- and a folder of that name, once the example of the README ran
    assert.equal("auto on off ", complete("--color", ""))
    assert.equal("--timeout ", complete("--local", "call", "--ti"))
    assert.equal("--base64 ", complete("key", "--ba"))
    assert.equal("sn show ", complete("cert", "s"))
    os.remove(path)
  end)

  for name, check in pairs { zsh = "zsh -n", fish = "fish --no-execute" } do
    it("is good " .. name, function()
      if not os.execute("command -v " .. name .. " >/dev/null") then return pending(name .. " is not installed") end
      local path = file_with(made[name])
      local output = read(check .. " " .. path .. " 2>&1")
      os.remove(path)
      assert.equal("", output)
    end)
  end
end)
