-- SPDX-License-Identifier: MIT
-- Chinese texts. Settings, keys, tokens. The English text is the key; tests/languages.lua checks both.

return {
  -- lua/alipay/client/checks.lua
  ["record and replay are both given: calls are either sent or not"] =
    "同时给出了 record 和 replay：调用要么发送，要么不发送",
  ["%s must be a number from %g to %g"] =
    "%s 必须是 %g 到 %g 的数",
  ["%s has a control character in it"] =
    "%s 含有控制字符",
  ["timeout must be a number of seconds above 0 and below a day"] =
    "timeout 必须是大于 0 且不足一天的秒数",
  ["set ALIPAY_TIMEOUT, or timeout in the profile"] =
    "设置 ALIPAY_TIMEOUT，或 profile 中的 timeout",
  ["the gateway must be an http(s) URL without a query, not %s"] =
    "网关必须是不带查询串的 http(s) URL，而不是 %s",
  ["set ALIPAY_GATEWAY, or gateway in the profile, as %s"] =
    "设置 ALIPAY_GATEWAY，或 profile 中的 gateway，如 %s",
  ["sign_type must be RSA2, RSA or SM2, not %s"] =
    "sign_type 必须是 RSA2、RSA 或 SM2，而不是 %s",
  ["set ALIPAY_SIGN_TYPE, or sign_type in the profile"] =
    "设置 ALIPAY_SIGN_TYPE，或 profile 中的 sign_type",
  ["sign_threads must be a number of threads from 0 to 64"] =
    "sign_threads 必须是 0 到 64 的线程数",
  ["params must hold strings by name"] =
    "params 必须是以名称为键的字符串",
  ["no app_id is configured"] =
    "没有配置 app_id",
  ["set ALIPAY_APP_ID, or a profile in %s, or try --local"] =
    "设置 ALIPAY_APP_ID，或 %s 里的 profile，或试试 --local",
  ["private_key and signer are both given: one of them signs"] =
    "private_key 和 signer 同时给出：只能由其中之一签名",
  ["no private key is configured"] =
    "没有配置私钥",
  ["set ALIPAY_PRIVATE_KEY to the key's path, or private_key or signer in the profile"] =
    "把 ALIPAY_PRIVATE_KEY 设为密钥的路径，或在 profile 中设置 private_key 或 signer",
  ["certificate mode needs app_cert, alipay_cert and alipay_root_cert, all three"] =
    "证书模式需要 app_cert、alipay_cert 和 alipay_root_cert 三者齐备",
  ["no way to verify Alipay's replies is configured"] =
    "没有配置验证支付宝响应的方法",
  ["set alipay_public_key (ALIPAY_PUBLIC_KEY): Alipay's public key from the console, not the app's own"] =
    "设置 alipay_public_key（ALIPAY_PUBLIC_KEY）：控制台里的支付宝公钥，不是应用公钥",
  ["protocol must be \"v2\", \"v3\" or \"auto\", not %s"] =
    "protocol 必须是 \"v2\"、\"v3\" 或 \"auto\"，不能是 %s",
  -- lua/alipay/client/handed_over.lua
  ["hand over the whole object that my.getPhoneNumber gives: response, sign, sign_type, encrypt_type, charset"] =
    "请传入 my.getPhoneNumber 给出的整个对象：response、sign、sign_type、encrypt_type、charset",
  ["the mini program's data has no response"] =
    "小程序数据里没有 response",
  ["response of the mini program's data is no text"] =
    "小程序数据里的 response 不是文本",
  ["%s of the mini program's data is no text"] =
    "小程序数据里的 %s 不是文本",
  ["the mini program's data is nested too deeply"] =
    "小程序数据嵌套过深",
  ["the mini program's data is no JSON object: %s"] =
    "小程序数据不是 JSON 对象：%s",
  -- lua/alipay/client/keyring.lua
  ["warning: others can read the private key %s: chmod 600 it"] =
    "警告：他人可以读取私钥 %s：请对它 chmod 600",
  ["check the setting %s%s"] =
    "请检查设置 %s%s",
  ["(a path, or the key itself)"] =
    "（路径，或密钥本身）",
  ["warning: the certificate %s (%s) expired on %s"] =
    "警告：证书 %s（%s）已于 %s 过期",
  ["warning: the certificate %s (%s) expires on %s, in %d days: download its successor from the console"] =
    "警告：证书 %s（%s）将于 %s 过期，还有 %d 天：请从控制台下载新证书",
  ["there is no private key here: a signer signs for this client"] =
    "这里没有私钥：该客户端由 signer 签名",
  ["key of alipay_cert"] =
    "alipay_cert 的公钥",
  ["it is not the key that alipay_public_key gives: one of them is wrong"] =
    "它与 alipay_public_key 给出的公钥不同：其中之一有误",
  ["serial numbers"] =
    "序列号",
  -- lua/alipay/miniprogram.lua
  ["the console lacks the app's signature settings or its content encryption key"] =
    "控制台缺少该应用的接口加签设置或内容加密密钥",
  ["the mini program's data cannot be trusted: %s"] =
    "小程序数据不可信：%s",
  ["hand over response and sign exactly as the mini program got them: decoded once, nothing re-encoded"] =
    "按小程序得到的原样传入 response 和 sign：只解码一次，不要重新编码",
  ["the response of the mini program's data is neither encrypted nor JSON"] =
    "小程序数据里的 response 既未加密，也不是 JSON",
  ["its signature is unusable (%s)"] =
    "它的签名无法使用（%s）",
  ["its signature does not fit"] =
    "它的签名不符",
  ["its response was parsed, and the signature covers its text"] =
    "它的 response 已被解析，而参与签名的是原文",
  ["it is signed with %s, this client uses %s"] =
    "它的签名类型为 %s，当前客户端使用 %s",
  ["set sign_type as in the console"] =
    "按控制台设置 sign_type",
  ["encrypt_type '%s' is not known: AES, AES_V2 or SM4"] =
    "未知的 encrypt_type '%s'：可用 AES、AES_V2 或 SM4",
  ["the data is encrypted and no encrypt_key is set (ALIPAY_ENCRYPT_KEY)"] =
    "数据已加密，但没有设置 encrypt_key（ALIPAY_ENCRYPT_KEY）",
  ["the mini program's data cannot be decrypted: %s"] =
    "小程序数据无法解密：%s",
  ["compare encrypt_key with the content encryption key in the console"] =
    "与控制台的接口内容加密密钥核对 encrypt_key",
  ["what was decrypted is no JSON object: %s"] =
    "解密所得不是 JSON 对象：%s",
  -- lua/alipay/client/profile.lua
  ["%s: line %d: '%s' is no plain value"] =
    "%s：第 %d 行：'%s' 不是普通值",
  ["%s: its values nest too deeply"] =
    "%s：其中的值嵌套过深",
  ["%s: it is UTF-16, which Lua does not read: save it as UTF-8"] =
    "%s：它是 UTF-16 编码，Lua 无法读取：请另存为 UTF-8",
  ["%s does not give a table"] =
    "%s 没有返回表",
  ["'profiles' must be a table of profiles by name"] =
    "'profiles' 必须是以名称为键的 profile 表",
  ["'default' must be the name of a profile"] =
    "'default' 必须是某个 profile 的名称",
  ["'profiles' holds a profile without a name"] =
    "'profiles' 中有没有名称的 profile",
  ["profile '%s' must be a table of settings, not a %s"] =
    "profile '%s' 必须是设置的表，而不是 %s",
  ["%s: it is larger than 1 MB"] =
    "%s：大于 1 MB",
  ["the profile file cannot be used: %s"] =
    "profile 文件无法使用：%s",
  ["it is a table of texts, numbers, true and false, as: return { profiles = { shop1 = { app_id = \"...\", private_key = \"file://...\" } } }"] =
    "它是由文本、数字、true 和 false 组成的表，如：return { profiles = { shop1 = { app_id = \"...\", private_key = \"file://...\" } } }",
  -- lua/alipay/client/settings.lua
  ["must be true, false, \"AES\", \"AES_V2\" or \"SM4\""] =
    "必须是 true、false、\"AES\"、\"AES_V2\" 或 \"SM4\"",
  ["%s: unknown setting '%s'"] =
    "%s：未知的设置 '%s'",
  ["the settings are %s"] =
    "可用的设置：%s",
  ["%s: '%s' must be a %s, not a %s"] =
    "%s：'%s' 必须是 %s，而不是 %s",
  ["%s must be a number of seconds, not %s"] =
    "%s 必须是秒数，而不是 %s",
  ["%s must be 1 or 0, not %s"] =
    "%s 必须是 1 或 0，而不是 %s",
  ["there is no profile %s in %s"] =
    "没有 profile %s（%s）",
  ["profiles there: %s"] =
    "已有的 profile：%s",
  ["the file holds no profile: write it there, or leave --profile, ALIPAY_PROFILE and the file's default out"] =
    "该文件中没有 profile：请在其中写入，或去掉 --profile、ALIPAY_PROFILE 和文件中的 default",
  ["the file does not exist: write the profile there, or leave --profile and ALIPAY_PROFILE out"] =
    "该文件不存在：请在其中写入 profile，或去掉 --profile 和 ALIPAY_PROFILE",
  -- lua/alipay/tokens.lua
  ["the token store cannot be used: %s"] =
    "令牌库无法使用：%s",
  ["it lies in %s (ALIPAY_STATE_DIR)"] =
    "它位于 %s（ALIPAY_STATE_DIR）",
  ["the reply has no access_token, refresh_token and user_id or open_id"] =
    "响应中没有 access_token、refresh_token 以及 user_id 或 open_id",
  ["its lock is taken"] =
    "它的锁已被占用",
  ["it can never be renewed: the user has to consent again (scripts/authorize.lua), or is to be forgotten (scripts/refresh.lua --forget %s)"] =
    "它再也无法刷新：用户须重新授权（scripts/authorize.lua），或删除其令牌（scripts/refresh.lua --forget %s）",
}
