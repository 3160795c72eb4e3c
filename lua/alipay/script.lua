-- SPDX-License-Identifier: MIT
-- What workflow scripts are written with: options, text for people, results for machines, and how a script fails. The scripts that
-- come with the program use this module and other public ones only, so that copies of them work anywhere.

local color = require "alipay.util.color"
local columns = require "alipay.util.columns"
local convert = require "alipay.cli.convert"
local csv_file = require "alipay.cli.csv_file"
local errors = require "alipay.error"
local fs = require "alipay.core.fs"
local interrupted = require "alipay.cli.interrupted"
local json = require "alipay.json"
local lang = require "alipay.lang"
local ledger = require "alipay.cli.ledger"
local loop = require "alipay.async.loop"
local loopback = require "alipay.util.loopback"
local mask = require "alipay.util.mask"
local mode = require "alipay.util.mode"
local options = require "alipay.cli.options"
local progress = require "alipay.async.progress"
local screen = require "alipay.util.screen"

local M = {}

-- What `redraw` drew last.
local block

-- ---- options ----

---The parser of the running script (argparse): named after it, with the comment at its head as the text of `--help`.
---@param arguments string[] the global `arg`
---@return table parser define arguments, options and flags on it, then `script.parse`; raises an error object when the script cannot be read
function M.options(arguments)
  local header, err = options.header_of(arguments[0])
  if not header then error(err, 0) end
  interrupted.is_expected()
  return options.parser(arguments[0], header)
end

---Parse the arguments of a script. `--help` prints the help and ends the program with 0. An empty text is wrong usage, since it comes
---from a variable of the shell that is not set as a rule; an option whose default is the empty text may be empty.
---@param parser table of `script.options`
---@param arguments string[] the global `arg`
---@return table values by option name, `-` as `_`; raises an error object of kind "parameter" (exit code 2) for wrong usage
M.parse = options.parse_filled

---Read the value of an option as seconds: `parser:option(...):convert(script.seconds)`.
---@param text string
---@return number|nil seconds above 0
---@return string|nil message
M.seconds = convert.seconds

---Read the value of an option as a whole number: `parser:option(...):convert(script.whole(1, 100))`.
---@param from integer
---@param to integer
---@return fun(text: string): integer|nil, string|nil convert the number, or nil and what is wrong
M.whole = convert.whole

-- ---- output ----

---Text in a colour where colours belong, for `say` and `note`.
---@param kind "red"|"green"|"yellow"|"blue"|"bold"|"dim"
---@param text string
---@param descriptor? integer stream it goes to, 1 or 2; by default the one of `say`
---@return string
function M.paint(kind, text, descriptor)
  return mode.use_color(descriptor or (mode.json and 2 or 1)) and color.paint(kind, text) or text
end

-- Text of others gets no control character onto a terminal, whoever passes it here.
local function write_line(stream, format, ...)
  screen.line(stream, color.terminal(select("#", ...) > 0 and lang.format(format, ...) or lang.text(format)))
end

---A line for people: on stdout, or on stderr under `--json`, where stdout is for machines. Control characters in the values become
---visible escapes, but for line breaks and tabs.
---@param format string as for string.format; a text as it is when nothing follows
---@param ... any values for the format
function M.say(format, ...)
  write_line(mode.json and io.stderr or io.stdout, format, ...)
end

---A remark on stderr, cleaned as by `say`.
---@param format string as for string.format; a text as it is when nothing follows
---@param ... any values for the format
function M.note(format, ...)
  write_line(io.stderr, format, ...)
end

---The result for machines: one line of JSON on stdout under `--json`, nothing otherwise.
---@param value any what json.encode takes
function M.result(value)
  if mode.json then screen.line(io.stdout, json.encode(value)) end
end

---A text in the language of whoever reads it, for cells of tables; `say` and `note` do it themselves.
---@param text string English
---@return string
M.text = lang.text

---Rows under a header as columns of text, by the width that characters have on a terminal; numbers stand right.
---@param header string[] shown in the reader's language
---@param rows any[][] a cell that is nil is empty
---@return string lines joined by line breaks, for `say`
function M.table(header, rows)
  local titles = {}
  for i, title in ipairs(header) do titles[i] = lang.text(title) end
  return columns.render(titles, rows)
end

