-- SPDX-License-Identifier: MIT
-- Parameters of files that are uploaded.

return require "alipay.catalogue.fields" {
  image_type = { meaning = "format of the picture", meaning_zh = "图片格式", example = "jpg" },
  image_content = {
    type = "file", required = true, meaning = "bytes of the picture", meaning_zh = "图片二进制内容",
    example = "@photo.jpg",
  },
  file_content = {
    type = "file", required = true, meaning = "bytes of the file", meaning_zh = "文件二进制内容",
    example = "@photo.jpg",
  },
}
