-- SPDX-License-Identifier: MIT
-- Codes of the gateway's own that mean something else by V3: what V2 has as parameters stands in headers there, and the body is the
-- content. Meanings and remedies as in gateway.lua, whose entries count for all other codes.

local MILLISECONDS = "send milliseconds since 1970, 13 digits, and set this machine's clock (alipay-lua doctor)"
local MILLISECONDS_ZH = "传 1970 年以来的毫秒数（13 位），并校准本机时钟（alipay-lua doctor）"
local ENCRYPT_TYPE = "send alipay-encrypt-type: AES with an encrypted body"
local ENCRYPT_TYPE_ZH = "请求体加密时须发送请求头 alipay-encrypt-type: AES"

return {
  ["missing-signature"] = {
    "there is no sign in Authorization", "Authorization 头中没有 sign",
    "send it there, behind app_id, nonce and timestamp", "在其中的 app_id、nonce、timestamp 之后传 sign",
  },
  ["invalid-signature-type"] = {
    "the gateway does not take this scheme of Authorization", "Authorization 头的签名类型无效",
    "use ALIPAY-SHA256withRSA", "使用 ALIPAY-SHA256withRSA",
  },
  ["missing-timestamp"] = {
    "there is no timestamp in Authorization", "Authorization 头中没有 timestamp",
    "send it there as milliseconds since 1970, 13 digits", "在其中传 1970 年以来的毫秒数（13 位）",
  },
  ["invalid-timestamp"] = {
    "the timestamp in Authorization is malformed or too far off", "Authorization 头中的时间戳非法", MILLISECONDS, MILLISECONDS_ZH,
  },
  ["illegal-timestamp"] = {
    "the timestamp in Authorization is malformed or too far off", "Authorization 头中的时间戳非法", MILLISECONDS, MILLISECONDS_ZH,
  },
  ["illegal-json"] = {
    "the body is no valid JSON", "请求体不是合法的 JSON",
    "send an object; no comments, no trailing comma", "传 JSON 对象，不含注释与多余逗号",
  },
  ["invalid-request-data"] = {
    "the request cannot be read", "请求数据有误",
    "send the body as JSON, or as multipart where the method takes files", "请求体用 JSON；接口接收文件时用 multipart",
  },
  ["missing-encrypt-type"] = {
    "the header alipay-encrypt-type is missing", "缺少请求头 alipay-encrypt-type", ENCRYPT_TYPE, ENCRYPT_TYPE_ZH,
  },
  ["decryption-error-missing-encrypt-type"] = {
    "the body is encrypted but the header alipay-encrypt-type is missing", "解密出错：没有请求头 alipay-encrypt-type",
    ENCRYPT_TYPE, ENCRYPT_TYPE_ZH,
  },
}
