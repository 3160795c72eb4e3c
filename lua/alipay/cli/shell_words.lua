-- SPDX-License-Identifier: MIT
-- Advice in the words of whoever is at a shell: the library's own speaks of tables and methods of Lua, which nobody can type there. What
-- has no form in the shell names a script. It changes texts, never what is refused.

local M = {}

-- Texts as the library has them, and what they are here. `%s` is a name in front of them.
local WORDS = {
  ["holds ? or #: parameters of the query go into query = {...}"] =
    "holds ? or #: write parameters of the query behind the path, as query.a=1",
  ["use client:v2(), protocol = \"auto\", or request{ verb = ..., path = ... } for a path that the catalogue does not know"] =
    "go by V2 (without --v3 and protocol = \"v3\"), or write VERB PATH for a path that the catalogue does not know",
  ["this method has no notify_url by V3: nothing would call it back; use client:v2()"] =
    "this method has no notify_url by V3: nothing would call it back; go by V2 (without --v3 and protocol = \"v3\")",
  ["%s belongs to V2 and has no place in V3: leave it out, or use client:v2()"] =
    "%s belongs to V2 and has no place in V3: leave it out, or go by V2 (without --v3 and protocol = \"v3\")",
  ["V3 speaks UTF-8 only: leave charset out, or use client:v2()"] =
    "V3 speaks UTF-8 only: leave charset out, or go by V2 (without --v3 and protocol = \"v3\")",
  ["V3 signs by SHA-256 with RSA only (RSA2): no client of the platform's signs V3 by SHA-1 or SM2; use client:v2()"] =
    "V3 signs by SHA-256 with RSA only (RSA2): no client of the platform's signs V3 by SHA-1 or SM2; \z
     go by V2 (without --v3 and protocol = \"v3\")",
  ["client:v3():stream{...} reads it"] = "a script reads it with client:v3():stream{...}",
  ["this method makes an order string for Alipay's app and is not called: use :order{...} instead of :post"] =
    "this method makes an order string for Alipay's app and is not called: a script makes it with :order{...}",
  ["this method is a page that the buyer's browser opens and is not called: use :page{...} instead of :post"] =
    "this method is a page that the buyer's browser opens and is not called: a script makes it with :page{...}",
  ["a GET has no body: use :post for uploads"] = "a GET has no body: go without --get for uploads",
  ["goes into content (biz_content): content = {...}"] = "goes into biz_content: content.name=value",
  ["goes to top level: query = {...}"] = "goes to top level: query.name=value",
  ["%s is a file: body = alipay.multipart{...}"] = "%s is a file: name@=FILE",
  ["must be a file: alipay.file(path) or alipay.bytes(data)"] = "must be a file: name@=FILE",
}

local function bare(text)
  return (text:gsub("^%%s ", ""))
end

---A text with advice for scripts in it, as one for the shell.
---@param text string
---@return string
function M.text(text)
  for from, to in pairs(WORDS) do
    from, to = bare(from), bare(to)
    local first, last = text:find(from, 1, true)
    while first do
      text = text:sub(1, first - 1) .. to .. text:sub(last + 1)
      first, last = text:find(from, first + #to, true)
    end
  end
  return text
end

---The same in an error object: its hint, and what we say of parameters. What a peer said stays.
---@param err alipay.error
---@return alipay.error err
function M.put(err)
  err.hint = err.hint and M.text(err.hint)
  if err.kind == "parameter" then err.message = M.text(err.message) end
  for _, fault in ipairs(err.faults or {}) do fault.message = M.text(fault.message) end
  return err
end

return M
