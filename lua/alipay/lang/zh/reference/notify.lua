-- SPDX-License-Identifier: MIT
-- Chinese forms of docstrings: notifications, and what a mini program hands over. The English text is the key; tests/reference.lua checks both.

return {
  ["Messages from Alipay: asynchronous notifications, return URLs and results handed over by the app, verified by the same code, and a listener that receives notifications."] =
    "支付宝发来的消息：异步通知、同步跳转和 App 返回的结果，由同一套代码验签；以及接收异步通知的监听器。",
  ["Verify an asynchronous notification."] =
    "验签异步通知。",
  ["the raw body of the POST, decoded here once; or its parameters, decoded once, by name or as a list of { name, value }"] =
    "POST 的原始请求体，在此解码一次；或已解码一次的参数，以名称为键的表，或 { name, value } 的列表",
  ["whose Alipay key is used; of the profile in use otherwise"] =
    "使用谁的支付宝公钥；默认为当前 profile 的",
  ["what it must say, as { app_id = \"...\", seller_id = \"...\", total_amount = \"88.88\" } (amounts are compared as decimals); `ignore`: list of names that are your own and not signed; `brief`: true spares the search for the cause of a failure"] =
    "必须相符的内容，如 { app_id = \"...\", seller_id = \"...\", total_amount = \"88.88\" }（金额按数值比较）；`ignore`：您自己附加、未参与签名的参数名列表；`brief`：true 表示失败时不查找原因",
  ["kind \"signature\" with `findings`; kind \"parameter\" with `faults` when only an expectation failed"] =
    "kind 为 \"signature\" 时含 `findings`；只是与预期不符时 kind 为 \"parameter\"，含 `faults`",
  ["Verify the URL with which the buyer's browser came back. It proves nothing of a payment: query the trade."] =
    "验签买家浏览器跳转回来的 URL。它不能证明已付款：请查询交易。",
  ["the URL, its query, or the parameters"] =
    "URL、其查询串，或参数",
  ["as for `verify`"] =
    "同 `verify`",
  ["Verify the result that the Alipay app handed to yours after alipay.trade.app.pay. It is no proof of payment either."] =
    "验签 alipay.trade.app.pay 之后支付宝 App 交给您的 App 的结果。它同样不能证明已付款。",
  ["the `result` itself (JSON text), or the whole answer of the SDK that holds it, also as JSON or percent-encoded"] =
    "`result` 本身（JSON 文本），或 SDK 返回的、含有它的整个结果，JSON 文本或百分号编码亦可",
  ["what it must say, as for `verify`"] =
    "必须相符的内容，同 `verify`",
  ["its `data` is the node decoded, `params` its texts"] =
    "`data` 是解码后的节点，`params` 是其中的文本",
  ["Receive notifications: verify, journal and handle each. They are served while the loop runs; `listener:run()` runs it until a signal."] =
    "接收异步通知：逐条验签、落库并处理。事件循环运行期间提供服务；`listener:run()` 运行循环直到收到信号。",
  ["kind \"parameter\": the journal cannot be used, the port is in use; kind \"signature\": Alipay's key cannot be read"] =
    "kind 为 \"parameter\"：日志库无法使用，或端口被占用；kind 为 \"signature\"：支付宝公钥无法读取",
  ["where it comes from: only \"notify\" says anything of a payment for certain"] =
    "消息的来源：只有 \"notify\" 能确定地说明付款情况",
  ["what the signature covers, in UTF-8"] =
    "参与签名的参数，UTF-8",
  ["\"V1\", \"V2\", or \"response\" for an app's result"] =
    "\"V1\"、\"V2\"；App 的结果为 \"response\"",
  ["the rule in words"] =
    "对该规则的说明",
  ["as it was received"] =
    "收到的原文",
  ["of an app's result: its node decoded"] =
    "App 的结果：解码后的节点",
  ["of the request that brought it to a listener, names in lower case"] =
    "监听器收到的请求的请求头，名称为小写",
  ["unsigned parameters of your own notify_url or return_url"] =
    "您自己的 notify_url 或 return_url 所带的参数，未参与签名",
  ["Whether it says that a trade was paid. Later notifications of a paid trade (partial refunds, TRADE_FINISHED three months on) say so too: a trade is to be delivered once, not once for each. A return URL or an app's result is never proof."] =
    "是否说明交易已付款。已付款交易的后续通知（部分退款、三个月后的 TRADE_FINISHED）也是如此：每笔交易只发货一次，而不是每条通知发货一次。同步跳转和 App 的结果绝不是付款凭据。",
  ["Whether it says that a trade was closed: not paid in time, or paid and wholly refunded."] =
    "是否说明交易已关闭：未及时付款，或付款后全额退款。",
  ["Whether a refund caused it. An order that was closed unpaid says \"0.00\" of its refunds."] =
    "是否由退款引起。未付款而关闭的订单，其退款金额为 \"0.00\"。",
  ["What happened, in a word: \"paid\", \"refund\", \"closed\", \"finished\" or \"wait\" of a trade; else the name of the message, as \"alipay.fund.trans.order.changed\", or its notify_type."] =
    "用一个词概括发生的事：交易为 \"paid\"、\"refund\"、\"closed\"、\"finished\" 或 \"wait\"；其他消息为消息名称，如 \"alipay.fund.trans.order.changed\"，或其 notify_type。",
  ["What stays the same when the platform sends the same event again: notify_id, else a digest of what is signed."] =
    "平台重发同一事件时保持不变的标识：notify_id；没有则为已签名内容的摘要。",
  ["Compare with what you know of the trade: amounts as decimals, everything else as text."] =
    "与您所知的交易比较：金额按数值比较，其余按文本比较。",
  ["as { seller_id = \"2088...\", total_amount = \"88.88\" }; a list allows several values"] =
    "如 { seller_id = \"2088...\", total_amount = \"88.88\" }；列表表示允许多个值",
  ["kind \"parameter\" with one of `faults` for each difference, and the notification in `notification`"] =
    "kind 为 \"parameter\"，每处差异是 `faults` 的一项，通知在 `notification` 中",
  ["Inside `notify.listen`: run `fn(db)` and note the notification as handled in one transaction of the journal."] =
    "用于 `notify.listen`：运行 `fn(db)` 并把通知记为已处理，二者在日志库的同一个事务中。",
  ["its writes to `db` are kept when it returns a true value; it must not call the network"] =
    "返回真值时它对 `db` 的写入才会保留；其中不得进行网络调用",
  ["short name, for programs"] =
    "简短的名称，供程序判断",
  ["what is wrong"] =
    "问题所在",
  ["where it listens"] =
    "监听的地址",
  ["Notifications in a state, from the journal."] =
    "日志库中处于某状态的通知。",
  ["each with `journal_id`, `received_at`, `attempts`, `trouble`"] =
    "每条含 `journal_id`、`received_at`、`attempts`、`trouble`",
  ["Say what became of an uncertain one: it was handled, or it is to be handled now."] =
    "说明一条结果未知的通知的下落：已处理，或现在处理。",
  ["false when there is no such uncertain one"] =
    "没有该条结果未知的通知时为 false",
  ["Serve until SIGINT, SIGTERM or `stop`; what is being handled then is handled to its end."] =
    "提供服务，直到收到 SIGINT、SIGTERM 或调用 `stop`；正在处理的通知会处理完毕。",
  ["Receive no more. Idempotent."] =
    "停止接收。可重复调用。",
  ["handles one; anything but true, and an error too, answers `fail`: it comes again"] =
    "处理一条通知；返回 true 以外的值或抛出错误时答复 `fail`，平台会重发",
  ["address to bind, 127.0.0.1 by default: a proxy with a certificate belongs in front"] =
    "绑定的地址，默认 127.0.0.1：前面应有带证书的代理",
  ["\"/notify\" by default"] =
    "默认 \"/notify\"",
  ["whose keys verify; of the profile in use otherwise"] =
    "用谁的密钥验签；默认为当前 profile 的",
  ["what each must say, as { seller_id = \"2088...\" }; app_id is always compared, with that of `client`"] =
    "每条通知必须相符的内容，如 { seller_id = \"2088...\" }；app_id 始终与 `client` 的比较",
  ["its file; notifications-APPID.db in the state folder by default"] =
    "日志库文件；默认为状态目录中的 notifications-APPID.db",
  ["the handler may run twice for one notification without harm: after a crash inside it, it does"] =
    "同一条通知可以处理两次而无害：处理中崩溃之后会再次处理",
  ["an earlier run died while it handled this one. Did it take effect? true: yes; false: no, handle it; nil: unknown"] =
    "上一次运行在处理这条通知时中断。它生效了吗？true：已生效；false：没有，请处理；nil：无从得知",
  ["told of refused notifications and failed handlers; stderr by default"] =
    "通知被拒绝或处理函数失败时调用；默认写到标准错误",
  ["days that handled ones are remembered, 30 by default"] =
    "已处理的通知保留的天数，默认 30",
  ["What a mini program hands to its server: encrypted data that Alipay signed for the app (`my.getPhoneNumber` and the like). Verified first, then decrypted; it is never looked into before."] =
    "小程序交给服务端的数据：支付宝为应用签名并加密（如 `my.getPhoneNumber`）。先验签，再解密；验签之前绝不查看其内容。",
  ["Verify and decrypt the data that a mini program handed over."] =
    "对小程序传来的数据验签并解密。",
  ["the object of `my.getPhoneNumber` and the like, or its JSON text, in whatever shape a front end hands it over"] =
    "`my.getPhoneNumber` 等给出的对象，或其 JSON 文本；前端以何种形式传来均可",
  ["whose Alipay key and encrypt_key count; the profile in use otherwise"] =
    "使用谁的支付宝公钥和 encrypt_key；默认为当前 profile 的",
  ["the decrypted object, as `{ code = \"10000\", msg = \"Success\", mobile = \"...\" }`"] =
    "解密后的对象，如 `{ code = \"10000\", msg = \"Success\", mobile = \"...\" }`",
  ["kind \"signature\" for data that does not verify or a bad encrypt_key, \"api\" for a refusal of Alipay's, \"parameter\" for data that cannot be decrypted"] =
    "验签不过或 encrypt_key 有误时 kind 为 \"signature\"，支付宝拒绝时为 \"api\"，数据无法解密时为 \"parameter\"",
}
