-- SPDX-License-Identifier: MIT
-- alipay.merchant.image.upload: a picture of a merchant, for other calls. An upload needs its file; of the other parameters no
-- source of Alipay's says that they are required.

local definition = require "alipay.catalogue.definition"

return definition.new {
  method = "alipay.merchant.image.upload",
  place = "query",
  summary = "Upload a picture of a merchant",
  summary_zh = "商户图片上传",
  params = {
    { name = "image_type", meaning = "format of the picture", meaning_zh = "图片格式", example = "jpg" },
    {
      name = "image_content", type = "file", required = true, meaning = "bytes of the picture", meaning_zh = "图片二进制内容",
      example = "@photo.jpg",
    },
  },
  result = {
    image_id = "id of the picture, for other calls",
  },
}
