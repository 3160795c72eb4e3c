-- SPDX-License-Identifier: MIT
-- Chinese forms of docstrings: tokens on disk. The English text is the key; tests/reference.lua checks both.

return {
  ["Tokens on disk, shared by every process of this user: who renews a token claims it first, so that two runs at once renew it once. A pair is replaced in one transaction, only by one that it bought, and the one before it is kept."] =
    "保存在磁盘上的令牌，由本用户的所有进程共用：刷新令牌之前先认领，所以同时运行两份也只刷新一次。一对令牌只会被用它换来的新令牌替换，替换在一个事务中完成，并保留前一对。",
  ["Open the store, made on first use."] =
    "打开令牌库，首次使用时创建。",
  ["state folder, by default ALIPAY_STATE_DIR or ~/.local/state/alipay-lua: of this user, and nobody else may write into it"] =
    "状态目录，默认 ALIPAY_STATE_DIR 或 ~/.local/state/alipay-lua：须属于本用户，其他人不可写",
  ["kind \"parameter\""] =
    "kind 为 \"parameter\"",
  ["Whether a pair is to be renewed now: `within` seconds before its end, at a tenth of its life before it if that is more, and up to a tenth of that earlier, differently for each pair, so that pairs of one hour are not renewed in one second."] =
    "现在是否该刷新这对令牌：到期前 `within` 秒，或有效期的最后十分之一，以较早者为准；再最多提前其十分之一，每对令牌各不相同，以免同一小时取得的令牌在同一秒刷新。",
  ["seconds"] =
    "秒",
  ["a pair as it is stored; moments are Unix seconds"] =
    "保存的一对令牌；时刻都是 Unix 时间（秒）",
  ["the name under which the user was stored first: user_id or open_id"] =
    "首次保存时对用户的称呼：user_id 或 open_id",
  ["end of the access token"] =
    "访问令牌的到期时刻",
  ["end of the refresh token; 0 when the platform did not say"] =
    "刷新令牌的到期时刻；平台没有说明时为 0",
  ["of the pair that this one replaced"] =
    "被这对令牌替换的前一对",
  ["of a pair that came when a newer one was there"] =
    "到达时已有更新令牌的那一对",
  ["why the last renewal failed"] =
    "上次刷新失败的原因",
  ["when the platform said that it can never be renewed"] =
    "平台表明它再也无法刷新的时刻",
  ["the process that renews it"] =
    "正在刷新它的进程",
  ["0 when nobody does"] =
    "没有进程刷新它时为 0",
  ["Set room aside on the disk for a pair that is about to be asked for: its old one, or its code, is dead once it is answered."] =
    "为即将换取的一对令牌预留磁盘空间：平台一旦答复，旧的一对或授权码就失效。",
  ["nothing should be asked for then"] =
    "此时不应向平台请求",
  ["Store what alipay.system.oauth.token answered. The pair it replaces is kept beside it. A renewal replaces only the pair that it was bought with: when a newer one is there by now, that one stays, and when the user was forgotten meanwhile nothing is stored."] =
    "保存 alipay.system.oauth.token 的响应。被替换的一对保留在旁边。刷新得到的令牌只替换换取它的那一对：若已有更新的一对，则保留更新的；若其间该用户已被删除，则什么也不保存。",
  ["`access_token`, `refresh_token`, `expires_in` and `re_expires_in` in seconds, `user_id` or `open_id`"] =
    "`access_token`、`refresh_token`，以秒为单位的 `expires_in` 和 `re_expires_in`，以及 `user_id` 或 `open_id`",
  ["the row, or its subject, whose pair was renewed; the answer may name the user in another way than the first one did"] =
    "被刷新的那一行，或其 subject；响应对用户的称呼可能与首次不同",
  ["what is stored now"] =
    "现在保存的内容",
  ["\"late\" when a newer pair was there and stays; \"forgotten\", without a row, when the renewed one is gone"] =
    "已有更新的一对并予以保留时为 \"late\"；被刷新的那一行已不存在时为 \"forgotten\"，且不返回行",
  ["The tokens of an app, those that expire first in front."] =
    "一个应用的令牌，先到期的在前。",
  ["Forget the tokens of a user. A renewal that is under way does not bring them back. The platform does not know of it: they live on there until they expire."] =
    "删除一个用户的令牌。正在进行的刷新不会让它们重新出现。平台并不知情：令牌在平台上仍有效，直到到期。",
  ["user_id or open_id"] =
    "user_id 或 open_id",
  ["rows that were removed"] =
    "删除的行数",
  ["Claim a token for renewal. Only one process holds it at a time. A claim of a process that is gone is taken over."] =
    "认领一个令牌以便刷新。同一时间只有一个进程持有；已不存在的进程的认领可以接管。",
  ["as listed: a token renewed since then is not claimed again"] =
    "列表中的一行：此后已刷新过的令牌不会再被认领",
  ["longest time the renewal may take"] =
    "刷新最多用时",
  ["why not: another run has renewed it, is about to, or has removed it"] =
    "没有认领到的原因：另一个运行已经刷新了它、即将刷新它，或已将它删除",
  ["Give a claim back, with the reason when the renewal failed."] =
    "放弃认领；刷新失败时附上原因。",
  ["why it failed; kept with the token"] =
    "失败的原因，随令牌保存",
  ["it can never be renewed"] =
    "再也无法刷新",
  ["Renew a pair, unless another process does: claim it, ask, store what is answered. Signals that would end the program wait meanwhile."] =
    "刷新一对令牌，除非另一个进程正在刷新：认领、请求、保存响应。其间，会结束程序的信号推迟处理。",
  ["as listed"] =
    "列表中的一行",
  ["the row as it is now"] =
    "现在的这一行",
  ["\"elsewhere\": another run has renewed it; \"claimed\": it is about to; \"forgotten\": it was removed meanwhile, and nothing was stored; \"failed\": it may be tried again; \"dead\": it can never be renewed"] =
    "\"elsewhere\"：另一个运行已经刷新；\"claimed\"：另一个运行即将刷新；\"forgotten\"：其间已被删除，什么也没有保存；\"failed\"：可以再试；\"dead\"：再也无法刷新",
  ["Trade an authorization code for a pair and store it. Signals that would end the program wait meanwhile."] =
    "用授权码换取一对令牌并保存。其间，会结束程序的信号推迟处理。",
  ["works once"] =
    "只能使用一次",
  ["Close the store. Idempotent; `<close>` does it, too."] =
    "关闭令牌库。可重复调用；`<close>` 也会关闭。",
}
