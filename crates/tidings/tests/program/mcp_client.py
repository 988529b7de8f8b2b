"""Drives tidings with the official MCP client: mcp_client.py PROGRAM STORE ADDRESS_OF_SERVE"""

import asyncio
import sys

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client

TOOLS = ["search", "story", "timeline", "claims", "figures", "quote", "check"]


async def called(session, tool, **arguments):
    return (await session.call_tool(tool, arguments)).model_dump(by_alias=True)


async def answer(session, tool, **arguments):
    """What a tool answers that goes well; every answer has refs and a sentence to cite."""
    result = await called(session, tool, **arguments)
    assert not result["isError"], (tool, result)
    made = result["structuredContent"]
    for line in [made] if "cite" in made else made["items"]:
        assert line["cite"], (tool, line)
        assert "refs" in line or "ref" in line, (tool, line)
    return made


async def refused(session, said, tool, **arguments):
    result = await called(session, tool, **arguments)
    assert result["isError"] and said in result["content"][0]["text"], (tool, result)


async def talk(streams):
    async with ClientSession(*streams) as session:
        begun = (await session.initialize()).model_dump(by_alias=True)
        assert begun["serverInfo"]["name"] == "tidings", begun
        tools = (await session.list_tools()).model_dump(by_alias=True)["tools"]
        assert [tool["name"] for tool in tools] == TOOLS, tools
        assert all(tool["inputSchema"]["type"] == "object" for tool in tools)

        found = await answer(session, "search", q="Heskany", kind=["claim"])
        story = found["items"][0]["story"]
        assert (await answer(session, "story", story=story))["counts"]["articles"] > 5
        assert (await answer(session, "timeline", story=story))["items"]
        assert (await answer(session, "figures", story=story))["items"]
        claims = await answer(session, "claims", story=story, limit=3)
        place = claims["items"][0]["refs"][0]
        start, end = place["span"]
        quote = await answer(session, "quote", article=place["article"], start=start, end=end)
        assert quote["quote"] == place["quote"]
        checked = await answer(session, "check", sentence="Shells killed 40 people in Heskany.", story=story)
        assert checked["to_look_at"] > 0, checked

        await refused(session, "story is missing", "timeline")
        await refused(session, "unknown_id", "story", story="s000000000000")
        await refused(session, "bad_limit", "search", q="talks", limit=5000)
        await refused(session, "unknown_parameter", "check", sentence="Talks began.", colour="red")
        return begun["protocolVersion"]


async def main(program, store, address):
    async with stdio_client(StdioServerParameters(command=program, args=["mcp", "--store", store])) as streams:
        print("stdio:", await talk(streams))
    async with streamable_http_client(f"http://{address}/mcp") as streams:
        print("http:", await talk(streams[:2]))


asyncio.run(main(*sys.argv[1:]))
