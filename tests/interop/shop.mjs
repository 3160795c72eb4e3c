// SPDX-License-Identifier: MIT
// A shop that knows nothing of this project: Node's own HTTP server and crypto. It takes notifications that `listen` hands on, of events
// that `trigger` makes at the local gateway, and none is lost when the listener is killed while it hands one on.
// usage: node shop.mjs [PROGRAM]

import { spawn } from "node:child_process";
import { createPublicKey, verify } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const program = process.argv[2] ?? join(here, "../../alipay-lua");
const folder = mkdtempSync(join(tmpdir(), "shop-"));
const children = [];
let failed = 0;
let count = 0;

function check(name, fine, detail) {
  count++;
  if (!fine) failed++;
  console.log(`${fine ? "ok" : "not ok"} ${count} - ${name}${fine ? "" : `\n# ${detail}`}`);
}

// Starts the program and waits for its first line.
function start(args, env) {
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  return new Promise((resolve, reject) => {
    let text = "";
    child.stdout.on("data", (bytes) => {
      text += bytes;
      if (text.includes("\n")) resolve({ child, line: text.slice(0, text.indexOf("\n")) });
    });
    child.once("exit", (code) => reject(new Error(`${args[0]} ended with ${code}`)));
  });
}

const { child: gateway } = await start(["gateway", "--port", "0", "--dir", folder, "--quiet"]);
const facts = JSON.parse(readFileSync(join(folder, "gateway.json")));
const settings = {
  ALIPAY_STATE_DIR: folder, XDG_CONFIG_HOME: folder, ALIPAY_APP_ID: facts.app_id, ALIPAY_PRIVATE_KEY: facts.app_private_key,
  ALIPAY_PUBLIC_KEY: facts.alipay_public_key, ALIPAY_GATEWAY: facts.gateway, ALIPAY_CONTROL: facts.control,
  ALIPAY_CONTROL_TOKEN: facts.control_token,
};
const publicKey = createPublicKey(readFileSync(facts.alipay_public_key));

// The shop: it verifies for itself, by the rule of trade notifications.
const received = [];
let waiting;
let hold = false;
const shop = createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    const params = new URLSearchParams(Buffer.concat(chunks).toString());
    const drop = params.has("msg_method") ? ["sign"] : ["sign", "sign_type"];
    const text = [...params].filter(([name]) => !drop.includes(name)).sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `${name}=${value}`).join("&");
    const good = verify("RSA-SHA256", Buffer.from(text), publicKey, Buffer.from(params.get("sign") ?? "", "base64"));
    received.push({ params, good, type: request.headers["content-type"] });
    if (!hold) response.end("success");
    waiting?.();
  });
});
await new Promise((resolve) => shop.listen(0, "127.0.0.1", resolve));
const address = `http://127.0.0.1:${shop.address().port}/alipay/notify`;

function arrival(number) {
  return new Promise((resolve) => {
    waiting = () => received.length >= number && resolve();
    waiting();
  });
}

function listen() {
  return start(["--json", "listen", "--port", "0", "--forward-to", address], settings);
}

function trigger(...args) {
  const child = spawn(program, ["trigger", ...args], { env: { ...process.env, ...settings }, stdio: ["ignore", "ignore", "pipe"] });
  let complaint = "";
  child.stderr.on("data", (bytes) => { complaint += bytes; });
  return new Promise((resolve) => child.once("exit", (code) => resolve({ code, complaint })));
}

let listener = await listen();
const url = JSON.parse(listener.line).url;
const EVENTS = {
  "trade.success": ["trade_status", "TRADE_SUCCESS"], "trade.refund": ["refund_fee", "1.00"], "trade.closed": ["trade_status", "TRADE_CLOSED"],
  "trade.finished": ["trade_status", "TRADE_FINISHED"], "auth.cancelled": ["msg_method", "alipay.open.auth.userauth.cancelled"],
};
for (const [event, [name, value]] of Object.entries(EVENTS)) {
  const before = received.length;
  const more = event === "trade.refund" ? ["total_amount=8.80", "refund_amount=1.00"] : [];
  const { code, complaint } = await trigger(event, ...more, "--to", url);
  const last = received.at(-1);
  check(`${event} arrives through the listener, signed`, code === 0 && received.length === before + 1 && last.good
    && last.params.get(name) === value, `${code} ${complaint} ${last?.params}`);
}
check("with the headers of the platform", received[0].type.startsWith("application/x-www-form-urlencoded"), received[0].type);

// The listener dies while the shop has the message and has not answered.
hold = true;
const before = received.length;
const lost = trigger("trade.success", "total_amount=1.00", "--to", url);
await arrival(before + 1);
listener.child.removeAllListeners("exit");
listener.child.kill("SIGKILL");
hold = false;
await lost;
listener = await listen();
await arrival(before + 2);
const [first, again] = received.slice(before);
check("what a killed listener had in its hands comes again", first.params.get("notify_id") === again.params.get("notify_id") && again.good,
  `${first.params} ${again.params}`);

for (const child of children) {
  child.removeAllListeners("exit");
  child.kill("SIGTERM");
}
gateway.unref();
shop.closeAllConnections();
shop.close();
rmSync(folder, { recursive: true, force: true });
console.log(`${count - failed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
