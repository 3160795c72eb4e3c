-- SPDX-License-Identifier: MIT
-- Chinese forms of docstrings: bills and amounts. The English text is the key; tests/reference.lua checks both.

return {
  ["Bills: what the platform says that came in and went out on a day or in a month, as rows with columns by name. A bill is taken only whole: its archive's checksums, the end of its list, and its own counts and sums must be right."] =
    "账单：平台记录的某日或某月的收支，逐行给出，以列名取值。账单必须完整才会采用：压缩包的校验和、明细的结束行、账单自己的笔数与金额合计都必须相符。",
  ["The newest day that can have a bill: yesterday where the platform is (GMT+8), whatever the zone of this host."] =
    "可能已有账单的最近一天：平台时间（GMT+8）的昨天，与本机时区无关。",
  ["\"yyyy-MM-dd\""] =
    "\"yyyy-MM-dd\"",
  ["Download a bill and iterate over its rows, in constant memory: `for row, facts in bill.rows(client, { date = \"2026-11-25\" }) do`. Cells are texts in UTF-8 as in the bill (`row[\"商家实收（元）\"]`; alipay.money reckons with them). A day without business has no rows. The totals are checked behind the last row."] =
    "下载账单并逐行迭代，内存占用恒定：`for row, facts in bill.rows(client, { date = \"2026-11-25\" }) do`。单元格是账单中的原文（UTF-8），如 `row[\"商家实收（元）\"]`，可用 alipay.money 计算。没有交易的日子没有行。最后一行之后核对合计。",
  ["raises an error object, before the first row where that is possible: kind \"http\" for a bill that is damaged, cut or does not add up, else as calls and downloads fail; `outcome` is \"not_ready\" when there is no bill yet"] =
    "出错时抛出错误对象，并尽可能在第一行之前抛出：账单损坏、不完整或合计不符时 kind 为 \"http\"，其余同调用和下载的错误；账单尚未生成时 `outcome` 为 \"not_ready\"",
  ["Iterate over the rows of a bill's file that was saved before."] =
    "逐行迭代以前保存的账单文件。",
  ["as of `rows`; errors about the file are of kind \"parameter\""] =
    "同 `rows`；与文件有关的错误 kind 为 \"parameter\"",
  ["Download a bill into a file, which is there when the bill was checked whole, or as it was."] =
    "把账单下载到文件：整份校验通过后文件才出现，否则保持原样。",
  ["of the archive; an older file is replaced"] =
    "压缩包保存到的路径；已有的文件会被替换",
  ["`size` is nil, and nothing was written, when the platform gives no file for a day without business"] =
    "没有交易的日子平台可能不提供文件，此时 `size` 为 nil，不写任何文件",
  ["as `rows` raises"] =
    "与 `rows` 抛出的错误相同",
  ["Compare the details of a bill of trades with a shop's own orders, both of any size: `bill.reconcile(bill.rows(client, { date = day }), { path = \"orders.csv\" }, print)`. Payments are told by the order's number, refunds by it and out_request_no; several rows of one are added up. Refunds are left out where the shop has no column for them."] =
    "用交易账单的明细核对自己的订单，两者大小均无限制：`bill.reconcile(bill.rows(client, { date = day }), { path = \"orders.csv\" }, print)`。付款按商户订单号对应，退款按商户订单号加 out_request_no 对应；同一笔的多行相加。自己的订单没有退款列时，不核对退款。",
  ["of `rows` or `read`"] =
    "`rows` 或 `read` 的结果",
  ["the shop's, of the same time as the bill"] =
    "自己的订单，时间范围与账单相同",
  ["told of each, by number"] =
    "每处差异调用一次，按订单号排序",
  ["of differences by kind, and of the rows of both with their sums in fen; raises an error object of kind \"parameter\" for orders that cannot be read"] =
    "各类差异的数目，以及双方的行数和金额合计（分）；订单无法读取时抛出 kind 为 \"parameter\" 的错误对象",
  ["Amounts as the platform writes them, in yuan with two decimals, and as one reckons with them: integers of fen. Floats are refused, as they lose fen."] =
    "金额：平台以元为单位、写两位小数，计算时用整数的分。拒绝浮点数，因为浮点数会丢失分。",
  ["An amount in fen. `fen \"88.8\"` is 8880; an integer is an amount in fen already."] =
    "以分为单位的金额。`fen \"88.8\"` 得 8880；整数已是分。",
  ["yuan with at most two decimals as text, which may begin with `-` and has at most 16 digits before the point; or fen"] =
    "以元为单位的文本，最多两位小数，可以 `-` 开头，小数点前最多 16 位；或整数的分",
  ["kind \"parameter\": the text is no amount. Raises for a float and whatever else is no text."] =
    "文本不是金额时 kind 为 \"parameter\"。传入浮点数等非文本的值则抛出错误。",
  ["An amount as the platform writes it: `text(8880)` and `text \"88.8\"` are \"88.80\"."] =
    "平台写法的金额：`text(8880)` 和 `text \"88.8\"` 都得 \"88.80\"。",
  ["fen, or yuan as text"] =
    "整数的分，或以元为单位的文本",
  ["raises for what is no amount"] =
    "不是金额时抛出错误",
  ["Compare two amounts: \"1\" and \"1.00\" are equal."] =
    "比较两个金额：\"1\" 与 \"1.00\" 相等。",
  ["-1 when a is less, 0 when they are equal, 1 when a is more; raises for what is no amount"] =
    "a 较小为 -1，相等为 0，a 较大为 1；不是金额时抛出错误",
  ["the shop has no such order, the bill has none, the amounts differ"] =
    "自己没有该订单、账单没有该订单、金额不同",
  ["of the order"] =
    "商户订单号",
  ["of the refund, \"\" of a payment"] =
    "退款请求号；付款为 \"\"",
  ["fen"] =
    "分",
  ["as the bill says it: the 16 digits of the merchant, and 0156"] =
    "账单所写的账号：商户的 16 位账号加 0156",
  ["\"yyyy-MM-dd HH:mm:ss\", GMT+8"] =
    "\"yyyy-MM-dd HH:mm:ss\"，GMT+8",
  ["in their order"] =
    "按原有次序",
  ["name of the table in the archive"] =
    "压缩包中该表的文件名",
  ["\"yyyy-MM-dd\", or \"yyyy-MM\" for a month; the platform decides what it has"] =
    "\"yyyy-MM-dd\"，月账单为 \"yyyy-MM\"；有哪些账单由平台决定",
  ["\"trade\" by default; \"signcustomer\" is the bill of the account"] =
    "默认 \"trade\"；\"signcustomer\" 为账务账单",
  ["with type \"trade_zft_merchant\""] =
    "用于 \"trade_zft_merchant\" 类型",
  ["seconds for asking where the bill is, as of a call"] =
    "查询下载地址的时限，秒，同一次调用",
  ["seconds for downloading the file, 600 by default"] =
    "下载文件的时限，秒，默认 600",
  ["bytes of the largest file, 1073741824 by default"] =
    "文件的最大字节数，默认 1073741824",
  ["a CSV file with a header, in UTF-8 or GBK, or a SQLite database"] =
    "带表头的 CSV 文件（UTF-8 或 GBK），或 SQLite 数据库",
  ["column of the order's number; \"out_trade_no\", else \"商户订单号\" by default"] =
    "商户订单号的列名；默认 \"out_trade_no\"，其次 \"商户订单号\"",
  ["column of the amount; \"total_amount\", else \"amount\", else \"订单金额（元）\" by default"] =
    "金额的列名；默认 \"total_amount\"，其次 \"amount\"、\"订单金额（元）\"",
  ["column of the refund's number (out_request_no), empty in a payment; by default \"out_request_no\" or \"退款批次号/请求号\", where there is one"] =
    "退款请求号（out_request_no）的列名，付款的该列为空；默认 \"out_request_no\" 或 \"退款批次号/请求号\"，有则使用",
  ["of amounts that are whole numbers, which are refused without it; amounts with decimals are yuan"] =
    "整数金额的单位，未指明则拒绝整数；带小数的金额以元为单位",
  ["of the database, where it has several"] =
    "数据库中的表名，有多张表时需要",
  ["SELECT on the database instead, with those columns"] =
    "代替表名的 SELECT 语句，结果含上述各列",
  ["\"yyyy-MM-dd\" or \"yyyy-MM\": the day or the month that the bill must be of"] =
    "\"yyyy-MM-dd\" 或 \"yyyy-MM\"：账单必须是这一天或这个月的",
  ["\"detail\" by default: one row for each payment and refund"] =
    "默认 \"detail\"：每笔付款和退款一行",
  ["2088...: whose bill it must be; what the signed address says by default"] =
    "账单必须属于的账号，2088 开头；默认以已签名的下载地址所写为准",
  ["told of a line that does not fit the columns, raw, with its number among the rows; without it such a line is an error"] =
    "遇到与列数不符的行时调用，给出原文和行号；不给此函数则视为错误",
  ["of the archive: 100 members, 4 GiB unpacked, and 200 bytes unpacked for one that is packed"] =
    "对压缩包的限制：默认最多 100 个文件，解压后 4 GiB，压缩比 200",
}
