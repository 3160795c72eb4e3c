-- SPDX-License-Identifier: MIT
-- Chinese texts. The local gateway. The English text is the key; tests/languages.lua checks both.

return {
  -- lua/alipay/gateway/folder.lua
  ["the gateway of process %s at %s"] =
    "进程 %s 的网关（%s）",
  ["another gateway, which is starting or belongs to a run with --local"] =
    "另一个网关：正在启动，或属于用 --local 运行的程序",
  ["%s is in use by %s"] =
    "%s 正由%s使用",
  ["stop it, or choose another folder"] =
    "停止它，或换一个目录",
  -- lua/alipay/gateway/init.lua
  ["local gateway %s"] =
    "本地网关 %s",
  ["choose another port; port 0 takes a free one"] =
    "换一个端口；端口 0 表示任意空闲端口",
  ["the root bundle has no certificate signed with SHA-1: this system's policy refuses it"] =
    "根证书集合里没有用 SHA-1 签名的证书：本系统的策略不允许",
  -- lua/alipay/gateway/keys.lua
  ["cannot make %s: %s"] =
    "无法生成 %s：%s",
  ["%s/%s is missing"] =
    "缺少 %s/%s",
  ["put it back, or remove the folder %s: a new set is made then"] =
    "放回去，或删除目录 %s：届时会重新生成一整套",
  ["%s/%s_public_key.pem is not the partner of the private key beside it"] =
    "%s/%s_public_key.pem 与旁边的私钥不成对",
  ["put the right one back, or remove the folder %s: a new set is made then"] =
    "放回正确的那一个，或删除目录 %s：届时会重新生成一整套",
  ["%s is empty"] =
    "%s 是空的",
  ["remove it: a new key is made then"] =
    "删除它：届时会生成新密钥",
  ["%s/app_id holds no app id"] =
    "%s/app_id 里没有应用 ID",
  ["it is a number of 16 digits on one line"] =
    "应为单独一行的 16 位数字",
  ["%s is not a certificate of %s key"] =
    "%s 不是%s密钥的证书",
  ["remove its folder: new certificates are made then"] =
    "删除它所在的目录：届时会生成新证书",
  ["the app's"] =
    "应用",
  ["the gateway's"] =
    "网关",
  -- lua/alipay/gateway/publish.lua
  ["# Settings of clients of the local gateway"] =
    "# 本地网关客户端的设置",
  ["%s is there and no gateway wrote it"] =
    "%s 已存在，而且不是网关写的",
  ["move it away, or choose another folder"] =
    "移走它，或换一个目录",
}
