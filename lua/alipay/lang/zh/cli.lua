-- SPDX-License-Identifier: MIT
-- Chinese texts. What commands say, and their help. The English text is the key; tests/languages.lua checks both.

return {
  -- lua/alipay/cli/arguments.lua
  ["'%s' is no parameter"] =
    "'%s' 不是参数",
  ["write name=text, name:=json or name@=file"] =
    "请写 name=文本、name:=json 或 name@=文件",
  ["with := the value must be JSON; text goes with ="] =
    ":= 后的值必须是 JSON；文本用 =",
  ["biz_content is given whole and in parts: %s"] =
    "biz_content 既整体给出又分项给出：%s",
  ["%s is given twice"] =
    "%s 重复给出",
  ["give each file a name of its own"] =
    "每个文件用不同的名称",
  ["a method is needed, as alipay.trade.query"] =
    "需要接口名，如 alipay.trade.query",
  ["alipay-lua methods TEXT finds them"] =
    "用 alipay-lua methods 文字 查找",
  ["'%s' cannot be a method of the platform"] =
    "'%s' 不可能是平台接口",
  ["%s is given twice, as a file and as text"] =
    "%s 重复给出，一次是文件，一次是文本",
  ["note: the catalogue knows no %s; it is sent as given%s"] =
    "提示：接口目录中没有 %s，将原样发送%s",
  ["name=text, name:=json, name@=file"] =
    "name=文本、name:=json、name@=文件",
  ["An HTTP GET instead of a POST."] =
    "用 HTTP GET，而不是 POST。",
  ["Budget of the call in seconds."] =
    "本次调用的总时限，秒。",
  ["%s has several verbs"] =
    "%s 有多个请求方法",
  ["name one: call GET %s"] =
    "请指明一个：call GET %s",
  ["the catalogue knows no path %s"] =
    "接口目录中没有路径 %s",
  ["name the verb: call POST %s"] =
    "请指明请求方法：call POST %s",
  ["a path is needed behind %s"] =
    "%s 之后需要路径",
  ["as call %s /v3/alipay/trade/query"] =
    "如 call %s /v3/alipay/trade/query",
  ["the path %s %s"] =
    "路径 %s %s",
  ["note: %s is signed for %s to send and goes by V2"] =
    "提示：%s 签名后由%s发送，使用 V2",
  ["the buyer's browser"] =
    "买家的浏览器",
  ["As alipay.trade.query, AlipayTradeQuery or alipay.tradeQuery; or VERB PATH of V3."] =
    "如 alipay.trade.query、AlipayTradeQuery 或 alipay.tradeQuery；或 V3 的 VERB PATH。",
  ["By V3, the platform's REST interface."] =
    "使用 V3，即平台的 REST 接口。",
  ["V3 has no verb '%s'"] =
    "V3 没有请求方法 '%s'",
  ["verbs are %s, in capitals"] =
    "请求方法有 %s，均为大写",
  ["write one as alipay.trade.query; VERB PATH is a call by V3"] =
    "写法如 alipay.trade.query；VERB PATH 是 V3 调用",
  -- lua/alipay/cli/shell_words.lua
  ["holds ? or #: write parameters of the query behind the path, as query.a=1"] =
    "含有 ? 或 #：查询参数请写在路径之后，如 query.a=1",
  ["go by V2 (without --v3 and protocol = \"v3\"), or write VERB PATH for a path that the catalogue does not know"] =
    "请走 V2（不加 --v3，也不设 protocol = \"v3\"），接口目录中没有的路径请写 VERB PATH",
  ["this method has no notify_url by V3: nothing would call it back; go by V2 (without --v3 and protocol = \"v3\")"] =
    "这个接口在 V3 中没有 notify_url：不会有通知；请走 V2（不加 --v3，也不设 protocol = \"v3\"）",
  ["%s belongs to V2 and has no place in V3: leave it out, or go by V2 (without --v3 and protocol = \"v3\")"] =
    "%s 属于 V2，在 V3 中没有位置：请去掉，或走 V2（不加 --v3，也不设 protocol = \"v3\"）",
  ["V3 speaks UTF-8 only: leave charset out, or go by V2 (without --v3 and protocol = \"v3\")"] =
    "V3 只使用 UTF-8：请去掉 charset，或走 V2（不加 --v3，也不设 protocol = \"v3\"）",
  ["V3 signs by SHA-256 with RSA only (RSA2): no client of the platform's signs V3 by SHA-1 or SM2; go by V2 (without --v3 and protocol = \"v3\")"] =
    "V3 只用 SHA-256 和 RSA 签名（RSA2）：平台的客户端都不用 SHA-1 或 SM2 签名 V3；请走 V2（不加 --v3，也不设 protocol = \"v3\"）",
  ["a script reads it with client:v3():stream{...}"] =
    "由脚本用 client:v3():stream{...} 读取",
  ["this method makes an order string for Alipay's app and is not called: a script makes it with :order{...}"] =
    "该接口生成给支付宝 App 的订单串，不直接调用：由脚本用 :order{...} 生成",
  ["this method is a page that the buyer's browser opens and is not called: a script makes it with :page{...}"] =
    "该接口是买家浏览器打开的页面，不直接调用：由脚本用 :page{...} 生成",
  ["a GET has no body: go without --get for uploads"] =
    "GET 没有请求体：上传时请不要加 --get",
  ["goes into biz_content: content.name=value"] =
    "应放在 biz_content 里：content.名称=值",
  ["goes to top level: query.name=value"] =
    "应放在顶层：query.名称=值",
  ["%s is a file: name@=FILE"] =
    "%s 应为文件：名称@=文件",
  ["must be a file: name@=FILE"] =
    "必须是文件：名称@=文件",
  -- lua/alipay/cli/commands/annotate.lua
  ["write editor annotations of all methods and of this library"] =
    "写出全部接口和本库的编辑器注解",
  ["Write annotations (LuaCATS) of the whole platform and of this library into DIR, for editors with\nlua-language-server: client.alipay.trade.create:post{ content = {...} } completes names and checks\nwhat is given, and so do replies and nested objects. Name DIR in the settings of the server; the\ncommand prints the line. Only files that an earlier run made are replaced."] =
    "把整个平台和本库的注解（LuaCATS）写到目录 DIR，供使用 lua-language-server 的编辑器使用：\nclient.alipay.trade.create:post{ content = {...} } 会补全名称并检查所给的值，响应和嵌套对象\n也一样。在语言服务器的设置里写上 DIR，命令会打印这一行。只替换以前运行时生成的文件。",
  ["All 9,601 methods are 20 MB, which a server needs a while to read: name the methods that you use, or\nwhat their names start with."] =
    "全部 9,601 个接口共 20 MB，语言服务器读取需要一些时间：可以只写所用的接口，或接口名的开头。",
  ["Types: alipay.content.METHOD, alipay.query.METHOD, alipay.body.METHOD, alipay.reply.METHOD with _ for\nthe dots of the method, and alipay.type.NAME for nested objects."] =
    "类型：alipay.content.METHOD、alipay.query.METHOD、alipay.body.METHOD、alipay.reply.METHOD，\n接口名中的点写作 _；嵌套对象为 alipay.type.NAME。",
  ["no method is called %s, or starts with it"] =
    "没有名为 %s 或以它开头的接口",
  ["as alipay.trade, or alipay.trade.create"] =
    "例如 alipay.trade，或 alipay.trade.create",
  ["Folder for the files; it is made when missing."] =
    "存放文件的目录；不存在时创建。",
  ["Methods, or what the names of several start with; all by default."] =
    "接口名，或多个接口名的共同开头；默认全部。",
  ["Meanings in Chinese, where they are known; also chosen by LANG."] =
    "说明用中文（已知者）；LANG 为中文时也如此。",
  ["Meanings in English."] =
    "说明用英文。",
  ["%d files written; for lua-language-server put into its settings:\n%s"] =
    "写出 %d 个文件；请在 lua-language-server 的设置里加入：\n%s",
  -- lua/alipay/cli/commands/call.lua
  ["make one signed call and print the verified answer as JSON"] =
    "签名、发送并验签一次调用，以 JSON 输出响应",
  ["Print one value of the answer, as qr_code or goods_list.1.id; text as it is."] =
    "只输出响应中的一个值，如 qr_code 或 goods_list.1.id；文本原样输出。",
  ["Make one signed call and print the answer's node as JSON, once its signature is verified.\nA value goes where the method wants it: into biz_content, to the top level, or into a file part. What\nthe catalogue finds wrong with the parameters is noted on stderr; with --strict nothing is sent then.\n  name=text      a text\n  name:=json     any JSON value\n  name@=file     a file\n  a.b.1.c=       inside an object, or a list whose items count from 1\n  content.name=  and query.name= force biz_content or the top level\n  biz_content=   the whole content as JSON text, sent untouched\nWith --v3 a known method goes by V3, the platform's REST interface; VERB PATH is a call by V3 as it\nstands, whose values go into the URL of a GET or DELETE and into the body of the others."] =
    "签名、发送并验签一次调用，以 JSON 输出响应节点。\n每个值都放到接口要求的位置：biz_content、顶层，或文件部分。参数与接口目录不符时，在标准错误上提示；\n加 --strict 时则不发送。\n  name=text      文本\n  name:=json     任意 JSON 值\n  name@=file     文件\n  a.b.1.c=       对象内部，或下标从 1 开始的列表内部\n  content.name=  和 query.name= 强制放入 biz_content 或顶层\n  biz_content=   整个内容的 JSON 文本，原样发送\n加 --v3 时，已知的接口使用 V3，即平台的 REST 接口；VERB PATH 则按所写的路径以 V3 调用，GET 和 DELETE 的值\n放入 URL，其他请求的值放入请求体。",
  -- lua/alipay/cli/commands/cert.lua
  ["serial numbers and contents of certificates"] =
    "证书的序列号和内容",
  ["Show certificates as the platform counts them.\n  cert sn FILE      the serial number alone, as in app_cert_sn: the first certificate's. Of a\n                    bundle of roots (all self-signed), or with --root: alipay_root_cert_sn\n  cert show FILE    every certificate in the file\nFILE may hold several certificates; \"-\" is stdin."] =
    "按平台的方式显示证书。\n  cert sn FILE      只输出序列号，即 app_cert_sn：取第一张证书。若文件是根证书集合（全部\n                    自签名），或加了 --root，则输出 alipay_root_cert_sn\n  cert show FILE    显示文件里的每张证书\nFILE 可以包含多张证书；\"-\" 表示标准输入。",
  ["the root value of an app that signs with SM2"] =
    "使用 SM2 签名的应用所用的根证书值",
  ["certificates begin with -----BEGIN CERTIFICATE-----; the console has those of the app (接口加签方式, 证书)"] =
    "证书以 -----BEGIN CERTIFICATE----- 开头；应用的证书在控制台下载（接口加签方式，证书）",
  ["name the file of a certificate, as appCertPublicKey_APPID.crt"] =
    "请写证书文件名，如 appCertPublicKey_APPID.crt",
  ["%s is a key and no certificate"] =
    "%s 是密钥，不是证书",
  ["alipay-lua key show %s tells more about it"] =
    "alipay-lua key show %s 可显示它的详情",
  ["%s is a signing request and no certificate"] =
    "%s 是证书签名请求，不是证书",
  ["upload it in the console to get the app's certificate"] =
    "在控制台上传它，以取得应用证书",
  ["%s is no certificate"] =
    "%s 不是证书",
  ["alipay_root_cert is the bundle of roots from the console (alipayRootCert.crt)"] =
    "alipay_root_cert 是控制台给出的根证书集合（alipayRootCert.crt）",
  ["(%d days left)"] =
    "（还剩 %d 天）",
  ["key        %s, signed with %s%s"] =
    "key        %s，签名算法 %s%s",
  [", may issue certificates"] =
    "，可以颁发证书",
  ["%d more could not be parsed and were skipped"] =
    "另有 %d 张无法解析，已跳过",
  ["sn or show."] =
    "sn 或 show。",
  ["PEM, DER or base64; - for stdin."] =
    "PEM、DER 或 base64；- 表示标准输入。",
  ["Take it for a bundle of roots."] =
    "当作根证书集合处理。",
  ["The root value of an app that signs with SM2."] =
    "使用 SM2 签名的应用所用的根证书值。",
  -- lua/alipay/cli/commands/explain.lua
  ["show what a call would sign and send, and send nothing"] =
    "显示一次调用会签名并发送什么，但不发送",
  ["Build and sign a call, and show it instead of sending it: every parameter and where it goes, the\nexact string that is signed, its SHA-256, the signature, and a curl command that sends the same\nrequest when pasted into a shell. Arguments are those of `call`. Keys are not shown; tokens and\ncodes are, since the string to sign holds them."] =
    "构造并签名一次调用，只显示而不发送：每个参数及其去向、待签名字符串原文、其 SHA-256、签名，以及\n粘贴到 shell 即可发出同一请求的 curl 命令。参数写法与 `call` 相同。不显示密钥；令牌和授权码会显示，\n因为待签名字符串里有它们。",
  ["as JSON; the command is its member \"curl\""] =
    "以 JSON 输出；命令在成员 \"curl\" 里",
  ["%s by HTTP %s to %s"] =
    "%s，HTTP %s，%s",
  ["parameters (all are signed but sign)"] =
    "参数（除 sign 外都参与签名）",
  ["file  %s = %s, %d bytes (not signed)"] =
    "文件  %s = %s，%d 字节（不参与签名）",
  ["its SHA-256\n%s"] =
    "其 SHA-256\n%s",
  ["the curl command holds the password in an address: do not hand it on as it is"] =
    "curl 命令含有某个地址中的密码：请勿原样转交他人",
  ["this holds tokens or codes of yours: do not hand it on as it is"] =
    "其中含有您的令牌或授权码：不要原样发给他人",
  ["its lines, one by one"] =
    "逐行说明",
  ["who signs"] =
    "签名方",
  ["parameters (all are signed)"] =
    "参数（全部参与签名）",
  ["string to sign (%d bytes%s)"] =
    "待签名字符串（%d 字节%s）",
  [", each line ends with a line feed"] =
    "，每行以换行符结尾",
  -- lua/alipay/cli/commands/gateway.lua
  ["run a simulation of the Alipay gateway on this host"] =
    "在本机运行模拟的支付宝网关",
  ["Run a simulation of the Alipay gateway on this host, until Ctrl-C or SIGTERM. No money moves.\nOne line with its URL on stdout says that it is ready. DIR then holds gateway.json, env and, made on\nfirst use, the keys; tokens and uploads stay there too. One gateway at a time has DIR, which nobody else may write.\nRequests are logged on stderr."] =
    "在本机运行模拟的支付宝网关，直到 Ctrl-C 或 SIGTERM。不涉及真实资金。\n标准输出上的一行（含 URL）表示已就绪。DIR 里随即有 gateway.json、env，以及首次使用时生成的密钥；\n令牌和上传的文件也保存在那里。一个 DIR 同时只能由一个网关使用，其他人不可写。\n请求记录在标准错误上。",
  ["this shell's clients use it from now on"] =
    "此后本 shell 里的客户端都使用它",
  ["any free port; access tokens live for 5 seconds"] =
    "任意空闲端口；访问令牌有效 5 秒",
  ["'%s' is not a whole number from %d to %d"] =
    "'%s' 不是 %d 到 %d 的整数",
  ["A second port: TLS as openapi.alipay.com and the sandbox's hosts; DIR/tls/ca_cert.pem vouches for it."] =
    "第二个端口：以 openapi.alipay.com 和沙箱域名提供 TLS；证书由 DIR/tls/ca_cert.pem 签发。",
  ["Folder of keys and state, made when missing (default: gateway in the state folder)."] =
    "密钥和数据的目录，不存在时创建（默认：状态目录下的 gateway）。",
  ["Seconds that an access token lives (1296000)."] =
    "访问令牌的有效秒数（1296000）。",
  ["Seconds that a refresh token lives (2592000)."] =
    "刷新令牌的有效秒数（2592000）。",
  ["Seconds that an authorization code lives (86400)."] =
    "授权码的有效秒数（86400）。",
  ["SM2 for an app with SM2 keys; RSA2 (default) serves RSA2 and RSA."] =
    "SM2 密钥的应用用 SM2；RSA2（默认）同时支持 RSA2 和 RSA。",
  ["Answer with an Alipay certificate that clients do not have yet."] =
    "用客户端还没有的支付宝证书签名响应。",
  ["Do not log requests."] =
    "不记录请求。",
  ["gateway ready at %s (settings in %s/env)"] =
    "网关已就绪：%s（设置见 %s/env）",
  -- lua/alipay/cli/commands/key.lua
  ["make, show and convert keys"] =
    "生成、查看和转换密钥",
  ["Make, show and convert keys. Nothing is ever overwritten, and no private key is ever printed.\n  key new FILE          a new pair: the private key into FILE (PKCS#8, mode 0600), the public half\n                        on stdout as the console takes it; with --csr also a signing request into\n                        FILE.csr, for certificate mode\n  key show FILE         kind, size, fingerprint and public half of a key or certificate\n  key convert FILE OUT  the same key in another format: --to pkcs8, pkcs1 or spki (the public half);\n                        PEM, or with --base64 one line as the platform's own tool writes it"] =
    "生成、查看和转换密钥。绝不覆盖已有文件，绝不打印私钥。\n  key new FILE          新密钥对：私钥写入 FILE（PKCS#8，权限 0600），公钥按控制台的格式输出到\n                        标准输出；加 --csr 时另写证书签名请求 FILE.csr，用于证书模式\n  key show FILE         密钥或证书的类型、长度、指纹和公钥\n  key convert FILE OUT  同一密钥的另一种格式：--to pkcs8、pkcs1 或 spki（公钥）；\n                        PEM，加 --base64 则为一行，与平台密钥工具的输出相同",
  ["then paste what it prints into the console"] =
    "然后把它输出的内容粘贴到控制台",
  ["bare base64 to PEM"] =
    "单行 base64 转 PEM",
  ["%s exists: keys are never overwritten"] =
    "%s 已存在：密钥绝不覆盖",
  ["choose another name, or move it away first"] =
    "换个名称，或先移走原文件",
  ["'%s' is no subject"] =
    "'%s' 不是合法的主题",
  ["%s exists: nothing is overwritten"] =
    "%s 已存在：绝不覆盖",
  ["--subject is for a signing request"] =
    "--subject 只用于证书签名请求",
  ["--bits is for RSA: an SM2 key has 256"] =
    "--bits 只用于 RSA：SM2 密钥固定为 256 位",
  ["leave --bits out"] =
    "去掉 --bits",
  ["private key: %s (%s, PKCS#8, only you can read it). Keep it secret and keep a copy."] =
    "私钥：%s（%s，PKCS#8，仅您可读）。请妥善保密并备份。",
  ["signing request: %s. Upload it in the console (接口加签方式, 证书) to get the app's certificate."] =
    "证书签名请求：%s。上传到控制台（接口加签方式，证书）以取得应用证书。",
  ["public key, to paste into the console (接口加签方式, 密钥); take Alipay's key from there in return:"] =
    "应用公钥，请粘贴到控制台（接口加签方式，密钥），并从那里取回支付宝公钥：",
  ["a key was expected"] =
    "此处应为密钥",
  ["fingerprint  %s (SHA-256 of the public half)"] =
    "指纹    %s（公钥的 SHA-256）",
  ["public half  %s"] =
    "公钥    %s",
  ["key convert needs a file to write to"] =
    "key convert 需要输出文件",
  ["a public key has no PKCS#8 form: use --to spki"] =
    "公钥没有 PKCS#8 格式：请用 --to spki",
  ["a %s has no %s form"] =
    "%s 没有 %s 格式",
  ["--to names another one; --help has the list"] =
    "用 --to 指定其他格式；见 --help",
  [", one line of base64"] =
    "，单行 base64",
  ["new, show or convert."] =
    "new、show 或 convert。",
  ["The key."] =
    "密钥。",
  ["File to write to (convert)."] =
    "要写入的文件（convert）。",
  ["Of a new pair: RSA (default) or SM2."] =
    "新密钥对的类型：RSA（默认）或 SM2。",
  ["Size of a new RSA key; the platform wants 2048."] =
    "新 RSA 密钥的长度；平台要求 2048。",
  ["Make a certificate signing request, too."] =
    "同时生成证书签名请求。",
  ["Subject of the request, as C=CN,O=Company,CN=shop.example."] =
    "请求的主题，如 C=CN,O=公司,CN=shop.example。",
  ["Format to convert to."] =
    "目标格式。",
  ["Write one line of base64 instead of PEM."] =
    "写一行 base64，而不是 PEM。",
  ["key %s takes one file"] =
    "key %s 只接受一个文件",
  ["key convert takes two"] =
    "key convert 需要两个文件",
  -- lua/alipay/cli/commands/listen.lua
  ["receive notifications, verify them, and hand them on"] =
    "接收通知、验签并转发",
  ["Receive notifications until Ctrl-C or SIGTERM: each is verified, written to a journal, printed, and with\n--forward-to handed on, body and headers as they came, to a program of yours. The platform gets `success` when that\nprogram answered exactly that, else `fail`: it sends again then. A message is handed on once at a time; what a killed\nrun left is handed on at the next start. It listens on 127.0.0.1: a proxy with a certificate belongs in front,\nor use it with `alipay-lua gateway` and `trigger`, which need no public address."] =
    "接收通知，直到 Ctrl-C 或 SIGTERM：逐条验签、记入日志库、打印；加 --forward-to 时把请求体和请求头原样\n转发给您的程序。您的程序恰好回答 `success` 时，平台也收到 `success`，否则收到 `fail` 并会重发。\n同一条消息同一时间只转发一次；被终止的运行留下的消息在下次启动时转发。它监听 127.0.0.1：前面应有\n带证书的反向代理；或与 `alipay-lua gateway` 和 `trigger` 一起使用，不需要公网地址。",
  ["others are journaled and answered, not shown"] =
    "其他类型记入日志库并回复，但不显示",
  ["a line of JSON for each message"] =
    "每条消息一行 JSON",
  ["'%s' is no number of seconds above 0 and below %d"] =
    "'%s' 不是大于 0 且小于 %d 的秒数",
  ["--path must begin with / and have no blank, ? or #, as /notify, and not be '%s'"] =
    "--path 必须以 / 开头，且不含空白、? 或 #，如 /notify，而不能是 '%s'",
  ["'%s' is no http or https address"] =
    "'%s' 不是 http 或 https 地址",
  ["'%s' is no time: write yyyy-MM-dd HH:mm:ss (GMT+8)"] =
    "'%s' 不是时间：请写 yyyy-MM-dd HH:mm:ss（GMT+8）",
  ["--kind names no kind: paid, refund, closed, finished, wait, or the name of a message"] =
    "--kind 没有给出种类：paid、refund、closed、finished、wait，或消息名",
  ["Port; 0 takes a free one."] =
    "端口；0 表示任意空闲端口。",
  ["Address to listen on."] =
    "监听地址。",
  ["Path of the notify_url."] =
    "notify_url 的路径。",
  ["Hand each message on to this address."] =
    "把每条消息转发到这个地址。",
  ["Seconds that it may take to answer."] =
    "对方最多可用多少秒回答。",
  ["Only these: paid, refund, closed, finished, wait, or names of messages, with commas."] =
    "只处理这些：paid、refund、closed、finished、wait 或消息名，以逗号分隔。",
  ["File of the journal (default: in the state folder)."] =
    "日志库文件（默认在状态目录）。",
  ["Hand this message on again from the journal, and end."] =
    "从日志库重新转发这条消息，然后结束。",
  ["Hand on again what came since then (GMT+8), and end."] =
    "重新转发此后（GMT+8）收到的消息，然后结束。",
  ["--replay and --since hand on: to which address?"] =
    "--replay 和 --since 要转发：转发到哪个地址？",
  ["add --forward-to URL"] =
    "请加 --forward-to URL",
  ["the journal %s has no message %s"] =
    "日志库 %s 里没有消息 %s",
  ["alipay-lua listen --since DATE --forward-to URL hands on all that came since then"] =
    "alipay-lua listen --since 日期 --forward-to URL 转发此后收到的全部消息",
  ["nothing to hand on"] =
    "没有可转发的消息",
  ["%d of %d were not handed on: %s"] =
    "%d 条（共 %d 条）未能转发：%s",
  ["listening at %s"] =
    "正在监听 %s",
  ["%s, handing on to %s"] =
    "%s，转发到 %s",
  -- lua/alipay/cli/commands/methods.lua
  ["find methods of the platform by words of their names and fields"] =
    "按名称和字段中的词查找平台接口",
  ["Find methods whose name, or the name of one of whose fields, holds all words of a text: one a line,\nthe best first, methods before fields. Where none does: methods whose meaning, if it is known, holds\nthem in English or Chinese. Without a text all methods, by name. With --json before the command a\nJSON line for each, with all that the catalogue knows of it. It needs no network."] =
    "查找名称或字段名含有全部所给词的接口：每行一个，最相符的在前，接口先于字段。都没有时，查找含义（已知者，\n中英文）含有这些词的接口。不给词则按名称列出全部接口。命令前加 --json 时，每个接口一行 JSON，含接口目录中的\n全部内容。不需要网络。",
  ["the page of one method"] =
    "某个接口的说明页",
  ["Words that names hold."] =
    "名称中含有的词。",
  ["no method, field or known meaning holds '%s'"] =
    "接口名、字段名和已知的含义都没有 '%s'",
  -- lua/alipay/cli/commands/trigger.lua
  ["ALIPAY_CONTROL is no http or https address: %s"] =
    "ALIPAY_CONTROL 不是 http 或 https 地址：%s",
  ["`. DIR/env` of a local gateway sets it"] =
    "本地网关的 `. DIR/env` 会设置它",
  ["order %s, trade_no %s, %s"] =
    "订单 %s，交易号 %s，%s",
  ["notified %s: %s (notify_id %s)"] =
    "已通知 %s：%s（notify_id %s）",
  -- lua/alipay/cli/commands/verify.lua
  ["verify a saved reply or notification, and say why it fails"] =
    "验证保存下来的响应或通知，并说明为何验签不过",
  ["Verify the signature of a saved reply of the gateway, or with --notify of the raw body of a\nnotification, with Alipay's key of the profile in use. Says by which rule it is good, or why it is\nnot. FILE \"-\" is stdin.\nExit codes: 0 the signature is good, 4 an error that nobody signed, 5 anything else."] =
    "用当前 profile 的支付宝公钥，验证保存下来的网关响应的签名；加 --notify 则验证通知的原始请求体。\n说明符合哪条规则，或为何不符。FILE 为 \"-\" 表示标准输入。\n退出码：0 签名正确，4 未签名的错误，5 其他情况。",
  ["no key of Alipay's is configured"] =
    "没有配置支付宝公钥",
  ["set ALIPAY_PUBLIC_KEY, or a profile in %s"] =
    "设置 ALIPAY_PUBLIC_KEY，或 %s 里的 profile",
  ["this is no reply of the gateway: %s"] =
    "这不是网关响应：%s",
  ["it looks like a notification: use --notify"] =
    "看起来像是通知：请用 --notify",
  ["save the body as it arrived, every byte of it"] =
    "按收到时的原样保存请求体，一个字节都不要改",
  ["there is no node named *_response in it"] =
    "里面没有名为 *_response 的节点",
  ["save the whole reply, not the node alone"] =
    "保存整个响应，而不只是节点",
  ["an error that nobody signed:"] =
    "未签名的错误：",
  ["errors of the gateway itself come without a signature; do not take them for the outcome of a payment"] =
    "网关自身的错误不带签名；不要把它当作支付的结果",
  ["the signature does not fit: the key in use as Alipay's is the app's own public key"] =
    "签名不符：当前用作支付宝公钥的其实是应用自己的公钥",
  ["copy Alipay's public key from the console into alipay_public_key"] =
    "从控制台把支付宝公钥复制到 alipay_public_key",
  ["its bytes were changed (decoded and encoded again?), or alipay_public_key is not Alipay's key for this app: run doctor"] =
    "内容被改动过（解码后又编码？），或 alipay_public_key 不是该应用的支付宝公钥：请运行 doctor",
  ["it is signed with Alipay certificate %s, which is not known here"] =
    "它由支付宝证书 %s 签名，本地没有该证书",
  ["any call fetches and checks the current one (alipay-lua doctor --probe), or download it from the console"] =
    "任意一次调用都会下载并校验当前证书（alipay-lua doctor --probe），或从控制台下载",
  ["save the whole reply as it arrived, every byte of it"] =
    "按收到时的原样保存整个响应，一个字节都不要改",
  ["its sign is no string"] =
    "它的 sign 不是字符串",
  ["it is not signed"] =
    "它没有签名",
  ["the %d bytes of %s_response"] =
    "%d 字节的 %s_response",
  ["%s, quotes included (encrypted)"] =
    "%s，包括引号（已加密）",
  ["(it reports an error: code %s)"] =
    "（它报告了错误：code %s）",
  ["good: signed by Alipay over %s%s"] =
    "签名正确：支付宝对%s签名%s",
  ["good: signed by Alipay by rule %s: %s"] =
    "签名正确：支付宝按规则 %s 签名：%s",
  ["The saved bytes; - for stdin. With --return the URL itself will do."] =
    "保存的内容；- 表示标准输入。加 --return 时也可直接给 URL。",
  ["It is the body of a notification."] =
    "这是通知的请求体。",
  ["It is a return URL or its query."] =
    "这是同步跳转的 URL 或其查询串。",
  ["It is the result that the Alipay app handed over."] =
    "这是支付宝 App 返回的结果。",
  ["what curl -i printed: status, headers and body"] =
    "curl -i 的输出：状态、响应头和响应体",
  ["It is a reply by V3, saved with its headers, as curl -i writes it."] =
    "这是 V3 的响应，连同响应头一起保存，如 curl -i 的输出。",
  -- lua/alipay/cli/help.lua
  ["nothing is known of %s"] =
    "没有关于 %s 的资料",
  ["alipay-lua methods TEXT finds methods"] =
    "用 alipay-lua methods 文字 查找接口",
  ["%s has no comment at its head to show"] =
    "%s 开头没有可显示的注释",
  ["[options] [script | command [args]]"] =
    "[选项] [脚本 | 命令 [参数]]",
  ["did you mean: %s"] =
    "您要找的是不是：%s",
  -- lua/alipay/cli/input.lua
  ["cannot read %s: %s"] =
    "无法读取 %s：%s",
  -- lua/alipay/cli/local.lua
  ["note: %s; keys and state of this run are in %s and go with it; ALIPAY_STATE_DIR names a folder that keeps them"] =
    "提示：%s；本次运行的密钥和数据在 %s，结束后一并删除；用 ALIPAY_STATE_DIR 指定可保留的目录",
  -- lua/alipay/cli/options.lua
  ["cannot read %s"] =
    "无法读取 %s",
  ["%s: it is no file"] =
    "%s：不是文件",
  ["Usage:"] =
    "用法：",
  ["%s is an option of alipay-lua itself: it stands before the script or command"] =
    "%s 是 alipay-lua 自身的选项：应写在脚本或命令之前",
  ["write alipay-lua %s%s %s ..."] =
    "请写 alipay-lua %s%s %s ...",
  ["Show this help and end."] =
    "显示本帮助并结束。",
  -- lua/alipay/cli/pick.lua
  ["it is %s"] =
    "它是 %s",
  ["there are %d items"] =
    "共有 %d 项",
  ["there is %s"] =
    "有 %s",
  ["it is empty"] =
    "它是空的",
  ["%s has no %s: %s"] =
    "%s 没有 %s：%s",
  ["the reply"] =
    "响应",
  -- lua/alipay/cli/program.lua
  ["--local and --profile choose different apps: give one of them"] =
    "--local 和 --profile 选择的是不同的应用：只给其中一个",
  -- lua/alipay/cli/scripts.lua
  ["the scripts lie neither in %s nor in %s"] =
    "%s 和 %s 里都没有脚本",
  ["install them with the program: make install, or the package alipay-lua"] =
    "请连同程序一起安装：make install，或 alipay-lua 软件包",
  -- lua/alipay/cli/tree.lua
  ["%s and %s contradict each other"] =
    "%s 与 %s 相互矛盾",
  ["a name is one text, one object or one list"] =
    "一个名称只能是一个文本、一个对象或一个列表",
  ["the path %s has an empty name in it"] =
    "路径 %s 中有空名称",
  ["give it once: several values go as JSON, %s:=[...]"] =
    "只给一次：多个值请写成 JSON，%s:=[...]",
  ["a list has no item %d: %s"] =
    "列表缺第 %d 项：%s",
  ["items count from 1, without gaps"] =
    "各项从 1 开始，不能有空缺",
}
