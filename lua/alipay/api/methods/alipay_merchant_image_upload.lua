-- SPDX-License-Identifier: MIT
-- alipay.merchant.image.upload: a picture of a merchant, for other calls. An upload needs its file; of the other parameters no
-- source of Alipay's says that they are required.

local definition = require "alipay.catalogue.definition"
local field = require "alipay.catalogue.fields.upload"

return definition.new {
  method = "alipay.merchant.image.upload",
  place = "query",
  summary = "Upload a picture of a merchant",
  summary_zh = "商户图片上传",
  params = {
    field "image_type",
    field "image_content",
  },
  result = {
    image_id = "id of the picture, for other calls",
  },
}
