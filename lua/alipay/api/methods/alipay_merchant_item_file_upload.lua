-- SPDX-License-Identifier: MIT
-- alipay.merchant.item.file.upload: a picture of goods, for other calls. An upload needs its file; of the other parameters no
-- source of Alipay's says that they are required.

local definition = require "alipay.catalogue.definition"
local field = require "alipay.catalogue.fields.upload"

return definition.new {
  method = "alipay.merchant.item.file.upload",
  place = "query",
  summary = "Upload a picture of goods",
  summary_zh = "商品文件上传",
  params = {
    { name = "scene", meaning = "what it is for", meaning_zh = "业务场景描述", example = "SYNC_ORDER" },
    field "file_content",
  },
  result = {
    material_id = "id of the file",
    material_key = "key of the file",
  },
}
