"""What a run says of itself while it goes on, and under which name it is traced."""

import json
from typing import Any

import httpx
from langchain_core.tracers.context import collect_runs

from graph.runs import CommandRun
from graph.state import Input
from graph.workflow import build
from tests.conftest import NOW
from tools.db.commands import create_command
from tools.db.engine import Sessions, writing
from tools.domain.command import Command
from tools.domain.vocabulary import CommandStatus

REQUEST: Input = {"site_id": "site_456", "lead_id": "lead_789"}
COMMAND = Command(
    id="cmd_1",
    site_id="site_456",
    lead_id="lead_789",
    status=CommandStatus.RUNNING,
    request=dict(REQUEST),
    created_at=NOW,
    attempts=1,
)


def in_order(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The events without the chance of which supervisor is first in a round."""
    return sorted(events, key=lambda event: json.dumps(event, sort_keys=True))


async def events_over_http(client: httpx.AsyncClient, command_id: str) -> list[dict[str, Any]]:
    """The events of GET /api/commands/{id}/events."""
    answer = await client.get(f"/api/commands/{command_id}/events")
    events = []
    for block in answer.text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line)
        if "event" in fields:
            events.append({"event": fields["event"], "data": json.loads(fields["data"])})
    return events


async def test_the_custom_stream_has_the_events_that_the_api_has(
    sessions: Sessions, client: httpx.AsyncClient
) -> None:
    graph = build(sessions=sessions, clock=lambda: NOW)
    events: list[dict[str, Any]] = []
    command_id = ""
    stream: Any = graph.astream(REQUEST, stream_mode=["custom", "values"])
    async for mode, chunk in stream:
        if mode == "custom":
            events.append(chunk)
        else:
            command_id = chunk.get("command_id") or command_id
    assert events[0] == {"event": "node_started", "data": {"node": "load_context", "round": 0}}
    assert events[-1]["event"] == "saved"
    assert in_order(events) == in_order(await events_over_http(client, command_id))


async def test_a_command_of_the_api_is_traced_under_its_site_and_its_id(sessions: Sessions) -> None:
    async with writing(sessions) as session:
        await create_command(session, COMMAND)
    graph = build(sessions=sessions, clock=lambda: NOW)
    with collect_runs() as collector:
        async for _ in CommandRun(graph, COMMAND).events():
            pass
    [trace] = collector.traced_runs
    assert trace.name == "lead_follow_up"
    assert {"site:site_456", "command:cmd_1"} <= set(trace.tags or [])
    metadata = (trace.extra or {})["metadata"]
    assert (metadata["site_id"], metadata["command_id"]) == ("site_456", "cmd_1")


async def test_a_run_of_studio_or_python_is_traced_under_the_graphs_name(
    sessions: Sessions,
) -> None:
    graph = build(sessions=sessions, clock=lambda: NOW)
    with collect_runs() as collector:
        await graph.ainvoke(REQUEST, {"tags": ["site:site_456"]})
    [trace] = collector.traced_runs
    assert trace.name == "lead_follow_up"
    assert "site:site_456" in (trace.tags or [])
