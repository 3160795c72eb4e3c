-- SPDX-License-Identifier: MIT
-- Chinese forms of docstrings: payments and refunds. The English text is the key; tests/reference.lua checks both.

return {
  ["Payments and refunds brought to an end. Every function ends with a certain outcome, or says \"unknown\" with what is known; what moves money is written down before it is sent, so that `trade.resume` finishes what a killed program left open. docs/trade.md tells more."] =
    "必有结果的付款与退款。每个函数都以确定的结果结束，否则明确给出 \"unknown\" 和已知的情况；涉及资金的操作先记入日志库再发送，所以 `trade.resume` 能了结崩溃的程序留下的交易。详见 docs/trade.zh-CN.md。",
  ["Take a payment by the buyer's code, to its end: it is sent once, then the trade is asked for, and what is still unpaid when time is up is cancelled, so that the buyer cannot pay later."] =
    "凭买家的付款码收款直至得出结果：只发送一次，随后查询交易；到时仍未付款则撤销，使买家之后无法再付。",
  ["biz_content of alipay.trade.pay: out_trade_no, total_amount (\"88.88\", a text), subject, auth_code, ..."] =
    "alipay.trade.pay 的 biz_content：out_trade_no、total_amount（文本，如 \"88.88\"）、subject、auth_code 等",
  ["after `timeout` seconds, 60 by default, it is cancelled"] =
    "`timeout` 秒（默认 60）后撤销",
  ["`data.trade_status` is TRADE_SUCCESS (or TRADE_FINISHED)"] =
    "`data.trade_status` 为 TRADE_SUCCESS（或 TRADE_FINISHED）",
  ["`outcome` \"unpaid\" (refused, nothing was charged), \"cancelled\" (given up, nothing is owed) or \"unknown\""] =
    "`outcome` 为 \"unpaid\"（被拒绝，没有扣款）、\"cancelled\"（已撤销，互不相欠）或 \"unknown\"",
  ["Make an order that the buyer pays by scanning a code. No money moves, and there is no trade before the buyer scans."] =
    "创建由买家扫码付款的订单。没有资金变动，买家扫码之前也没有交易。",
  ["biz_content of alipay.trade.precreate: out_trade_no, total_amount (\"88.88\", a text), subject, ..."] =
    "alipay.trade.precreate 的 biz_content：out_trade_no、total_amount（文本，如 \"88.88\"）、subject 等",
  ["query: further parameters, as notify_url; png: file for a picture of the code; show: draw the code on stdout"] =
    "query：其他参数，如 notify_url；png：保存二维码图片的文件；show：在标准输出绘制二维码",
  ["`data.qr_code` is the text of the code"] =
    "`data.qr_code` 是二维码的内容",
  ["Wait until an order is paid. It cancels nothing: an order that is not paid in time can still be paid."] =
    "等待订单付款。不会撤销：未及时付款的订单之后仍可付款。",
  ["out_trade_no, or a table that names the order"] =
    "out_trade_no，或指明订单的表",
  ["of the query: `data.trade_status` TRADE_SUCCESS or TRADE_FINISHED"] =
    "查询的响应：`data.trade_status` 为 TRADE_SUCCESS 或 TRADE_FINISHED",
  ["`outcome` \"unpaid\" when it is closed; kind \"timeout\", `outcome` \"unknown\", when time is up"] =
    "订单已关闭时 `outcome` 为 \"unpaid\"；到时仍未付款时 kind 为 \"timeout\"，`outcome` 为 \"unknown\"",
  ["Refund an order, whole or in part. Without out_request_no it is a new refund, with a number of its own; the same number again is the same refund. A refund of that order that is still open must be brought to its end first, also when it named the order by the other of trade_no and out_trade_no."] =
    "对订单全额或部分退款。不给 out_request_no 即为新的退款，自动取号；相同的号就是同一笔退款。该订单还有未了结的退款时，须先将其了结，即使那笔退款以 trade_no 与 out_trade_no 中的另一个指明订单。",
  ["biz_content of alipay.trade.refund: out_trade_no or trade_no, refund_amount (\"8.88\"), out_request_no, ..."] =
    "alipay.trade.refund 的 biz_content：out_trade_no 或 trade_no、refund_amount（如 \"8.88\"）、out_request_no 等",
  ["of the refund, or of the query that found it"] =
    "退款的响应，或查到该退款的查询响应",
  ["`outcome` \"refused\" (nothing was refunded) or \"unknown\"; `out_request_no` its number"] =
    "`outcome` 为 \"refused\"（没有退款）或 \"unknown\"；`out_request_no` 为该笔退款的请求号",
  ["Close an order that is not paid."] =
    "关闭未付款的订单。",
  ["`outcome` \"refused\" (it is paid, say) or \"unknown\""] =
    "`outcome` 为 \"refused\"（如已付款）或 \"unknown\"",
  ["Cancel a payment: what is unpaid is closed, what is paid goes back to the buyer. Repeated while the platform asks for it."] =
    "撤销付款：未付款的关闭，已付款的退回买家。平台要求重试时自动重试。",
  ["`data.action` \"close\" or \"refund\"; none for an order that is not there"] =
    "`data.action` 为 \"close\" 或 \"refund\"；订单不存在时没有",
  ["`outcome` \"refused\" or \"unknown\""] =
    "`outcome` 为 \"refused\" 或 \"unknown\"",
  ["Bring to their end what killed programs left open for this client's account. A payment whose buyer has gone is cancelled unless it is paid. What a living process works on is left to it."] =
    "了结崩溃的程序为该客户端的账号留下的交易。买家已离开的付款，未付则撤销。其他进程正在处理的，不去触碰。",
  ["`timeout` is for each, 20 seconds by default"] =
    "`timeout` 针对每一笔，默认 20 秒",
  ["the journal cannot be used"] =
    "日志库无法使用",
  ["seconds for the whole, 60 by default"] =
    "总时限，秒，默认 60",
  ["seconds between two queries, 4 by default"] =
    "两次查询之间的秒数，默认 4",
  ["seconds after which a refund that said nothing certain is looked up, 10 by default"] =
    "退款没有明确结果时，多少秒后查询确认，默认 10",
  ["further parameters of the first request, as notify_url"] =
    "第一次请求的其他参数，如 notify_url",
  ["file of the journal; trades-APPID.db in the state folder by default"] =
    "日志库文件；默认为状态目录中的 trades-APPID.db",
  ["name of the merchant that the client acts for, where its app_auth_token is renewed"] =
    "客户端所代表的商户的名称，供其 app_auth_token 会更换时使用",
  ["told of each answer while it waits"] =
    "等待期间每次得到响应时调用",
  ["out_trade_no or trade_no"] =
    "out_trade_no 或 trade_no",
  ["Take a payment by a QR code that the buyer scans, to its end: the order is made, waited for, and closed when it is not paid in time. The code is good for the minutes of `timeout`, unless the content says how long."] =
    "由买家扫描二维码付款，直至得出结果：创建订单、等待付款，到时仍未付款则关闭。二维码的有效期为 `timeout` 折算的分钟数，除非 content 另有指定。",
  ["and `png`, `show` of `precreate`"] =
    "另可用 `precreate` 的 `png` 和 `show`",
  ["`outcome` \"unpaid\" when the order is closed; \"unknown\" when nobody scanned the code, which ends by itself, and when it is not known"] =
    "订单已关闭时 `outcome` 为 \"unpaid\"；没有人扫码（二维码会自行失效）或结果未知时为 \"unknown\"",
}
