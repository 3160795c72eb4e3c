-- SPDX-License-Identifier: MIT
-- Chinese texts. Calls: what is refused, what failed, and what to do next. The English text is the key; tests/languages.lua checks both.

return {
  -- lua/alipay/async/deferred.lua
  ["a promise cannot wait for itself"] =
    "promise 不能等待它自己",
  ["an error without a value"] =
    "没有值的错误",
  ["the work was cancelled"] =
    "该任务已取消",
  -- lua/alipay/async/joins.lua
  ["not done within %g s"] =
    "%g 秒内未完成",
  -- lua/alipay/async/loop.lua
  ["too many waits inside each other (%d): a wait inside table.sort, gsub, __tostring or a coroutine of one's own can only end after those begun inside it; make the calls in tasks, or before the sort"] =
    "等待嵌套过深（%d 层）：在 table.sort、gsub、__tostring 或自建协程里的等待，要等其中开始的等待都结束才能结束；请把调用放进任务，或移到排序之前",
  -- lua/alipay/async/progress.lua
  ["%d in flight"] =
    "进行中 %d",
  ["%d failed"] =
    "失败 %d",
  ["%s left"] =
    "剩余 %s",
  -- lua/alipay/async/rejections.lua
  ["unhandled rejection: %s"] =
    "未处理的 rejection：%s",
  ["started at %s"] =
    "启动位置：%s",
  -- lua/alipay/async/task.lua
  ["%d task%s still waiting for something that never came"] =
    "还有 %d 个任务%.0s在等待不会到来的结果",
  -- lua/alipay/async/waiting.lua
  ["the task that made this call was cancelled"] =
    "发起本次调用的任务已取消",
  ["still under way after %g s"] =
    "%g 秒后仍未完成",
  ["waiting for a promise"] =
    "等待 promise 时",
  -- lua/alipay/call/autopsy.lua
  ["the strings differ, but not in a parameter"] =
    "两个字符串不同，但差异不在参数里",
  ["the same parameters, in another order"] =
    "参数相同，顺序不同",
  ["sort names bytewise before signing"] =
    "签名前按字节顺序对参数名排序",
  ["compare both strings with --trace"] =
    "用 --trace 对比两个字符串",
  ["autopsy: the gateway verified another string than the one that was signed, from byte %d on"] =
    "签名诊断：网关验签的字符串与我方签名的字符串不同，从第 %d 字节开始",
  ["first difference in %s:\n    signed   %s\n    verified %s"] =
    "第一处差异在 %s：\n    我方签名  %s\n    网关验签  %s",
  ["autopsy: the gateway verified exactly the string that was signed"] =
    "签名诊断：网关验签的正是我方签名的字符串",
  -- lua/alipay/call/certificates.lua
  ["is an authority's, which signs no replies"] =
    "属于证书颁发机构，不用于签名响应",
  ["has a key that cannot be used"] =
    "的密钥无法使用",
  ["is of the app's own key"] =
    "用的是应用自己的密钥",
  ["cannot be compared with alipay_cert"] =
    "无法与 alipay_cert 比对",
  ["was issued to %s and not to %s"] =
    "颁发给 %s，而不是 %s",
  ["cannot be read"] =
    "无法读取",
  ["has the serial number %s"] =
    "的序列号是 %s",
  ["cannot be checked: %s"] =
    "无法校验：%s",
  ["does not chain to alipay_root_cert: %s"] =
    "的证书链不能到达 alipay_root_cert：%s",
  ["Alipay certificate %s %s"] =
    "支付宝证书 %s %s",
  ["the outcome of the call is unknown: query it; compare alipay_root_cert with the one that the console gives"] =
    "本次调用结果未知：请先查询；并核对 alipay_root_cert 与控制台给出的是否一致",
  ["is not known here and could not be fetched: %s"] =
    "本地没有，下载也失败：%s",
  ["is not known here and the answer to the fetch does not hold it"] =
    "本地没有，下载接口的响应里也没有",
  ["was fetched and is refused: it %s"] =
    "已下载但被拒绝：%s",
  -- lua/alipay/call/check.lua
  ["content is not a JSON object: %s"] =
    "content 不是 JSON 对象：%s",
  ["%s belongs into %s"] =
    "%s 应放在 %s",
  ["query (top level)"] =
    "query（顶层参数）",
  -- lua/alipay/call/difference.lua
  ["%s is blank, and the gateway leaves blank values out"] =
    "%s 为空白，网关会忽略空白值",
  ["leave the parameter out instead"] =
    "不要传这个参数",
  ["%s travels in the body, and the gateway did not read it there"] =
    "%s 在请求体中，网关没有从请求体里读到它",
  ["look for a proxy that drops the body or changes its Content-Type; its charset must be that of the URL"] =
    "检查是否有代理丢弃了请求体或改了 Content-Type；其字符集须与 URL 中的一致",
  ["%s was in the URL that was sent, and did not arrive"] =
    "%s 已随 URL 发出，但没有到达网关",
  ["look for a proxy or gateway setting that changes the URL"] =
    "检查是否有代理或网关设置改动了 URL",
  ["the gateway counts on %s, which was not signed"] =
    "网关计入了 %s，而它没有参与签名",
  ["give app_cert, alipay_cert and alipay_root_cert, all three: this app works in certificate mode"] =
    "同时设置 app_cert、alipay_cert 和 alipay_root_cert：该应用使用证书模式",
  ["%s reached the gateway, but is not in what was signed"] =
    "%s 到达了网关，但不在待签名字符串里",
  ["sign it or leave it out"] =
    "让它参与签名，或去掉它",
  ["%s was added on the way: it was not in the request"] =
    "%s 是途中加上的：请求里没有",
  ["look for a proxy that adds parameters, and for a query in the gateway's URL"] =
    "检查是否有代理添加参数，以及网关 URL 里是否带了查询串",
  ["send the very string that was signed (content = \"...\" as a string is never re-encoded here); look for a proxy that parses JSON"] =
    "原样发送签名时的字符串（content = \"...\" 形式的字符串不会被重新编码）；检查是否有代理解析了 JSON",
  ["it was encoded again after signing"] =
    "签名之后又被重新编码",
  ["%s is the same JSON with other white space: %s"] =
    "%s 是同一份 JSON，空白不同：%s",
  ["%s is the same JSON with its keys in another order: %s"] =
    "%s 是同一份 JSON，键的顺序不同：%s",
  ["%s is the same JSON with other escapes (\\/ or \\uXXXX): %s"] =
    "%s 是同一份 JSON，转义不同（\\/ 或 \\uXXXX）：%s",
  ["%s is off by %d hours: a time zone was applied"] =
    "%s 相差 %d 小时：被按时区换算过",
  ["the timestamp is in GMT+8 and is sent as it was signed"] =
    "timestamp 采用 GMT+8，按签名时的值发送",
  ["%s is another moment: the request was written again on the way"] =
    "%s 是另一个时刻：请求在途中被重写",
  ["look for a proxy or a wrapper that sets parameters itself"] =
    "检查是否有代理或封装层自行设置参数",
  ["look for what encodes or decodes the URL a second time: a proxy, a browser, a copy and paste"] =
    "检查是什么对 URL 做了第二次编码或解码：代理、浏览器，或复制粘贴",
  ["a + in %s became a space: it was not percent-encoded (%2B) when it was sent"] =
    "%s 里的 + 变成了空格：发送时没有编码为 %2B",
  ["a space in %s became a +: it was encoded twice or not decoded"] =
    "%s 里的空格变成了 +：编码了两次，或没有解码",
  ["%s was percent-decoded once too often"] =
    "%s 多做了一次 URL 解码",
  ["%s arrived percent-encoded once too often"] =
    "%s 到达时多了一层 URL 编码",
  ["%s was HTML-escaped on the way"] =
    "%s 在途中被 HTML 转义",
  ["look for a filter that escapes < > & and quotes in requests"] =
    "检查是否有过滤器转义请求中的 < > & 和引号",
  ["%s holds HTML escapes that were undone on the way"] =
    "%s 含有 HTML 转义，途中被还原",
  ["send < > & and quotes as they are"] =
    "直接发送 < > & 和引号",
  ["the gateway read the bytes of %s in another character set"] =
    "网关用另一种字符集解读了 %s 的字节",
  ["charset must stand in the URL, name the set in which the parameters are written, and survive every proxy"] =
    "charset 须在 URL 中，写明参数所用的字符集，并且不被任何代理改动",
  ["%s was cut off on the way: a bare & or # in the URL, or a limit of its length"] =
    "%s 在途中被截断：URL 中有未编码的 & 或 #，或超出长度限制",
  ["blanks round %s were removed on the way"] =
    "%s 首尾的空白在途中被去掉",
  ["leave them out before signing"] =
    "签名前就去掉它们",
  ["%s was changed after it was signed"] =
    "%s 在签名之后被改动",
  ["look for a proxy or a wrapper that changes requests"] =
    "检查是否有代理或封装层改动请求",
  -- lua/alipay/call/key_fault.lua
  ["upload the public half of the private key in use to the console, for this app and this environment"] =
    "把当前私钥对应的公钥上传到控制台，注意应用和环境要对应",
  ["private_key is not the key of app_cert: they come from two pairs"] =
    "private_key 不是 app_cert 的私钥：二者来自不同的密钥对",
  ["give the private key with whose CSR the certificate was made, or download the certificate of this key"] =
    "使用生成该证书 CSR 时的私钥，或下载与当前私钥对应的证书",
  ["RSA2 needs a key of 2048 bits, this one has %d"] =
    "RSA2 需要 2048 位密钥，当前为 %d 位",
  ["make a new pair (alipay-lua key new), or use sign_type RSA if the app was registered so"] =
    "生成新密钥对（alipay-lua key new）；若应用登记的是 RSA，则改用 sign_type RSA",
  ["so the signer does not sign with the key that is registered for %s"] =
    "可见 signer 没有使用 %s 登记的密钥签名",
  ["so the key is at fault"] =
    "可见问题在密钥",
  ["private_key and app_cert match, so the certificate is not the one in force for %s"] =
    "private_key 与 app_cert 匹配，可见该证书不是 %s 当前生效的证书",
  ["compare app_cert_sn with the console, and sandbox with production"] =
    "与控制台核对 app_cert_sn，并区分沙箱与生产环境",
  ["so the public key that the console has for %s is not the partner of private_key, whose public half is %s"] =
    "可见控制台里 %s 的公钥与 private_key 不匹配；private_key 的公钥是 %s",
  ["%s; sandbox and production have different apps and keys"] =
    "%s；沙箱与生产环境的应用和密钥各不相同",
  ["the type of the signature"] =
    "签名类型",
  ["compare sign_type with the one that the console has for this app: RSA2 nearly always"] =
    "与控制台核对该应用的 sign_type：绝大多数是 RSA2",
  ["give app_cert, alipay_cert and alipay_root_cert, all three, as the console has them now"] =
    "同时设置 app_cert、alipay_cert 和 alipay_root_cert，以控制台当前的为准",
  ["the gateway does not say what it verified"] =
    "网关没有说明它验签的内容",
  ["%s, and complains of %s"] =
    "%s，并报告 %s",
  ["(of private_key: %s)"] =
    "（private_key 的公钥：%s）",
  ["%s; it may be the key, or what happened to the request on its way"] =
    "%s；可能是密钥问题，也可能是请求在途中被改动",
  ["compare the public key in the console for %s with the one in use%s; then the string to sign (--trace) with what arrived"] =
    "先核对控制台里 %s 的公钥与当前所用的%s；再用 --trace 核对待签名字符串与网关收到的内容",
  -- lua/alipay/call/pipeline.lua
  ["not enough memory"] =
    "内存不足",
  ["the reply is here, but there is not enough memory to verify it: the outcome is unknown"] =
    "响应已收到，但内存不足，无法验签：结果未知",
  ["the reply is here, but not the Alipay certificate %s that it is signed with: the outcome is unknown"] =
    "响应已收到，但没有签名它的支付宝证书 %s：结果未知",
  ["the signature was not there in time; nothing was sent"] =
    "未能按时完成签名；没有发送任何请求",
  -- lua/alipay/call/remedy.lua
  ["biz_content is V2's: by V3 its members stand by themselves"] =
    "biz_content 属于 V2：V3 直接给出其成员",
  ["this method makes an order string for Alipay's app and is not called: use :order{...} instead of :post"] =
    "该接口生成给支付宝 App 的订单串，不直接调用：请用 :order{...}，不要用 :post",
  ["this method is a page that the buyer's browser opens and is not called: use :page{...} instead of :post"] =
    "该接口是买家浏览器打开的页面，不直接调用：请用 :page{...}，不要用 :post",
  ["did you mean %s?"] =
    "您要找的是不是 %s？",
  ["not given, and demanded by other clients: %s"] =
    "未传，而其他客户端要求：%s",
  -- lua/alipay/call/response.lua
  ["the answer is a success without data (HTTP %d)"] =
    "响应为成功，但没有数据（HTTP %d）",
  ["ask how it stands; what came is in err.response"] =
    "请查询其状态；收到的内容见 err.response",
  ["and this answer does not verify: %s%s"] =
    "并且这个响应验签不过：%s%s",
  ["; check alipay_cert and alipay_root_cert"] =
    "；请检查 alipay_cert 和 alipay_root_cert",
  ["; check alipay_public_key"] =
    "；请检查 alipay_public_key",
  ["check that alipay_public_key is Alipay's key for this app and environment, not the app's own; never use this reply"] =
    "检查 alipay_public_key 是否为该应用、该环境的支付宝公钥，而不是应用公钥；绝不要使用这个响应",
  ["check that alipay_cert and alipay_root_cert are those of this app and environment; never use this reply"] =
    "检查 alipay_cert 和 alipay_root_cert 是否属于该应用、该环境；绝不要使用这个响应",
  ["the reply cannot be trusted: %s"] =
    "响应不可信：%s",
  ["nobody signed this answer, so it proves nothing: query what became of it before repeating"] =
    "这个响应没有签名，什么也证明不了：重复之前请先查询结果",
  -- lua/alipay/call/signer.lua
  ["must be a function or a table, not a %s"] =
    "必须是函数或表，而不是 %s",
  ["has an unknown field '%s' (command, shell, timeout)"] =
    "含有未知字段 '%s'（可用 command、shell、timeout）",
  ["needs either command = {\"program\", \"argument\"} or shell = \"line\""] =
    "需要 command = {\"程序\", \"参数\"} 或 shell = \"命令行\" 之一",
  ["needs a program in command"] =
    "的 command 需要一个程序",
  ["needs strings in command"] =
    "的 command 里必须都是字符串",
  ["needs seconds above 0 as timeout"] =
    "的 timeout 必须是大于 0 的秒数",
  ["the signer function"] =
    "签名函数",
  ["the signer's shell line"] =
    "签名用的 shell 命令行",
  ["the signer command '%s'"] =
    "签名命令 '%s'",
  ["%s %s; nothing was sent"] =
    "%s %s；没有发送任何请求",
  ["gave no signature"] =
    "没有给出签名",
  ["gave %d bytes, which is no signature"] =
    "给出了 %d 字节，不是签名",
  ["gave text that is no base64"] =
    "给出的文本不是 base64",
  ["gave a signature (%s) that is not of app_cert's key"] =
    "给出的签名（%s）不是 app_cert 的密钥所签",
  ["warning: ALIPAY_SIGN_THREADS must be a number from 0 to %d, not '%s': %d threads sign"] =
    "警告：ALIPAY_SIGN_THREADS 必须是 0 到 %d 的数，而不是 '%s'：使用 %d 个签名线程",
  ["cannot sign: %s"] =
    "无法签名：%s",
  ["gave a %s instead of a signature"] =
    "给出的是 %s，不是签名",
  ["took longer than %g s and was killed"] =
    "超过 %g 秒，已被终止",
  ["ended with code %s"] =
    "以退出码 %s 结束",
  ["was ended by signal %s"] =
    "被信号 %s 终止",
  -- lua/alipay/call/strict.lua
  ["goes into content (biz_content): content = {...}"] =
    "应放在 content（biz_content）里：content = {...}",
  ["goes to top level: query = {...}"] =
    "应放在顶层：query = {...}",
  ["is a file: body = alipay.multipart{...}"] =
    "应为文件：body = alipay.multipart{...}",
  ["%s has no %s%s"] =
    "%s 没有 %s%s",
  ["; did you mean %s?"] =
    "；您要找的是不是 %s？",
  ["is an object, not a %s"] =
    "应为对象，而不是 %s",
  ["is an object, not a list"] =
    "应为对象，而不是列表",
  ["is an integer"] =
    "应为整数",
  ["is true or false"] =
    "应为 true 或 false",
  ["is text, not %s"] =
    "应为文本，而不是 %s",
  ["an object"] =
    "对象",
  ["%s is a list of %s, not %s"] =
    "%s 应为由%s组成的列表，而不是 %s",
  ["is text, not a file"] =
    "应为文本，而不是文件",
  -- lua/alipay/call/recording.lua
  ["the recording %s is incomplete: %s"] =
    "录制文件 %s 不完整：%s",
  ["cannot record: %s"] =
    "无法录制：%s",
  ["cannot replay: %s"] =
    "无法回放：%s",
  ["remove that line, or record anew"] =
    "请删除那一行，或重新录制",
  ["cannot replay %s: line %d is none of a recording"] =
    "无法回放 %s：第 %d 行不是录制的内容",
  ["the answers to it were given"] =
    "该调用录下的响应已全部用完",
  ["it has calls of %s, but none by this protocol with these parameters"] =
    "其中有 %s 的调用，但没有协议和参数都相同的",
  ["it has no call of %s"] =
    "其中没有 %s 的调用",
  ["the recording %s has no answer to this call: %s; record it anew"] =
    "录制文件 %s 中没有这次调用的响应：%s；请重新录制",
  -- lua/alipay/call/transport.lua
  ["event streams are neither recorded nor replayed: make a client without record and replay for them"] =
    "事件流既不能录制也不能回放：请为其另建一个没有 record 和 replay 的客户端",
  ["nothing is known about the outcome: query before repeating a payment or a refund"] =
    "结果完全未知：重复支付或退款之前请先查询",
  ["%s; and nothing is known about the outcome: query before repeating a payment or a refund"] =
    "%s；而且结果完全未知：重复支付或退款之前请先查询",
  ["the outcome is unknown: query before repeating a payment or a refund"] =
    "结果未知：重复支付或退款之前请先查询",
  ["nothing was sent: more calls ran than go out at once, so raise the timeout or make fewer"] =
    "没有发送任何请求：并发调用多于可同时发出的数量，请加大 timeout 或减少并发",
  ["nothing was sent: check the gateway's address, the network and DNS"] =
    "没有发送任何请求：请检查网关地址、网络和 DNS",
  ["nothing was sent: check the gateway's address, the network and the proxy, if there is one"] =
    "没有发送任何请求：请检查网关地址、网络，以及所用的代理",
  ["nothing was sent: no TLS could be spoken with the peer; check scheme and port of the gateway's address, and the proxy"] =
    "没有发送任何请求：无法与对端建立 TLS；请检查网关地址的协议和端口，以及代理",
  ["nothing was sent: the proxy refused; check its address, its rules and the credentials in its URL (proxy, https_proxy)"] =
    "没有发送任何请求：代理拒绝了；请检查代理地址、规则，以及其 URL 中的凭据（proxy、https_proxy）",
  ["nothing was sent: the certificate belongs to another host; check the gateway's address and the proxy"] =
    "没有发送任何请求：证书属于另一台主机；请检查网关地址和代理",
  ["nothing was sent: who vouches for the peer's certificate is not known here; install the package ca-certificates, or name the file of the authority (that of a proxy, too) by ca_file, SSL_CERT_FILE or CURL_CA_BUNDLE"] =
    "没有发送任何请求：本机不认识对端证书的颁发机构；请安装 ca-certificates 包，或用 ca_file、SSL_CERT_FILE、CURL_CA_BUNDLE 指定颁发机构（包括代理的）证书文件",
  -- lua/alipay/error.lua
  ["an error without a code"] =
    "没有错误码的错误",
  -- lua/alipay/http.lua
  ["an address begins with https:// or http:// and names a host"] =
    "地址须以 https:// 或 http:// 开头并写明主机",
  ["no redirect but HTTP status %d from %s"] =
    "没有跳转，而是 HTTP 状态 %d（%s）",
  -- lua/alipay/json.lua
  ["a table expected, got %s"] =
    "应为表，得到的是 %s",
  -- lua/alipay/money.lua
  ["%q is no amount"] =
    "%s 不是金额",
  ["write yuan with at most two decimals, as 88.80"] =
    "请写最多两位小数的元，如 88.80",
  -- lua/alipay/multipart.lua
  ["%s bytes in memory"] =
    "内存中的 %s 字节",
  ["is a folder, not a file"] =
    "是目录，不是文件",
  ["is no regular file"] =
    "不是普通文件",
  -- lua/alipay/script.lua
  ["it leads to this machine alone: a phone cannot open it"] =
    "它只通向本机：手机打不开",
  -- lua/alipay/util/secrets.lua
  ["**** (%d characters that look like a key)"] =
    "****（%d 个字符，像是密钥）",
  -- lua/alipay/v2/reply.lua
  ["an HTML page instead of a gateway reply%s"] =
    "收到的是 HTML 页面，而不是网关响应%s",
  ["an empty reply"] =
    "空响应",
  ["a body that is no gateway reply (%s): %s"] =
    "收到的内容不是网关响应（%s）：%s",
  ["a body that is no gateway reply: %s"] =
    "收到的内容不是网关响应：%s",
  ["%s is no object but of type %s"] =
    "%s 不是对象，而是 %s 类型",
  ["(no text)"] =
    "（没有文字）",
  ["what was decrypted is no JSON object"] =
    "解密所得不是 JSON 对象",
  ["an error that cannot be decoded: %s"] =
    "无法解码的错误：%s",
  ["its signature is good, but its node cannot be decoded: %s"] =
    "签名正确，但节点无法解码：%s",
  -- lua/alipay/v2/request.lua
  ["method is named by the call; a parameter of that name can only be in content"] =
    "method 由调用本身确定；同名参数只能放在 content 里",
  ["biz_content is given twice, as content and in query: only one can be sent"] =
    "biz_content 重复给出，content 和 query 各一次：只能发送一个",
  ["%s is given twice, in query and in the body, with different values"] =
    "%s 重复给出，在 query 和请求体中的值不同",
  ["%s cannot be written in charset %s: %s"] =
    "%s 无法用字符集 %s 表示：%s",
  ["an upload is not encrypted: leave encrypt out"] =
    "上传不加密：请去掉 encrypt",
  ["encrypt needs an encrypt_key in the settings (ALIPAY_ENCRYPT_KEY)"] =
    "encrypt 需要设置 encrypt_key（ALIPAY_ENCRYPT_KEY）",
  ["a GET has no body: use :post for uploads"] =
    "GET 没有请求体：上传请用 :post",
  ["sign_type must be RSA2, RSA or SM2"] =
    "sign_type 必须是 RSA2、RSA 或 SM2",
  -- lua/alipay/v2/verify.lua
  ["a redirect to %s"] =
    "跳转到 %s",
  ["a gateway reply in it, which is not relied on"] =
    "其中的网关响应，不予采信",
  ["HTTP status %d with %s"] =
    "HTTP 状态 %d，%s",
  ["check the gateway's address; a method for pages or for Alipay's app is signed by :page or :order and not called"] =
    "请检查网关地址；页面类或 App 类接口由 :page 或 :order 签名，不直接调用",
  ["the certificate in it %s"] =
    "其中的证书%s",
  ["compare encrypt_key with the content encryption key in the console; what was asked for may well be done: query it"] =
    "与控制台的接口内容加密密钥核对 encrypt_key；所请求的操作很可能已完成：请查询",
  ["the reply is encrypted and no encrypt_key is set (ALIPAY_ENCRYPT_KEY)"] =
    "响应已加密，但没有设置 encrypt_key（ALIPAY_ENCRYPT_KEY）",
  ["the reply cannot be decrypted: %s"] =
    "响应无法解密：%s",
  -- lua/alipay/async/waiting.lua
  ["it goes on: wait again, or cancel it"] =
    "任务仍在继续：请再次等待，或将其取消",
  -- lua/alipay/call/signer.lua
  ["look at private_key: alipay-lua doctor checks the keys"] =
    "请检查 private_key：alipay-lua doctor 会检查各个密钥",
  -- lua/alipay/call/verifier.lua
  ["set it to the content encryption key of the console; what was asked for may well be done: query it"] =
    "请设为控制台中的接口内容加密密钥；所请求的操作可能已经完成：请查询",
  -- lua/alipay/http.lua
  ["only the consent page of a local gateway redirects at once; elsewhere a person opens the address"] =
    "只有本地网关的授权页会直接重定向；其他情况请由人打开该地址",
  -- lua/alipay/tokens.lua
  ["nothing was stored; give the reply of alipay.system.oauth.token as it came"] =
    "没有保存任何内容；请原样给出 alipay.system.oauth.token 的响应",
}
