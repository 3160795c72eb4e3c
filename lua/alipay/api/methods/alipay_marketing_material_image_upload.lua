-- SPDX-License-Identifier: MIT
-- alipay.marketing.material.image.upload: a picture for a voucher or activity. An upload needs its file; of the other parameters no
-- source of Alipay's says that they are required.

local definition = require "alipay.catalogue.definition"
local field = require "alipay.catalogue.fields.marketing"

return definition.new {
  method = "alipay.marketing.material.image.upload",
  place = "query",
  summary = "Upload a picture of marketing",
  summary_zh = "营销图片资源上传",
  params = {
    { name = "file_key", meaning = "what it is for", meaning_zh = "文件业务类型", example = "PROMO_VOUCHER_LOGO" },
    field "merchant_access_mode",
    {
      name = "belong_merchant_info", type = "object", meaning = "the merchant for whom it is", meaning_zh = "资源归属商户信息",
      example = { merchant_id = "2088102100000002", merchant_id_type = "PID" },
    },
    {
      name = "file_content", type = "file", required = true, meaning = "bytes of the picture", meaning_zh = "图片二进制内容",
      example = "@photo.jpg",
    },
  },
  result = {
    resource_id = "id of the picture, for other calls",
    resource_url = "address at which it is served",
  },
}
