-- SPDX-License-Identifier: MIT
-- The script of the gateway's page, as JavaScript. It shows what the control call `state` gives, by text nodes alone, and makes control
-- calls when buttons are pressed.

return [==[
"use strict";
const zh = document.documentElement.lang === "zh";
const say = (en, cn) => zh ? cn : en;
const meta = document.querySelector('meta[name="control-token"]');
let token = meta ? meta.content : sessionStorage.getItem("control-token") || "";
const buyers = JSON.parse(document.body.dataset.buyers);
const byId = id => document.getElementById(id);

function el(tag, given, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(given || {})) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== null) node.setAttribute(name, value);
  }
  node.append(...children.filter(child => child !== undefined && child !== null));
  return node;
}

function tell(text, bad) {
  byId("message").textContent = text || "";
  byId("message").className = bad ? "bad" : "good";
}

async function call(name, given) {
  const answer = await fetch("/_control/" + name, {
    method: "POST", body: JSON.stringify(given || {}),
    headers: { "Authorization": "Bearer " + token, "Content-Type": "application/json" },
  });
  const body = await answer.json();
  if (answer.status === 401) askForToken();
  if (!answer.ok) throw new Error(body.error);
  return body;
}

async function act(name, given) {
  try {
    const body = await call(name, given);
    tell(say("Done: ", "完成：") + name + (body.trade_status ? " → " + body.trade_status : ""));
    await refresh();
    return body;
  } catch (error) { tell(error.message, true); }
}

function button(text, name, given, main) {
  return el("button", { class: main ? "main" : undefined, onclick: event => {
    event.preventDefault();
    act(name, typeof given === "function" ? given() : given);
  } }, text);
}

function fields(item, skip) {
  const rows = Object.keys(item).filter(name => !(skip || []).includes(name)).map(name => {
    const value = item[name];
    return el("div", {}, el("dt", {}, name), el("dd", {}, typeof value === "object" ? JSON.stringify(value) : String(value)));
  });
  return el("dl", {}, ...rows);
}

function block(title, text) {
  return text ? el("div", {}, el("h3", {}, title), el("pre", {}, text)) : undefined;
}

function pretty(text) {
  try { return JSON.stringify(JSON.parse(text), null, 2); } catch (error) { return text; }
}

const good = { TRADE_SUCCESS: 1, TRADE_FINISHED: 1, success: 1, SUCCESS: 1, "10000": 1, good: 1, ok: 1, "200": 1 };
const none = text => el("span", { class: "dim" }, text);
const mark = text => el("span", { class: good[text] ? "good" : /^(WAIT|10003)/.test(text) ? "dim" : "bad" }, text);

function payment(item) {
  const chosen = el("select", { "aria-label": say("buyer", "付款人") },
    ...buyers.map(buyer => el("option", { value: buyer.id }, buyer.name)));
  if (item.buyer_user_id) chosen.value = item.buyer_user_id;
  const pay = outcome => () => ({ out_trade_no: item.out_trade_no, buyer: chosen.value, outcome });
  if (item.trade_status && item.trade_status !== "WAIT_BUYER_PAY") return undefined;
  return el("p", { class: "buttons" }, chosen, button(say("Pay", "付款"), "pay", pay("success"), true),
    button(say("Only open", "只打开"), "pay", pay("open")), button(say("Balance too low", "余额不足"), "pay", pay("balance")),
    button(say("Cancel", "取消付款"), "pay", pay("cancel")));
}

function notifying(item) {
  const kind = el("select", { "aria-label": say("kind", "类型") }, el("option", { value: "" }, say("the last one", "最近一次")),
    ...["paid", "refund", "closed", "finished", "wait"].map(name => el("option", { value: name }, name)));
  const send = times => () => ({ out_trade_no: item.out_trade_no, kind: kind.value || undefined, times });
  if (!item.trade_no) return undefined;
  return el("p", { class: "buttons" }, kind, button(say("Notify", "发送通知"), "notify", send(1)),
    button(say("Notify twice", "发送两次"), "notify", send(2)));
}

const picture = (address, text) => address && el("figure", {}, el("img", { src: address, alt: text, loading: "lazy" }),
  el("figcaption", {}, el("code", {}, text)));