---Progress of many items on stderr: a line that is rewritten on a terminal, plain lines elsewhere, JSON lines under `--json`.
---`p:start()` when an item begins, `p:step(failed)` when it ends, `p:finish()` at the end. async.map and async.each do it themselves
---with `progress = true`.
---@param options? { total: integer?, label: string? }
---@return alipay.progress
M.progress = progress.new

---A token as it may be shown: its ends, when it is long enough to keep the middle secret.
---@param value string
---@return string
M.mask = mask.value

---A number of bytes for people, as "1.5 MB" (a KB is 1024 bytes).
---@param count integer
---@return string
function M.bytes(count)
  if count < 1024 then return ("%d B"):format(count) end
  if count < 1048576 then return ("%.1f KB"):format(count / 1024) end
  return ("%.1f MB"):format(count / 1048576)
end

local function draw(rows)
  local margin, width = 2, #rows + 4
  local function light(x, y)
    local row = rows[y - margin]
    local module = row and x > margin and x <= margin + #rows and row:sub(x - margin, x - margin)
    return module ~= "1"
  end
  local lines = {}
  for y = 1, width, 2 do
    local cells = {}
    for x = 1, width do
      local upper, lower = light(x, y), y + 1 <= width and light(x, y + 1)
      cells[x] = upper and (lower and "█" or "▀") or (lower and "▄" or " ")
    end
    lines[#lines + 1] = table.concat(cells)
  end
  return table.concat(lines, "\n")
end

---A QR code drawn with half blocks, light on dark with its quiet zone, so that a phone reads it from the screen.
---@param text string
---@return string|nil picture lines joined by line breaks; nil for an address that a phone cannot open, and a text too long for a QR code
---@return string|nil message why not
function M.qr(text)
  if loopback.is(text) then return nil, "it leads to this machine alone: a phone cannot open it" end
  local rows, message = require("alipay.core.qr").matrix(text)
  if not rows then return nil, message end
  return draw(rows)
end

---Write a file that others may read (mode 0644). It takes the place of an older one at once, or not at all. Raises an error object of
---kind "parameter" when it cannot be written.
---@param path string
---@param data string
function M.save(path, data)
  local ok, message, class = fs.replace(path, data, 420) -- octal 0644
  if not ok then error(errors.from_core(message, class), 0) end
end

---A CSV file in UTF-8 for its owner alone (mode 0600) that has its name when it is whole: `local out <close> = script.csv(path)`,
---`out:row { "a", "b" }` for each row, `out:finish()` at the end. Without it nothing is left, and an older file stays as it is.
---What is no regular file is refused.
---@param path string
---@return alipay.csv_file file raises an error object of kind "parameter" when it cannot be written
M.csv = csv_file.open

---A file of what earlier runs have finished, so that an interrupted one goes on where it was: `ledger.done[key]` is what was noted,
---`ledger:note(key, value)` adds to it, `<close>`. One run has it at a time.
---@param path string made when it is missing
---@return alipay.ledger|nil
---@return alipay.error|nil err kind "parameter": it cannot be read, or another run has it
M.ledger = ledger.open

---A block of lines that takes the place of the one before it on a terminal; elsewhere it is printed when it has changed. For people:
---nothing under `--json`.
---@param text string
function M.redraw(text)
  if mode.json then return end
  if fs.is_terminal(1) and block and os.getenv "TERM" ~= "dumb" then
    local _, lines = block:gsub("\n", "")
    io.stdout:write(("\27[%dA\27[J"):format(lines + 1))
  elseif text == block then
    return
  end
  block = text
  M.say("%s", text)
end

-- ---- ends ----

---End the script with an error. Its kind decides the exit code: 2 for "parameter", 3 for "network", "timeout" and "http", 4 for "api",
---5 for "signature", 1 for "cancelled".
---@param kind string
---@param message string one sentence, what went wrong
---@param hint? string what to do next
function M.fail(kind, message, hint)
  error(errors.new(kind, { message = message, hint = hint }), 0)
end

---What Ctrl-C says from now on, beside that it ended the script: before a call that moves money, which order may have been paid all the
---same, and what to do.
---@param format? string as for string.format; nil takes it back
---@param ... any values for the format
function M.on_interrupt(format, ...)
  interrupted.leaves(format and format:format(...))
end

---Whether what pcall caught is a Ctrl-C.
---@param reason any
---@return boolean
M.is_interrupt = loop.is_interrupt

return M
