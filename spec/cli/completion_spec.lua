-- SPDX-License-Identifier: MIT
-- Completion of methods and parameters: what is proposed, and in the shells themselves, as far as they are installed.

local complete = require "alipay.cli.manual.complete"
local fs = require "alipay.core.fs"
local shell = require "alipay.cli.manual.shell"
local support = require "spec.support.command"
local terminal = require "spec.support.terminal"

describe("completion", function()
  local function candidates(...) return table.concat(complete.candidates { ... }, " ") end

  it("proposes methods, up to their next dot when there are many", function()
    assert.equal("alipay.trade. alipay.transfer. alipay.trust.", candidates("call", "alipay.tr"))
    assert.equal("alipay.trade.precreate alipay.trade.precreate.confirm", candidates("--local", "explain", "alipay.trade.prec"))
    assert.equal("", candidates("call", "zzz"))
    assert.equal("", candidates("gateway", "alipay.tr"))
    assert.equal("", candidates("call", "--ti"))
  end)

  it("proposes the parameters that are not given yet, with what follows them", function()
    assert.equal("out_trade_no=", candidates("call", "alipay.trade.create", "out_"))
    assert.equal("out_trade_no=", candidates("call", "--timeout", "5", "AlipayTradeCreate", "out_"))
    assert.equal("", candidates("call", "alipay.trade.create", "out_trade_no=1", "out_"))
    assert.equal("image_content@=", candidates("call", "alipay.offline.material.image.upload", "image_c"))
    assert.equal("page_num:= page_size:=", candidates("call", "alipay.commerce.ec.employee.idlist.query", "page_"))
    assert.equal("query_options.1=", candidates("call", "alipay.trade.create", "query_o"))
  end)

  it("goes into objects and lists", function()
    assert.equal("settle_info.", candidates("call", "alipay.trade.create", "settle_"))
    assert.equal("settle_info.settle_detail_infos.1.", candidates("call", "alipay.trade.create", "settle_info.settle_d"))
    assert.equal("settle_info.settle_detail_infos.3.amount=",
      candidates("call", "alipay.trade.create", "settle_info.settle_detail_infos.3.am"))
    assert.equal("", candidates("call", "alipay.trade.create", "nothing.here."))
  end)

  it("proposes nothing for a value, also where the shell takes its name apart", function()
    assert.equal("", candidates("call", "alipay.trade.create", "subject=o"))
    assert.equal("", candidates("call", "alipay.trade.create", "subject", "=", "o"))
  end)

  it("of every parameter of a method is what call takes", function()
    for _, word in ipairs(complete.candidates { "call", "alipay.trade.create", "" }) do
      assert.matches("^[%w_]+[:@]?[.=]", word)
    end
  end)
end)

describe("completion for real in", function()
  local box
  setup(function()
    box = support.sandbox()
    assert(fs.mkdir(box.dir .. "/bin", tonumber("700", 8)))
    local program = support.shell("readlink -f " .. support.program):match "^[^\n]*"
    box.write("bin/alipay-lua", "#!/bin/sh\nexec " .. program .. ' "$@"\n', tonumber("755", 8))
    for name, file in pairs { bash = "c.bash", zsh = "_alipay-lua", fish = "c.fish" } do box.write(file, shell[name]()) end
    box.write("rc.zsh", "PS1='ready> '\nunsetopt beep\nfpath=(" .. box.dir
      .. " $fpath)\nautoload -Uz compinit\ncompinit -u -d " .. box.dir .. "/dump\n")
    box.write(".zshrc", box.read "rc.zsh")
    box.write("rc.bash", "PS1='ready> '\nbind 'set bell-style none'\nsource " .. box.dir .. "/c.bash\n")
  end)
  teardown(function() box.remove() end)

  -- The path of a shell; nil, and the test is left out, where it is not installed.
  local function installed(name)
    local path = support.shell("command -v " .. name .. " || true"):match "[^\n]+"
    return path or pending(name .. " is not installed")
  end

  local function environment(more)
    more.PATH, more.HOME, more.TERM = box.dir .. "/bin:" .. os.getenv "PATH", box.dir, "xterm"
    return more
  end

  -- Types at a shell's prompt and waits for what a Tab makes of it.
  local function check(t)
    t:expect "ready>"
    for typed, wanted in pairs {
      ["call alipay.trade.fastpay.r"] = "alipay-lua call alipay.trade.fastpay.refund.query ",
      ["call alipay.trade.create out_tr"] = "alipay-lua call alipay.trade.create out_trade_no=|",
      ["call alipay.trade.create settle_i"] = "alipay-lua call alipay.trade.create settle_info.|",
      ["call alipay.offline.material.image.upload image_c"] = "upload image_content@=|",
    } do
      t:type("alipay-lua " .. typed .. "\t")
      t:await(function() return t:here():find(wanted:gsub(" $", ""), 1, true) end, wanted)
      t:type "\21" -- the line away
      t:await(function() return t:here():find "ready> |$" or t:here():find "ready>%s*|$" end, "an empty line")
    end
    t:close()
  end

  it("bash", function()
    local bash = installed "bash"
    if not bash then return end
    check(terminal.start { program = bash, "--noprofile", "--rcfile", box.dir .. "/rc.bash", "-i", columns = 120,
      env = environment {} })
  end)

  it("zsh", function()
    local zsh = installed "zsh"
    if not zsh then return end
    check(terminal.start { program = zsh, "-i", columns = 120, env = environment { ZDOTDIR = box.dir } })
  end)

  it("fish", function()
    if not installed "fish" then return end
    local function proposed(line)
      local fish = "cd %s && HOME=. XDG_CONFIG_HOME=. PATH=$PWD/bin:$PATH fish --no-config -c 'source c.fish; complete -C \"%s\"'"
      return (support.shell(fish:format(box.dir, line)))
    end
    assert.equal("alipay.trade.fastpay.refund.query\n", proposed "alipay-lua call alipay.trade.fastpay.r")
    assert.equal("out_trade_no=\n", proposed "alipay-lua --local call alipay.trade.create out_tr")
    assert.equal("settle_info.\n", proposed "alipay-lua explain alipay.trade.create settle_i")
    assert.equal("image_content@=\n", proposed "alipay-lua call alipay.offline.material.image.upload image_c")
    assert.equal("", proposed "alipay-lua gateway alipay.tra")
  end)
end)
