"""What becomes of a request: waiting, coming back, listening, asking twice."""

import asyncio
import json
from typing import Any

import httpx
import pytest

from tests.conftest import Serve
from tests.factories import example_request
from tools.settings import Settings

PATH = "/api/agents/sales/leadFollowUp"


def events_of(stream: str) -> list[tuple[str, dict[str, Any]]]:
    """(event, data) of each server-sent event."""
    lines = [
        dict(line.split(": ", 1) for line in block.splitlines())
        for block in stream.strip().split("\n\n")
    ]
    return [(event["event"], json.loads(event["data"])) for event in lines]


@pytest.mark.parametrize("prefer", ["respond-async", "wait=0", "return=minimal, respond-async"])
async def test_who_does_not_wait_gets_202_and_an_address(
    client: httpx.AsyncClient, prefer: str
) -> None:
    answer = await client.post(PATH, json=example_request(), headers={"Prefer": prefer})
    assert answer.status_code == 202
    command_id = answer.json()["data"]["command_id"]
    assert answer.headers["Location"] == f"/api/commands/{command_id}"
    await client.get(f"/api/commands/{command_id}/events")
    command = (await client.get(answer.headers["Location"])).json()["data"]
    assert command["status"] == "completed"
    assert len(command["targets"][0]["follow_ups"]) == 3


def in_order(events: list[tuple[str, dict[str, Any]]]) -> list[str]:
    """The events as text, sorted: two supervisors end in any order."""
    return sorted(json.dumps(event, sort_keys=True) for event in events)


async def test_the_events_of_an_ended_command_are_the_ones_it_had_live(
    client: httpx.AsyncClient,
) -> None:
    answer = await client.post(PATH, json=example_request(), headers={"Prefer": "respond-async"})
    address = f"{answer.headers['Location']}/events"
    live = events_of((await client.get(address)).text)
    again = events_of((await client.get(address)).text)
    assert live[0][0] == "node_started"
    assert live[-1][0] == "saved"
    assert in_order(live) == in_order(again)
    assert {data["role"] for name, data in live if name == "verdict"} == {
        "sales_manager",
        "customer_success",
    }


async def test_the_same_idempotency_key_gives_the_first_command_again(
    client: httpx.AsyncClient,
) -> None:
    headers = {"Idempotency-Key": "7d0a"}
    first, second = [
        await client.post(PATH, json=example_request(), headers=headers) for _ in range(2)
    ]
    assert first.json() == second.json()
    other = await client.post(PATH, json=example_request(followUpType="call"), headers=headers)
    assert (other.status_code, other.json()["error"]["code"]) == (400, "INVALID_REQUEST")


async def test_requests_with_one_key_at_the_same_time_are_one_command(
    client: httpx.AsyncClient,
) -> None:
    post = client.post
    answers = await asyncio.gather(
        *(post(PATH, json=example_request(), headers={"Idempotency-Key": "k"}) for _ in range(8))
    )
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["data"]["command_id"] for answer in answers}) == 1


async def test_twenty_leads_at_the_same_time_are_twenty_sequences(
    client: httpx.AsyncClient,
) -> None:
    answers = await asyncio.gather(*(client.post(PATH, json=example_request()) for _ in range(20)))
    assert {answer.status_code for answer in answers} == {200}, [
        a.text for a in answers if a.status_code != 200
    ][:1]
    assert len({answer.json()["data"]["command_id"] for answer in answers}) == 20


async def test_an_unknown_command_is_not_found(client: httpx.AsyncClient) -> None:
    for path in ("/api/commands/cmd_none", "/api/commands/%00", "/api/commands/cmd_none/events"):
        answer = await client.get(path)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "COMMAND_NOT_FOUND")


async def test_an_unfinished_command_is_taken_up_at_the_next_start(
    settings: Settings, serve: Serve
) -> None:
    from api.app import create_app
    from tests.conftest import NOW

    async with serve(create_app(settings, clock=lambda: NOW)) as client:
        posts = [
            client.post(PATH, json=example_request(), headers={"Prefer": "respond-async"})
            for _ in range(6)
        ]
        ids = [answer.json()["data"]["command_id"] for answer in await asyncio.gather(*posts)]
    async with serve(create_app(settings, clock=lambda: NOW)) as client:
        for command_id in ids:
            await client.get(f"/api/commands/{command_id}/events")
            command = (await client.get(f"/api/commands/{command_id}")).json()["data"]
            assert command["status"] in ("completed", "needs_review")
            assert len(command["targets"][0]["follow_ups"]) == 3
