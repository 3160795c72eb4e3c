// SPDX-License-Identifier: MIT
// The platform's own Node client by V3 against the local gateway: calls, uploads, errors, encryption, in both modes. Its verification
// of answers is on; it shares no code with this project.
// usage: npm install && node v3.mjs [PROGRAM]

import { spawn } from "node:child_process";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createReadStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { AlipayFormData, AlipaySdk } from "alipay-sdk";

const here = dirname(fileURLToPath(import.meta.url));
const program = process.argv[2] ?? join(here, "../../alipay-lua");
const folder = mkdtempSync(join(tmpdir(), "interop-v3-"));
const photo = join(folder, "photo.jpg");
let passed = 0;
let failed = 0;

async function test(name, body) {
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

function same(seen, wanted, what) {
  if (seen !== wanted) throw new Error(`${what}: ${JSON.stringify(seen)}, expected ${JSON.stringify(wanted)}`);
}

async function refusal(call) {
  const problem = await call.then((value) => ({ taken: value }), (error) => error);
  if (problem.taken) throw new Error("it was taken: " + JSON.stringify(problem.taken));
  return problem;
}

function startGateway() {
  const child = spawn(program, ["gateway", "--port", "0", "--dir", folder, "--quiet"], { stdio: ["ignore", "pipe", "inherit"] });
  return new Promise((resolve, reject) => {
    child.stdout.once("data", () => resolve(child));
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the gateway ended with ${code}`)));
  });
}

async function consent(facts) {
  const url = new URL(facts.endpoint + "/oauth2/publicAppAuthorize.htm");
  url.search = new URLSearchParams({ app_id: facts.app_id, scope: "auth_user", redirect_uri: "http://localhost/cb", state: "s" });
  const reply = await fetch(url, { redirect: "manual" });
  return new URL(reply.headers.get("location")).searchParams.get("auth_code");
}

async function run(facts, name, make) {
  const sdk = make({});
  const order = (number) => ({ out_trade_no: `${name}-${number}`.replace(/\W/g, "_"), total_amount: "88.88", subject: "海底捞 a/b" });
  await test(`${name}: a call with a body`, async () => {
    const made = await sdk.curl("POST", "/v3/alipay/trade/precreate", { body: order(1) });
    same(made.responseHttpStatus, 200, "status");
    same(made.data.out_trade_no, order(1).out_trade_no, "out_trade_no");
    same(typeof made.traceId, "string", "traceId");
  });
  await test(`${name}: a business failure`, async () => {
    const problem = await refusal(sdk.curl("POST", "/v3/alipay/trade/query", { body: { out_trade_no: "none" } }));
    same(problem.code, "ACQ.TRADE_NOT_EXIST", "code");
    same(problem.responseHttpStatus, 400, "status");
  });
  await test(`${name}: tokens, and one of them in the query`, async () => {
    const body = { grant_type: "authorization_code", code: await consent(facts) };
    const tokens = await sdk.curl("POST", "/v3/alipay/system/oauth/token", { body });
    const user = await sdk.curl("POST", "/v3/alipay/user/info/share", { query: { auth_token: tokens.data.access_token } });
    same(user.data.user_id, tokens.data.user_id, "user_id");
  });
  await test(`${name}: a query with a blank and Chinese is signed as it is sent`, async () => {
    const query = { scopes: "auth_user,auth_zhima", remark: "海 +~*" };
    const problem = await refusal(sdk.curl("GET", "/v3/alipay/open/auth/userauth/relationship/query", { query }));
    same(problem.code, "invalid-method", "code"); // it is not simulated, which is told once its signature is verified
  });
  for (const verb of ["GET", "POST", "PUT", "PATCH", "DELETE"]) {
    await test(`${name}: ${verb} of a path that there is not`, async () => {
      const options = verb === "GET" || verb === "DELETE" ? { query: { a: "1" } } : { body: { a: "1" } };
      const problem = await refusal(sdk.curl(verb, "/v3/alipay/no/such", options));
      same(problem.responseHttpStatus, 404, "status");
    });
  }
  for (const [way, file] of Object.entries({ file: () => photo, stream: () => createReadStream(photo), bytes: () => readFileSync(photo) })) {
    await test(`${name}: upload, ${way}`, async () => {
      const form = new AlipayFormData();
      form.addField("image_type", "jpg");
      form.addField("image_name", "海底捞");
      form.addFile("image_content", "photo.jpg", file());
      const kept = await sdk.curl("POST", "/v3/alipay/offline/material/image/upload", { form });
      const bytes = Buffer.from(await (await fetch(kept.data.image_url)).arrayBuffer());
      same(Buffer.compare(bytes, readFileSync(photo)), 0, "difference of bytes");
    });
  }
  await test(`${name}: encrypted both ways`, async () => {
    const made = await make({ encryptKey: facts.encrypt_key }).curl("POST", "/v3/alipay/trade/precreate", { body: order(2), needEncrypt: true });
    same(made.data.out_trade_no, order(2).out_trade_no, "out_trade_no");
  });
  await test(`${name}: an event stream, and a refusal in its place`, async () => {
    const path = "/v3/stream/alipay/cloud/nextbuilder/agent/chat/generate";
    const events = [];
    for await (const event of sdk.sse("POST", path, { body: { query: "海底捞" } })) events.push(event);
    same(events[0].event, "start", "first event");
    same(events.at(-1).event, "end", "last event");
    same(JSON.parse(events[2].data).payload, "海底捞", "payload");
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const other = make({ privateKey: privateKey.export({ type: "pkcs8", format: "pem" }) });
    same((await refusal(other.sse("POST", path, { body: {} }).next())).code, "invalid-signature", "code");
  });
  await test(`${name}: another key`, async () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const other = make({ privateKey: privateKey.export({ type: "pkcs8", format: "pem" }) });
    same((await refusal(other.curl("POST", "/v3/alipay/trade/query", { body: { out_trade_no: "1" } }))).code, "invalid-signature", "code");
  });
  await test(`${name}: an answer that another key would verify is refused`, async () => {
    const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const other = make({});
    other.config.alipayPublicKey = publicKey.export({ type: "spki", format: "pem" });
    await refusal(other.curl("POST", "/v3/alipay/trade/precreate", { body: order(3) }));
  });
}

const gateway = await startGateway();
try {
  writeFileSync(photo, Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), randomBytes(700000)]));
  const facts = JSON.parse(readFileSync(join(folder, "gateway.json"), "utf8"));
  const common = {
    appId: facts.app_id, privateKey: readFileSync(facts.app_private_key, "utf8"), keyType: "PKCS8", endpoint: facts.endpoint,
  };
  const modes = {
    "key mode": { alipayPublicKey: readFileSync(facts.alipay_public_key, "utf8") },
    "certificate mode": {
      appCertPath: facts.app_cert, alipayPublicCertPath: facts.alipay_cert, alipayRootCertPath: facts.alipay_root_cert,
    },
  };
  for (const [mode, keys] of Object.entries(modes)) {
    await run(facts, `alipay-sdk 4 by V3, ${mode}`, (more) => new AlipaySdk({ ...common, ...keys, ...more }));
  }
} finally {
  gateway.kill("SIGTERM");
  rmSync(folder, { recursive: true, force: true });
}
console.log(`1..${passed + failed}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
