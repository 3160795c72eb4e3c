-- SPDX-License-Identifier: MIT
---@meta alipay.core.editor
-- A line editor on the terminal: statements of several lines, history, completion, output above the line.

local editor = {}

---@class core.editor_options
---@field idle? fun(descriptor: integer): boolean|nil waits for the descriptor or works meanwhile; true when it has nothing to do
---@field complete? fun(text: string): boolean whether Enter ends the text or starts another line of it
---@field tab? fun(text: string, cursor: integer): integer|nil, string|nil, string|nil characters before the cursor to replace, by what, and a list to show below; `cursor` counts bytes

---@class core.editor: userdata
local methods = {}

---Open the editor on descriptors 0 and 1. One at a time.
---@param options core.editor_options
---@return core.editor|nil editor
---@return string|nil message
---@return string|nil class "system"
function editor.open(options) end

---Read one text. An error of a hook is raised from here when the terminal is in order again. What is printed in `idle` appears
---above the line, which is drawn again below it.
---@param prompt string colours as escape sequences are allowed in it
---@return string|nil text without its last line break
---@return "end"|"interrupted"|nil reason Ctrl-D, Ctrl-C
function methods:read(prompt) end

---Read one key without showing it.
---@param prompt string shown meanwhile, with the cursor behind it
---@return string|nil keys the bytes that the terminal sends for it, "" for what is no key
---@return "end"|"interrupted"|nil reason
function methods:key(prompt) end

---Add a text to what the arrow keys and Ctrl-R find.
---@param text string
function methods:remember(text) end

---Give the terminal back. Idempotent.
function methods:close() end

return editor
