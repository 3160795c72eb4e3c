-- SPDX-License-Identifier: MIT
-- Chinese texts. What the C core says. The English text is the key; tests/languages.lua checks both.

return {
  -- core/alipay/reply.c
  ["not a JSON object at byte %zu"] =
    "第 %d 字节处不是 JSON 对象",
  ["it has too many members"] =
    "成员过多",
  -- core/base/base64.c
  ["not base64: a foreign character at position %zu"] =
    "不是 base64：第 %d 个位置有外来字符",
  ["not base64: padding at position %zu"] =
    "不是 base64：第 %d 个位置有填充符",
  ["not base64: text after the padding at position %zu"] =
    "不是 base64：第 %d 个位置的填充符后还有文本",
  ["not base64: the text is cut short or its padding is missing"] =
    "不是 base64：文本被截断，或缺少填充符",
  ["not base64: the last character carries stray bits"] =
    "不是 base64：最后一个字符带有多余的位",
  -- core/base/db.c
  ["cannot make the database %s: %s"] =
    "无法建立数据库 %s：%s",
  ["the database %s is a link: name the file itself"] =
    "数据库 %s 是链接：请写文件本身",
  ["a database needs a path"] =
    "数据库需要路径",
  ["database: a statement of %zu bytes"] =
    "数据库：语句长 %d 字节",
  -- core/base/fs.c
  ["cannot make the folder %s: %s"] =
    "无法创建目录 %s：%s",
  ["'%.100s' cannot begin the name of a folder"] =
    "'%s' 不能作为目录名的开头",
  ["cannot make a folder in %s: %s"] =
    "无法在 %s 中创建目录：%s",
  -- core/base/fs_lock.c
  ["%s is a link: name the folder that it leads to"] =
    "%s 是链接：请写它所指的目录",
  ["%s is no folder"] =
    "%s 不是目录",
  ["%s belongs to another user (uid %u): take a folder of your own"] =
    "%s 属于另一个用户（uid %d）：请用您自己的目录",
  ["%s can be written by others (mode %04o): chmod go-w it first"] =
    "他人可以写 %s（权限 %o）：请先 chmod go-w",
  ["cannot lock %s: %s"] =
    "无法锁定 %s：%s",
  ["%s is locked by another program"] =
    "%s 已被另一个程序锁定",
  ["cannot share a lock: %s"] =
    "无法共享锁：%s",
  ["cannot write into a lock file: %s"] =
    "无法写入锁文件：%s",
  -- core/base/fs_remove.c
  ["'%s' is not removed: name the folder itself"] =
    "没有删除 '%s'：请写目录本身",
  ["'%s' is not removed: it is a link or a file"] =
    "没有删除 '%s'：它是链接或文件",
  ["cannot remove %s: %s"] =
    "无法删除 %s：%s",
  -- core/base/fs_write.c
  ["cannot create %s: %s"] =
    "无法创建 %s：%s",
  ["cannot write %s: %s"] =
    "无法写入 %s：%s",
  ["cannot write %s: it is no regular file"] =
    "无法写入 %s：它不是普通文件",
  -- core/base/text.c
  ["byte %zu is not %s, or %s has no such character"] =
    "第 %d 字节不是 %s，或 %s 没有这个字符",
  ["the %s text has a character that Unicode does not have"] =
    "%s 文本中有 Unicode 里不存在的字符",
  ["the %s text ends inside a character"] =
    "%s 文本在字符中间结束",
  ["cannot convert %s to %s: %s"] =
    "无法把 %s 转换为 %s：%s",
  ["no conversion from '%.40s' to '%.40s'"] =
    "没有从 '%s' 到 '%s' 的转换",
  -- core/bind/cert.c
  ["no member of the bundle is signed with %s"] =
    "根证书集合里没有用 %s 签名的成员",
  -- core/cert/cert.c
  ["not enough memory: %s"] =
    "内存不足：%s",
  ["%s where a certificate belongs"] =
    "应为证书之处是%s",
  ["not a usable certificate: %s"] =
    "不是可用的证书：%s",
  ["a certificate that cannot be decoded"] =
    "无法解码的证书",
  ["no certificate in the text"] =
    "文本中没有证书",
  ["the certificate's dates cannot be read: %s"] =
    "无法读取证书的日期：%s",
  ["the certificate's key cannot be read: %s"] =
    "无法读取证书的公钥：%s",
  ["the certificate is larger than expected"] =
    "证书比预期的大",
  -- core/cert/cert_make.c
  ["the subject's %s cannot be '%s': %s"] =
    "主题的 %s 不能是 '%s'：%s",
  ["a serial number is decimal digits, 48 at most"] =
    "序列号是十进制数字，最多 48 位",
  ["no serial number could be made: %s"] =
    "无法生成序列号：%s",
  ["the dates are outside what a certificate can say: %s"] =
    "日期超出证书可表示的范围：%s",
  ["the certificate's extensions cannot be set: %s"] =
    "无法设置证书的扩展：%s",
  ["the issuer's key must be a private key"] =
    "颁发者的密钥必须是私钥",
  ["without an issuer the certificate is self-signed: its key must be the issuer's"] =
    "没有颁发者的证书是自签名的：它的密钥必须就是颁发者的密钥",
  ["the issuer's key does not belong to the issuer's certificate"] =
    "颁发者的密钥与颁发者的证书不匹配",
  ["the certificate cannot be signed: %s"] =
    "无法签署证书：%s",
  ["the key cannot be put into a certificate: %s"] =
    "无法把密钥放入证书：%s",
  -- core/cert/csr.c
  ["the request cannot be signed: %s"] =
    "无法签署请求：%s",
  ["a signing request needs a private key"] =
    "证书签名请求需要私钥",
  ["the key cannot be put into a signing request: %s"] =
    "无法把密钥放入证书签名请求：%s",
  -- core/crypto/cipher.c
  ["the key is too long (%zu characters of base64)"] =
    "密钥过长（%d 个 base64 字符）",
  ["the key is %s"] =
    "密钥%s",
  ["the key is base64 of base64: it was encoded twice"] =
    "密钥是 base64 的 base64：被编码了两次",
  ["the key has %zu bytes, SM4 needs 16"] =
    "密钥为 %d 字节，SM4 需要 16 字节",
  ["the key has %zu bytes, AES needs 16, 24 or 32"] =
    "密钥为 %d 字节，AES 需要 16、24 或 32 字节",
  ["AES failed: %s"] =
    "AES 失败：%s",
  ["bad padding: another key or IV, or the text was changed"] =
    "填充错误：密钥或 IV 不对，或密文被改动",
  ["the random generator failed: %s"] =
    "随机数生成器失败：%s",
  ["%zu bytes are too short for an IV and a tag"] =
    "%d 字节不足以容纳 IV 和标签",
  ["%zu bytes are not a whole number of blocks of %d%s"] =
    "%d 字节不是 %d 字节块的整数倍%s",
  ["a text of more than 1 GiB is not encrypted"] =
    "超过 1 GiB 的文本不加密",
  ["a text of more than 1 GiB is not decrypted"] =
    "超过 1 GiB 的文本不解密",
  -- core/crypto/digest.c
  ["OpenSSL offers no %s: %s"] =
    "OpenSSL 不提供 %s：%s",
  ["cannot read file '%s': %s"] =
    "无法读取文件 '%s'：%s",
  ["cannot open file '%s': %s"] =
    "无法打开文件 '%s'：%s",
  ["OpenSSL offers no SHA-256: %s"] =
    "OpenSSL 不提供 SHA-256：%s",
  ["at most %d random bytes at once"] =
    "一次最多 %d 个随机字节",
  -- core/crypto/gcm.c
  ["the tag does not fit: another key, or the text was changed"] =
    "标签不符：密钥不对，或密文被改动",
  -- core/crypto/key.c
  ["an RSA key of %d bits is too large (%d at most)"] =
    "%d 位的 RSA 密钥过大（最多 %d 位）",
  ["a key of kind %s: Alipay uses RSA and SM2"] =
    "%s 类型的密钥：支付宝使用 RSA 和 SM2",
  ["this %s key cannot be used: %s"] =
    "该 %s 密钥无法使用：%s",
  ["a public key has no pkcs8 form"] =
    "公钥没有 pkcs8 格式",
  ["the pkcs1 form is for RSA keys, this is one of kind %s"] =
    "pkcs1 格式用于 RSA 密钥，而这是 %s",
  ["unknown form"] =
    "未知格式",
  ["the key cannot be written: %s"] =
    "无法写出密钥：%s",
  ["no %s key could be made: %s"] =
    "无法生成 %s 密钥：%s",
  -- core/crypto/key_load.c
  ["%s that cannot be decoded: %s"] =
    "无法解码的%s：%s",
  ["a key in OpenSSH's own format where %s in PEM belongs (ssh-keygen -p -m PKCS8 converts it)"] =
    "OpenSSH 格式的密钥，此处应为 PEM 格式的%s（用 ssh-keygen -p -m PKCS8 转换）",
  ["an encrypted private key where %s%s belongs%s"] =
    "加密的私钥，此处应为%s%s%s",
  ["not a usable key, %s was expected: %s"] =
    "不是可用的密钥，应为%s：%s",
  ["%s that cannot be used: %s"] =
    "无法使用的%s：%s",
  ["%s where %s belongs, and a broken one: %s"] =
    "给出了%s，此处应为%s，而且已损坏：%s",
  ["%s was expected: the encoding is neither a key nor a certificate"] =
    "应为%s：编码既不是密钥也不是证书",
  ["no key in the text, %s was expected"] =
    "文本中没有密钥，应为%s",
  -- core/crypto/key_sign.c
  ["a key of kind %s cannot %s %s"] =
    "%s 类型的密钥不能 %s %s",
  ["this system's OpenSSL refuses to %s %s%s"] =
    "本系统的 OpenSSL 拒绝 %s %s%s",
  ["a public key cannot sign"] =
    "公钥不能签名",
  ["the key cannot sign: %s"] =
    "该密钥无法签名：%s",
  ["length %zu, expected %zu"] =
    "长度为 %d，应为 %d",
  ["length %zu, expected about 70"] =
    "长度为 %d，应为 70 左右",
  ["not base64"] =
    "不是 base64",
  ["length about %zu, expected %zu"] =
    "长度约为 %d，应为 %d",
  -- core/crypto/key_text.c
  ["%sa broken text in UTF-16: %s"] =
    "%s损坏的 UTF-16 文本：%s",
  ["%sit is empty, %s was expected"] =
    "%s它是空的，应为%s",
  ["%scannot be read: %s"] =
    "%s无法读取：%s",
  ["%slarger than 1 MiB, so not a key or certificate"] =
    "%s大于 1 MiB，因此不是密钥或证书",
  ["file '%s' does not exist%s (%s was expected)"] =
    "文件 '%s' 不存在%s（应为%s）",
  ["%scannot be opened: %s"] =
    "%s无法打开：%s",
  ["%sit is a folder, %s was expected"] =
    "%s它是目录，应为%s",
  ["a text of %zu characters is neither %s nor the path of one"] =
    "%d 个字符的文本既不是%s，也不是它的路径",
  ["%s was expected: the text begins like one in base64 but is cut short or holds foreign characters (%zu characters)"] =
    "应为%s：文本像是 base64，但被截断或含有外来字符（%d 个字符）",
  ["a text of %zu characters is neither %s nor the path of one that exists"] =
    "%d 个字符的文本既不是%s，也不是存在的文件的路径",
  ["file:// needs a path behind it"] =
    "file:// 之后需要路径",
  ["%s:// needs base64 behind it"] =
    "%s:// 之后需要 base64",
  ["unknown scheme '%.*s://' (file, private.pkcs1, private.pkcs8, public.spki and public.pkcs1 are known)"] =
    "未知的写法 '%s://'（已知的有 file、private.pkcs1、private.pkcs8、public.spki 和 public.pkcs1）",
  -- core/crypto/signer.c
  ["no signing threads: %s"] =
    "没有签名线程：%s",
  ["no signing thread could be started"] =
    "无法启动签名线程",
  -- core/host/args.c
  ["'%s' needs a file name"] =
    "'%s' 需要文件名",
  ["'%s' needs auto, on or off"] =
    "'%s' 的值应为 auto、on 或 off",
  ["unrecognized option '%s'"] =
    "无法识别的选项 '%s'",
  ["'%s' needs argument"] =
    "'%s' 需要参数",
  -- core/http/easy.c
  ["a header line must read \"Name: value\""] =
    "请求头必须写作 \"Name: value\"",
  ["a header name has a character that is not allowed"] =
    "请求头的名称含有不允许的字符",
  ["header %.*s has a line break in it"] =
    "请求头 %s 含有换行",
  ["header %.*s cannot be given: it is made from the body"] =
    "请求头 %s 不能自行给出：它由请求体得出",
  ["the URL must begin with https:// or http://"] =
    "URL 必须以 https:// 或 http:// 开头",
  ["the URL has no host"] =
    "URL 没有主机",
  ["the URL has a space or control character in it"] =
    "URL 含有空格或控制字符",
  ["the URL must end with its path, without a query"] =
    "URL 必须以路径结尾，不带查询串",
  ["a %s request has no body"] =
    "%s 请求没有请求体",
  ["a request has either a body or parts"] =
    "请求要么有请求体，要么有各部分",
  ["request refused: %s"] =
    "请求被拒绝：%s",
  ["the method must be GET, HEAD, POST, PUT, PATCH or DELETE"] =
    "请求方法必须是 GET、HEAD、POST、PUT、PATCH 或 DELETE",
  -- core/http/exchange.c
  ["header '%s' cannot be sent"] =
    "头 '%s' 无法发送",
  ["status %d cannot be sent"] =
    "状态 %d 无法发送",
  ["cannot open %s: %s"] =
    "无法打开 %s：%s",
  ["%s is not a file"] =
    "%s 不是文件",
  -- core/http/multipart.c
  ["%s changed while it was sent: %lld bytes at first, %lld now"] =
    "%s 在发送过程中改变：起初 %d 字节，现在 %d 字节",
  -- core/http/server.c
  ["cannot listen on %s:%s: %s"] =
    "无法监听 %s:%s：%s",
  ["cannot start a server on %s:%u%s"] =
    "无法在 %s:%d 启动服务%s",
  -- core/json/exact.c
  ["not JSON at byte %zu: a number of %zu characters"] =
    "第 %d 字节处不是 JSON：数字有 %d 个字符",
  ["not JSON at byte %zu: a number out of range (beyond 1.8e308)"] =
    "第 %d 字节处不是 JSON：数字超出范围（大于 1.8e308）",
  ["not JSON at byte %zu: \\u%.4s is half a character (a lone surrogate)"] =
    "第 %d 字节处不是 JSON：\\u%s 是半个字符（孤立的代理项）",
  -- core/json/scan.c
  ["not JSON at byte %zu: %s"] =
    "第 %d 字节处不是 JSON：%s",
  -- core/loop/loop.c
  ["not enough memory for the event loop"] =
    "内存不足，无法建立事件循环",
  -- core/loop/process.c
  ["cannot keep the input of a command: %s"] =
    "无法保存命令的输入：%s",
  ["cannot run %s: %s"] =
    "无法运行 %s：%s",
  ["cannot make a pipe: %s"] =
    "无法建立管道：%s",
  -- core/loop/signals.c
  ["cannot catch signals: %s"] =
    "无法捕获信号：%s",
  -- core/term/editor.c
  ["there is a prompt on this terminal already"] =
    "该终端上已有一个提示符",
  ["the terminal cannot be used for editing: %s"] =
    "该终端无法用于编辑：%s",
  -- core/term/qr.c
  ["a QR code of an empty text"] =
    "空文本的二维码",
  ["a QR code holds up to %d bytes, not %zu"] =
    "二维码最多容纳 %d 字节，而不是 %d 字节",
  ["cannot make the QR code: %s"] =
    "无法生成二维码：%s",
  ["a QR code of scale %u and margin %u"] =
    "缩放 %d、边距 %d 的二维码",
  ["cannot draw the QR code: %s"] =
    "无法绘制二维码：%s",
}
