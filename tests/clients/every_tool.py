"""The official Python client calls every tool on its sample, in both eras, on a pipe and over HTTP.

Usage: python every_tool.py PROGRAM URL
"""

import asyncio
import json
import sys

from mcp import Client, StdioServerParameters

TOOLS_COUNT = 14


async def check(client: Client) -> str:
    tools = (await client.list_tools()).tools
    assert len(tools) == TOOLS_COUNT, len(tools)
    answers = {}
    for tool in tools:
        sample = (await client.read_resource(f"cco://sample/{tool.name}")).contents[0].text
        answer = await client.call_tool(tool.name, json.loads(sample))
        assert not answer.is_error, (tool.name, answer)
        assert len(answer.content[0].text) > 100, tool.name
        answers[tool.name] = answer.structured_content
        refused = await client.call_tool(tool.name, {"no_such_field": 1})
        assert refused.is_error and "no_such_field" in refused.content[0].text, tool.name
    for prompt in (await client.list_prompts()).prompts:
        given = {argument.name: "a word" for argument in prompt.arguments or []}
        messages = (await client.get_prompt(prompt.name, given)).messages
        assert len(messages[0].content.text) > 100, prompt.name
    for resource in (await client.list_resources()).resources:
        assert len((await client.read_resource(resource.uri)).contents[0].text) > 20, resource.uri
    return json.dumps(answers, sort_keys=True)


async def main() -> None:
    program, url = sys.argv[1:]
    seen = set()
    for mode in ("legacy", "2026-07-28", "auto"):
        for way, server in (("pipe", StdioServerParameters(command=program, args=["serve"])), ("http", url)):
            async with Client(server, mode=mode) as client:
                seen.add(await check(client))
            print(f"{mode}, {way}: {TOOLS_COUNT} tools answered and refused, every prompt and resource read", flush=True)
    assert len(seen) == 1, "every client got the same figures"


asyncio.run(main())
