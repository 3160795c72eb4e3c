-- SPDX-License-Identifier: MIT
-- The gateway's own codes, without their prefixes (isv., isp., aop.): meaning and remedy in English and Chinese.
-- Source of the names: the platform's list of common codes as the official clients carry it, and probes of the gateway. Meanings and
-- remedies are written here.

local KEY_REMEDY = "compare the app's public key in the console with the private key in use (alipay-lua key show, doctor)"
local KEY_REMEDY_ZH = "核对控制台中的应用公钥与正在使用的私钥是否为一对（alipay-lua key show、doctor）"
local CERT_REMEDY = "download app, Alipay and root certificate again from the console and compare with alipay-lua cert sn"
local CERT_REMEDY_ZH = "从控制台重新下载应用证书、支付宝公钥证书与根证书，用 alipay-lua cert sn 核对序列号"
local TOKEN_REMEDY = "refresh the token (scripts/refresh.lua); if that fails too, ask for the authorization again"
local TOKEN_REMEDY_ZH = "刷新令牌（scripts/refresh.lua）；仍失败则重新发起授权"
local RIGHTS_REMEDY = "sign the product for this app in the console, and wait until it is in effect"
local RIGHTS_REMEDY_ZH = "在控制台为该应用签约对应产品，并等待生效"
local LIMIT_REMEDY = "send fewer requests at once and repeat later with a growing pause"
local LIMIT_REMEDY_ZH = "降低并发，间隔递增后再重试"
local ENCRYPT_REMEDY = "compare encrypt_key with the content encryption key in the console (base64 of 16 bytes)"
local ENCRYPT_REMEDY_ZH = "核对 encrypt_key 与控制台的内容加密密钥（16 字节的 base64）"

