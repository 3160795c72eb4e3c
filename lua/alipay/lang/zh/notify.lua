-- SPDX-License-Identifier: MIT
-- Chinese texts. Notifications. The English text is the key; tests/languages.lua checks both.

return {
  -- lua/alipay/notify/diagnose.lua
  ["the key in use as Alipay's is the app's own public key: nothing of Alipay's ever verifies with it"] =
    "当前用作支付宝公钥的其实是应用公钥：用它验证支付宝的任何内容都不会通过",
  ["copy Alipay's public key (支付宝公钥) from the console into alipay_public_key; `alipay-lua doctor` checks it"] =
    "从控制台把支付宝公钥复制到 alipay_public_key；用 `alipay-lua doctor` 检查",
  ["it is signed for another app: the Alipay key of profile '%s' fits"] =
    "它是为另一个应用签名的：profile '%s' 的支付宝公钥与之相符",
  ["choose that profile (--profile, ALIPAY_PROFILE), or correct the notify_url that this app was given"] =
    "选择那个 profile（--profile、ALIPAY_PROFILE），或改正交给该应用的 notify_url",
  ["it is signed with %s, not with %s"] =
    "它的签名类型为 %s，而不是 %s",
  ["set sign_type to what the console says for this app"] =
    "把 sign_type 设为控制台里该应用的值",
  ["it is for app %s, in use is app %s"] =
    "它属于应用 %s，当前应用是 %s",
  ["choose the profile of that app"] =
    "选择那个应用的 profile",
  ["%s holds the mark of a character that could not be converted: what was signed is lost"] =
    "%s 含有无法转换的字符的替代符：被签名的原文已经丢失",
  ["the body had been decoded before it was handed over"] =
    "请求体在传入之前已被解码",
  ["sign is unusable: %s"] =
    "sign 无法使用：%s",
  ["a length other than the key's means another key, or a sign that was cut"] =
    "长度与密钥不符，说明密钥不对，或 sign 被截断",
  ["no rule fits: its content was changed on the way, or alipay_public_key is not the key it is signed with"] =
    "没有规则相符：内容在途中被改动，或 alipay_public_key 不是签名所用的密钥",
  ["compare alipay_public_key with the console (`alipay-lua doctor`), and make sure that the raw body is verified"] =
    "与控制台核对 alipay_public_key（`alipay-lua doctor`），并确保验证的是原始请求体",
  -- lua/alipay/notify/forward.lua
  ["HTTP status %d"] =
    "HTTP 状态 %d",
  ["it answered '%s', not exactly 'success'"] =
    "它返回 '%s'，必须恰好是 'success'",
  -- lua/alipay/notify/handling.lua
  ["the handler did not return true"] =
    "处理函数没有返回 true",
  ["notification %s was being handled when an earlier run died; whether that took effect is not known%s. It is not handled again until listener:resolve('%s', true or false) says what became of it"] =
    "处理通知 %s 时，上一次运行中断了；是否已生效无从得知%s。在 listener:resolve('%s', true 或 false) 说明结果之前，不会再次处理",
  ["(on_uncertain failed: %s)"] =
    "（on_uncertain 失败：%s）",
  -- lua/alipay/notify/journal.lua
  ["the journal %s cannot be used: %s"] =
    "日志库 %s 无法使用：%s",
  ["another program listens with it: stop that one, or name another `journal`"] =
    "另一个程序正在用它监听：停止那个程序，或另指定 `journal`",
  ["it is not there"] =
    "它不存在",
  ["a listener makes it; the option --journal names another file"] =
    "由 listener 创建；--journal 可指定其他文件",
  ["the function given to n:commit waits for something: it must not"] =
    "交给 n:commit 的函数在等待：不允许这样",
  ["it is not being handled (committed twice?)"] =
    "它不在处理之中（提交了两次？）",
  ["nothing was committed: the function did not return true"] =
    "没有提交任何内容：函数没有返回 true",
  -- lua/alipay/notify/listener.lua
  ["it is for app %s"] =
    "它属于应用 %s",
  ["the platform's test of this address cannot be answered: %s"] =
    "无法回复平台对该地址的检查：%s",
  ["the journal cannot be kept: %s"] =
    "无法写入日志库：%s",
  -- lua/alipay/notify/notification.lua
  ["without an id"] =
    "没有 ID",
  ["%s is %s, expected was %s"] =
    "%s 是 %s，预期为 %s",
  ["the signature is good, but this is not what was expected: %s"] =
    "签名正确，但与预期不符：%s",
  ["do not deliver: a notification of another app, seller or amount is genuine and still not yours"] =
    "不要发货：其他应用、卖家或金额的通知是真实的，但仍不属于您",
  -- lua/alipay/notify/own.lua
  ["parameters that Alipay did not sign are among them: %s%s"] =
    "其中有支付宝没有签名的参数：%s%s",
  ["parameters of your own in notify_url or return_url are not signed: take those of the body only, or name them in `ignore`"] =
    "notify_url 或 return_url 里您自己的参数没有被签名：只取请求体里的参数，或在 `ignore` 中列出它们",
  -- lua/alipay/notify/parameters.lua
  ["the body is a JSON text, and the platform sends a form"] =
    "请求体是 JSON 文本，而平台发送的是表单",
  ["something parsed the form and wrote it as JSON: hand over the parsed object as a table, or the body as it arrived"] =
    "表单被解析后又写成了 JSON：请传入解析后的对象（表），或收到时的请求体",
  ["the body is a multipart form"] =
    "请求体是 multipart 表单",
  ["hand over its fields as a table"] =
    "请以表的形式传入它的字段",
  ["this is the whole request, not its body"] =
    "这是整个请求，不是请求体",
  ["keep what stands behind the empty line"] =
    "只保留空行之后的内容",
  ["parameter '%s' comes twice"] =
    "参数 '%s' 出现了两次",
  ["keep the parameters of the body and those of the URL apart"] =
    "把请求体的参数与 URL 的参数分开",
  ["%d parameters are none of a notification"] =
    "有 %d 个参数不属于通知",
  ["there are no parameters"] =
    "没有参数",
  ["the body was read before, or its Content-Type kept the framework from parsing it: take the raw body"] =
    "请求体先前已被读走，或因 Content-Type 而未被框架解析：请取原始请求体",
  ["it has no sign"] =
    "没有 sign",
  ["the value of %s could be read as %s, too"] =
    "%s 的值也可以读作 %s",
  -- lua/alipay/notify/repairs.lua
  ["verify the raw body of the request, as it arrived"] =
    "请验证收到时的原始请求体",
  ["values were converted to %s before they were verified: the signature covers the bytes in %s"] =
    "验签前值被转换成了 %s：参与签名的是 %s 的字节",
  ["%s; alipay.notify hands the values over in UTF-8 afterwards"] =
    "%s；alipay.notify 之后会以 UTF-8 给出各值",
  ["decode each value once, or hand over the raw body"] =
    "每个值只解码一次，或传入原始请求体",
  ["values are still percent-encoded: the signature covers them decoded"] =
    "值仍是百分号编码：参与签名的是解码后的值",
  ["line breaks inside of values were converted"] =
    "值里的换行被转换",
  ["%s, before the framework escapes its input"] =
    "%s，在框架转义输入之前",
  ["values are HTML-escaped (&quot; for a quote, as in fund_bill_list): what was signed is not"] =
    "值被 HTML 转义（引号变成 &quot;，如 fund_bill_list）：被签名的原文没有转义",
  ["%s, before anything escapes quotes (addslashes, wp_slash)"] =
    "%s，在转义引号（addslashes、wp_slash）之前",
  ["backslashes stand before quotes (\\\" for a quote, as in fund_bill_list): what was signed has none"] =
    "引号前有反斜杠（引号变成 \\\"，如 fund_bill_list）：被签名的原文没有",
  ["values are escaped as inside of JSON (\\u4e2d, \\/): what was signed is not"] =
    "值按 JSON 内部的方式转义（\\u4e2d、\\/）：被签名的原文没有转义",
  ["UTF-8 as if they were Latin-1"] =
    "把 UTF-8 当作 Latin-1",
  ["its own character set"] =
    "它自己的字符集",
  ["%s, before a filter against scripts changes it"] =
    "%s，在防脚本过滤器改动之前",
  ["quotes or angle brackets were replaced by their full-width form"] =
    "引号或尖括号被换成全角",
  ["decode exactly once, or hand over the raw body"] =
    "只解码一次，或传入原始请求体",
  ["values were decoded twice: they hold percent signs or pluses of their own"] =
    "值被解码了两次：其中本身含有百分号或加号",
  ["hand over the first value of each name, or the raw body"] =
    "传入每个名称的第一个值，或原始请求体",
  ["the framework made lists of the values (name[]=..., [\"...\"]): the signature covers the plain ones"] =
    "框架把值变成了列表（name[]=...、[\"...\"]）：参与签名的是普通值",
  ["%s, before it is bound to an object"] =
    "%s，在绑定到对象之前",
  ["the parameters were renamed (outTradeNo for out_trade_no): the signature covers their names, too"] =
    "参数被改名（out_trade_no 变成 outTradeNo）：参数名也参与签名",
  ["was decoded twice: it holds percent signs or pluses of its own"] =
    "被解码了两次：其中本身含有百分号或加号",
  ["was trimmed: the signature covers white space around it, too"] =
    "首尾空白被去掉：首尾空白也参与签名",
  ["came empty and was dropped: the signature covers it, too"] =
    "到达时为空而被丢弃：它也参与签名",
  -- lua/alipay/notify/result.lua
  ["hand over the text exactly as the SDK gave it"] =
    "请按 SDK 给出的原样传入文本",
  ["the app reports status %s and hands over no result"] =
    "App 报告状态 %s，没有给出结果",
  ["it was parsed, and the signature covers its text"] =
    "它已被解析，而参与签名的是原文",
  ["there is no result in it"] =
    "其中没有结果",
  ["it is a %s"] =
    "它是 %s",
  ["the result cannot be trusted: %s"] =
    "结果不可信：%s",
  ["it is a text in place of an object"] =
    "应为对象之处是文本",
  ["%s: decoded and encoded again it is another one"] =
    "%s：解码后再编码就不一样了",
  ["its node cannot be decoded"] =
    "它的节点无法解码",
  ["response: the node's raw bytes"] =
    "响应：节点的原始字节",
  -- lua/alipay/notify/rules.lua
  ["sign and sign_type left out"] =
    "不含 sign 和 sign_type",
  ["sign left out"] =
    "不含 sign",
  ["%s, alipay_cert_sn left out"] =
    "%s，不含 alipay_cert_sn",
  [", empty values kept"] =
    "，保留空值",
  [", empty values left out"] =
    "，不含空值",
  -- lua/alipay/notify/sign_faults.lua
  ["sign has quotes or brackets around it"] =
    "sign 外面有引号或方括号",
  ["hand over its text, not the JSON of it"] =
    "传入它的文本，而不是它的 JSON",
  ["sign is HTML-escaped"] =
    "sign 被 HTML 转义",
  ["verify the raw body, before the framework escapes its input"] =
    "验证原始请求体，在框架转义输入之前",
  ["sign is still percent-encoded"] =
    "sign 仍是百分号编码",
  ["decode the body once before its parameters are taken out of it"] =
    "取出参数之前，先把请求体解码一次",
  ["sign has backslashes: it was taken out of a JSON text that was not decoded"] =
    "sign 含有反斜杠：它取自未解码的 JSON 文本",
  ["decode the JSON"] =
    "请解码 JSON",
  ["sign has spaces where + belongs: it was decoded twice, or taken from a URL that was not encoded"] =
    "sign 里应是 + 的地方成了空格：解码了两次，或取自未编码的 URL",
  ["verify the raw body, or decode it exactly once"] =
    "验证原始请求体，或只解码一次",
  ["sign is in the URL-safe alphabet (- and _ for + and /)"] =
    "sign 使用了 URL 安全字母表（- 和 _ 代替 + 和 /）",
  ["something on the way re-encoded it: verify the raw body"] =
    "途中有人重新编码了它：请验证原始请求体",
  ["sign lost the = at its end"] =
    "sign 末尾的 = 丢失",
  ["verify the raw body"] =
    "请验证原始请求体",
  -- lua/alipay/notify/verify.lua
  ["the notification cannot be trusted: %s"] =
    "通知不可信：%s",
  ["it is signed with %s, configured is %s"] =
    "它的签名类型为 %s，配置的是 %s",
  ["its sign_type is '%s'"] =
    "它的 sign_type 是 '%s'",
  ["no rule fits"] =
    "没有规则相符",
  -- lua/alipay/notify/listener.lua
  ["listen with that app's settings (--profile), or correct the notify_url of its orders"] =
    "请用该应用的配置监听（--profile），或改正其订单的 notify_url",
}
