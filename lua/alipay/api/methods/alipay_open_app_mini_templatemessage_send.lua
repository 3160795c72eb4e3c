-- SPDX-License-Identifier: MIT
-- alipay.open.app.mini.templatemessage.send: a message of a mini program to a user.

local definition = require "alipay.catalogue.definition"

return definition.new {
  method = "alipay.open.app.mini.templatemessage.send",
  place = "content",
  summary = "Send a template message of a mini program",
  summary_zh = "小程序发送模板消息",
  params = {
    {
      name = "to_user_id", meaning = "the user's Alipay id", meaning_zh = "发送消息的支付宝用户号", example = "2088102100000001",
    },
    {
      name = "to_open_id", meaning = "the user's id towards this app", meaning_zh = "用户在当前应用下的 open_id",
      example = "074a1CcTG1LelxKe4xQC0zgNdId0nxi95b5lsNpazWYoCo5",
    },
    {
      name = "user_template_id", meaning = "number of the template", meaning_zh = "用户申请的消息模板编号",
      example = "MDI4YzIxMDE2M2I5YTQzYjUxNWE4MjA4NmU1MTIyYmM=",
    },
    {
      name = "form_id", meaning = "number of the form or trade that allows it", meaning_zh = "表单 ID 或交易号，用于标识发送权限",
      example = "2017010100000000580012345678",
    },
    {
      name = "page", meaning = "page of the mini program that it opens", meaning_zh = "点击消息进入的小程序页面路径",
      example = "page/component/index",
    },
    {
      name = "data", type = "json", meaning = "values of the template", meaning_zh = "模板内容，JSON 字符串",
      example = "{\"keyword1\":{\"value\":\"12:00\"}}",
    },
  },
  result = {},
}
