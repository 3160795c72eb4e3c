-- SPDX-License-Identifier: MIT
-- Chinese texts. Money: the library of trades and the scripts that take, return and watch it. The English text is the key; tests/languages.lua checks both.

return {
  -- lua/alipay/trade.lua
  ["%s: the first argument must be a client"] =
    "%s：第一个参数必须是客户端",
  ["%s: an out_trade_no is needed, or { trade_no = ... }"] =
    "%s：需要 out_trade_no，或 { trade_no = ... }",
  ["%s: out_trade_no is needed, a string"] =
    "%s：需要 out_trade_no（字符串）",
  ["the QR code cannot be drawn: %s"] =
    "无法绘制二维码：%s",
  ["order %s is closed"] =
    "订单 %s 已关闭",
  ["order %s was not paid within %g s"] =
    "订单 %s 未在 %g 秒内支付",
  ["it can still be paid: wait again, or trade.close(client, key)"] =
    "仍然可以支付：请继续等待，或调用 trade.close(client, key)",
  ["%s: out_request_no must be a string"] =
    "%s：out_request_no 必须是字符串",
  ["refund %s of order %s was meant with another amount: %s"] =
    "退款 %s（订单 %s）原先的金额不同：%s",
  ["give each amount a number of its own; nothing was sent"] = "每个金额请使用各自的编号；没有发送任何请求",
  ["the payment of order %s was meant with another amount: %s"] = "订单 %s 的付款先前是另一金额：%s",
  -- lua/alipay/trade/number.lua
  ["refund %s of order %s is still open"] =
    "退款 %s（订单 %s）尚未了结",
  ["refund %s of order %s is still open, and may be of this order"] =
    "退款 %s（订单 %s）尚未了结，并且可能属于本订单",
  ["trade.resume(client) brings it to its end; to repeat it, name its out_request_no; nothing was refunded now"] =
    "用 trade.resume(client) 了结它；要重复这笔退款，请给出它的 out_request_no；此次没有退款",
  ["a refund of order %s was begun at the same moment, and may be of this order"] =
    "同一时刻有另一笔退款（订单 %s）开始，可能属于本订单",
  ["repeat this one; nothing was refunded now"] =
    "请再次发起这笔退款；此次没有退款",
  -- lua/alipay/trade/input.lua
  ["%s: out_trade_no is needed, a string (or trade_no, where the order is there)"] =
    "%s：需要 out_trade_no（字符串；订单已存在时也可用 trade_no）",
  ["%s is %q, which is no amount from 0.01 to 100000000.00"] =
    "%s 为 %s，不是 0.01 到 100000000.00 之间的金额",
  ["write yuan with at most two decimals, as \"88.88\"; nothing was sent"] =
    "请以元为单位，最多两位小数，如 \"88.88\"；没有发送任何请求",
  -- lua/alipay/trade/cancel.lua
  ["nobody knows yet whether order %s is cancelled: %s"] =
    "尚不知道订单 %s 是否已撤销：%s",
  ["the platform asks for it to be repeated"] =
    "平台要求重试",
  -- lua/alipay/trade/close.lua
  ["nobody knows yet whether order %s is closed: %s"] =
    "尚不知道订单 %s 是否已关闭：%s",
  ["trade.resume(client) brings it to its end"] =
    "用 trade.resume(client) 了结它",
  -- lua/alipay/trade/journal.lua
  ["nothing was sent; the option `journal` or ALIPAY_STATE_DIR names another place, which knows nothing of earlier runs"] =
    "没有发送任何请求；选项 `journal` 或 ALIPAY_STATE_DIR 可以指定其他位置，但那里不知道以前运行做过什么",
  ["another run is at work on the %s of %s"] =
    "另一个进程正在处理这笔 %s（%s）",
  ["wait for it; nothing was sent by this one"] =
    "请等它结束；本次没有发送任何请求",
  -- lua/alipay/trade/pay.lua
  ["nobody knows yet whether order %s is paid: %s"] =
    "尚不知道订单 %s 是否已支付：%s",
  ["no answer came"] =
    "没有收到响应",
  ["do not hand over goods and do not take the money again; trade.resume(client) brings it to its end"] =
    "不要交付商品，也不要再次收款；用 trade.resume(client) 了结它",
  ["order %s is there with another amount: %s, not %s"] =
    "订单 %s 已存在，但金额不同：是 %s，不是 %s",
  ["nothing was charged; give each payment an out_trade_no of its own"] =
    "没有扣款；请给每笔支付单独的 out_trade_no",
  ["order %s was not paid in time and is cancelled%s"] =
    "订单 %s 未及时支付，已撤销%s",
  ["; what was paid at the last moment went back to the buyer"] =
    "；最后一刻支付的款项已退回买家",
  ["take the payment again with a new out_trade_no"] =
    "请用新的 out_trade_no 重新收款",
  ["it was cancelled, and the trade still counts as paid"] =
    "已撤销，但交易仍为已支付状态",
  ["it was cancelled, and can still be paid"] =
    "已撤销，但订单仍可支付",
  ["it was not paid in time, cancelled, or refunded in full; take a payment with a new out_trade_no"] =
    "订单未及时支付、已撤销或已全额退款；请用新的 out_trade_no 收款",
  -- lua/alipay/trade/refund.lua
  ["refund %s of order %s is there with another amount: %s, not %s"] =
    "退款 %s（订单 %s）已存在，但金额不同：是 %s，不是 %s",
  ["nothing was refunded now; one out_request_no stands for one refund"] =
    "这次没有退款；一个 out_request_no 只对应一笔退款",
  ["nobody knows yet whether refund %s of order %s was made%s"] =
    "尚不知道退款 %s（订单 %s）是否成功%s",
  ["trade.resume(client), or trade.refund with this out_request_no, brings it to its end; without that number there would be a second one"] =
    "用 trade.resume(client)，或以此 out_request_no 再次调用 trade.refund 了结它；不带这个号会造成第二笔退款",
  -- scripts/pay.lua
  ["Take a payment and bring it to its end: by the code on the buyer's phone, or with a QR code that the buyer scans."] =
    "收一笔款并确保有最终结果：扫买家手机上的付款码，或由买家扫描二维码。",
  ["With --code (what a scanner reads from the buyer's phone) the payment is sent once, then the trade is asked for, and cancelled if it\nis not paid in time. Without, a QR code is drawn, which is good for the minutes of --timeout, and an order that was scanned and not\npaid is closed. A run that was killed is brought to its end by --resume, refunds too. Exit code: 0 when it is paid; 4 when it was\nrefused or closed, 3 when it was not paid in time, or nobody knows.\n  alipay-lua --local \"$(alipay-lua --scripts)/pay.lua\" --amount 88.80 --subject 茶 --order P20261126120000000001 --code 284776044441477959"] =
    "有 --code（扫码枪从买家手机读到的内容）时只发送一次支付，随后查询交易，未及时支付则撤销。没有时绘制二维码，\n其有效期由 --timeout 决定，已扫码而未支付的订单会被关闭。中途被终止的运行用 --resume 了结，退款也一样。\n退出码：0 已支付；4 被拒绝或已关闭，3 未及时支付，或结果未知。\n  alipay-lua --local \"$(alipay-lua --scripts)/pay.lua\" --amount 88.80 --subject 茶 --order P20261126120000000001 --code 284776044441477959",
  ["Yuan with at most two decimals, as 88.80."] =
    "单位为元，最多两位小数，如 88.80。",
  ["What is sold; the buyer sees it."] =
    "商品名称；买家可见。",
  ["The buyer's payment code; without it a QR code is drawn."] =
    "买家的付款码；不给则绘制二维码。",
  ["Write the QR code into this file instead of drawing it."] =
    "把二维码写入此文件，而不是绘制在终端上。",
  ["Your number of the order; a new one otherwise."] =
    "商户订单号；不给则生成新的。",
  ["Where the platform reports the payment."] =
    "平台通知支付结果的地址。",
  ["Seconds until the payment is given up."] =
    "等待多少秒后放弃这笔支付。",
  ["Seconds between two questions."] =
    "两次查询之间的秒数。",
  ["Take no payment: bring to their end what killed runs left open."] =
    "不收款：了结被终止的运行留下的支付和退款。",
  ["nothing was left open"] =
    "没有未了结的支付和退款",
  ["--amount and --subject are needed"] =
    "需要 --amount 和 --subject",
  ["--png is for a payment without --code"] =
    "--png 只用于没有 --code 的支付",
  ["order %s of %s: waiting %g s for the buyer"] =
    "订单 %s，金额 %s：等待买家 %g 秒",
  ["the order is closed"] =
    "订单已关闭",
  ["nobody scanned the code, which ends %s after it was made"] =
    "没有人扫码；二维码生成 %s 后失效",
  -- scripts/refund.lua
  ["Refund an order, whole or in part, exactly once."] =
    "对订单全额或部分退款，只退一次。",
  ["Each refund has a number (out_request_no), written down before it is sent. When nobody knows how it ended, run it again with that\n--number: the platform makes one refund of it however often it is asked. Without --number it is a new refund, which is refused\nwhile an earlier one of the same order is open. Exit code: 0 when the money went back, 4 when it was refused, 3 when nobody knows.\n  alipay-lua --local \"$(alipay-lua --scripts)/refund.lua\" P20261126120000000001 --amount 8.80 --reason 退货"] =
    "每笔退款都有退款请求号（out_request_no），发送之前先记录下来。结果未知时，请带上该 --number 再次运行：无论请求多少次，\n平台只退一次。不带 --number 即为新的退款；同一订单还有未了结的退款时会被拒绝。\n退出码：0 款项已退回，4 被拒绝，3 结果未知。\n  alipay-lua --local \"$(alipay-lua --scripts)/refund.lua\" P20261126120000000001 --amount 8.80 --reason 退货",
  ["Your number of the order; with --trade-no Alipay's."] =
    "商户订单号；加 --trade-no 时为支付宝交易号。",
  ["Yuan with at most two decimals, as 8.80."] =
    "单位为元，最多两位小数，如 8.80。",
  ["Number of this refund, when it is repeated."] =
    "重复退款时，原退款的请求号。",
  ["Why; the buyer sees it."] =
    "退款原因；买家可见。",
  ["ORDER is Alipay's trade_no."] =
    "ORDER 是支付宝交易号 trade_no。",
  ["--amount is needed"] =
    "需要 --amount",
  ["refund %s of order %s"] =
    "退款 %s（订单 %s）",
  ["%s  %s  %s; refunded of this order so far: %s"] =
    "%s  %s  %s；该订单累计已退：%s",
  ["%s  %s  %s; found by a query, which has no sum of the order's refunds"] =
    "%s  %s  %s；由查询得知，查询结果中没有该订单的累计退款金额",
  -- scripts/watch.lua
  ["Watch orders until all are paid or closed: a table that is redrawn."] =
    "跟踪订单，直到全部已支付或已关闭：表格会不断刷新。",
  ["ORDER is your out_trade_no; - reads them from stdin, one a line. Where stdout is no terminal the table is printed when it changed;\nunder --json there is a line for each change. It changes nothing on the platform. Exit code: 0 when all are paid, 4 when one is\nclosed, 3 when time is up first.\n  alipay-lua \"$(alipay-lua --scripts)/watch.lua\" P20261126120000000001 P20261126120000000002"] =
    "ORDER 是商户订单号 out_trade_no；- 表示从标准输入读取，每行一个。标准输出不是终端时，表格有变化才打印；加 --json 时每次变化\n输出一行。不改动平台上的任何东西。退出码：0 全部已支付，4 有订单已关闭，3 先到了时限。\n  alipay-lua \"$(alipay-lua --scripts)/watch.lua\" P20261126120000000001 P20261126120000000002",
  ["Your numbers of the orders; - for stdin."] =
    "商户订单号；- 表示标准输入。",
  ["Seconds between two rounds."] =
    "两轮查询之间的秒数。",
  ["Seconds until watching ends."] =
    "跟踪多少秒后结束。",
  ["there is no order to watch"] =
    "没有要跟踪的订单",
  ["no trade yet"] =
    "尚无交易",
  ["%d of %d orders are still open"] =
    "%d 笔（共 %d 笔）订单尚未了结",
  ["%d of %d orders are closed"] =
    "%d 笔（共 %d 笔）订单已关闭",
  -- Ctrl-C in scripts/pay.lua and scripts/refund.lua
  ["whether order %s was paid is unknown: pay.lua --resume brings it to its end"] =
    "订单 %s 是否已支付未知：pay.lua --resume 会了结它",
  ["order %s is open, and may be paid until its code ends: watch.lua %s tells"] =
    "订单 %s 尚未了结，二维码失效之前仍可支付：用 watch.lua %s 查看",
  ["whether the refund%s of order %s was made is unknown: pay.lua --resume tells its number and brings it to its end"] =
    "退款%s（订单 %s）是否完成未知：pay.lua --resume 会给出其编号并了结它",
  -- lua/alipay/trade/wait.lua
  ["nobody can pay it any more: a new try needs a new out_trade_no"] =
    "它已无法支付：重试需要新的 out_trade_no",
}
