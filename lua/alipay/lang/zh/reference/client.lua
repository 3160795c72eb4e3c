-- SPDX-License-Identifier: MIT
-- Chinese forms of docstrings: clients, their settings and keys, calls and replies. The English text is the key; tests/reference.lua checks both.

return {
  ["biz_content; a string is sent as it is"] =
    "biz_content；字符串原样发送",
  ["every other parameter"] =
    "其余所有参数",
  ["files, and texts that are sent beside them"] =
    "文件，以及与之一起发送的文本",
  ["further headers of the request"] =
    "附加的请求头",
  ["seconds, start to last byte; by default that of the settings"] =
    "从开始到收完的时限，秒；默认取自设置",
  ["encrypt biz_content and expect the reply encrypted; true for what the settings say, else AES"] =
    "加密 biz_content 并要求响应加密；true 表示按设置的方式，未设置则为 AES",
  ["do not send: give the page instead, see `:page`; true: the verb's own form"] =
    "不发送，改为给出页面，见 `:page`；true 表示动词对应的形式",
  ["upload progress in bytes"] =
    "上传进度，字节",
  ["A node of the chain: a method of the platform, or the way to one. Every further name is the next node."] =
    "接口链的节点：平台的一个接口，或通往接口的一段。其后的每个名称是下一个节点。",
  ["an HTTP GET"] =
    "以 HTTP GET 发送",
  ["an HTTP POST"] =
    "以 HTTP POST 发送",
  ["`get` that returns at once"] =
    "立即返回的 `get`",
  ["`post` that returns at once"] =
    "立即返回的 `post`",
  ["what the buyer's browser opens: a form, or a URL"] =
    "供买家浏览器打开的内容：表单或 URL",
  ["the signed string for Alipay's app"] =
    "给支付宝 App 的已签名订单串",
  ["Start a chain from a whole name."] =
    "由完整的接口名开始接口链。",
  ["dotted, camelCase or PascalCase"] =
    "以点分隔，或驼峰式（首字母大小写均可）",
  ["The same client by V3, the platform's REST interface: verb, path and where each parameter goes are the catalogue's to say, whichever verb ends the chain. Pages and order strings go by V2, which alone has them. Keys are shared."] =
    "改用 V3（平台的 REST 接口）的同一客户端：HTTP 方法、路径和各参数的位置由接口目录决定，与接口链末尾的动词无关。页面和订单串仍用 V2，因为只有 V2 有。密钥共用。",
  ["The same client by V2."] =
    "改用 V2 的同一客户端。",
  ["A call by V3 as it stands, for paths that no catalogue knows: `client:v3():request{ verb = \"GET\", path = \"/v3/alipay/x/y\", query = {...} }`."] =
    "原样发出的 V3 调用，用于接口目录中没有的路径：`client:v3():request{ verb = \"GET\", path = \"/v3/alipay/x/y\", query = {...} }`。",
  ["`request` that returns at once."] =
    "立即返回的 `request`。",
  ["Server-sent events of a call by V3: `for event in client:v3():stream{ path = \"/v3/stream/...\", content = {...} } do`, in a task or plainly. Each is a table { event, data, id, retry }; the platform signs none of them. A failure raises an error object; `stream:next()` gives `nil, err` instead. `stream:cancel()`, `<close>` and leaving the loop end it. `verb` is POST by default, `timeout` 600 seconds."] =
    "V3 调用的服务器推送事件（SSE）：`for event in client:v3():stream{ path = \"/v3/stream/...\", content = {...} } do`，在任务内外均可。每个事件是表 { event, data, id, retry }；平台不对事件签名。失败时抛出错误对象；`stream:next()` 则返回 `nil, err`。`stream:cancel()`、`<close>` 或离开循环即结束。`verb` 默认 POST，`timeout` 默认 600 秒。",
  ["what a `for` closes"] =
    "由 `for` 关闭的对象",
  ["A client that sends further common parameters, as `client:as{ app_auth_token = \"...\" }` on behalf of a merchant. Keys are shared."] =
    "附带其他公共参数的客户端，如代商户调用的 `client:as{ app_auth_token = \"...\" }`。密钥共用。",
  ["at least one: without its token a call would act for the app itself"] =
    "至少一个：缺少令牌的调用会以应用自己的名义进行",
  ["its type, \"message\" where the stream names none"] =
    "事件类型，流中未写明时为 \"message\"",
  ["lines joined by line feeds"] =
    "各行以换行符连接",
  ["the last id that the stream named, \"\" for none"] =
    "流中最近一次给出的 id，没有则为 \"\"",
  ["milliseconds after which a reader may connect again, once the stream has said so"] =
    "流中给出后才有：多少毫秒之后可以重新连接",
  ["The key requests are signed with."] =
    "签名请求的密钥。",
  ["kind \"signature\" for a bad key, \"parameter\" for a missing file"] =
    "密钥有误时 kind 为 \"signature\"，文件不存在时为 \"parameter\"",
  ["The key replies are verified with: from Alipay's certificate in certificate mode."] =
    "验证响应签名的公钥：证书模式下取自支付宝公钥证书。",
  ["A certificate by the name of its setting."] =
    "按设置名取得证书。",
  ["The serial numbers that every request carries in certificate mode."] =
    "证书模式下每个请求携带的证书序列号。",
  ["Keep an Alipay certificate that was fetched and found good."] =
    "保留一张已下载并验证通过的支付宝公钥证书。",
  ["The key of an Alipay certificate by its serial number: the configured one's or that of one learned since, while it is in date."] =
    "按序列号取得支付宝公钥：已配置的证书，或此后下载且在有效期内的证书。",
  ["nil without error for one that is not known"] =
    "未知的序列号为 nil，不附错误",
  ["Whether there is nothing to fetch for a serial number."] =
    "该序列号是否无需再下载证书。",
  ["encoded once more, for mini programs"] =
    "再编码一次，供小程序使用",
  ["a URL, or by default a form"] =
    "URL，或表单（默认）",
  ["the platform's method"] =
    "平台的接口名",
  ["every signed parameter, wherever it is sent; once it is finished `sign` too"] =
    "参与签名的全部参数，无论发送到何处；请求完成后还含 `sign`",
  ["text fields of the body: signed, and sent in their parts"] =
    "请求体的文本字段：参与签名，在各自的部分中发送",
  ["form fields; what is neither here nor in a part of the body is in the URL"] =
    "表单字段；既不在此、也不在请求体各部分中的参数放在 URL",
  ["what goes behind the gateway's URL, once it is finished"] =
    "网关地址之后的查询串，请求完成后才有",
  ["the body of a POST that is no multipart"] =
    "POST 的请求体，multipart 除外",
  ["base64, once it is finished"] =
    "base64，请求完成后才有",
  ["Where a parameter is sent."] =
    "参数发送到何处。",
  ["Where it goes, without the query."] =
    "请求发往的地址，不含查询串。",
  ["The whole URL of a finished request."] =
    "已完成的请求的完整 URL。",
  ["Every parameter and where it goes, by name; empty ones are not sent."] =
    "全部参数及其位置，以名称排序；空参数不发送。",
  ["The header lines of a finished request, those of the caller last."] =
    "已完成的请求的请求头，调用者附加的在最后。",
  ["The parts of an upload."] =
    "上传请求的各部分。",
  ["As it may be shown: method, HTTP verb, parameters, string to sign, and the true SHA-256 of that string."] =
    "可以显示的形式：接口名、HTTP 方法、参数、待签名字符串，以及该字符串真实的 SHA-256。",
  ["a call by V3 as it stands"] =
    "原样发出的 V3 调用",
  ["escaped, as \"/v3/alipay/marketing/activity/2016042700826004508401111111\""] =
    "已转义，如 \"/v3/alipay/marketing/activity/2016042700826004508401111111\"",
  ["parameters of the URL, by name"] =
    "URL 参数，以名称为键",
  ["members of the body, or with GET and DELETE of the URL; a JSON text is sent as it is"] =
    "请求体的字段，GET 和 DELETE 时为 URL 参数；JSON 文本原样发送",
  ["files, and texts of the signed part"] =
    "文件，以及签名部分的文本",
  ["seconds, start to last byte"] =
    "从开始到收完的时限，秒",
  ["raw text of the node, exactly the signed bytes"] =
    "响应节点的原文，与被签名的字节完全相同",
  ["the node decoded; text in UTF-8"] =
    "解码后的节点；文本为 UTF-8",
  ["the whole reply"] =
    "完整的响应",
  ["of HTTP"] =
    "HTTP 状态码",
  ["names in lower case"] =
    "名称为小写",
  ["method, params and string_to_sign of what it answers, masked"] =
    "所响应的请求的 method、params 和 string_to_sign，已脱敏",
  ["seconds from the start until each was done: queue, lookup, connect, tls, first_byte, total"] =
    "从开始到各阶段完成的秒数：queue、lookup、connect、tls、first_byte、total",
  ["what it answers, unmasked"] =
    "所响应的请求，未脱敏",
  ["the node decrypted"] =
    "解密后的节点",
  ["the app's: a path, or the key itself (PEM or base64); needed unless there is a signer"] =
    "应用私钥：路径，或密钥本身（PEM 或 base64）；没有 signer 时必填",
  ["signs instead of the key"] =
    "代替私钥签名",
  ["Alipay's, from the console: a path, or the key itself"] =
    "控制台里的支付宝公钥：路径，或公钥本身",
  ["certificate mode, with the two below: a path, or PEM text"] =
    "证书模式，与下面两项一起给出：路径，或 PEM 文本",
  ["of the encryption of content, in base64"] =
    "内容加密的密钥，base64",
  ["encrypt the content of every call that has some; true for AES"] =
    "对每次有内容的调用加密；true 表示 AES",
  ["\"RSA2\" by default"] =
    "默认 \"RSA2\"",
  ["seconds, the total budget of a call, 15 by default"] =
    "一次调用的总时限，秒，默认 15",
  ["\"\" for none; by default what the environment says, and none for a gateway on this host"] =
    "\"\" 表示不用代理；默认取自环境变量，网关在本机时不用代理",
  ["use HTTP/2 where the gateway has it; false by default"] =
    "网关支持时使用 HTTP/2；默认 false",
  ["bytes of the largest reply, 8388608 by default"] =
    "响应的最大字节数，默认 8388608",
  ["threads that sign for concurrent calls, 0 to 64; ALIPAY_SIGN_THREADS, or the cores, otherwise"] =
    "并发调用的签名线程数，0 到 64；默认取 ALIPAY_SIGN_THREADS，否则为核数",
  ["bytes per second; a transfer slower than that for `low_speed_time` fails; off by default"] =
    "字节每秒；持续 `low_speed_time` 秒低于此速度的传输失败；默认不限制",
  ["seconds, 30 by default"] =
    "秒，默认 30",
  ["refuse before sending what the catalogue does not know: names, places and shapes of parameters"] =
    "发送之前拒绝与接口目录不符的参数：名称、位置和类型",
  ["how calls are made; auto: by V3 where a method has a known form there, else by V2"] =
    "调用的协议；auto：接口有已知的 V3 形式时用 V3，否则用 V2",
  ["extra common parameters"] =
    "其他公共参数",
  ["name of the profile that the app is of"] =
    "应用所属的 profile 名称",
  ["program and arguments: the string to sign on its stdin, the signature from its stdout"] =
    "程序及其参数：从标准输入读取待签名字符串，向标准输出写出签名",
  ["a line for /bin/sh instead of `command`"] =
    "代替 `command`，交给 /bin/sh 执行的一行",
  ["seconds, 10 by default; then it is killed"] =
    "秒，默认 10；超时则结束该程序",
  ["an iterator: `for event in client:v3():stream{...} do`; it raises an error object when it cannot go on"] =
    "迭代器：`for event in client:v3():stream{...} do`；无法继续时抛出错误对象",
  ["of the reply, once it is here"] =
    "响应的状态码，收到后才有",
  ["The next event. In a task only that task waits; several tasks may read, and each event goes to one of them."] =
    "下一个事件。在任务里只有该任务等待；可以由多个任务读取，每个事件只交给其中一个。",
  ["nil at the end"] =
    "结束时为 nil",
  ["why it ended early"] =
    "提前结束的原因",
  ["End it; events that came already are still there. Idempotent."] =
    "结束事件流；已到达的事件仍可取得。可重复调用。",
  ["file to which every answer is appended, to be replayed; it holds the tokens in them"] =
    "每个响应都追加到该文件，以供重放；响应中的令牌也在其中",
  ["file of answers that calls are given instead of being sent; a call that is not in it is refused"] =
    "以该文件中的响应答复调用，不发送请求；其中没有的调用一律拒绝",
  ["what is still to be given, by the digest of the call"] =
    "尚未给出的响应，以调用的摘要为键",
  ["how many calls there were of a method"] =
    "各接口的调用次数",
  ["Give a request the answer that it got when it was recorded; nothing is sent."] =
    "以录制时得到的响应答复请求，不发送任何内容。",
  ["what does not match"] =
    "不相符之处",
}
