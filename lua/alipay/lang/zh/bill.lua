-- SPDX-License-Identifier: MIT
-- Chinese texts. What is said about bills. The English text is the key; tests/languages.lua checks both.

return {
  -- lua/alipay/bill/address.lua
  ["the bill's address is on %s, which is neither %s nor the gateway's own host"] =
    "账单地址位于 %s，既不是 %s，也不是网关自己的主机",
  ["no host"] =
    "（没有主机）",
  ["nothing was fetched; report this to Alipay's support"] =
    "没有下载任何内容；请反馈给支付宝技术支持",
  -- lua/alipay/bill/archive.lua
  ["if a bill may be like that, raise the limit (members, bytes, ratio)"] =
    "如果账单确实如此，请提高限制（members、bytes、ratio）",
  ["the bill's archive%s: %s"] =
    "账单压缩包%s：%s",
  ["the bill's archive is empty: not even an empty bill is in it"] =
    "账单压缩包是空的：连空账单也没有",
  -- lua/alipay/bill/download.lua
  ["the bill of a day is there the next morning at about 9:00, that of a month on the 3rd (GMT+8); both may be late"] =
    "日账单次日约 9 点生成，月账单次月 3 日生成（北京时间），都可能延迟",
  ["the answer has neither the address of a bill nor says that it is empty"] =
    "响应既没有账单地址，也没有说账单为空",
  ["no bill came from %s but %s"] =
    "%s 给出的不是账单，而是 %s",
  ["its address may have been older than 30 seconds: ask for the bill again"] =
    "下载地址可能已超过 30 秒：请重新查询账单",
  ["HTTP status %d: %s"] =
    "HTTP 状态 %d：%s",
  ["raise max_file if the bill may be that large"] =
    "如果账单确实这么大，请提高 max_file",
  ["bill: %s does not answer by TLS, so the bill comes by plain http"] =
    "账单：%s 不支持 TLS，因此用明文 http 下载",
  -- lua/alipay/bill/orders.lua
  ["it has no column '%s'"] =
    "没有 '%s' 这一列",
  ["its columns are %s; say which is meant (%s)"] =
    "现有的列是 %s；请指明用哪一列（%s）",
  ["a float, which loses fen"] =
    "浮点数，会丢失分",
  ["select it as a text: printf('%.2f', amount) AS amount"] =
    "请以文本查询：printf('%.2f', amount) AS amount",
  ["a whole number: yuan or fen?"] =
    "整数：是元还是分？",
  ["say its unit, yuan or fen"] =
    "请指明单位：yuan 或 fen",
  ["no whole number of fen"] =
    "不是以分为单位的整数",
  ["no amount"] =
    "不是金额",
  ["%s: the amount %s is %s"] =
    "%s：金额 %s 是%s",
  ["%s has no order number"] =
    "%s 没有订单号",
  ["row %d has %d cells only"] =
    "第 %d 行只有 %d 个单元格",
  ["it has %d tables"] =
    "其中有 %d 张表",
  ["say which one has the orders (table), or give the SQL that selects them (sql)"] =
    "请指明订单在哪张表（table），或给出查询订单的 SQL（sql）",
  ["it is no SQLite database, so it has no tables"] =
    "它不是 SQLite 数据库，没有表",
  -- lua/alipay/bill/reading.lua
  ["the bill is one of the account %s, and not of %s"] =
    "这是账号 %s 的账单，不是 %s 的",
  ["the bill begins with %s, and that of %s was asked for"] =
    "账单的起始日期是 %s，而要的是 %s 的账单",
  ["the bill ends with %s, and that of %s was asked for"] =
    "账单的终止日期是 %s，而要的是 %s 的账单",
  ["the date of a bill is %q, must be yyyy-MM-dd or yyyy-MM"] =
    "账单的日期为 %q，必须是 yyyy-MM-dd 或 yyyy-MM",
  ["the bill, %s: %s adds up to %s, and not to %s"] =
    "账单 %s：%s 合计为 %s，而不是 %s",
  ["the bill's summary says %d of %s, and its details have %d"] =
    "账单汇总说有 %d 笔%s，而明细中有 %d 笔",
  ["the bill's archive has no table of its %s"] =
    "账单压缩包中没有 %s 表",
  -- lua/alipay/bill/reconcile.lua
  ["the amounts of your orders add up to more than 92233720368547758.07"] =
    "你的订单金额合计超过 92233720368547758.07",
  ["the amounts of the bill add up to more than 92233720368547758.07"] =
    "账单金额合计超过 92233720368547758.07",
  ["the bill has no %s and %s: it is none of trades"] =
    "账单没有 %s 和 %s 两列：它不是交易账单",
  -- lua/alipay/bill/table.lua
  ["the bill, %s: %s"] =
    "账单 %s：%s",
  ["there is nothing in it"] =
    "其中没有内容",
  ["no columns are named in its first %d lines"] =
    "前 %d 行没有列名",
  ["two columns are called '%s'"] =
    "有两列都叫 '%s'",
  ["it is no table: the names of its columns would be %s"] =
    "它不是表格：列名会是 %s",
  ["more than %d lines follow its rows"] =
    "明细之后的行超过 %d 行",
  ["a row stands behind its end: %s"] =
    "列表结束之后还有一行：%s",
  ["the bill, %s: row %d has %d cells, and there are %d columns: %s"] =
    "账单 %s：第 %d 行有 %d 个单元格，而列有 %d 个：%s",
  ["give on_bad to go on without such rows"] =
    "给出 on_bad 即可跳过这样的行",
  ["it was cut off: the end of its list is missing"] =
    "文件被截断：缺少列表结束行",
  ["a row stands behind its end"] =
    "列表结束之后还有一行",
  -- lua/alipay/bill/totals.lua
  ["it says %d of %s, but %d are in it"] =
    "合计行说有 %d 笔%s，而实际有 %d 笔",
  ["it says that %s%s add up to %s, but they add up to %s"] =
    "合计行说%s%s共 %s，而实际共 %s",
  ["it says %d rows, but %d are in it"] =
    "合计行说有 %d 行，而实际有 %d 行",
  ["%d amounts of %s are no amounts"] =
    "有 %d 个%s金额不是金额",
  ["its total of %s is missing"] =
    "缺少%s的合计行",
  -- scripts/bill.lua
  ["Download a bill, check it whole, and tell what it adds up to."] =
    "下载账单，整份校验，并给出合计。",
  ["DATE is yyyy-MM-dd, or yyyy-MM for a month; yesterday (GMT+8) without it. --csv writes the rows as UTF-8 without the guards that the\nplatform puts around cells. Exit code: 0 when the bill is right, also when there was no business; 4 when it is not there yet or was\nrefused; 3 when what came is no bill, is cut, or does not add up: then nothing is written.\n  30 10 * * * /usr/local/bin/alipay-lua --profile shop1 /usr/local/share/alipay-lua/scripts/bill.lua --save bills/$(date -d yesterday +\\%F).zip\n  alipay-lua \"$(alipay-lua --scripts)/bill.lua\" --file 2026-11-25.zip --csv 2026-11-25.csv"] =
    "DATE 为 yyyy-MM-dd，月账单为 yyyy-MM；不给时为昨天（北京时间）。--csv 把各行写成 UTF-8，去掉平台加在单元格前后的\n保护字符。退出码：账单无误（无业务数据也算）为 0；账单尚未生成或被拒绝为 4；下载到的不是账单、被截断或合计不符为 3，\n此时不写任何文件。\n  30 10 * * * /usr/local/bin/alipay-lua --profile shop1 /usr/local/share/alipay-lua/scripts/bill.lua --save bills/$(date -d yesterday +\\%F).zip\n  alipay-lua \"$(alipay-lua --scripts)/bill.lua\" --file 2026-11-25.zip --csv 2026-11-25.csv",
  ["Day (yyyy-MM-dd) or month (yyyy-MM)."] =
    "日期（yyyy-MM-dd）或月份（yyyy-MM）。",
  ["Which bill."] =
    "哪种账单。",
  ["Number of the merchant, with --type trade_zft_merchant."] =
    "二级商户号，与 --type trade_zft_merchant 一起用。",
  ["Which table: payments and refunds, or their summary."] =
    "哪张表：detail 为支付和退款明细，summary 为汇总。",
  ["Keep the archive in this file."] =
    "把压缩包保存为这个文件。",
  ["Write the rows into this file."] =
    "把各行写入这个文件。",
  ["Read this archive instead of asking for one."] =
    "读取这个压缩包，不向平台查询。",
  ["--file is a bill already: no DATE, and no --save"] =
    "--file 已是账单：不能再给 DATE 和 --save",
  [": no business"] =
    "：无业务数据",
  -- scripts/reconcile.lua
  ["Compare a day's bill with your own orders: what is missing here, what is missing there, which amounts differ."] =
    "用一天的账单核对自己的订单：我方缺少的、对方缺少的、金额不符的。",
  ["ORDERS is a CSV file with a header (UTF-8 or GBK) or a SQLite database, of the same day as the bill: columns out_trade_no,\ntotal_amount or amount, and where refunds are to be compared out_request_no, or what the options name. DATE is yyyy-MM-dd, or\nyyyy-MM; yesterday (GMT+8) without it. Exit code: 0 when all is well, 1 when there is a difference, else as of bill.lua.\n  alipay-lua \"$(alipay-lua --scripts)/reconcile.lua\" orders.csv 2026-11-25\n  alipay-lua \"$(alipay-lua --scripts)/reconcile.lua\" shop.db 2026-11-25 \\\n    --sql \"SELECT out_trade_no, amount FROM orders WHERE day = '2026-11-25'\""] =
    "ORDERS 是带表头的 CSV 文件（UTF-8 或 GBK）或 SQLite 数据库，日期与账单相同：列为 out_trade_no，total_amount 或 amount，\n需要核对退款时还有 out_request_no，或由选项指定。DATE 为 yyyy-MM-dd 或 yyyy-MM；不给时为昨天（北京时间）。\n退出码：全部相符为 0，有差异为 1，其余同 bill.lua。\n  alipay-lua \"$(alipay-lua --scripts)/reconcile.lua\" orders.csv 2026-11-25\n  alipay-lua \"$(alipay-lua --scripts)/reconcile.lua\" shop.db 2026-11-25 \\\n    --sql \"SELECT out_trade_no, amount FROM orders WHERE day = '2026-11-25'\"",
  ["CSV file or SQLite database of your own."] =
    "自己的 CSV 文件或 SQLite 数据库。",
  ["A bill that was saved, instead of asking for it."] =
    "已保存的账单，不向平台查询。",
  ["Table of the database."] =
    "数据库中的表。",
  ["Query that gives the orders of the day."] =
    "查询当天订单的 SELECT。",
  ["Column of the order's number."] =
    "订单号所在的列。",
  ["Column of the amount."] =
    "金额所在的列。",
  ["Column of the refund's number."] =
    "退款请求号所在的列。",
  ["What whole numbers are."] =
    "整数的单位。",
  ["Show so many differences."] =
    "显示多少条差异。",
  ["missing here"] =
    "我方缺少",
  ["missing there"] =
    "对方缺少",
  ["amounts differ"] =
    "金额不符",
  ["%d more differences are not shown (--show)"] =
    "另有 %d 条差异未显示（--show）",
  ["%d refunds of the bill were left out: your orders have no column of refunds (--refund)"] =
    "账单中的 %d 笔退款未核对：订单没有退款列（--refund）",
  ["all is well"] =
    "全部相符",
  ["%d missing here, %d missing there, %d amounts differ"] =
    "我方缺少 %d 笔，对方缺少 %d 笔，金额不符 %d 笔",
  -- core/csv/csv.c
  ["no conversion from '%.40s' to UTF-8"] =
    "无法从 '%.40s' 转换为 UTF-8",
  ["a line is longer than %zu bytes"] =
    "有一行超过 %zu 字节",
  ["a line has more than %d cells"] =
    "有一行超过 %d 个单元格",
  -- core/zip/archive.c
  ["%s: %zu members are more than the %llu allowed"] =
    "%s：%zu 个文件超过允许的 %llu 个",
  ["the member is encrypted"] =
    "文件已加密",
  ["the member is packed by method %d, which is not read"] =
    "文件的压缩方法是 %d，不支持",
  ["no member is open"] =
    "没有打开的文件",
  ["the members hold more than the %llu bytes allowed"] =
    "解压后超过允许的 %llu 字节",
  ["the member is packed more than %llu to 1, as no table is"] =
    "文件的压缩比超过 %llu 比 1，不可能是表格",
  -- lua/alipay/bill/download.lua
  ["ask again later; what came is in err.response"] =
    "请稍后再查询；收到的内容在 err.response 中",
  -- lua/alipay/bill/reconcile.lua
  ["a bill of type \"trade\" is needed, and its part \"detail\""] =
    "需要类型为 \"trade\" 的账单及其 \"detail\" 部分",
}
