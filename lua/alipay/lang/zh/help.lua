-- SPDX-License-Identifier: MIT
-- Chinese texts. Pages of methods, and the rules of their parameters. The English text is the key; tests/languages.lua checks both.

return {
  -- lua/alipay/catalogue/page.lua
  ["text or number"] =
    "文本或数字",
  ["list of %s"] =
    "%s列表",
  ["required with %s"] =
    "有 %s 时必填",
  ["absent with %s"] =
    "有 %s 时不可传",
  ["at most %d bytes"] =
    "最多 %d 字节",
  ["at most %d characters"] =
    "最多 %d 个字符",
  ["one of %s"] =
    "取值之一：%s",
  ["parameters go into %s"] =
    "参数放在 %s",
  [", files into %s"] =
    "，文件放在 %s",
  ["a page that the buyer's browser opens: :page gives its address or form, nothing is sent"] =
    "由买家浏览器打开的页面：:page 给出其地址或表单，不发送任何请求",
  ["an order for Alipay's app: :order gives the signed text, nothing is sent"] =
    "给支付宝 App 的订单：:order 给出已签名的订单串，不发送任何请求",
  ["official clients encrypt it: encrypt = true"] =
    "官方客户端对它加密：encrypt = true",
  ["current clients have it no more"] =
    "现行客户端已不再包含",
  ["see also %s"] =
    "另见 %s",
  ["no rules are known: names, types and places are those of the official clients, nothing is checked"] =
    "没有已知规则：名称、类型和位置来自官方客户端，不做检查",
  ["one of %s and %s (as %s demands)"] =
    "%s 与 %s 二选一（%s 要求）",
  ["at least one of %s"] =
    "至少传其一：%s",
  ["other clients demand:"] =
    "其他客户端要求：",
  ["without known rules:"] =
    "没有已知规则：",
  ["no parameters are known"] =
    "没有已知参数",
  ["content has more fields that no source lists"] =
    "content 还有资料未列出的字段",
  ["the reply's fields:"] =
    "响应字段：",
  ["its own codes:"] =
    "该接口自己的错误码：",
  ["… and %d more"] =
    "… 还有 %d 个",
  ["example:\n  %s"] =
    "示例：\n  %s",
  ["module: require \"alipay.api.%s\""] =
    "模块：require \"alipay.api.%s\"",
  -- lua/alipay/catalogue/record.lua
  ["the catalogue inside this program is of another release; rebuild it: make clean all"] =
    "程序内置的方法目录属于另一版本；请重新编译：make clean all",
  -- lua/alipay/catalogue/rules.lua
  ["must be a string, not a %s"] =
    "必须是字符串，而不是 %s",
  ["is not valid UTF-8"] =
    "不是有效的 UTF-8",
  ["has %d characters, at most %d are allowed"] =
    "有 %d 个字符，最多允许 %d 个",
  ["is %q, must be %s"] =
    "为 %s，必须是 %s",
  ["must be a string as \"88.80\", not a float: floats lose fen"] =
    "必须是形如 \"88.80\" 的字符串，不能是浮点数：浮点数会丢失分",
  ["is %q, must be yuan with at most two decimals, as 88.80"] =
    "为 %s，必须是最多两位小数的元，如 88.80",
  ["is %s, must be from %s to %s"] =
    "为 %s，必须在 %s 到 %s 之间",
  ["must be an integer, not a %s"] =
    "必须是整数，而不是 %s",
  ["is %d, must be from %d to %d"] =
    "为 %d，必须在 %d 到 %d 之间",
  ["must be true or false, not a %s"] =
    "必须是 true 或 false，而不是 %s",
  ["must be JSON text"] =
    "必须是 JSON 文本",
  ["must be a file: alipay.file(path) or alipay.bytes(data)"] =
    "必须是文件：alipay.file(path) 或 alipay.bytes(data)",
  ["is empty"] =
    "为空",
  ["has %d bytes, at most %d are allowed"] =
    "有 %d 字节，最多允许 %d",
  ["must be an object, not a %s"] =
    "必须是对象，而不是 %s",
  ["must be a list, not a %s"] =
    "必须是列表，而不是 %s",
  ["single object"] =
    "单个对象",
  ["unknown type of %s"] =
    "%s 的类型未知",
  ["unknown format of %s"] =
    "%s 的格式未知",
  ["is required"] =
    "必填",
  ["is required when %s"] =
    "当 %s 时必填",
  ["must be absent when %s"] =
    "当 %s 时不可传",
}