const path = address => { try { return new URL(address).pathname; } catch (error) { return undefined; } };

// Of each kind: its name, what identifies an item, the columns of its line, and what is shown when it is opened.
const kinds = {
  requests: [say("Requests", "请求"), item => item.id,
    item => [item.at.slice(11), item.method || item.http, mark(item.verdict), item.ms + " ms"],
    item => [fields(item, ["params", "string_to_sign", "reply", "id"]),
      block(say("Parameters", "参数"), JSON.stringify(item.params, null, 2)),
      block(say("String to sign", "待签名字符串"), item.string_to_sign), block(say("Reply", "应答"), pretty(item.reply))]],
  trades: [say("Trades", "交易"), item => item.out_trade_no + item.seller_id,
    item => [item.out_trade_no, item.subject,
      item.trade_status ? mark(item.trade_status) : none(say("no trade yet", "尚未创建交易")), "¥ " + item.total_amount],
    item => [payment(item), notifying(item), picture(item.qr_code && path(item.qr_code) + ".png", item.qr_code), fields(item)]],
  refunds: [say("Refunds", "退款"), item => item.trade_no + item.out_request_no,
    item => [item.gmt_refund, item.out_trade_no, item.out_request_no, "¥ " + item.refund_amount], item => [fields(item)]],
  notifications: [say("Notifications", "通知"), item => item.notify_id,
    item => [item.created.slice(11), item.kind + " · " + (item.out_trade_no || item.params.msg_method),
      item.result ? mark(item.result) : none(say("not sent yet", "尚未发送")), "× " + item.attempts],
    item => [el("p", { class: "buttons" }, button(say("Send again", "重新发送"), "notify", { notify_id: item.notify_id }),
      button(say("Twice", "发送两次"), "notify", { notify_id: item.notify_id, times: 2 })),
      fields(item, ["params"]), block(say("Parameters", "参数"), JSON.stringify(item.params, null, 2))]],
  transfers: [say("Transfers", "转账"), item => item.order_id,
    item => [item.trans_date, item.out_biz_no, mark(item.status), "¥ " + item.trans_amount], item => [fields(item)]],
  tokens: [say("Tokens", "令牌"), item => item.access_token + item.granted,
    item => [item.granted, item.kind, item.revoked ? say("revoked", "已失效") : say("valid", "有效"), item.scope],
    item => [fields(item)]],
  uploads: [say("Uploads", "上传"), item => item.image_id,
    item => [item.created, item.image_name, item.image_type, item.size + " B"],
    item => [/^(jpe?g|png|gif|bmp)$/i.test(item.image_type) && picture(path(item.image_url), item.image_url), fields(item)]],
  qrcodes: [say("QR codes", "二维码"), item => item.id,
    item => [item.created, item.describe, "", ""], item => [picture(path(item.qr_code_url), item.link), fields(item)]],
  apps: [say("Apps", "应用"), item => item.app_id,
    item => [item.app_id, item.seller_email, item.own ? say("own", "自带") : "", ""], item => [fields(item)]],
};

// What is not a list: a form that makes a control call.
function form(name, inputs, given) {
  const parts = inputs.map(([label, rows]) => [label, el(rows ? "textarea" : "input", { rows, spellcheck: "false" })]);
  return el("form", {}, el("h3", {}, name), ...parts.map(([label, input]) => el("label", {}, label, input)),
    button(say("Apply", "应用"), name, () => given(...parts.map(([, input]) => input.value))));
}

function controls() {
  const faults = form("faults", [[say("Rules, one a line", "规则，每行一条"), 4]], text =>
    ({ rules: text.split("\n").filter(line => line.trim()) }));
  call("faults").then(body => { faults.querySelector("textarea").value = body.rules.join("\n"); },
    error => tell(error.message, true));
  return [faults, el("p", { class: "dim" }, "alipay.trade.query:nth=2:http=502 · *:delay=1 · notify:duplicate"),
    form("answers", [[say("Method", "接口")], [say("Node as JSON, empty takes it back", "应答 JSON，留空则撤回"), 4]], (method, node) =>
      ({ method, node: node.trim() ? JSON.parse(node) : null })),
    form("apps", [["app_id"], [say("Public key, PEM", "公钥 PEM"), 4]], (app_id, public_key) => ({ app_id, public_key })),
    form("clock", [[say("Go to (yyyy-MM-dd HH:mm:ss)", "调到 (yyyy-MM-dd HH:mm:ss)")]], at => ({ at }))];
}

