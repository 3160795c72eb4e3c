-- SPDX-License-Identifier: MIT
-- alipay.fund.trans.uni.transfer: money of the merchant goes to an account. The platform takes it in certificate mode only. Amounts
-- begin at 0.1 yuan for TRANS_ACCOUNT_NO_PWD and at 0.01 for STD_RED_PACKET: the laxer is checked. order_title is demanded by one
-- client only.

local definition = require "alipay.catalogue.definition"

return definition.new {
  method = "alipay.fund.trans.uni.transfer",
  place = "content",
  summary = "Transfer money to an account",
  summary_zh = "单笔转账",
  params = {
    {
      name = "out_biz_no", required = true, meaning = "number of this transfer; the same one again does not pay twice",
      meaning_zh = "商家侧唯一订单号，由商家自定义；同一笔转账重试时须保持不变", example = "20261126T0001",
    },
    {
      name = "trans_amount", type = "amount", range = { "0.01", "100000000" }, required = "platform",
      meaning = "how much, in yuan", meaning_zh = "订单总金额，单位为元，精确到小数点后两位", example = "8.80",
    },
    {
      name = "product_code", required = "platform", known = { "TRANS_ACCOUNT_NO_PWD", "STD_RED_PACKET" },
      meaning = "TRANS_ACCOUNT_NO_PWD to an account, STD_RED_PACKET as a red packet",
      meaning_zh = "销售产品码，单笔无密转账到支付宝账户固定为 TRANS_ACCOUNT_NO_PWD，现金红包固定为 STD_RED_PACKET", example = "TRANS_ACCOUNT_NO_PWD",
    },
    {
      name = "biz_scene", required = "platform", known = { "DIRECT_TRANSFER", "PERSONAL_COLLECTION" },
      meaning = "scene of the business", meaning_zh = "业务场景", example = "DIRECT_TRANSFER",
    },
    {
      name = "payee_info", type = "object", required = "platform", meaning = "who gets it", meaning_zh = "收款方信息",
      fields = {
        {
          name = "identity", required = true, meaning = "the account", meaning_zh = "收款方的标识 ID",
          example = "2088102100000001",
        },
        {
          name = "identity_type", required = true,
          known = { "ALIPAY_USER_ID", "ALIPAY_LOGON_ID", "ALIPAY_OPEN_ID", "BANKCARD_ACCOUNT" },
          meaning = "what identity is", meaning_zh = "收款方的标识类型", example = "ALIPAY_USER_ID",
        },
        {
          name = "name", required_when = { identity_type = "ALIPAY_LOGON_ID" },
          meaning = "real name of the receiver, which is compared", meaning_zh = "收款方真实姓名，传入则做校验，标识类型为 ALIPAY_LOGON_ID 时必传",
          example = "张三",
        },
      },
    },
    {
      name = "order_title", meaning = "what the receiver sees in the bill", meaning_zh = "转账业务的标题，用于在支付宝用户的账单里显示",
      example = "货款",
    },
    { name = "remark", meaning = "words to the receiver", meaning_zh = "业务备注", example = "十一月货款" },
    {
      name = "business_params", type = "json", meaning = "more, as JSON text", meaning_zh = "转账业务请求的扩展参数，JSON 字符串",
      example = "{\"payer_show_name_use_alias\":\"true\"}",
    },
    {
      name = "transfer_scene_name", meaning = "the scene that the merchant has declared", meaning_zh = "转账场景名称，需与已报备的场景一致",
      example = "业务结算",
    },
    {
      name = "transfer_scene_report_infos", type = "list", meaning = "what the scene wants to know",
      meaning_zh = "转账场景报备信息",
      fields = {
        { name = "info_type", meaning = "what", meaning_zh = "报备信息类型", example = "结算款项名称" },
        { name = "info_content", meaning = "the answer", meaning_zh = "报备信息内容", example = "十一月货款" },
      },
    },
  },
  result = {
    order_id = "Alipay's number of the transfer",
    pay_fund_order_id = "Alipay's number of the money that moved",
    out_biz_no = "as given",
    status = "SUCCESS, FAIL, DEALING or REFUND",
    trans_date = "when it was done",
  },
}
