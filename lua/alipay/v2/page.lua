-- SPDX-License-Identifier: MIT
-- Signed requests that somebody else sends: a browser (page form or URL) or the Alipay app (order string). It writes them; nothing is
-- sent here.

local form = require "alipay.core.form"
local html = require "alipay.util.html"
local sorted = require "alipay.util.sorted"

local M = {}

-- The button's word as references, so that the page's own text is ASCII whatever its character set.
local PAGE = [[
<!DOCTYPE html>
<html><head><meta charset="%s"><title>Alipay</title></head>
<body><form method="post" action="%s" accept-charset="%s">
%s<noscript><button type="submit">&#x7EE7;&#x7EED; / Continue</button></noscript>
</form><script>document.forms[0].submit()</script></body></html>
]]

---A page that posts the request as soon as a browser shows it: common parameters, charset among them, in the form's action,
---biz_content in a hidden field.
---@param req alipay.request a finished POST
---@return string html in the request's character set
function M.form(req)
  local fields = {}
  for i, name in ipairs(sorted(req.body_params)) do
    fields[i] = ('<input type="hidden" name="%s" value="%s">\n'):format(html.escape(name), html.escape(req.body_params[name]))
  end
  local charset = html.escape(req.params.charset)
  return PAGE:format(charset, html.escape(req:url()), charset, table.concat(fields))
end

---The URL of the request.
---@param req alipay.request a finished GET
---@return string
function M.url(req)
  return req:url()
end

---What `:page` and `pager` give for a request.
---@param req alipay.request
---@return string
function M.render(req)
  return req.http == "GET" and M.url(req) or M.form(req)
end

---The order string that an app hands to Alipay's SDK: parameters in order, the signature last.
---@param req alipay.request
---@return string
function M.order(req)
  return form.encode(req.params, "sign") .. "&sign=" .. form.escape(req.params.sign)
end

---The order string encoded once more, as `my.paySignCenter` of mini programs wants it.
---@param req alipay.request
---@return string
function M.mini_order(req)
  return form.escape(M.order(req))
end

return M
