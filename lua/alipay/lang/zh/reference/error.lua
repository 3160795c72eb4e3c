-- SPDX-License-Identifier: MIT
-- Chinese forms of docstrings: errors and what they hold. The English text is the key; tests/reference.lua checks both.

return {
  ["The error object: what calls return as `err`, and what scripts may raise. It decides exit codes; it prints nothing itself."] =
    "错误对象：调用以 `err` 返回，脚本也可以抛出。它决定退出码，自身不输出任何内容。",
  ["Make an error object."] =
    "创建错误对象。",
  ["one of those that `alipay.error` has; raises for another"] =
    "`alipay.error` 的 kind 之一；其他值会抛出错误",
  ["message and whatever else is known; taken over, not copied"] =
    "message 和已知的其他内容；直接使用这张表，不复制",
  ["Whether a value is an error object of ours."] =
    "是否为本库的错误对象。",
  ["Raise the error of a failed result, pass on every other: `local res = errors.check(client...:post{})`."] =
    "结果失败时抛出其错误，否则原样返回：`local res = errors.check(client...:post{})`。",
  ["Exit code of a program that ends with this error: 2 for \"parameter\", 3 for \"network\", \"timeout\" and \"http\", 4 for \"api\", 5 for \"signature\", 1 for anything else."] =
    "程序因该错误而结束时的退出码：\"parameter\" 为 2，\"network\"、\"timeout\" 和 \"http\" 为 3，\"api\" 为 4，\"signature\" 为 5，其他为 1。",
  ["Where the library was called from: the innermost place that is none of its own."] =
    "从何处调用了本库：调用栈中最内层的、不属于本库的位置。",
  ["as \"shop.lua:12\"; \"?\" when there is none"] =
    "如 \"shop.lua:12\"；没有时为 \"?\"",
  ["A refusal of the platform's as an error of kind \"api\"."] =
    "平台的拒绝，表示为 kind 为 \"api\" 的错误。",
  ["further fields of the error; `message` goes before what the refusal says"] =
    "错误的其他字段；`message` 放在平台的说明之前",
  ["Raise for a wrong call, blaming the caller."] =
    "对错误的用法抛出错误，并指明调用者的位置。",
  ["Turn the failure of a core primitive into an error object."] =
    "把 C 核心函数的失败转为错误对象。",
  ["the core's class: \"file\", \"key\", \"data\", ...; kind \"signature\" for \"key\", \"parameter\" for the others"] =
    "核心给出的类别：\"file\"、\"key\"、\"data\" 等；\"key\" 的 kind 为 \"signature\"，其余为 \"parameter\"",
  ["further fields of the error"] =
    "错误的其他字段",
  ["machine-readable: \"charset\", \"empty\", \"zone\", \"plus\", \"json_spaces\", \"json_order\", \"json_escapes\", \"key\", ..."] =
    "供程序判断：\"charset\"、\"empty\"、\"zone\"、\"plus\"、\"json_spaces\"、\"json_order\"、\"json_escapes\"、\"key\" 等",
  ["the first parameter that differs"] =
    "第一个不同的参数",
  ["first byte of the whole string that differs, from 1"] =
    "整个待签名字符串中第一个不同的字节，从 1 起",
  ["the value around the difference, secrets masked; \"(absent)\""] =
    "差异附近的值，敏感信息已脱敏；没有时为 \"(absent)\"",
  ["the same in Chinese, where there is one; printed where LANG says so"] =
    "中文的办法，有则在 LANG 为中文时显示",
  ["the platform method of the call"] =
    "所调用的平台接口",
  ["gateway code, as \"40004\""] =
    "网关错误码，如 \"40004\"",
  ["what `code` means, in the platform's words"] =
    "平台对 `code` 的说明",
  ["as \"ACQ.TRADE_NOT_EXIST\""] =
    "如 \"ACQ.TRADE_NOT_EXIST\"",
  ["what `sub_code` means, in the platform's words"] =
    "平台对 `sub_code` 的说明",
  ["V3: what the platform says of single fields"] =
    "V3：平台对各字段的说明",
  ["V3: where its documents are, a list or a text"] =
    "V3：相关文档的地址，列表或文本",
  ["\"unknown\": the answer proves nothing of what was asked for; \"not_ready\": there is no such bill yet; the functions of alipay.trade say what else"] =
    "\"unknown\"：响应不足以证明请求的结果；\"not_ready\"：账单尚未生成；其他取值见 alipay.trade 的各函数",
  ["whether sending the same again may help"] =
    "原样再发一次是否可能成功",
  ["the call may be sent again without doing anything twice; a query, or a method that carries the key by which the platform does it once"] =
    "该调用重复发送也不会重复执行：查询，或带有平台据以去重的编号的接口",
  ["kind \"api\": nothing vouches for this answer"] =
    "kind 为 \"api\" 时：该响应没有签名，内容无从证实",
  ["true: a reply came; false: no byte of the request can have left; nil: nobody knows"] =
    "true：已收到响应；false：请求没有发出任何字节；nil：无从得知",
  ["of alipay.http: how far it came, as \"connect\", \"tls\", \"request\", \"reply\""] =
    "alipay.http 的错误：进行到哪一步，如 \"connect\"、\"tls\"、\"request\"、\"reply\"",
  ["what came, where something came"] =
    "收到的响应，如果有的话",
  ["that did not say what was expected"] =
    "与预期不符的通知",
  ["of the refund that failed, of alipay.trade"] =
    "alipay.trade 的退款失败时，该笔退款的请求号",
  ["sub_code isv.invalid-signature: what differs, and why"] =
    "sub_code 为 isv.invalid-signature 时：差异所在及原因",
  ["kind \"parameter\": every fault found"] =
    "kind 为 \"parameter\" 时：发现的全部问题",
  ["kind \"signature\": why a notification does not verify"] =
    "kind 为 \"signature\" 时：通知验签不过的原因",
  ["what in the configuration is at fault: a missing file, a bad key"] =
    "配置中的问题所在：缺少文件，或密钥有误",
  ["What to do next, in the language of the user (LC_ALL, LC_MESSAGES, LANG)."] =
    "下一步怎么做，以用户的语言（LC_ALL、LC_MESSAGES、LANG）给出。",
  ["Whether the platform gave this code: `err:is \"TRADE_NOT_EXIST\"`. Compares sub_code and code, prefixes (`ACQ.`, `isv.`) left out."] =
    "平台是否返回了该错误码：`err:is \"TRADE_NOT_EXIST\"`。比较 sub_code 和 code，不计前缀（`ACQ.`、`isv.`）。",
  ["The error as plain data, for `--json`."] =
    "错误的普通数据形式，供 `--json` 使用。",
  ["path of the parameter, as \"goods_detail.1.price\""] =
    "参数的路径，如 \"goods_detail.1.price\"",
  ["what a refusal says of itself"] =
    "拒绝中的错误码和说明",
}
