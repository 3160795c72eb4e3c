-- SPDX-License-Identifier: MIT
-- Chinese texts. The local gateway. The English text is the key; tests/languages.lua checks both.

return {
  -- lua/alipay/gateway/folder/init.lua
  ["name a folder of your own: --dir, or ALIPAY_STATE_DIR for all that is kept"] =
    "请指定您自己的目录：--dir，或用 ALIPAY_STATE_DIR 指定保存全部数据的目录",
  ["the gateway of process %s at %s"] =
    "进程 %s 的网关（%s）",
  ["another gateway, which is starting or belongs to a run with --local"] =
    "另一个网关：正在启动，或属于用 --local 运行的程序",
  ["%s is in use by %s"] =
    "%s 正由%s使用",
  ["stop it, or choose another folder"] =
    "停止它，或换一个目录",
  -- lua/alipay/gateway/init.lua
  ["local gateway %s"] =
    "本地网关 %s",
  ["choose another port (0 takes a free one), or another host"] =
    "换一个端口（0 表示任意空闲端口），或换一个主机",
  ["the root bundle has no certificate signed with SHA-1: this system's policy refuses it"] =
    "根证书集合里没有用 SHA-1 签名的证书：本系统的策略不允许",
  -- lua/alipay/gateway/keys.lua
  ["cannot make %s: %s"] =
    "无法生成 %s：%s",
  ["%s/%s is missing"] =
    "缺少 %s/%s",
  ["put it back, or remove the folder %s: a new set is made then"] =
    "放回去，或删除目录 %s：届时会重新生成一整套",
  ["%s/%s_public_key.pem is not the partner of the private key beside it"] =
    "%s/%s_public_key.pem 与旁边的私钥不匹配",
  ["put the right one back, or remove the folder %s: a new set is made then"] =
    "放回正确的那一个，或删除目录 %s：届时会重新生成一整套",
  ["%s is empty"] =
    "%s 是空的",
  ["remove it: a new key is made then"] =
    "删除它：届时会生成新密钥",
  ["%s/app_id holds no app id"] =
    "%s/app_id 里没有应用 ID",
  ["it is a number of 16 digits on one line"] =
    "应为单独一行的 16 位数字",
  ["%s is not a certificate of %s key"] =
    "%s 不是%s密钥的证书",
  ["remove its folder: new certificates are made then"] =
    "删除它所在的目录：届时会生成新证书",
  ["the app's"] =
    "应用",
  ["the gateway's"] =
    "网关",
  -- lua/alipay/gateway/publish.lua
  ["# Settings of clients of the local gateway"] =
    "# 本地网关客户端的设置",
  ["%s is there and no gateway wrote it"] =
    "%s 已存在，而且不是网关写的",
  ["move it away, or choose another folder"] =
    "移走它，或换一个目录",
  -- lua/alipay/cli/commands/gateway.lua
  ["'%s' is not METHOD=FILE"] =
    "'%s' 不是 METHOD=FILE",
  ["'%s' is none of wait, paid, refund, closed, finished"] =
    "'%s' 不是 wait、paid、refund、closed、finished 之一",
  ["Address to listen on, instead of 127.0.0.1: whoever reaches it can use the gateway."] =
    "监听地址，默认 127.0.0.1：能访问该地址的人都可以使用这个网关。",
  ["Answer a method with a node of your own: the file's bytes, signed. May be repeated."] =
    "用自己的节点响应某个接口：文件的原始字节，经过签名。可以重复。",
  ["A folder of such files, METHOD.json."] =
    "存放这类文件（METHOD.json）的目录。",
  ["A RULE is METHOD[:nth=N|:every=N|:p=P][:seed=N]:FAULT[=VALUE], METHOD perhaps with * at its end: each call of it, the Nth,\nevery Nth, or some with probability P, the same ones with the same seed. Faults: delay=SECONDS drip=BYTES_PER_SECOND\nreset[=after] truncate=BYTES http=STATUS html unknown=done|not-done limit sign=wrong|missing|null tamper duplicate-node\ncert=rotated charset=gbk slash=plain v3=202|204|wrong-sn|no-encrypt-header; with notify for METHOD: duplicate\nlate=SECONDS early gbk drop."] =
    "RULE 的格式为 METHOD[:nth=N|:every=N|:p=P][:seed=N]:FAULT[=VALUE]，METHOD 可以 * 结尾：每次调用、第 N 次、每 N 次，\n或以概率 P 命中，seed 相同则命中的也相同。可用的故障：delay=秒 drip=每秒字节数 reset[=after] truncate=字节数\nhttp=状态码 html unknown=done|not-done limit sign=wrong|missing|null tamper duplicate-node cert=rotated charset=gbk\nslash=plain v3=202|204|wrong-sn|no-encrypt-header；METHOD 写 notify 时：duplicate late=秒 early gbk drop。",
  ["Let calls of a method go wrong; see above. May be repeated."] =
    "让某个接口的调用出错，见上文。可以重复。",
  ["Kinds of notifications, with commas: wait, paid, refund, closed, finished (paid,refund,closed)."] =
    "通知的种类，以逗号分隔：wait、paid、refund、closed、finished（默认 paid,refund,closed）。",
  ["A further port: an HTTP proxy that leads those hosts to this gateway, and nothing anywhere else."] =
    "另一个端口：HTTP 代理，把上述主机引到这个网关，不通往任何其他地方。",
  ["warning: it listens on %s: everybody who reaches that address can use it and see what it was sent"] =
    "警告：正在监听 %s：能访问该地址的人都可以使用它，并看到它收到的内容",
  -- lua/alipay/gateway/method_name.lua
  ["there is no method '%s'%s"] = "没有接口 '%s'%s",
  [": did you mean %s?"] = "：您要找的是不是 %s？",
  -- lua/alipay/gateway/faults/rules.lua
  ["takes no value"] = "不接受值",
  ["needs a whole number from %d to %d"] = "需要 %d 到 %d 的整数",
  ["needs seconds, at most 3600"] = "需要秒数，最大 3600",
  ["needs a probability above 0, at most 1"] = "需要大于 0 且不超过 1 的概率",
  ["must be %s"] = "必须是 %s",
  ["it must begin with a method, or with the beginning of one and `*`"] = "必须以接口名开头，或以接口名的开头加 `*`",
  ["'%s' is none of nth, every, p and seed"] = "'%s' 不是 nth、every、p、seed 之一",
  ["'%s' stands twice"] = "'%s' 重复",
  ["only one of nth, every and p can hold"] = "nth、every 和 p 只能给出一个",
  ["'seed' belongs to p"] = "'seed' 须与 p 一起使用",
  ["there is no fault '%s'%s; there are %s"] = "没有故障 '%s'%s；可用的有 %s",
  [", did you mean %s"] = "，您要找的是不是 %s",
  ["it needs a method and a fault, as alipay.trade.pay:delay=3"] = "需要接口名和故障，如 alipay.trade.pay:delay=3",
  ["it must begin with a method"] = "必须以接口名开头",
  -- lua/alipay/cli/commands/trigger.lua
  ["make a local gateway do something and notify"] =
    "让本地网关发生某个事件并发送通知",
  ["Make the local gateway that the environment names do what an event says, and tell the merchant. Of trades:\n  trade.success    a buyer pays            trade.refund     money goes back, all that is left unless refund_amount says less\n  trade.closed     the order ends unpaid   trade.finished   the time to refund ends\n  trade.wait       a buyer opens the order\neach for the order that out_trade_no or trade_no names, or for a new one: total_amount, subject, body and passback_params are its.\nEvery other NAME=VALUE stands in the notification in place of what would be there; NAME= leaves it out. Of the app:\n  auth.cancelled     a user takes back what he allowed: his tokens end\n  appauth.cancelled  a merchant does\n  transfer.changed   a transfer is done, that of out_biz_no or a new one\nand any other message by its whole name, NAME=VALUE its content. These go to --to, or to the notify_url that the app was given.\nIt waits for the merchant's answer, and ends with 3 when that is not `success`."] =
    "让环境变量指定的本地网关发生某个事件，并通知商户。交易类事件：\n  trade.success    买家支付              trade.refund     退款，不给 refund_amount 时退还剩余的全部金额\n  trade.closed     订单未支付而关闭      trade.finished   可退款的期限结束\n  trade.wait       买家打开订单\n针对 out_trade_no 或 trade_no 指定的订单，否则新建一笔：total_amount、subject、body 和 passback_params 为其内容。\n其他 NAME=VALUE 在通知中取代原有的值；NAME= 则去掉该参数。应用类事件：\n  auth.cancelled     用户取消授权：其令牌失效\n  appauth.cancelled  商户取消授权\n  transfer.changed   转账完成：out_biz_no 指定的，或新的一笔\n也可以给出其他消息的全名，NAME=VALUE 为其内容。这些消息发往 --to，或应用设置的 notify_url。\n命令会等待商户的回复；回复不是 `success` 时退出码为 3。",
  ["DIR/env of `alipay-lua gateway --dir DIR` names the gateway"] =
    "`alipay-lua gateway --dir DIR` 的 DIR/env 指定网关",
  ["to the order's own notify_url"] =
    "发往订单自己的 notify_url",
  ["What is to happen."] =
    "要发生的事件。",
  ["Of the order, the notification or the message."] =
    "订单、通知或消息的内容。",
  ["Address that is told, in place of the order's or the app's own."] =
    "接收通知的地址，取代订单或应用自己的地址。",
  ["'%s' is no field"] =
    "'%s' 不是字段",
  ["write name=value"] =
    "请写成 name=value",
  ["%s is not set: no local gateway is named"] =
    "没有设置 %s：未指定本地网关",
  ["start one with `alipay-lua gateway --dir DIR`, then `. DIR/env` in this shell"] =
    "用 `alipay-lua gateway --dir DIR` 启动一个，然后在此 shell 中执行 `. DIR/env`",
  ["what ALIPAY_CONTROL names is no local gateway"] =
    "ALIPAY_CONTROL 指向的不是本地网关",
  ["`. DIR/env` of one that runs"] =
    "请执行正在运行的网关的 `. DIR/env`",
  ["ALIPAY_CONTROL_TOKEN is another gateway's: `. DIR/env` again"] =
    "ALIPAY_CONTROL_TOKEN 属于另一个网关：请重新执行 `. DIR/env`",
  -- lua/alipay/cli/manual/init.lua
  ["the local gateway of `trigger`: DIR/env of `gateway` sets them"] =
    "`trigger` 所用的本地网关：由 `gateway` 的 DIR/env 设置",
}
