-- SPDX-License-Identifier: MIT
-- Finds the end `:> FILE` or `:| COMMAND` of what was typed. redirect.lua acts on it.

local lexer = require "alipay.util.lexer"

local M = {}

---@class alipay.repl.target
---@field kind ">"|"|"
---@field name string file or command

---Part an expression from where its values go. In Lua no `:` stands before `>` or `|`.
---@param text string as typed
---@return string|nil expression nil when the text has no such end
---@return alipay.repl.target|nil
function M.split(text)
  if not text:find ":[>|]" or text:find "^%s*:" then return nil end
  local tokens = lexer.tokens(text)
  for i = 2, #tokens - 1 do
    local colon, sign = tokens[i], tokens[i + 1]
    if colon.text == ":" and sign.first == colon.last + 1 and sign.text:find "^[>|]" then
      local name = text:sub(sign.first + 1):gsub("^%s+", "")
      local last = name:reverse():find "%S"
      return text:sub(1, colon.first - 1), {
        kind = text:sub(sign.first, sign.first), name = last and name:sub(1, #name - last + 1) or "",
      }
    end
  end
end

return M
