-- SPDX-License-Identifier: MIT
-- Chinese forms of docstrings: tasks, promises, scopes and loops. The English text is the key; tests/reference.lua checks both.

return {
  ["Concurrency for scripts; docs/concurrency.md explains it. Tasks, waiting, promises of one's own, several promises at once, scopes, loops over many items, and retries."] =
    "脚本的并发，详见 docs/concurrency.zh-CN.md：任务、等待、自建 promise、同时等待多个 promise、作用域、遍历大量条目、重试。",
  ["Run `fn(...)` as a task. Plain calls inside it suspend only that task. A task started inside a task is its child: the parent ends after its children, cancelling it cancels them, and a child that fails without being waited for fails the parent and cancels its siblings."] =
    "以任务运行 `fn(...)`。任务里的普通调用只挂起该任务。在任务里启动的任务是其子任务：父任务在子任务全部结束后才结束；取消父任务即取消子任务；没有被等待的子任务失败时，父任务随之失败，其余子任务被取消。",
  ["Wait for a promise; see `promise:wait`. What is no promise is given back."] =
    "等待 promise，见 `promise:wait`。不是 promise 的值原样返回。",
  ["longest wait; the work goes on afterwards"] =
    "最多等待的秒数；超时后工作照常进行",
  ["kind \"timeout\" when the wait was too short"] =
    "等待超时时 kind 为 \"timeout\"",
  ["Pause this task; outside of tasks run the loop for that long."] =
    "暂停当前任务；不在任务中时，让事件循环运行这么久。",
  ["A promise of one's own, as for a library that calls back: `fn(resolve, reject)` runs at once, and the first call of `resolve(value)` or `reject(reason)`, at any time, settles the promise. A promise as value is followed; an error that `fn` raises before either call rejects."] =
    "自建 promise，如用于基于回调的库：`fn(resolve, reject)` 立即运行，此后任何时候第一次调用 `resolve(value)` 或 `reject(reason)` 决定其结果。value 是 promise 时以它的结果为准；`fn` 在此之前抛出错误则为拒绝。",
  ["All values in order, or the first rejection."] =
    "按顺序给出全部的值，或第一个拒绝。",
  ["promises or plain values"] =
    "promise 或普通值",
  ["Every outcome in order: tables with `status` and `value` or `reason`. Never rejects."] =
    "按顺序给出每一个结果：含 `status` 和 `value` 或 `reason` 的表。从不拒绝。",
  ["The first outcome; the others go on."] =
    "最先得出的结果；其余的继续进行。",
  ["promises or plain values; raises for an empty list"] =
    "promise 或普通值；空列表会抛出错误",
  ["The outcome of a promise or function, or a rejection of kind \"timeout\" when it takes too long; it is cancelled then."] =
    "promise 或函数的结果；超时则以 kind 为 \"timeout\" 的错误拒绝，并取消该工作。",
  ["a function runs as a task"] =
    "函数以任务运行",
  ["A scope: `local scope <close> = async.scope()`. What was run in it or added to it ends with it."] =
    "作用域：`local scope <close> = async.scope()`。在其中运行或加入其中的工作随它一起结束。",
  ["Call `fn(item, index)` for every item, `limit` of them at once, and wait for all. In a task only that task waits."] =
    "对每个条目调用 `fn(item, index)`，最多 `limit` 个同时进行，并等待全部完成。在任务里只有该任务等待。",
  ["a list, or an iterator function that gives one item at a time and nil at the end"] =
    "列表，或每次给出一个条目、最后给出 nil 的迭代函数",
  ["each call is a task; its value is the result, `nil, err` or an error raised is the error"] =
    "每次调用是一个任务；返回值即结果，返回 `nil, err` 或抛出错误即为错误",
  ["by index, in the order of the items"] =
    "以序号为键，序号按条目的顺序",
  ["by index; empty when nothing failed"] =
    "以序号为键；没有失败时为空",
  ["Call `fn(item, index)` for every item, `limit` of them at once: `for i, res, err in async.each(items, { limit = 8 }, fn) do`. Results come as they are there. `break` cancels what is left."] =
    "对每个条目调用 `fn(item, index)`，最多 `limit` 个同时进行：`for i, res, err in async.each(items, { limit = 8 }, fn) do`。先完成的先给出；`break` 取消其余条目。",
  ["as for `map`"] =
    "同 `map`",
  ["gives the index of an item, its result, and its error"] =
    "给出条目的序号、结果和错误",
  ["closed when the loop ends"] =
    "循环结束时关闭",
  ["Call `fn(attempt)` until it succeeds, fails for good, or the budget is used up. Only errors that are `retryable` are tried again, and of those only the ones of calls that are idempotent (queries, and methods that carry the key by which the platform does them once) or of which nothing was sent, unless `idempotent = true` vouches for the work. Pauses grow and are jittered, so that many clients do not come back at the same moment."] =
    "反复调用 `fn(attempt)`，直到成功、遇到不可恢复的错误，或总时限用尽。只重试 `retryable` 的错误，而且该调用须是幂等的（查询，或带有平台据以去重的编号的接口），或请求根本没有发出；`idempotent = true` 表示由您保证可以重复。重试间隔逐次增大并带随机抖动，以免大量客户端同时重来。",
  ["of the value, rejected with the last error"] =
    "得到 fn 的值，或以最后一个错误拒绝",
  ["How many threads make the signatures of concurrent calls: the cores by default, ALIPAY_SIGN_THREADS, or `sign_threads` in the settings of a client, which wins. 0 signs on the main thread."] =
    "并发调用的签名线程数：默认为核数，可用 ALIPAY_SIGN_THREADS 或客户端设置里的 `sign_threads` 指定，后者优先。0 表示在主线程签名。",
  ["0 to 64; sets it"] =
    "0 到 64；给出时即设为该值",
  ["in use from now on"] =
    "此后生效的线程数",
  ["items at once, 8 by default"] =
    "同时进行的条目数，默认 8",
  ["start nothing new after the first failure, and cancel what is under way"] =
    "第一次失败后不再启动新条目，并取消进行中的条目",
  ["show progress on stderr; a string names it; a table is of alipay.progress"] =
    "在标准错误显示进度；字符串作为名称；也可以是 alipay.progress 对象",
  ["number of items, for the progress of an iterator"] =
    "条目总数，供迭代函数显示进度",
  ["items that ended, failed ones included"] =
    "已结束的条目数，包括失败的",
  ["items under way"] =
    "进行中的条目数",
  ["An item begins."] =
    "一个条目开始。",
  ["An item has ended."] =
    "一个条目结束。",
  ["Draw the last state, and leave it standing. Idempotent."] =
    "画出最终状态并保留在屏幕上。可重复调用。",
  ["what it was fulfilled with"] =
    "兑现的值",
  ["why it was rejected or cancelled"] =
    "被拒绝或取消的原因",
  ["where the work was started"] =
    "工作在何处启动",
  ["of the error that rejected it"] =
    "导致拒绝的错误的调用栈",
  ["somebody looks at its outcome"] =
    "已有人关注其结果",
  ["who waits, in the order of their coming"] =
    "等待者链表之首，按先后次序",
  ["called at once, before any waiter: for the owner of the work"] =
    "结果一出即调用，先于所有等待者：供工作的所有者使用",
  ["the value, or nil and why there is none; also when time is up"] =
    "得到的值，或 nil 和原因；等待超时也如此",
  ["the same as `next`"] =
    "与 `next` 相同",
  ["Stop the work. Without effect once settled."] =
    "取消工作。已有结果时不起作用。",
  ["Go on with the result. A handler's value fulfils the promise returned, a promise from it is followed, an error it raises or `nil, err` from it rejects. Without a handler for the outcome the outcome is passed on."] =
    "接着处理结果。处理函数的返回值兑现新的 promise；返回 promise 则以它的结果为准；抛出错误或返回 `nil, err` 则拒绝。没有对应的处理函数时，结果原样传递。",
  ["Go on after a rejection."] =
    "在被拒绝之后继续。",
  ["Run `fn()` whatever the outcome, also when it is cancelled. The outcome is passed on unless `fn` raises."] =
    "无论结果如何都运行 `fn()`，被取消时也运行。除非 `fn` 抛出错误，结果原样传递。",
  ["attempts in all, 3 by default"] =
    "总尝试次数，默认 3",
  ["seconds before the second attempt, 0.2 by default; doubled each time, and shortened by up to half at random"] =
    "第二次尝试之前等待的秒数，默认 0.2；之后每次加倍，并随机缩短，最多缩短一半",
  ["seconds of the longest pause, 5 by default"] =
    "最长间隔，秒，默认 5",
  ["seconds for everything, attempts and pauses, 60 by default"] =
    "全部尝试和间隔的总时限，秒，默认 60",
  ["the work may be done twice; otherwise only what an error calls idempotent, or not sent, is repeated"] =
    "此项工作可以重复执行；否则只重试错误表明为幂等或未发出的调用",
  ["what was added and may not be settled yet"] =
    "已加入、可能尚未得出结果的工作",
  ["length of `work` at which the settled ones are forgotten"] =
    "`work` 达到此长度时清理已有结果的",
  ["settled when everything is, while somebody waits for that"] =
    "全部得出结果时兑现，仅在有人等待时存在",
  ["how many of `all` are not settled"] =
    "`all` 中尚未得出结果的数目",
  ["Add a promise: it is cancelled with the scope unless it is settled by then."] =
    "加入一个 promise：作用域结束时若它尚无结果，则一并取消。",
  ["the same; raises when the scope is closed"] =
    "即传入的 promise；作用域已关闭时抛出错误",
  ["Run `fn(...)` as a task of the scope."] =
    "在作用域中以任务运行 `fn(...)`。",
  ["Wait for everything in the scope, what is added meanwhile too. The first failure cancels the rest."] =
    "等待作用域中的全部工作，包括等待期间加入的。第一个失败会取消其余的。",
  ["of the first failure"] =
    "第一个失败的错误",
  ["Cancel what is left. Idempotent; leaving the block of a `<close>` variable does it."] =
    "取消尚未完成的工作。可重复调用；离开 `<close>` 变量所在的代码块时自动执行。",
  ["one wait for a promise: the job that the loop runs once that is settled"] =
    "对 promise 的一次等待：有结果后由事件循环执行的作业",
}
