-- SPDX-License-Identifier: MIT
-- docs/recipes.md, tried line by line against a gateway, and its Chinese twin: the same commands.

local fs = require "alipay.core.fs"
local support = require "spec.support.command"

-- Fenced blocks of a document: { language, text }, without the comments behind commands.
local function blocks(path)
  local file <close> = assert(io.open(path))
  local list, open = {}, nil
  for line in file:lines() do
    if open and line == "```" then
      list[#list + 1], open = open, nil
    elseif open then
      open.text = open.text .. line:gsub("%s+[#-]+ .*$", "") .. "\n"
    else
      local language = line:match "^```(%w+)$"
      open = language and { language = language, text = "" }
    end
  end
  return list
end

-- What stays in the foreground until somebody ends it, or asks a person.
local function stays(text)
  return text:find "^alipay%-lua gateway" or text:find "^alipay%-lua listen" or text:find("authorize.lua", 1, true)
end

describe("docs/recipes.md", function()
  it("shows the same in both languages", function()
    assert.same(blocks "docs/recipes.md", blocks "docs/recipes.zh-CN.md")
  end)

  it("works as it is written", function()
    local box = support.sandbox()
    fs.mkdir(box.dir .. "/bin")
    os.execute(("ln -s '%s' %s/bin/alipay-lua"):format(fs.absolute(support.program), box.dir))
    support.gateway(box)
    local listener = assert(io.popen(([[. %s/gw/env; export ALIPAY_STATE_DIR=%s; echo $$
      exec %s --json listen --port 0 2>/dev/null]]):format(box.dir, box.dir, support.program)))
    local pid, port = listener:read "l", listener:read("l"):match "127.0.0.1:(%d+)"
    -- One script, as one who follows the page has one shell.
    local lines = {
      "set -e", ("export PATH=%s/bin:$PATH ALIPAY_STATE_DIR=%s NO_COLOR=1"):format(box.dir, box.dir),
      "S=$PWD/scripts", "cd " .. box.dir, ". gw/env",
    }
    for _, block in ipairs(blocks "docs/recipes.md") do
      if block.language == "sh" and not stays(block.text) then
        lines[#lines + 1] = block.text:gsub("127%.0%.0%.1:8901", "127.0.0.1:" .. port)
        -- The buyer confirms when the payment is there; whoever reads takes his time, too.
        lines[#lines] = lines[#lines]:gsub("&\ncurl", "&\n"
          .. "until alipay-lua call alipay.trade.query out_trade_no=A2 >/dev/null 2>&1; do :; done\ncurl")
          :gsub("/pay\"\n", "/pay\"\nwait\n")
      end
    end
    box.write("try.sh", table.concat(lines, "\n"))
    local out, fine = support.shell(("sh %s/try.sh 2>&1"):format(box.dir))
    os.execute("kill " .. pid)
    listener:close()
    box.remove()
    assert.is_true(fine, out)
    assert.matches("paid  A1  8.80  ", out, 1, true)
    assert.matches("paid  A2  2000.00  ", out, 1, true)
    local _, refunds = out:gsub("refunded  A1  1%.00; refunded of this order so far: 1%.00", "")
    assert.equal(2, refunds)
    assert.matches("\n%d%d%d%d%-%d%d%-%d%d  %w+  %d+ rows", out)
  end)
end)
