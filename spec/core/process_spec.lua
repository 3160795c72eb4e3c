-- SPDX-License-Identifier: MIT
-- Commands on the loop as Lua sees them: results, ends, cancelling, arguments, and what happens to one that nobody waits for.

local fs = require "alipay.core.fs"
local loop = require "alipay.core.loop"
local process = require "alipay.core.process"
local processes = require "spec.support.processes"
local support = require "spec.support.client"

local function run(options)
  local outcome
  assert(process.start(options, function(...) outcome = table.pack(...) end))
  while not outcome do loop.step(1) end
  return table.unpack(outcome, 1, outcome.n)
end

describe("a command", function()
  it("gives its output, complaint and exit code", function()
    local result = run { argv = { "sh", "-c", "cat; echo bad >&2; exit 3" }, input = "in\0put" }
    assert.same({ code = 3, output = "in\0put", complaint = "bad\n" }, result)
  end)

  it("gives the signal that ended it", function()
    assert.same({ signal = 15, output = "", complaint = "" }, run { argv = { "sh", "-c", "kill $$" } })
  end)

  it("has large input and output", function()
    local input = ("x"):rep(1 << 20)
    assert.equal(input, run({ argv = { "cat" }, input = input, max_output = 1 << 21 }).output)
    assert.same({ nil, "it wrote too much and was killed", "limit" }, { run { argv = { "cat" }, input = input } })
  end)

  it("is killed when late", function()
    local started = loop.now()
    assert.same({ nil, "it took too long and was killed", "timeout" }, { run { argv = { "sleep", "30" }, timeout = 0.05 } })
    assert.is_true(loop.now() - started < 5)
  end)

  it("sees this program's environment with additions", function()
    assert.equal("yes " .. os.getenv "PATH", run({
      argv = { "sh", "-c", "printf '%s %s' \"$ADDED\" \"$PATH\"" }, environment = { "ADDED=yes" },
    }).output)
  end)

  it("that cannot be run is an error at once #spawn", function()
    local running, message, class = process.start({ argv = { "/nonesuch/x" } }, function() end)
    assert.is_nil(running)
    assert.equal("cannot run /nonesuch/x: No such file or directory", message)
    assert.equal("file", class)
  end)

  it("keeps the program alive until its end, and no longer once cancelled", function()
    local before, called = loop.pending(), false
    local running = assert(process.start({ argv = { "sleep", "30" } }, function() called = true end))
    assert.equal(before + 1, loop.pending())
    running:cancel()
    running:cancel()
    assert.equal(before, loop.pending())
    loop.step(0.01)
    assert.is_false(called)
  end)

  it("runs beside others", function()
    local done, folder = 0, assert(fs.temporary "process-")
    for i = 1, 10 do -- the last lets the others go: one after the other would never end
      local script = i < 10 and "until [ -e go ]; do sleep 0.01; done; echo " or "touch go; echo "
      assert(process.start({ argv = { "sh", "-c", ("cd '%s'; %s %d"):format(folder, script, i) }, timeout = 30 }, function(result)
        assert(result and result.output == i .. "\n")
        done = done + 1
      end))
    end
    while done < 10 do loop.step(1) end
    fs.remove(folder)
  end)

  it("is waited for at the end of a script, and dies with one that is cut short", function()
    local out = support.run("-l alipay -e 'require(\"alipay.core.process\").start({ argv = { \"echo\", \"late\" } }, "
      .. "function(r) io.write(r.output) end)'")
    assert.equal("late\n", out)
    -- The command says by a FIFO that it runs; only then does the script end.
    local folder <const> = assert(fs.temporary "process-spec-")
    finally(function() fs.remove(folder) end)
    assert(os.execute("mkfifo " .. folder .. "/pid"))
    for _, ending in ipairs { "os.exit(0, true)", "os.exit(0)" } do
      local pid = tonumber((support.run(([[-e '
        require("alipay.core.process").start({ argv = { "sh", "-c", "echo $$ >%s/pid; exec sleep 1000" } }, print)
        print(io.open("%s/pid"):read "l")
        %s']]):format(folder, folder, ending))))
      assert.is_true(processes.ends(pid))
    end
  end)

  it("with wrong arguments raises", function()
    for _, options in ipairs {
      {}, { argv = {} }, { argv = "x" }, { argv = { 1 } }, { argv = { "a\0b" } }, { argv = { "x" }, timeout = 0 },
      { argv = { "x" }, max_output = 0 }, { argv = { "x" }, environment = "x" }, { argv = { "x" }, input = {} },
    } do
      assert.has_error(function() process.start(options, print) end)
    end
    assert.has_error(function() process.start({ argv = { "true" } }) end)
  end)
end)
