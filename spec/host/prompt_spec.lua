-- SPDX-License-Identifier: MIT
-- `-i` with input that is no terminal: the plain prompt, beside the stock interpreter (Debian's, whose readline echoes).

local host = require "spec.support.host"

describe("the plain prompt as stock", function()
  host.same {
    { "an expression is printed", run = "lua -i", stdin = "1+1\n" },
    { "=expression is printed", run = "lua -i", stdin = "=1+1\n" },
    { "several values", run = "lua -i", stdin = "1, nil, 'x'\n" },
    { "no value", run = "lua -i", stdin = "(function() end)()\n" },
    { "a statement", run = "lua -i", stdin = "x = 1\nx\n" },
    { "a local is gone in the next line", run = "lua -i", stdin = "local x = 1\nx\n" },
    { "an incomplete statement goes on", run = "lua -i", stdin = "for i = 1, 2 do\nprint(i)\nend\n" },
    { "an incomplete expression goes on", run = "lua -i", stdin = "1 +\n2\n" },
    { "an incomplete =expression goes on", run = "lua -i", stdin = "=1 +\n2\n" },
    { "a long string over lines", run = "lua -i", stdin = "[[a\nb]]\n" },
    { "a syntax error", run = "lua -i", stdin = "x x\n1\n" },
    { "a run-time error", run = "lua -i", stdin = "error 'x'\n1\n" },
    { "an error object", run = "lua -i", stdin = "error(setmetatable({}, {__tostring = function() return 'o' end}))\n" },
    { "an error without text", run = "lua -i", stdin = "error {}\n" },
    { "a traceback", run = "lua -i", stdin = "function f() error 'x' end\nf()\n" },
    { "an empty line", run = "lua -i", stdin = "\n\n1\n" },
    { "a last line without its end", run = "lua -i", stdin = "1" },
    { "_PROMPT", run = "lua -i", stdin = "_PROMPT = 'q> '\n1\n" },
    { "_PROMPT2", run = "lua -i", stdin = "_PROMPT2 = 'more '\n1 +\n1\n" },
    { "_PROMPT as an object", run = "lua -i",
      stdin = "n = 0\n_PROMPT = setmetatable({}, {\n__tostring = function()\nn = n + 1; return n .. '> '\nend})\n1\n2\n" },
    { "_PROMPT as a number", run = "lua -i", stdin = "_PROMPT = 7\n1\n" },
    { "print replaced", run = "lua -i", stdin = "local p = print; function print(...) p('mine', ...) end\n1\n" },
    { "print that raises", run = "lua -i", stdin = "function print() error 'p' end\n1\n2\n" },
    { "print that is nil", run = "lua -i", stdin = "print = nil\n1\n" },
    { "messages have no program name", run = "lua -i", stdin = "error('x', 0)\n" },
    { "os.exit at the prompt", run = "lua -i", stdin = "os.exit(4)\n", code = 4 },
    { "variables of a script are there", run = "lua -i s.lua", stdin = "x\n", files = { ["s.lua"] = "x = 'set'" } },
    { "a BOM is no first line", run = "lua -i", stdin = "\239\187\1911\n2\n" },
    { "Chinese", run = "lua -i", stdin = "'海底捞'\n" },
    { "warnings", run = "lua -W -i", stdin = "warn 'w'\n" },
    { "a comment", run = "lua -i", stdin = "-- nothing\n1\n" },
    { "return", run = "lua -i", stdin = "return 1\n" },
    { "a vararg", run = "lua -i s.lua a", stdin = "...\n", files = { ["s.lua"] = "" } },
    { "goto continues over lines", run = "lua -i", stdin = "do\ngoto x\n::x::\nend\n1\n" },
    { "a line of 5000 characters", run = "lua -i >/dev/null", stdin = "x = '" .. ("y"):rep(5000) .. "'\nio.stderr:write(#x)\n" },
  }
end)
