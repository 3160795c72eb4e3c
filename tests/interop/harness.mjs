// SPDX-License-Identifier: MIT
// What the programs of this folder share: counting, a gateway of their own, a merchant that takes notifications.

import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

// Clients write timestamps in the zone of the host.
process.env.TZ = "Asia/Shanghai";

let passed = 0;
let failed = 0;

export async function test(name, body) {
  try {
    await body();
    passed++;
    console.log(`ok ${passed + failed} - ${name}`);
  } catch (problem) {
    failed++;
    console.log(`not ok ${passed + failed} - ${name}`);
    console.log(String(problem?.stack ?? JSON.stringify(problem)).replace(/^/gm, "# "));
  }
}

export function same(seen, wanted, what) {
  if (seen !== wanted) throw new Error(`${what}: ${JSON.stringify(seen)}, expected ${JSON.stringify(wanted)}`);
}

export function expect(truth, what) {
  if (!truth) throw new Error(what);
}

export function finish() {
  console.log(`1..${passed + failed}`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

// A gateway in a folder of its own: its facts, control calls, and its end, which removes the folder.
export async function startGateway() {
  const program = process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), "../../alipay-lua");
  const folder = mkdtempSync(join(tmpdir(), "interop-"));
  const child = spawn(program, ["gateway", "--port", "0", "--dir", folder, "--quiet"], { stdio: ["ignore", "pipe", "inherit"] });
  await new Promise((resolve, reject) => {
    child.stdout.once("data", resolve);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the gateway ended with ${code}`)));
  });
  const facts = JSON.parse(readFileSync(join(folder, "gateway.json"), "utf8"));
  return {
    facts, folder,
    async control(name, given) {
      const reply = await fetch(`${facts.control}/${name}`, {
        method: "POST", body: JSON.stringify(given),
        headers: { "Authorization": `Bearer ${facts.control_token}`, "Content-Type": "application/json" },
      });
      const answer = await reply.json();
      expect(reply.ok, `control ${name}: ${answer.error}`);
      return answer;
    },
    async stop() {
      child.removeAllListeners("exit");
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await gone;
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

// A merchant: takes notifications, each once by `next`, and shows a return page.
export async function startMerchant() {
  const arrived = [];
  const waiting = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += chunk));
    request.on("end", () => {
      const posted = request.method === "POST";
      if (posted) arrived.push(Object.fromEntries(new URLSearchParams(body)));
      response.end(posted ? "success" : "<title>the shop</title>");
      while (waiting.length && arrived.length) waiting.shift()(arrived.shift());
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    next: () => new Promise((resolve, reject) => {
      if (arrived.length) return resolve(arrived.shift());
      const late = setTimeout(() => reject(new Error("no notification came")), 20000);
      waiting.push((notification) => (clearTimeout(late), resolve(notification)));
    }),
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
