-- SPDX-License-Identifier: MIT
-- What the cashier says, in both languages.

local M = {}

M.en = {
  language = "en", lapsed = "Expired",
  title = "Cashier", test = "Test payment", note = "A local simulation: no money moves.", order = "Order", body = "Details",
  seller = "Payee", expires = "Pay before", trade = "Trade", method = "Placed by", buyer = "Pay as", status = "State",
  pay = "Pay %s", balance = "Fail: balance too low", cancel = "Cancel", open = "Open only, pay later", back = "Back to the shop",
  again = "Back to the order", other = "中文", other_code = "zh", scan = "Scan this code with a phone, or pay here.",
  paid = "Paid", closed = "Closed", waiting = "Waiting for payment", none = "Not opened yet",
  finished = "Paid, can no longer be refunded",
  success = "Payment succeeded", cancelled = "Payment cancelled", failed = "Payment failed", opened = "The order is open",
  cancelled_text = "Nothing was paid. The order can still be paid.",
  failed_text = "The balance is too low (ACQ.BUYER_BALANCE_NOT_ENOUGH).",
  opened_text = "The order is a trade now and waits for payment.", returning = "You go back to the shop in a moment.",
  unlinked = "The shop's return address is no web page: ", wallet = "What the wallet hands to the app",
  foreign = "This form was not sent by the cashier's own page. Open the order again.", refused = "That cannot be done",
}

M.zh = {
  language = "zh", lapsed = "已过期",
  title = "收银台", test = "模拟付款", note = "本地模拟，不会有真实资金流动。", order = "商户订单号", body = "商品描述",
  seller = "收款方", expires = "付款截止", trade = "支付宝交易号", method = "下单接口", buyer = "付款人", status = "状态",
  pay = "确认付款 %s", balance = "余额不足，付款失败", cancel = "取消付款", open = "只打开订单，暂不付款", back = "返回商户",
  again = "返回订单", other = "English", other_code = "en", scan = "请用手机扫码，或在本页付款。",
  paid = "已付款", closed = "已关闭", waiting = "等待付款", none = "尚未打开", finished = "已付款，不可再退款",
  success = "付款成功", cancelled = "付款已取消", failed = "付款失败", opened = "订单已打开",
  cancelled_text = "没有付款，订单仍可支付。", failed_text = "余额不足（ACQ.BUYER_BALANCE_NOT_ENOUGH）。",
  opened_text = "交易已创建，等待付款。", returning = "即将返回商户页面。",
  unlinked = "商户的返回地址不是网页：", wallet = "钱包返回给应用的结果",
  foreign = "该表单不是由收银台页面提交的，请重新打开订单。", refused = "无法完成",
}

return M
