// The official TypeScript clients, today's and the one before it, call every tool on its sample.
//
// Usage: node every_tool.mjs PROGRAM URL
//   PROGRAM  path of `cco`, started anew for each client on a pipe
//   URL      address of a server over HTTP
//
// Ends with 1 at the first thing that is not as it should be.
import assert from "node:assert/strict";

import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { Client as OlderClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport as OlderStdio } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport as OlderHttp } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

const [program, url] = process.argv.slice(2);
const me = { name: "every-tool", version: "1" };
const tools_count = 14;

const pipe = { command: program, args: ["serve"], stderr: "ignore" };
const clients = {
  "client 2, older era": (mode = "legacy") => new Client(me, { versionNegotiation: { mode } }),
  "client 2, newer era": () => new Client(me, { versionNegotiation: { mode: { pin: "2026-07-28" } } }),
  "client 2, finds out": () => new Client(me, { versionNegotiation: { mode: "auto" } }),
  "client 1": () => new OlderClient(me),
};
const transports = {
  pipe: (name) => (name === "client 1" ? new OlderStdio(pipe) : new StdioClientTransport(pipe)),
  http: (name) => (name === "client 1" ? new OlderHttp(new URL(url)) : new StreamableHTTPClientTransport(new URL(url))),
};

async function check(client) {
  assert.match(client.getInstructions(), /Use it instead of estimating/);
  const { tools } = await client.listTools();
  assert.equal(tools.length, tools_count);
  const answers = {};
  for (const { name } of tools) {
    const { contents } = await client.readResource({ uri: `cco://sample/${name}` });
    const answer = await client.callTool({ name, arguments: JSON.parse(contents[0].text) });
    assert.notEqual(answer.isError, true, `${name}: ${JSON.stringify(answer)}`);
    assert.ok(answer.content[0].text.length > 100, name);
    answers[name] = answer.structuredContent;
    const refused = await client.callTool({ name, arguments: { no_such_field: 1 } });
    assert.equal(refused.isError, true, name);
    assert.match(refused.content[0].text, /no_such_field/);
  }
  const { prompts } = await client.listPrompts();
  for (const { name, arguments: known = [] } of prompts) {
    const given = Object.fromEntries(known.map(({ name }) => [name, "a word"]));
    const { messages } = await client.getPrompt({ name, arguments: given });
    assert.ok(messages[0].content.text.length > 100, name);
  }
  const { resources } = await client.listResources();
  for (const { uri } of resources) {
    const { contents } = await client.readResource({ uri });
    assert.ok(contents[0].text.length > 20, uri);
  }
  return JSON.stringify(answers);
}

const seen = new Set();
for (const [name, make] of Object.entries(clients)) {
  for (const [way, transport] of Object.entries(transports)) {
    const client = make();
    await client.connect(transport(name));
    seen.add(await check(client));
    await client.close();
    console.log(`${name}, ${way}: ${tools_count} tools answered and refused, every prompt and resource read`);
  }
}
assert.equal(seen.size, 1, "every client got the same figures");
