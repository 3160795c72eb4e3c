-- SPDX-License-Identifier: MIT
-- The style of the gateway's pages, as CSS.

return [[
:root { --ink: #1f2329; --dim: #646a73; --line: #dee0e3; --ground: #f5f6f7; --card: #fff; --blue: #1668dc;
  --good: #1a7f37; --bad: #c62828;
  --soft: #eef4ff; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e8eb; --dim: #9aa0a8; --line: #3a3f46; --ground: #17191c; --card: #202327; --blue: #6aa5ff; --good: #5fce7f;
    --bad: #ff8a80; --soft: #22304a; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, "PingFang SC", "Microsoft YaHei",
  "Noto Sans CJK SC", sans-serif; -webkit-text-size-adjust: 100%; }
a { color: var(--blue); }
code, pre, .mono { font: 13px/1.5 ui-monospace, Menlo, Consolas, "Noto Sans Mono CJK SC",
  monospace; overflow-wrap: anywhere; }
pre { margin: .5em 0; padding: .6em .8em; background: var(--ground); border: 1px solid var(--line); border-radius: 6px;
  white-space: pre-wrap; }
button, .button, input, select, textarea { font: inherit; color: inherit; border: 1px solid var(--line); border-radius: 6px;
  background: var(--card); padding: .4em .8em; }
button, .button { cursor: pointer; text-decoration: none; display: inline-block; }
button:hover, .button:hover { border-color: var(--blue); }
button:disabled { opacity: .5; cursor: default; }
button.main { background: #1668dc; border-color: #1668dc; color: #fff; }
:focus-visible { outline: 2px solid var(--blue); outline-offset: 1px; }
.good, .success { color: var(--good); } .bad, .failed { color: var(--bad); } .dim { color: var(--dim); }

.cashier main { max-width: 26em; margin: 0 auto; min-height: 100vh; background: var(--card); display: flex; flex-direction: column;
  padding: 0 1.2em; }
.cashier header { display: flex; align-items: center; gap: .6em; padding: .9em 0; border-bottom: 1px solid var(--line); }
.cashier header a { margin-left: auto; font-size: 13px; }
.cashier .test { font-size: 12px; padding: .05em .5em; border-radius: 1em; background: var(--soft); color: var(--blue); }
.cashier h1 { font-size: 1.15em; font-weight: 600; text-align: center; margin: 1.4em 0 0; overflow-wrap: anywhere; }
.cashier h2 { font-size: 1em; margin: 1.2em 0 0; }
.cashier .amount { font-size: 2.2em; font-weight: 600; text-align: center; margin: .1em 0 .5em;
  font-variant-numeric: tabular-nums; }
.cashier dl { margin: 0; border-top: 1px solid var(--line); }
.cashier dl div { display: flex; gap: .6em; padding: .5em 0; border-bottom: 1px solid var(--line); }
.cashier dt { flex: 0 0 6.2em; color: var(--dim); } .cashier dd { margin: 0; flex: 1; text-align: right; overflow-wrap: anywhere; }
.cashier form { display: grid; gap: .7em; margin: 1.2em 0; }
.cashier label { display: flex; align-items: center; gap: .8em; color: var(--dim); white-space: nowrap; }
.cashier select { flex: 1; min-width: 0; color: var(--ink); }
.cashier button { padding: .6em; }
.cashier button.main { font-size: 1.1em; padding: .7em; }
.cashier .code { display: flex; flex-direction: column; align-items: center; gap: .3em; margin: 1em 0 0;
  color: var(--dim); font-size: 13px; }
.cashier .code img { background: #fff; border: 1px solid var(--line); border-radius: 8px; }
.cashier p { overflow-wrap: anywhere; }
.cashier h1 ~ p { text-align: center; }
.cashier footer { margin-top: auto; padding: 1em 0; color: var(--dim); font-size: 13px; text-align: center; }
@media (min-width: 600px) {
  .cashier main { margin: 2.5em auto; min-height: 0; border: 1px solid var(--line); border-radius: 12px; }
  .cashier footer { margin-top: .5em; }
}

.gateway { max-width: 76em; margin: 0 auto; padding: 0 1em 2em; }
.gateway header { display: flex; flex-wrap: wrap; align-items: center; gap: .4em 1em; padding: .8em 0; }
.gateway h1 { font-size: 1.15em; margin: 0; }
.gateway h3 { font-size: .95em; margin: .9em 0 0; }
.gateway #live { font-size: 13px; white-space: nowrap; }
.gateway #clock { margin-left: auto; font-variant-numeric: tabular-nums; white-space: nowrap; }
.gateway #clock button { margin-left: .4em; padding: .15em .6em; font-size: 13px; }
.gateway nav { display: flex; gap: .2em; overflow-x: auto; border-bottom: 1px solid var(--line); position: sticky; top: 0;
  background: var(--ground); z-index: 1; scrollbar-width: none; }
.gateway nav a { padding: .5em .8em; text-decoration: none; color: var(--dim); white-space: nowrap;
  border-bottom: 2px solid transparent; }
.gateway nav a[aria-current] { color: var(--blue); border-color: var(--blue); }
.gateway #message { min-height: 1.5em; margin: .4em 0; overflow-wrap: anywhere; }
.item { background: var(--card); border: 1px solid var(--line); border-radius: 8px; margin-bottom: .4em; }
.item[open] { border-color: var(--blue); }
.gateway .item > :not(summary) { margin: .6em .9em; }
.item summary { display: grid; grid-template-columns: 7em minmax(0, 2fr) minmax(0, 2fr) 7em; gap: 0 1em; padding: .5em .9em;
  cursor: pointer; list-style: none; }
.item summary::-webkit-details-marker { display: none; }
.item summary span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.item summary > :last-child { text-align: right; font-variant-numeric: tabular-nums; }
.gateway dl { margin: .6em 0; }
.gateway dl div { display: flex; gap: 1em; padding: .2em 0; border-bottom: 1px solid var(--line); }
.gateway dt { flex: 0 0 11em; color: var(--dim); overflow-wrap: anywhere; }
.gateway dd { margin: 0; flex: 1; min-width: 0; overflow-wrap: anywhere; }
.buttons { display: flex; flex-wrap: wrap; gap: .4em; }
.gateway figure { margin: .6em 0; }
.gateway figure img { max-width: 220px; max-height: 220px; background: #fff; border: 1px solid var(--line); border-radius: 6px; }
.gateway figcaption { overflow-wrap: anywhere; }
.gateway form { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: .2em 1em 1em; margin: .6em 0;
  display: grid; gap: .6em; justify-items: start; }
.gateway form label { display: grid; gap: .2em; width: 100%; color: var(--dim); }
.gateway form input, .gateway form textarea { width: 100%; color: var(--ink);
  font: 13px/1.5 ui-monospace, Menlo, Consolas, monospace; }
@media (max-width: 599px) {
  .gateway { padding: 0 .7em 2em; }
  .gateway #clock { order: 1; margin: 0; width: 100%; }
  .gateway header > a { margin-left: auto; }
  .item summary { grid-template-columns: minmax(0, 1fr) auto; }
  .item summary > :nth-child(1), .item summary > :nth-child(4) { color: var(--dim); font-size: 13px; }
  .item summary > :nth-child(2) { grid-row: 1; grid-column: 1; }
  .item summary > :nth-child(3) { grid-row: 1; grid-column: 2; text-align: right; }
  .gateway dt { flex-basis: 7.5em; }
}
]]
