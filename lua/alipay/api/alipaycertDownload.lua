-- SPDX-License-Identifier: MIT
-- alipay.open.app.alipaycert.download: the certificate that belongs to a serial number met in a reply.

local definition = require "alipay.catalogue.definition"

local M = {}

---@type alipay.definition
M.definition = definition.new {
  method = "alipay.open.app.alipaycert.download",
  place = "content",
  summary = "Download the Alipay certificate of a serial number",
  summary_zh = "应用支付宝公钥证书下载",
  params = {
    {
      name = "alipay_cert_sn", type = "string", required = true, max = 256,
      meaning = "serial number of the certificate, as replies name it", meaning_zh = "支付宝公钥证书序列号",
      example = "9d24d6be3a1a80ec1ba8a1d6ba2b7ad9",
    },
  },
  result = { alipay_cert_content = "the certificate's PEM text in base64" },
}

---Download a certificate. Believe it only when it chains to a root that you hold.
---@param client alipay.client
---@param sn string serial number of the certificate, as a reply names it (alipay_cert_sn)
---@param options? table options of the call besides `content`
---@return alipay.response|nil response `data.alipay_cert_content` is the PEM text in base64
---@return alipay.error|nil err
function M.download(client, sn, options)
  return client.alipay.open.app.alipaycertDownload:post({ alipay_cert_sn = sn }, options)
end

return M
