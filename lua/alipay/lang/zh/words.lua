-- SPDX-License-Identifier: MIT
-- Chinese texts. Single words, as they stand alone at the place where they are shown.

return {
  ["parameter error"] = "参数错误", ["network error"] = "网络错误", ["timeout error"] = "超时", ["http error"] = "HTTP 错误",
  ["signature error"] = "签名错误", ["api error"] = "接口错误", ["cancelled error"] = "已取消",
  ["parameter error: %s"] = "参数错误：%s", ["network error: %s"] = "网络错误：%s", ["timeout error: %s"] = "超时：%s",
  ["http error: %s"] = "HTTP 错误：%s", ["signature error: %s"] = "签名错误：%s", ["api error: %s"] = "接口错误：%s",
  ["cancelled error: %s"] = "已取消：%s",
  -- the doctor
  ["ok"] = "正常", ["note"] = "提示", ["warning"] = "警告", ["error"] = "错误", ["mend: %s"] = "修复：%s",
  -- the man page
  ["NAME"] = "名称", ["SYNOPSIS"] = "概要", ["DESCRIPTION"] = "描述", ["OPTIONS"] = "选项", ["COMMANDS"] = "命令",
  ["ENVIRONMENT"] = "环境变量", ["FILES"] = "文件", ["EXIT STATUS"] = "退出码", ["EXAMPLES"] = "示例", ["SEE ALSO"] = "另见",
  ["Environment:"] = "环境变量：", ["done"] = "完成", ["a script"] = "一个脚本", ["1: as --strict"] = "1：同 --strict",
  ["[options] [script.lua [arguments]]"] = "[选项] [脚本.lua [参数]]", ["[options] command [arguments]"] = "[选项] 命令 [参数]",
  -- pages of methods
  ["required:"] = "必填：", ["more:"] = "更多：", ["parameters:"] = "参数：", ["example:"] = "示例：", ["module:"] = "模块：",
  ["string"] = "字符串", ["integer"] = "整数", ["boolean"] = "布尔值", ["object"] = "对象", ["objects"] = "对象", ["file"] = "文件",
  ["deprecated"] = "已弃用", ["amount"] = "金额", ["or"] = "或", ["%s (%s)"] = "%s（%s）", ["; V3 only"] = "；仅限 V3", ["; in %s"] = "；放在 %s",
  ["1m to 15d, or 1c"] = "1m 到 15d，或 1c", ["%s: %s"] = "%s：%s", ["%s:"] = "%s：", ["%s to %s"] = "%s 到 %s", ["as %s"] = "如 %s", ["a string"] = "字符串", ["a list"] = "列表",
  ["content (biz_content)"] = "content（biz_content）", ["body (multipart)"] = "body（multipart）",
  -- the prompt
  ["methods"] = "接口", ["fields"] = "字段", ["codes"] = "错误码", ["request"] = "请求", ["reply"] = "响应",
  ["method"] = "接口", ["fault"] = "问题", ["time"] = "耗时", ["retry"] = "重试", ["remedy"] = "处理", ["unsigned"] = "未签名",
  -- what has too few words to be looked for in the sources
  ["app %s at %s"] = "应用 %s（%s）", ["%s, and %s"] = "%s，并且 %s", ["needs a %s as %s"] = "需要 %s 作为 %s", ["failed: %s"] = "失败：%s",
  ["is %q, allowed: %s"] = "为 %s，可用：%s", ["issuer     %s%s"] = "颁发者     %s%s", ["serial     %s"] = "序列号     %s",
  ["valid      %s to %s%s"] = "有效期     %s 至 %s%s", ["signature (%s)\n%s"] = "签名（%s）\n%s", ["key          %s"] = "密钥    %s",
  ["refunded %s"] = "已退款 %s", ["%s, with / and \\/ exchanged"] = "%s，其中 / 与 \\/ 互换", ["also: %s"] = "另有：%s",
  ["date -u, then %s"] = "date -u，然后 %s", ["alipay_root_cert_sn %s (%d certificates%s)"] = "alipay_root_cert_sn %s（%d 张证书%s）",
  ["%s has %d bits"] = "%s 为 %d 位", ["app %s (profile %s) at %s"] = "应用 %s（profile %s），网关 %s", ["(profile %s)"] = "（profile %s）",
  ["try %s --help"] = "请看 %s --help", ["'%s' needs a name"] = "'%s' 需要名称", ["handling %s failed: %s%s"] = "处理 %s 失败：%s%s", ["refused: %s"] = "拒绝：%s", ["rule '%s': %s"] = "规则 '%s'：%s",
  ["HTTP %d, %d bytes"] = "HTTP %d，%d 字节", ["body:\n  %s"] = "响应体：\n  %s", ["picture  %s"] = "图片  %s", ["saved    %s, %s"] = "已存  %s，%s",
  ["%s  forgotten"] = "%s  已删除", ["%s  renewed, %s until %s"] = "%s  已刷新，%s 有效至 %s", ["%d uploaded, %d failed%s"] = "上传 %d 个，失败 %d 个%s",
  ["%d renewed"] = "刷新 %d 个", ["%d not due"] = "未到期 %d 个", ["database: %s"] = "数据库：%s", ["database %s: %s"] = "数据库 %s：%s",
  ["SHA-256 failed: %s"] = "SHA-256 失败：%s", ["SM4 failed: %s"] = "SM4 失败：%s", ["%s where %s belongs"] = "给出了%s，此处应为%s",
  ["%s private key"] = "%s 私钥", ["%s public key"] = "%s 公钥", ["(default: %s)"] = "（默认：%s）", ["trace %s"] = "trace %s",
  ["is required (%s)"] = "必填（%s）", ["is required when %s (%s)"] = "当 %s 时必填（%s）",
  -- tables of scripts
  ["order"] = "订单", ["status"] = "状态", ["buyer"] = "买家", ["what"] = "事项", ["refund"] = "退款", ["bill"] = "账单", ["own"] = "我方",
  ["column"] = "列", ["sum"] = "合计", ["number"] = "请求号", ["outcome"] = "结果", ["app_cert_sn %s (%s)"] = "app_cert_sn %s（%s）",
  ["%s  bill %d rows, %s; own %d, %s"] = "%s  账单 %d 行，%s；我方 %d 笔，%s", ["%s  %s  %d rows%s"] = "%s  %s  %d 行%s",
  -- keys and their kinds
  ["a private key"] = "私钥", ["a public key"] = "公钥", ["a certificate"] = "证书", ["a key"] = "密钥",
  ["the mini program's data"] = "小程序数据", ["Alipay's app"] = "支付宝 App", ["gateway"] = "网关", ["failed"] = "失败",
}