return {
  -- codes of the whole answer
  ["10000"] = {
    "the call was accepted; what it asked for may still be under way", "接口调用成功，业务结果以业务字段为准",
    "read the business fields, as trade_status or fund_change", "查看 trade_status、fund_change 等业务字段",
  },
  ["10003"] = {
    "the buyer has still to confirm", "等待用户付款",
    "query until the trade ends; cancel it when the time is over", "轮询查询直到交易结束，超时则撤销",
  },
  ["20000"] = {
    "the platform failed inside; nobody knows whether the work was done", "服务不可用，结果未知",
    "query before repeating; repeat a refund or transfer only with the same request number", "先查询再决定是否重试；退款、转账只能用同一请求号重试",
  },
  ["20001"] = { "a token is missing, wrong or over", "授权权限不足或令牌失效", TOKEN_REMEDY, TOKEN_REMEDY_ZH },
  ["40001"] = { "a common parameter is missing", "缺少必选参数", "see sub_code for its name", "见 sub_code 中的参数名" },
  ["40002"] = { "a common parameter is wrong", "非法的参数", "see sub_code for its name", "见 sub_code 中的参数名" },
  ["40003"] = { "conditions of the call are not met", "业务条件异常", "see sub_code", "见 sub_code" },
  ["40004"] = { "the business refused", "业务处理失败", "see sub_code", "见 sub_code" },
  ["40005"] = { "too many calls", "调用频次超限", LIMIT_REMEDY, LIMIT_REMEDY_ZH },
  ["40006"] = { "the app or the user lacks a right", "权限不足", RIGHTS_REMEDY, RIGHTS_REMEDY_ZH },

  -- signature and keys
  ["invalid-signature"] = {
    "the signature does not fit what the gateway read", "验签出错",
    "compare the gateway's string in sub_msg with yours (alipay-lua explain); " .. KEY_REMEDY,
    "将 sub_msg 中网关的待签字符串与本地的对比（alipay-lua explain）；" .. KEY_REMEDY_ZH,
  },
  ["missing-signature"] = {
    "the parameter sign is missing", "缺少签名参数 sign",
    "send sign, in the URL with the common parameters", "随公共参数在 URL 中传 sign",
  },
  ["missing-signature-type"] = {
    "the parameter sign_type is missing", "缺少签名类型 sign_type",
    "send sign_type=RSA2", "传 sign_type=RSA2",
  },
  ["missing-default-signature-type"] = {
    "the app has no default way of signing", "应用未配置默认签名类型",
    "upload the app's public key in the console", "在控制台上传应用公钥",
  },
  ["missing-signature-key"] = {
    "the app has no public key for this sign_type", "应用未配置对应签名类型的公钥",
    "upload the app's public key for this sign_type in the console", "在控制台为该签名类型上传应用公钥",
  },
  ["missing-signature-config"] = {
    "the app has no settings of keys", "缺少签名配置",
    "configure keys or certificates in the console", "在控制台配置密钥或证书",
  },
  ["invalid-signature-type"] = { "the gateway does not take this sign_type", "无效签名类型", "use RSA2", "使用 RSA2" },
  ["invalid-signature-type-said-interface"] = {
    "this method does not take this sign_type", "该接口不支持此签名类型",
    "use RSA2", "使用 RSA2",
  },
  ["unsupported-expired-app-key-sign"] = {
    "the app's key is over", "应用密钥已过期",
    "set new keys in the console", "在控制台更换密钥",
  },
  ["app-key-security-risk"] = {
    "the app's key counts as leaked", "应用密钥存在安全风险",
    "make new keys and set them in the console now", "立即生成新密钥并在控制台更换",
  },
  ["invalid-digest-type"] = {
    "the digest's algorithm is not taken", "无效摘要类型",
    "leave digest parameters out", "不要传摘要参数",
  },
  ["invalid-digest"] = {
    "the digest does not fit the body", "摘要不匹配",
    "send the very bytes that were digested", "发送计算摘要时的同一份字节",
  },

  -- certificates
  ["missing-app-cert-sn"] = {
    "app_cert_sn is missing: the app is in certificate mode", "缺少应用证书序列号（应用为证书模式）",
    "set app_cert, alipay_cert and alipay_root_cert", "设置 app_cert、alipay_cert、alipay_root_cert",
  },
  ["missing-alipay-cert-sn"] = {
    "the serial number of Alipay's certificate is missing", "缺少支付宝证书序列号",
    CERT_REMEDY, CERT_REMEDY_ZH,
  },
  ["missing-alipay-root-cert-sn"] = {
    "alipay_root_cert_sn is missing", "缺少支付宝根证书序列号",
    "set alipay_root_cert", "设置 alipay_root_cert",
  },
  ["invalid-alipay-root-cert-sn"] = {
    "alipay_root_cert_sn is not the platform's", "支付宝根证书序列号有误",
    CERT_REMEDY, CERT_REMEDY_ZH,
  },
  ["app-cert-expired"] = {
    "the app's certificate is over", "应用证书已过期",
    "renew it in the console and set the new file", "在控制台续期并更换证书文件",
  },
  ["app-cert-not-exist"] = { "no app certificate has this serial number", "应用证书序列号不存在", CERT_REMEDY, CERT_REMEDY_ZH },
  ["alipay-cert-not-exist"] = {
    "no Alipay certificate has this serial number", "支付宝证书序列号不存在",
    CERT_REMEDY, CERT_REMEDY_ZH,
  },

  -- common parameters
  ["missing-method"] = {
    "the parameter method is missing", "缺少方法名参数 method",
    "send method in the URL", "在 URL 中传 method",
  },
  ["invalid-method"] = {
    "there is no such method, or not for this app", "不存在的方法名",
    "look for the right name: alipay-lua methods TEXT", "查找正确的方法名：alipay-lua methods 关键字",
  },
  ["invalid-app-method"] = { "this app may not call the method", "应用无权调用该方法", RIGHTS_REMEDY, RIGHTS_REMEDY_ZH },
  ["missing-app-id"] = {
    "the parameter app_id is missing", "缺少 app_id",
    "set app_id (ALIPAY_APP_ID)", "设置 app_id（ALIPAY_APP_ID）",
  },
  ["invalid-app-id"] = {
    "no app has this app_id in this environment", "无效的 app_id",
    "check app_id, and that the gateway is the one of its environment (production or sandbox)",
    "核对 app_id，以及网关地址与环境（正式或沙箱）是否一致",
  },
  ["missing-app-uid"] = { "the app has no owner", "缺少应用所属账号", "ask the platform's support", "联系平台支持" },
  ["missing-timestamp"] = {
    "the parameter timestamp is missing", "缺少时间戳",
    "send timestamp as yyyy-MM-dd HH:mm:ss in GMT+8", "以 yyyy-MM-dd HH:mm:ss（东八区）传 timestamp",
  },
  ["invalid-timestamp"] = {
    "timestamp is malformed or too far off", "非法的时间戳",
    "set this machine's clock (alipay-lua doctor); the zone is GMT+8", "校准本机时钟（alipay-lua doctor），时区为东八区",
  },
  ["illegal-timestamp"] = {
    "timestamp is malformed or too far off", "非法的时间戳",
    "set this machine's clock (alipay-lua doctor); the zone is GMT+8", "校准本机时钟（alipay-lua doctor），时区为东八区",
  },
  ["missing-version"] = { "the parameter version is missing", "缺少版本参数", "send version=1.0", "传 version=1.0" },
  ["invalid-version"] = { "this version is not known", "非法的版本参数", "send version=1.0", "传 version=1.0" },
  ["unsupported-version"] = { "this version is not supported", "不支持的版本号", "send version=1.0", "传 version=1.0" },
  ["invalid-format"] = {
    "the parameter format is wrong", "无效的数据格式",
    "send format=JSON or leave it out", "传 format=JSON 或不传",
  },
  ["invalid-charset"] = {
    "the parameter charset is wrong", "字符集错误",
    "send charset=utf-8 in the URL", "在 URL 中传 charset=utf-8",
  },
  ["invalid-encoding"] = {
    "the bytes are not in the charset that was named", "编码错误",
    "send charset=utf-8 and UTF-8 text", "传 charset=utf-8 并使用 UTF-8 文本",
  },
  ["missing-platform"] = {
    "the parameter platform is missing", "缺少平台参数",
    "send what the method's page demands", "按接口文档补全",
  },
  ["invalid-platform"] = {
    "the parameter platform is wrong", "平台参数有误",
    "send what the method's page demands", "按接口文档修正",
  },
  ["invalid-parameter"] = {
    "a parameter is wrong", "参数无效",
    "see sub_msg; alipay-lua --help METHOD names the parameters", "见 sub_msg；alipay-lua --help 方法名 可列出参数",
  },
  ["illegal-json"] = {
    "biz_content is no valid JSON", "biz_content 不是合法的 JSON",
    "send an object; no comments, no trailing comma", "传 JSON 对象，不含注释与多余逗号",
  },
  ["invalid-request-data"] = {
    "the request cannot be read", "请求数据有误",
    "send a form or multipart body as the method wants it", "按接口要求以表单或 multipart 发送",
  },
  ["invalid-response-data"] = {
    "the business system's answer could not be read", "响应数据有误",
    "query whether it was done, then repeat", "先查询结果再重试",
  },
  ["illegal-card-no"] = { "the card number is wrong", "银行卡号有误", "check the number", "核对卡号" },
  ["invalid-partnerid"] = {
    "the partner id is wrong", "无效的合作伙伴编号",
    "use the merchant's 16 digits beginning with 2088", "使用以 2088 开头的 16 位商户号",
  },
  ["invalid-product"] = { "the product is wrong or not signed", "产品无效或未签约", RIGHTS_REMEDY, RIGHTS_REMEDY_ZH },
  ["unsupport-operation"] = { "the operation is not supported", "不支持的操作", "see the method's page", "见接口文档" },
  ["suspected-attack"] = {
    "the request looks like an attack", "可疑的攻击请求",
    "look for markup or SQL in the parameters; write such text another way", "检查参数中是否含有脚本、SQL 等内容并调整写法",
  },
  ["unknown-sub-code"] = {
    "a code that the gateway itself does not know", "未知的子错误码",
    "ask the platform's support with trace_id", "携带 trace_id 联系平台支持",
  },

  -- uploads
  ["upload-fail"] = { "the file could not be stored", "文件上传失败", "repeat it", "重试" },
  ["invalid-file-extension"] = {
    "files of this kind are not taken", "文件扩展名无效",
    "send a kind that the method names", "使用接口支持的文件类型",
  },
  ["invalid-file-size"] = { "the file is too large or empty", "文件大小无效", "send a smaller file", "减小文件后重传" },
  ["file-check-fail"] = { "the file did not pass the check", "文件校验失败", "send another file", "更换文件" },

  -- encryption
  ["missing-encrypt-type"] = {
    "encrypt_type is missing", "缺少加密类型",
    "send encrypt_type=AES with encrypted content", "加密内容须同时传 encrypt_type=AES",
  },
  ["missing-encrypt-key"] = {
    "the app has no content encryption key", "应用未配置内容加密密钥",
    "set one in the console and as encrypt_key", "在控制台设置并配置为 encrypt_key",
  },
  ["invalid-encrypt-type"] = { "this encrypt_type is not taken", "无效加密类型", "use AES", "使用 AES" },
  ["invalid-encrypt"] = { "the content cannot be decrypted", "解密失败", ENCRYPT_REMEDY, ENCRYPT_REMEDY_ZH },
  ["decryption-error"] = { "the content cannot be decrypted", "解密出错", ENCRYPT_REMEDY, ENCRYPT_REMEDY_ZH },
  ["decryption-error-missing-encrypt-type"] = {
    "content is encrypted but encrypt_type is missing", "解密出错：未指定加密类型",
    "send encrypt_type=AES", "传 encrypt_type=AES",
  },
  ["decryption-error-not-valid-encrypt-type"] = {
    "this encrypt_type is not taken", "解密出错：不支持的加密类型",
    "use AES", "使用 AES",
  },
  ["decryption-error-not-valid-encrypt-key"] = {
    "the app's content encryption key is not usable", "解密出错：密钥无效",
    ENCRYPT_REMEDY, ENCRYPT_REMEDY_ZH,
  },
  ["decryption-error-unknown"] = { "the content cannot be decrypted", "解密出错：未知异常", ENCRYPT_REMEDY, ENCRYPT_REMEDY_ZH },

  -- tokens and authorization
  ["invalid-auth-token"] = { "auth_token is wrong", "无效的访问令牌", TOKEN_REMEDY, TOKEN_REMEDY_ZH },
  ["auth-token-time-out"] = { "auth_token is over", "访问令牌已过期", TOKEN_REMEDY, TOKEN_REMEDY_ZH },
  ["invalid-app-auth-token"] = { "app_auth_token is wrong", "无效的应用授权令牌", TOKEN_REMEDY, TOKEN_REMEDY_ZH },
  ["invalid-app-auth-token-no-api"] = {
    "the merchant did not authorize this method", "应用授权令牌未授权当前接口",
    "ask the merchant to authorize again with the right of this method", "请商户重新授权并包含该接口权限",
  },
  ["app-auth-token-time-out"] = { "app_auth_token is over", "应用授权令牌已过期", TOKEN_REMEDY, TOKEN_REMEDY_ZH },
  ["missing-app-access-token"] = {
    "app_auth_token is missing", "缺少应用授权令牌",
    'give it: client:as{ app_auth_token = " .. ." } (ALIPAY_APP_AUTH_TOKEN)',
    '传入：client:as{ app_auth_token = " .. ." }（ALIPAY_APP_AUTH_TOKEN）',
  },
  ["invalid-token"] = { "the token is wrong", "无效令牌", TOKEN_REMEDY, TOKEN_REMEDY_ZH },
  ["code-invalid"] = {
    "the authorization code is wrong, used or over", "授权码无效、已使用或已过期",
    "ask for a new code; each works once", "重新获取授权码，每个只能使用一次",
  },
  ["missing-session"] = { "the session is missing", "缺少会话", TOKEN_REMEDY, TOKEN_REMEDY_ZH },
  ["access-data-time-out"] = { "the access to these data is over", "数据访问授权已过期", TOKEN_REMEDY, TOKEN_REMEDY_ZH },
  ["invalid-auth-relations"] = {
    "there is no authorization between these two", "授权关系无效",
    "compare app and merchant of the token; authorize again", "核对令牌的应用与商户，必要时重新授权",
  },
  ["invalid-app-auth-relations"] = {
    "there is no authorization of this app", "应用授权关系无效",
    "compare app and merchant of the token; authorize again", "核对令牌的应用与商户，必要时重新授权",
  },
  ["not-support-app-auth"] = {
    "this method cannot be called for somebody else", "该接口不支持应用授权代调用",
    "call it without app_auth_token", "不带 app_auth_token 调用",
  },
  ["no-product-reg-by-partner"] = {
    "the merchant has not signed the product", "商户未签约产品",
    "let the merchant sign the product", "请商户签约该产品",
  },
  ["app-auth-invoke-limit"] = {
    "authorized calls of this app are limited", "应用授权调用受限",
    LIMIT_REMEDY, LIMIT_REMEDY_ZH,
  },
  ["invalid-openid"] = {
    "the open id is not of this app", "openid 不属于该应用",
    "use the open id that this app was given", "使用本应用获得的 openid",
  },
  ["openid-error"] = {
    "the open id is not of this app", "openid 有误",
    "use the open id that this app was given", "使用本应用获得的 openid",
  },

  -- rights and state of the app
  ["insufficient-isv-permissions"] = {
    "the app has not the right to this method", "应用权限不足",
    RIGHTS_REMEDY, RIGHTS_REMEDY_ZH,
  },
  ["insufficient-user-permissions"] = {
    "the user did not agree to this", "用户权限不足",
    "ask the user for authorization with this scope", "引导用户以对应 scope 授权",
  },
  ["self-invoke-forbidden"] = {
    "an app may not call this for itself", "禁止应用自调用",
    "call it with a merchant's app_auth_token", "使用商户的 app_auth_token 代调用",
  },
  ["forbidden-api"] = { "the method is closed to this app", "接口被禁止调用", RIGHTS_REMEDY, RIGHTS_REMEDY_ZH },
  ["not-online-app"] = { "the app is not online", "应用未上线", "bring the app online in the console", "在控制台上线应用" },
  ["invalid-app-state"] = {
    "the app's state does not allow calls", "应用状态无效",
    "look at the app's state in the console", "在控制台查看应用状态",
  },
  ["app-api-punished"] = { "the app's right was taken away", "应用接口被处罚", "see the console's messages", "查看控制台通知" },
  ["app-unbind-partner"] = {
    "the app belongs to no merchant", "应用未绑定商户",
    "bind the app to the merchant in the console", "在控制台将应用绑定到商户号",
  },
  ["app-invalid-oid"] = { "the app's owner is not valid", "应用所属主体无效", "ask the platform's support", "联系平台支持" },
  ["inner-app-no-access"] = {
    "the method is for the platform's own apps", "内部接口无访问权限",
    "use a public method", "使用对外开放的接口",
  },
  ["invalid-inner-invoke-scene"] = {
    "the method may not be called like this", "非法的内部调用场景",
    "use a public method", "使用对外开放的接口",
  },
  ["invalid-subscribe-relations"] = {
    "the service is not subscribed", "订购关系无效",
    "subscribe to the service in the console", "在控制台订购服务",
  },
  ["sevice-not-been-subscribed-to"] = {
    "the service is not subscribed", "服务未被订购",
    "subscribe to the service in the console", "在控制台订购服务",
  },
  ["illegal-client-ip"] = {
    "calls from this address are not allowed", "调用来源 IP 不在白名单内",
    "add this machine's address to the app's list in the console", "在控制台的 IP 白名单中添加本机出口地址",
  },
  ["invalid-app-api-field-config"] = {
    "the app's settings of fields are wrong", "应用接口字段配置有误",
    "look at the settings in the console", "检查控制台中的接口字段配置",
  },

  -- limits and faults of the platform
  ["app-call-limited"] = { "the app calls too often", "应用调用频次超限", LIMIT_REMEDY, LIMIT_REMEDY_ZH },
  ["method-call-limited"] = { "this method is called too often", "接口调用频次超限", LIMIT_REMEDY, LIMIT_REMEDY_ZH },
  ["exceed-api-balance"] = { "the paid calls are used up", "接口调用余量不足", "buy more calls in the console", "在控制台购买调用量" },
  ["method-forbidden-batch-invoke"] = {
    "this method cannot be part of a batch", "接口不支持批量调用",
    "call it alone", "单独调用",
  },
  ["exist-blank-sub-request-id"] = {
    "a call of a batch has no id", "批量子请求编号为空",
    "give each call of the batch its own id", "为每个子请求设置编号",
  },
  ["exist-repeated-sub-request-id"] = {
    "two calls of a batch have one id", "批量子请求编号重复",
    "give each call of the batch its own id", "为每个子请求设置不同编号",
  },
  ["unknow-error"] = {
    "the platform failed inside; nobody knows whether the work was done", "系统异常，结果未知",
    "query before repeating", "先查询再重试",
  },
}
