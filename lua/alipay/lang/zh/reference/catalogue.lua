-- SPDX-License-Identifier: MIT
-- Chinese forms of docstrings: the catalogue of methods, and codes. The English text is the key; tests/reference.lua checks both.

return {
  ["Facts on all methods of the platform, offline: names, fields with types and places, replies, V3 forms, codes. It knows no account and needs no network. Rules and meanings of the methods that are called daily are in alipay.api."] =
    "平台全部接口的资料，离线可用：接口名、字段及其类型和位置、响应、V3 形式、错误码。不涉及任何账号，也不需要网络。常用接口的参数规则和含义在 alipay.api。",
  ["Everything that is known of a method."] =
    "目录所知的关于一个接口的全部内容。",
  ["dotted, as \"alipay.trade.create\""] =
    "以点分隔，如 \"alipay.trade.create\"",
  ["nil for a name that the catalogue does not know"] =
    "接口目录中没有该名称时为 nil",
  ["Methods whose name, or a field's name, holds all words of a text, the best first."] =
    "名称或字段名含有全部词语的接口，最相符的在前。",
  ["50 by default"] =
    "默认 50",
  ["Whether the catalogue has a method, without describing it."] =
    "接口目录中是否有该接口，不生成描述。",
  ["Names of methods that start with a text, sorted. Tests of the platform's own are left out."] =
    "名称以某段文字开头的接口，已排序。平台自己的测试接口除外。",
  ["What may follow a prefix up to the next dot: \"alipay.sy\" gives \"alipay.system\"."] =
    "前缀之后到下一个点为止可能的名称：\"alipay.sy\" 得 \"alipay.system\"。",
  ["sorted"] =
    "已排序",
  ["Names like a given one, the likest first."] =
    "与给出的名称相近的接口名，最相近的在前。",
  ["3 by default"] =
    "默认 3",
  ["What the platform's codes mean and what to do about them, in English and Chinese: the gateway's own, and business codes of the methods that are called daily. Codes of other methods are known by name only (alipay.catalogue)."] =
    "平台错误码的含义和处理办法，中英文皆有：网关错误码，以及常用接口的业务错误码。其他接口的错误码只知其名（见 alipay.catalogue）。",
  ["A code without the prefix that tells whose it is. V3 leaves some of them out; the platform's own lists spell ACQ. as AQC., too."] =
    "去掉表示来源的前缀的错误码。V3 会省略部分前缀；平台自己的列表中 ACQ. 也写作 AQC.。",
  ["as \"isv.invalid-signature\", \"ACQ.TRADE_NOT_EXIST\", \"40004\""] =
    "如 \"isv.invalid-signature\"、\"ACQ.TRADE_NOT_EXIST\"、\"40004\"",
  ["as \"invalid-signature\", \"TRADE_NOT_EXIST\", \"40004\""] =
    "如 \"invalid-signature\"、\"TRADE_NOT_EXIST\"、\"40004\"",
  ["Explain a code."] =
    "解释一个错误码。",
  ["with or without its prefix"] =
    "有无前缀均可",
  ["whose answer it is, \"v2\" by default: what is missing or wrong stands in other places by V3"] =
    "响应所属的协议，默认 \"v2\"：在 V3 中，所缺或有误的内容位于别处",
  ["nil for a code that nothing is known of"] =
    "没有该错误码的资料时为 nil",
  ["Codes whose name, meaning or remedy holds a text, in either language."] =
    "名称、含义或处理办法（中文或英文）含有某段文字的错误码。",
  ["sorted by code"] =
    "按错误码排序",
  ["where V2 sends parameters that are no files"] =
    "V2 中非文件参数的位置",
  ["of the request"] =
    "请求的字段",
  ["biz_content has fields that no source lists"] =
    "biz_content 还有资料未列出的字段",
  ["a page that the buyer's browser opens: `:page{...}`"] =
    "由买家浏览器打开的页面：`:page{...}`",
  ["a signed string for Alipay's app: `:order{...}`"] =
    "给支付宝 App 的已签名订单串：`:order{...}`",
  ["it takes files"] =
    "接受文件",
  ["the official clients encrypt it by default"] =
    "官方客户端默认对其加密",
  ["current clients have it no more"] =
    "现行客户端已不再包含",
  ["its name looks like a test of the platform's own"] =
    "名称看起来是平台自己的测试接口",
  ["one of two fields is demanded by some clients"] =
    "部分客户端要求的二选一字段",
  ["its own business codes"] =
    "该接口自己的业务错误码",
  ["a method of nearly the same name"] =
    "名称几乎相同的另一个接口",
  ["scalar: text, number or boolean, the sources do not say which"] =
    "scalar：文本、数字或布尔值，资料未写明是哪一种",
  ["an array of these"] =
    "为数组",
  ["of an object: its name in the sources"] =
    "对象在资料中的类名",
  ["of an object"] =
    "对象的字段",
  ["where V2 sends it: in biz_content, at top level, as a part; nil for V3 only, and inside objects"] =
    "V2 中的位置：biz_content、顶层，或文件部分；仅 V3 的字段和对象内的字段为 nil",
  ["where V3 sends it; nil for V2 only, or where the method has no V3 form"] =
    "V3 中的位置；仅 V2 的字段，或接口没有 V3 形式时为 nil",
  ["known of one protocol only"] =
    "只在一种协议中出现",
  ["clients that demand it, as \"gopay,smartwalle\": a hint"] =
    "要求必填的客户端，如 \"gopay,smartwalle\"：仅供参考",
  ["V3 marks it deprecated"] =
    "V3 标明已废弃",
  ["most characters: a hint"] =
    "最多字符数：仅供参考",
  ["values that were seen: a hint"] =
    "见过的取值：仅供参考",
  ["the field that holds the words, when the method's name does not"] =
    "接口名不含这些词时，含有它们的字段",
  ["where that field is"] =
    "该字段在请求还是响应中",
  ["without prefix"] =
    "不含前缀",
  ["the same in Chinese"] =
    "同上，中文",
}
