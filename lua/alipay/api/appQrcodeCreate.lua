-- SPDX-License-Identifier: MIT
-- alipay.open.app.qrcode.create: a QR code that opens a page of a mini program.

local definition = require "alipay.catalogue.definition"

local M = {}

---@type alipay.definition
M.definition = definition.new {
  method = "alipay.open.app.qrcode.create",
  place = "content",
  summary = "Create a QR code for a mini program page",
  summary_zh = "小程序生成推广二维码",
  params = {
    {
      name = "url_param", type = "string", required = true, max = 256,
      meaning = "page of the mini program", meaning_zh = "小程序中能访问到的页面路径",
      example = "page/component/component-pages/view/view",
    },
    {
      name = "query_param", type = "string", required = true, max = 256,
      meaning = "start parameters, read in onLaunch", meaning_zh = "小程序的启动参数，在 onLaunch 中获取",
      example = "x=1",
    },
    {
      name = "describe", type = "string", required = true, max = 32,
      meaning = "what the code is for", meaning_zh = "对应的二维码描述",
      example = "二维码描述",
    },
  },
  result = { qr_code_url = "address of the picture" },
}

---Create a QR code.
---@param client alipay.client
---@param content { url_param: string, query_param: string, describe: string } page (at most 256 characters), start parameters (256), description (32)
---@param options? table options of the call besides `content`
---@return alipay.response|nil response `data.qr_code_url` is the picture's address
---@return alipay.error|nil err
function M.create(client, content, options)
  return client.alipay.open.appQrcodeCreate:post(content, options)
end

return M
