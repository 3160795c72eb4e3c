-- SPDX-License-Identifier: MIT
-- Chinese texts. The protocol V3, and what the tools say of it. The English text is the key; tests/languages.lua checks both.

return {
  -- lua/alipay/call/autopsy.lua
  ["path and query"] =
    "路径和查询参数",
  -- lua/alipay/call/line_difference.lua
  ["both mean the same, escaped in different ways"] =
    "两者含义相同，只是转义方式不同",
  ["look for a proxy that writes URLs anew: V3 signs the bytes sent"] =
    "检查是否有代理改写了 URL：V3 签名的是实际发送的字节",
  ["the path was changed on the way"] =
    "路径在途中被改动",
  ["look for a proxy that adds or takes off a prefix; the gateway must get %s"] =
    "检查是否有代理增删了路径前缀；网关必须收到 %s",
  ["the query was changed on the way"] =
    "查询参数在途中被改动",
  ["look for a proxy that adds parameters or drops some"] =
    "检查是否有代理增加或丢弃了参数",
  ["the body did not arrive, or was not read"] =
    "请求体没有到达，或没有被读取",
  ["look for a proxy that drops bodies or changes Content-Type"] =
    "检查是否有代理丢弃了请求体，或改了 Content-Type",
  ["both are the same JSON, written in different ways"] =
    "两者是同一 JSON，只是写法不同",
  ["V3 signs the bytes sent: nobody may write the body anew"] =
    "V3 签名的是实际发送的字节：任何一方都不能重新生成请求体",
  ["the body was changed on the way"] =
    "请求体在途中被改动",
  ["compare it with what arrived (--trace)"] =
    "与实际收到的内容比较（--trace）",
  ["the first line is what stands in Authorization before sign"] =
    "第一行是 Authorization 中 sign 之前的内容",
  ["look for a proxy that changes this header"] =
    "检查是否有代理改动了这个请求头",
  ["the verb was changed on the way"] =
    "请求方法在途中被改动",
  ["look for a proxy that changes verbs"] =
    "检查是否有代理改动了请求方法",
  ["the line of the token is on one side only"] =
    "只有一方有令牌这一行",
  ["app_auth_token is sent in the header alipay-app-auth-token: look for a proxy that drops or adds it"] =
    "app_auth_token 通过请求头 alipay-app-auth-token 发送：检查是否有代理丢弃或添加了它",
  ["its signature is good, but it is neither a success nor a refusal: its code is empty"] =
    "它的签名正确，但既不是成功也不是拒绝：code 为空",
  ["the token was changed on the way"] =
    "令牌在途中被改动",
  ["app_auth_token is sent in the header alipay-app-auth-token: look for a proxy that sets one of its own"] =
    "app_auth_token 通过请求头 alipay-app-auth-token 发送：检查是否有代理换成了自己的令牌",
  -- lua/alipay/call/own_headers.lua
  ["the header %s is the protocol's own"] =
    "请求头 %s 由协议本身使用",
  -- lua/alipay/v3/common.lua
  ["V3 speaks UTF-8 only: leave charset out, or use client:v2()"] =
    "V3 只使用 UTF-8：请去掉 charset，或使用 client:v2()",
  ["V3 signs by SHA-256 with RSA only (RSA2): no client of the platform's signs V3 by SHA-1 or SM2; use client:v2()"] =
    "V3 只用 SHA-256 和 RSA 签名（RSA2）：平台的客户端都不用 SHA-1 或 SM2 签名 V3；请使用 client:v2()",
  ["%s '%s' is not V3's"] =
    "V3 不支持 %s '%s'",
  -- lua/alipay/v3/operation.lua
  ["must begin with /, as /v3/alipay/trade/query"] =
    "必须以 / 开头，如 /v3/alipay/trade/query",
  ["holds ? or #: parameters of the query go into query = {...}"] =
    "含有 ? 或 #：查询参数请放入 query = {...}",
  ["has a place for a parameter in it: put the value there"] =
    "含有参数占位符：请换成参数值",
  ["has a character in it that must be escaped (%20 for a space)"] =
    "含有必须转义的字符（空格写作 %20）",
  ["has a segment '%s', which changes the path"] =
    "含有会改变路径的 '%s' 一段",
  -- lua/alipay/v3/place.lua
  ["%s is given twice: only one can be sent"] =
    "%s 重复给出：只能发送一个",
  ["%s is a file: body = alipay.multipart{...}"] =
    "%s 应为文件：body = alipay.multipart{...}",
  ["%s is text: the %s carries no lists and objects"] =
    "%s 应为文本：%s 不能携带列表和对象",
  ["this method has no notify_url by V3: nothing would call it back; use client:v2()"] =
    "这个接口在 V3 中没有 notify_url：不会有通知；请使用 client:v2()",
  ["%s belongs to V2 and has no place in V3: leave it out, or use client:v2()"] =
    "%s 属于 V2，在 V3 中没有位置：请去掉，或使用 client:v2()",
  ["has a slash or a control character in it"] =
    "含有斜杠或控制字符",
  ["is missing"] =
    "缺失",
  ["%s %s, and is a part of the path %s"] =
    "%s %s，而它是路径 %s 的一部分",
  -- lua/alipay/v3/reply.lua
  ["it is an event stream, which nobody signs"] =
    "这是事件流，事件流没有签名",
  ["client:v3():stream{...} reads it"] =
    "请用 client:v3():stream{...} 读取",
  ["it is not signed: there is no header alipay-signature"] =
    "没有签名：缺少响应头 alipay-signature",
  ["there is no header alipay-timestamp, which is signed"] =
    "缺少参与签名的响应头 alipay-timestamp",
  ["there is no header alipay-nonce, which is signed"] =
    "缺少参与签名的响应头 alipay-nonce",
  ["its alipay-signature is unusable (%s)"] =
    "其 alipay-signature 无法使用（%s）",
  ["its alipay-signature does not fit"] =
    "其 alipay-signature 验签不过",
  ["it is JSON, but no object"] =
    "是 JSON，但不是对象",
  ["its signature is good, but its body cannot be decoded: %s"] =
    "签名正确，但响应体无法解码：%s",
  -- lua/alipay/v3/request.lua
  ["use client:v2(), protocol = \"auto\", or request{ verb = ..., path = ... } for a path that the catalogue does not know"] =
    "请使用 client:v2()、protocol = \"auto\"，接口目录中没有的路径请用 request{ verb = ..., path = ... }",
  ["no V3 form of this method is known"] =
    "没有这个接口的 V3 形式",
  ["this method takes no files by V3 (%s %s)"] =
    "这个接口在 V3 中不接受文件（%s %s）",
  ["V3 sends it in a header, which can have none, not even a line break at its end; look at %s"] =
    "V3 通过请求头发送它，请求头中不能有控制字符，末尾的换行也不行；请检查 %s",
  ["ALIPAY_APP_AUTH_TOKEN, or app_auth_token in params or query"] =
    "ALIPAY_APP_AUTH_TOKEN，或 params、query 中的 app_auth_token",
  ["ALIPAY_APP_ID, or app_id in the settings"] =
    "ALIPAY_APP_ID，或设置中的 app_id",
  ["V3 encrypts by AES only, not by %s"] =
    "V3 只用 AES 加密，不用 %s",
  -- lua/alipay/v3/stream.lua
  ["an event is larger than %d bytes (max_body)"] =
    "有一个事件超过 %d 字节（max_body）",
  ["its Alipay certificate is not known here: make any other call first"] =
    "本地没有签名它的支付宝证书：请先做任意一次其他调用",
  ["the answer is no event stream but of type %s"] =
    "响应不是事件流，类型是 %s",
  ["the stream was cancelled"] =
    "事件流已取消",
  ["event stream of %s"] =
    "%s 的事件流",
  ["a call that was not made"] =
    "未发出的调用",
  -- lua/alipay/cli/verify/saved.lua
  ["this is no reply with its headers: it must begin with HTTP/1.1 and a status"] =
    "这不是带响应头的响应：必须以 HTTP/1.1 和状态码开头",
  ["save what curl -i prints, every byte of it"] =
    "请保存 curl -i 的全部输出，一个字节都不要少",
  ["alipay-timestamp, alipay-nonce and the %d bytes of the body"] =
    "alipay-timestamp、alipay-nonce 和响应体的 %d 字节",
  -- lua/alipay/cli/doctor/network.lua
  ["V3 was not tried: %s"] =
    "没有尝试 V3：%s",
  ["calls by V2 are as they were"] =
    "V2 调用不受影响",
  ["the same query by V3 was answered so, and its signature verifies"] =
    "以 V3 做同样的查询，响应符合预期，且验签通过",
  ["V3 does not work: %s"] =
    "V3 不可用：%s",
  ["a trade that does not exist was found"] =
    "查到了一笔不存在的交易",
  ["calls by V3 fail so; by V2 they work"] =
    "V3 调用会这样失败；V2 调用正常",
}
