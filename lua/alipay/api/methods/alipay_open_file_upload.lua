-- SPDX-License-Identifier: MIT
-- alipay.open.file.upload: a file for a business of the platform. An upload needs its file; of the other parameters no source of
-- Alipay's says that they are required.

local definition = require "alipay.catalogue.definition"
local field = require "alipay.catalogue.fields.upload"

return definition.new {
  method = "alipay.open.file.upload",
  place = "query",
  summary = "Upload a file",
  summary_zh = "上传文件",
  params = {
    { name = "biz_code", meaning = "what it is for", meaning_zh = "文件业务码，由业务方约定", example = "content_creation" },
    {
      name = "md5", meaning = "digest of the file in hex", meaning_zh = "文件内容的 MD5 值",
      example = "d41d8cd98f00b204e9800998ecf8427e",
    },
    field "file_content",
  },
  result = {
    file_id = "id of the file, for other calls",
  },
}