let shown = "requests", kept = new Map();
const opened = new Set();

function entry(kind, item) {
  const key = kind + kinds[kind][1](item), text = JSON.stringify(item);
  const old = kept.get(key);
  if (old && old.text === text) return [key, old];
  const node = el("details", { class: "item" }, el("summary", {}, ...kinds[kind][2](item).map(part => el("span", {}, part))));
  node.addEventListener("toggle", () => {
    if (node.open) opened.add(key); else opened.delete(key);
    if (node.open && node.children.length === 1) node.append(...kinds[kind][3](item).filter(Boolean));
  });
  node.open = opened.has(key);
  return [key, { text, node }];
}

async function refresh() {
  call("clock").then(now => { byId("clock").firstChild.textContent = now.at; }, () => {});
  const kind = shown;
  if (!kinds[kind]) return;
  const items = (await call("state", { kind, limit: 200 })).items;
  if (kind !== shown) return;
  kept = new Map(items.map(item => entry(kind, item)));
  byId("list").replaceChildren(...[...kept.values()].map(one => one.node));
  if (!items.length) byId("list").append(el("p", { class: "dim" }, say("Nothing yet.", "暂无内容。")));
}

function show() {
  const wanted = location.hash.slice(1);
  shown = kinds[wanted] || wanted === "control" || wanted === "about" ? wanted : "requests";
  document.querySelectorAll("#tabs a").forEach(link => link.toggleAttribute("aria-current", link.hash === "#" + shown));
  const current = document.querySelector("#tabs a[aria-current]");
  if (current) current.scrollIntoView({ block: "nearest", inline: "center" });
  byId("about").hidden = shown !== "about";
  byId("list").replaceChildren(...(shown === "control" ? controls() : []));
  tell();
  refresh().catch(error => tell(error.message, true));
}

function askForToken() {
  const input = el("input", { type: "password", autocomplete: "off", "aria-label": "control token" });
  byId("list").replaceChildren(el("form", { onsubmit: event => {
    event.preventDefault();
    token = input.value.trim();
    sessionStorage.setItem("control-token", token);
    start();
  } }, el("label", {}, say("Control token (control_token in gateway.json)", "控制令牌（gateway.json 中的 control_token）"), input),
  el("button", { class: "main" }, say("Continue", "继续"))));
}

const pause = ms => new Promise(resolve => setTimeout(resolve, ms));
const live = on => { byId("live").textContent = on ? "● " + say("live", "实时") : "○ " + say("not connected", "未连接"); };

async function watch() {
  const answer = await fetch("/_control/events", { headers: { "Authorization": "Bearer " + token } });
  if (!answer.ok) throw new Error((await answer.json()).error);
  live(true);
  await refresh();
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let text = "";;) {
    const { done, value } = await reader.read();
    if (done) return;
    const events = (text + value).split("\n\n");
    text = events.pop();
    const data = events.map(event => (event.match(/^data: (.*)$/m) || [])[1]).filter(Boolean);
    const news = data.flatMap(line => JSON.parse(line).kinds);
    if (news.some(kind => kind === shown || kind === "changes" && shown !== "requests")) await refresh();
  }
}

let started = 0;
async function start() {
  const run = ++started;
  show();
  while (run === started && token) {
    try { await watch(); } catch (error) { live(false); }
    live(false);
    await pause(2000);
  }
}

byId("tabs").append(...Object.keys(kinds).map(kind => el("a", { href: "#" + kind }, kinds[kind][0])),
  el("a", { href: "#control" }, say("Control", "控制")), el("a", { href: "#about" }, say("About", "说明")));
byId("clock").append("", ...[[3600, "+1 h"], [86400, "+1 d"]].map(([advance, text]) => button(text, "clock", { advance })));
window.addEventListener("hashchange", show);
live(false);
if (token) start(); else { byId("about").hidden = false; askForToken(); }
]==]
