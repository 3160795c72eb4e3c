-- SPDX-License-Identifier: MIT
-- Chinese texts. What the doctor says. The English text is the key; tests/languages.lua checks both.

return {
  -- lua/alipay/cli/commands/doctor.lua
  ["check keys, certificates, clock and settings, and say how to mend them"] =
    "检查密钥、证书、时钟和设置，并说明如何修复",
  ["Check the settings in use: profile, gateway, keys, certificates, their partners, the clock.\nEach fault comes with what it breaks and the command that mends it. Nothing is changed, no\nsecret is shown.\nWith --probe one harmless signed call is made: a query of a trade that does not exist.\nExit codes: 0 fine, 5 something would break a signature, 2 configuration, 3 the network,\n4 Alipay's answer."] =
    "检查当前设置：profile、网关、密钥、证书、两者是否匹配、时钟。每个问题都说明后果和修复命令。\n不改动任何东西，不显示任何密钥。\n加 --probe 时会发出一次无害的签名调用：查询一笔不存在的交易。\n退出码：0 正常，5 会导致签名出错，2 配置，3 网络，4 支付宝的响应。",
  ["does the private key belong to it?"] =
    "私钥与它匹配吗？",
  ["the probe was not made: mend the errors above first"] =
    "没有做探测：请先修复上面的错误",
  ["Make one signed call that changes nothing."] =
    "发出一次不改变任何数据的签名调用。",
  ["Do not compare the clock: ask no other host."] =
    "不比对时钟：不访问其他主机。",
  ["The app's public key as the console shows it."] =
    "控制台显示的应用公钥。",
  -- lua/alipay/cli/doctor/certificates.lua
  ["download %s from the console and name it in %s"] =
    "从控制台下载 %s，并写到 %s",
  ["certificate mode needs all three certificates"] =
    "证书模式需要三个证书齐备",
  ["%s expired on %s"] =
    "%s 已于 %s 过期",
  ["calls end with isv.app-cert-expired"] =
    "调用都会返回 isv.app-cert-expired",
  ["what is signed with its successor does not verify"] =
    "由其后继证书签名的内容验签不过",
  ["%s is valid only from %s"] =
    "%s 从 %s 起才有效",
  ["either the clock of this host is wrong or the file"] =
    "要么本机时钟不对，要么文件不对",
  ["%s expires on %s, in %d days"] =
    "%s 将于 %s 过期，还有 %d 天",
  ["afterwards no call goes through"] =
    "此后所有调用都会失败",
  ["%s is vouched for by alipay_root_cert"] =
    "%s 通过了 alipay_root_cert 的证书链校验",
  ["alipay_root_cert does not vouch for %s: %s"] =
    "%s 未通过 alipay_root_cert 的证书链校验：%s",
  ["either one of them belongs to another environment (sandbox, production), or the file lacks the certificate in between"] =
    "要么其中之一属于另一环境（沙箱、生产），要么文件缺少中间证书",
  ["download all three again, from the console of the same app and environment"] =
    "从同一应用、同一环境的控制台重新下载全部三个",
  ["alipay_root_cert holds a certificate that is no root: %s"] =
    "alipay_root_cert 里有不是根证书的证书：%s",
  ["its serial number is not alipay_root_cert_sn: calls end with isv.invalid-alipay-root-cert-sn"] =
    "它的序列号不是 alipay_root_cert_sn：调用都会返回 isv.invalid-alipay-root-cert-sn",
  ["there is no alipay_root_cert_sn for sign_type %s"] =
    "sign_type %s 没有对应的 alipay_root_cert_sn",
  [", %d more could not be parsed"] =
    "，另有 %d 张无法解析",
  ["alipay_root_cert_sn is not the value of Alipay's official bundle, %s"] =
    "alipay_root_cert_sn 与支付宝官方证书集合的值不同：%s",
  ["a bundle that lost or gained members ends with isv.invalid-alipay-root-cert-sn"] =
    "根证书文件缺少或多出证书，都会返回 isv.invalid-alipay-root-cert-sn",
  ["its key cannot be used"] =
    "它的密钥无法使用",
  ["the private key does not belong to app_cert"] =
    "私钥与 app_cert 不匹配",
  ["the gateway verifies with the certificate's key: every call ends with isv.invalid-signature"] =
    "网关用证书里的公钥验签：每次调用都会返回 isv.invalid-signature",
  ["use the private key that the signing request was made with, or have a certificate issued: alipay-lua key new FILE --csr"] =
    "使用生成证书签名请求时的私钥，或重新申请证书：alipay-lua key new FILE --csr",
  ["app_cert_sn %s (%s), of the private key"] =
    "app_cert_sn %s（%s），与私钥匹配",
  ["the key of app_cert"] =
    "app_cert 的公钥",
  ["alipay_cert is the app's own certificate, not Alipay's"] =
    "alipay_cert 是应用自己的证书，不是支付宝的",
  ["no reply and no notification verifies: it comes out after the first customer has paid"] =
    "任何响应和通知都验签不过：往往在第一位顾客付款之后才发现",
  ["the key of alipay_cert"] =
    "alipay_cert 的公钥",
  ["%s is a root certificate"] =
    "%s 是根证书",
  ["the gateway answers isv.app-cert-not-exist, or its replies do not verify"] =
    "网关返回 isv.app-cert-not-exist，或其响应验签不过",
  -- lua/alipay/cli/doctor/keys.lua
  ["%s is of kind %s, sign_type %s needs %s"] =
    "%s 是 %s 密钥，sign_type %s 需要 %s",
  ["it can neither sign nor verify with that sign_type"] =
    "它既不能按该 sign_type 签名，也不能验签",
  ["use a key of kind %s"] =
    "请使用 %s 密钥",
  ["%s has %d bits, RSA2 needs 2048"] =
    "%s 为 %d 位，RSA2 需要 2048 位",
  ["signatures of %d bytes where 256 are expected: 'Signature length not correct: got %d but was expecting 256'"] =
    "签名为 %d 字节，而应为 256 字节：'Signature length not correct: got %d but was expecting 256'",
  ["alipay-lua key new app_private_key.pem, and put the new public key into the console"] =
    "alipay-lua key new app_private_key.pem，并把新公钥填入控制台",
  ["keys of that size can be broken"] =
    "这种长度的密钥可以被破解",
  ["alipay-lua key new app_private_key.pem, and RSA2 in the console"] =
    "alipay-lua key new app_private_key.pem，并在控制台选择 RSA2",
  ["others can read the private key %s (mode %03o)"] =
    "他人可以读取私钥 %s（权限 %03o）",
  ["whoever has the key signs as this app"] =
    "拿到私钥的人就能以该应用的名义签名",
  ["a signer signs for this app: its key is not looked at"] =
    "由 signer 为该应用签名：不检查其密钥",
  ["nothing can be signed"] =
    "无法签名",
  ["%s tells what it is; alipay-lua key new FILE makes a pair"] =
    "%s 可显示它是什么；alipay-lua key new FILE 生成密钥对",
  ["private key: %s. Its public half, which the console must show as 应用公钥: %s"] =
    "私钥：%s。其公钥，即控制台应显示的应用公钥：%s",
  ["the private key"] =
    "私钥",
  ["the app's public key: %s"] =
    "应用公钥：%s",
  ["it cannot be compared"] =
    "无法比对",
  ["the private key belongs to that public key"] =
    "私钥与该公钥匹配",
  ["the private key does not belong to that public key"] =
    "私钥与该公钥不匹配",
  ["the console verifies with the public key: every call ends with isv.invalid-signature"] =
    "控制台用该公钥验签：每次调用都会返回 isv.invalid-signature",
  ["paste the public half of the private key into the console (alipay-lua key show), or use the private key of that pair"] =
    "把私钥对应的公钥粘贴到控制台（alipay-lua key show），或使用那一对密钥的私钥",
  ["no reply and no notification can be verified"] =
    "任何响应和通知都无法验签",
  ["copy Alipay's public key (支付宝公钥) from the console into a file, and name it in alipay_public_key"] =
    "从控制台把支付宝公钥复制到文件，并写到 alipay_public_key",
  ["alipay_public_key is the app's own public key, not Alipay's"] =
    "alipay_public_key 是应用公钥，不是支付宝公钥",
  ["payments go through, and then no reply and no notification verifies: it comes out after the first customer has paid"] =
    "支付照常成功，但此后所有响应和通知都验签不过：往往在第一位顾客付款之后才发现",
  ["copy Alipay's public key (支付宝公钥, not 应用公钥) from the console into alipay_public_key"] =
    "从控制台把支付宝公钥（不是应用公钥）复制到 alipay_public_key",
  ["Alipay's key: %s, and not the app's own"] =
    "支付宝公钥：%s，不是应用自己的",
  ["alipay_public_key is not the key of alipay_cert"] =
    "alipay_public_key 不是 alipay_cert 里的公钥",
  ["one of them is wrong, and no call is made"] =
    "两者必有一个不对，因此不会发出任何调用",
  ["take alipay_public_key out: in certificate mode the certificate gives the key"] =
    "去掉 alipay_public_key：证书模式下公钥取自证书",
  -- lua/alipay/cli/doctor/network.lua
  ["%s was not reached: %s"] =
    "无法连接 %s：%s",
  ["no call reaches the gateway"] =
    "任何调用都到不了网关",
  ["%slook at gateway (ALIPAY_GATEWAY), the network, and proxy or https_proxy; --offline leaves this check out"] =
    "%s检查网关（ALIPAY_GATEWAY）、网络，以及 proxy 或 https_proxy；--offline 可跳过此项",
  ["%s answers without a date: the clock could not be compared"] =
    "%s 的响应没有日期：无法比对时钟",
  ["compare it by hand: date -u"] =
    "请手动核对：date -u",
  ["this host's clock is %d seconds behind %s's"] =
    "本机时钟慢了 %d 秒（与 %s 相比）",
  ["this host's clock is %d seconds ahead of %s's"] =
    "本机时钟快了 %d 秒（与 %s 相比）",
  ["timestamps that are far off are refused: isv.invalid-timestamp"] =
    "timestamp 相差太多会被拒绝：isv.invalid-timestamp",
  ["timedatectl set-ntp true   (or ask whoever keeps this host's time)"] =
    "timedatectl set-ntp true   （或请维护本机时钟的人处理）",
  ["it drifts towards isv.invalid-timestamp"] =
    "偏差再大就会返回 isv.invalid-timestamp",
  ["the clock agrees with the gateway's"] =
    "时钟与网关一致",
  ["a signed query of a trade that does not exist was answered so: keys and app fit on both sides"] =
    "签名查询了一笔不存在的交易，响应符合预期：双方的密钥和应用均正确",
  ["a signed call with a token that does not exist was answered so: keys and app fit on both sides"] =
    "用不存在的令牌做了签名调用，响应符合预期：双方的密钥和应用均正确",
  ["the gateway refuses the signature: %s"] =
    "网关拒绝了签名：%s",
  ["every call fails so"] =
    "每次调用都会这样失败",
  ["paste the public half of the private key into the console (alipay-lua key show FILE)%s"] =
    "把私钥对应的公钥粘贴到控制台（alipay-lua key show FILE）%s",
  ["signatures are good on both sides, but the query is not allowed: %s"] =
    "双方签名都正确，但没有查询权限：%s",
  ["this app may not call alipay.trade.query; other methods may do"] =
    "该应用不可调用 alipay.trade.query；其他接口也许可以",
  ["sign the product's contract in the console if you need it"] =
    "如有需要，请在控制台签约该产品",
  ["the gateway's answer does not verify: Alipay's key is not the one it signs with"] =
    "网关的响应验签不过：支付宝公钥不是它签名所用的那一个",
  ["copy Alipay's public key (or certificate) of this app and environment from the console again"] =
    "重新从控制台复制该应用、该环境的支付宝公钥（或证书）",
  ["the gateway refuses the call: %s"] =
    "网关拒绝了调用：%s",
  ["compare keys and certificates with the console"] =
    "与控制台核对密钥和证书",
  ["the gateway does not know this app: %s"] =
    "网关不认识该应用：%s",
  ["an app exists in one environment only, sandbox or production"] =
    "一个应用只存在于一个环境：沙箱或生产",
  ["compare app_id and gateway with the console"] =
    "与控制台核对 app_id 和网关",
  ["the probe failed: %s"] =
    "探测失败：%s",
  ["calls will fail in the same way"] =
    "调用也会同样失败",
  ["look the code up in the platform's documents"] =
    "在平台文档中查这个错误码",
  ["a signed query was answered, and the answer verifies"] =
    "签名查询得到响应，且响应验签通过",
  -- lua/alipay/cli/doctor/setup.lua
  ["it is the old sandbox: its certificate has expired and calls fail"] =
    "它是旧沙箱：证书已过期，调用会失败",
  ["it is the old sandbox's page for consent, and expired"] =
    "它是旧沙箱的授权页，已失效",
  ["nothing answers there (404)"] =
    "那里没有服务（404）",
  ["no call can be made with these settings"] =
    "用这些设置无法发起调用",
  ["correct the setting"] =
    "请改正该设置",
  ["protocol is v3, which these settings exclude: %s"] =
    "protocol 为 v3，与以下设置冲突：%s",
  ["write protocol = \"auto\" or \"v2\" in the profile, or correct the other setting"] =
    "在 profile 中写 protocol = \"auto\" 或 \"v2\"，或改正另一个设置",
  ["profile file %s can be read"] =
    "profile 文件 %s 可以读取",
  ["others can read %s, and it holds a private key"] =
    "他人可以读取 %s，而其中含有私钥",
  ["there is no profile file %s"] =
    "没有 profile 文件 %s",
  ["write one, or export ALIPAY_APP_ID and the keys (README, settings)"] =
    "写一个，或导出 ALIPAY_APP_ID 和密钥（见 README 的设置一节）",
  ["state folder %s can be written"] =
    "状态目录 %s 可写",
  ["the state folder cannot be written: %s"] =
    "状态目录不可写：%s",
  ["tokens and the journal of notifications live there"] =
    "令牌和通知日志库保存在那里",
  ["%s is a dead host"] =
    "%s 是已停用的主机",
  ["app %s is a sandbox app, %s is the production gateway"] =
    "应用 %s 是沙箱应用，而 %s 是生产网关",
  ["production does not know it: every call ends with isv.invalid-app-id"] =
    "生产环境不认识它：每次调用都会返回 isv.invalid-app-id",
  ["this is the sandbox: no money moves, and keys and certificates of production do not work here"] =
    "这是沙箱：不涉及真实资金，生产环境的密钥和证书在这里无效",
  ["%s is not encrypted"] =
    "%s 没有加密",
  ["tokens and personal data travel readable, and whoever is on the way can change requests"] =
    "令牌和个人数据明文传输，途中任何人都可改动请求",
  ["the gateway of %s is at /gateway.do, not at %s"] =
    "%s 的网关地址是 /gateway.do，而不是 %s",
  ["what answers there is not the gateway of version 2"] =
    "那里响应的不是 V2 网关",
  ["app id %s does not have 16 digits"] =
    "应用 ID %s 不是 16 位数字",
  ["an id of something else (a merchant's 2088..., a product's) is answered with isv.invalid-app-id"] =
    "其他种类的 ID（商户的 2088…、产品的）会得到 isv.invalid-app-id",
  ["copy the APPID from the console into app_id"] =
    "从控制台把 APPID 复制到 app_id",
  ["'%s' is a user or merchant id"] =
    "'%s' 是用户或商户 ID",
  ["the app has an id of its own"] =
    "应用有自己的 ID",
  ["it is no http(s) URL"] =
    "它不是 http(s) URL",
  ["Alipay cannot call it"] =
    "支付宝无法调用它",
  ["write the whole URL"] =
    "请写完整的 URL",
  ["%s is an address of this host or network"] =
    "%s 是本机或本网络的地址",
  ["Alipay cannot reach it: notifications never arrive"] =
    "支付宝访问不到它：永远收不到通知",
  ["use a public address; to test without one, sign notifications locally (docs/notifications.md)"] =
    "使用公网地址；没有公网地址时，可在本地签名通知来测试（docs/notifications.zh-CN.md）",
  ["it has blanks or HTML characters in it"] =
    "其中有空白或 HTML 字符",
  ["Alipay refuses such a URL"] =
    "支付宝会拒绝这样的 URL",
  ["percent-encode them"] =
    "请做百分号编码",
  ["it has parameters of its own"] =
    "它带有自己的参数",
  ["they arrive among the signed ones and are not signed"] =
    "它们会混在签名参数里一起到达，但没有被签名",
  ["leave them out, or name them in `ignore` of notify.verify"] =
    "去掉它们，或在 notify.verify 的 `ignore` 中列出",
  ["it would stand in every request instead of the right value of each"] =
    "它会取代每个请求里应有的值",
  ["take it out of params"] =
    "从 params 中去掉它",
  ["the gateway answers isv.invalid-parameter: its protocol is %s"] =
    "网关返回 isv.invalid-parameter：它的协议版本是 %s",
  ["only JSON is answered"] =
    "响应只有 JSON 格式",
  ["sign_type is %s: two settings contradict each other"] =
    "sign_type 为 %s：两处设置相互矛盾",
  ["take it out of params and set sign_type"] =
    "从 params 中去掉它，改设 sign_type",
  ["the gateway answers isv.invalid-charset"] =
    "网关返回 isv.invalid-charset",
  ["take it out of params: utf-8 is the default"] =
    "从 params 中去掉它：默认即为 utf-8",
  ["requests and replies are in %s: notifications come in it, too; alipay.notify converts them"] =
    "请求和响应采用 %s：通知也是如此；alipay.notify 会转换",
  ["sign_type RSA signs with SHA-1"] =
    "sign_type RSA 用 SHA-1 签名",
  ["the platform wants RSA2 of new apps and refuses RSA for them"] =
    "平台要求新应用使用 RSA2，并拒绝它们使用 RSA",
  ["set RSA2 in the console, then export ALIPAY_SIGN_TYPE=RSA2"] =
    "在控制台选择 RSA2，然后 export ALIPAY_SIGN_TYPE=RSA2",
  ["encrypt_key cannot be used: %s"] =
    "encrypt_key 无法使用：%s",
  ["encrypted calls fail with isv.decryption-error or cannot be read"] =
    "加密调用会返回 isv.decryption-error，或无法解读",
  ["copy the key of 接口内容加密方式 from the console: base64 of 16 bytes, as it stands there"] =
    "从控制台复制接口内容加密方式的密钥：16 字节的 base64，原样照抄",
  ["encrypt_key is a usable key"] =
    "encrypt_key 可用",
}
