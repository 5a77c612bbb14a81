"""A lead has one live sequence, and no touch more than its site allows, however it is asked for."""

import asyncio
import sqlite3
from collections import Counter
from typing import Any

import httpx
import pytest

from tests.conftest import NOW
from tests.factories import example_request
from tools.settings import Settings

PATH = "/api/agents/sales/leadFollowUp"


async def command_of(client: httpx.AsyncClient, command_id: str) -> dict[str, Any]:
    answer = await client.get(f"/api/commands/{command_id}")
    data: dict[str, Any] = answer.json()["data"]
    return data


def follow_ups_in(command: dict[str, Any]) -> list[dict[str, Any]]:
    follow_ups: list[dict[str, Any]] = command["targets"][0]["follow_ups"]
    return follow_ups


def run_sql(settings: Settings, statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """The rows of one statement, which is committed."""
    with sqlite3.connect(settings.database_url.removeprefix("sqlite:///")) as database:
        return database.execute(statement, values).fetchall()


async def test_a_new_command_replaces_the_live_sequence_and_says_which(
    client: httpx.AsyncClient,
) -> None:
    first = (await client.post(PATH, json=example_request())).json()["data"]
    second = (await client.post(PATH, json=example_request())).json()["data"]
    old = follow_ups_in(await command_of(client, first["command_id"]))
    new = follow_ups_in(await command_of(client, second["command_id"]))
    assert {follow_up["status"] for follow_up in old} == {"cancelled"}
    assert {follow_up["status"] for follow_up in new} == {"scheduled"}
    [change] = old[0]["history"]
    assert (change["cause"], change["command_id"]) == ("replaced", second["command_id"])
    assert change["at"] == "2024-04-20T12:00:00Z"
    assert change["actor"]


async def test_a_command_that_may_not_replace_is_refused_with_the_address_of_the_live_one(
    client: httpx.AsyncClient,
) -> None:
    first = (await client.post(PATH, json=example_request())).json()["data"]["command_id"]
    answer = await client.post(PATH, json=example_request(onActive="refuse"))
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "SEQUENCE_ACTIVE")
    assert first in answer.json()["error"]["message"]
    assert answer.headers["Location"] == f"/api/commands/{first}"
    assert {f["status"] for f in follow_ups_in(await command_of(client, first))} == {"scheduled"}


async def test_what_becomes_of_a_live_sequence_is_one_of_two_words(
    client: httpx.AsyncClient,
) -> None:
    answer = await client.post(PATH, json=example_request(onActive="merge"))
    assert answer.status_code == 400
    assert answer.json()["error"]["message"] == "onActive: expected one of replace, refuse."


@pytest.mark.parametrize("on_active", ["replace", "refuse"])
async def test_a_hundred_requests_at_once_leave_one_live_sequence(
    client: httpx.AsyncClient, settings: Settings, on_active: str
) -> None:
    body = example_request(onActive=on_active)
    answers = await asyncio.gather(*(client.post(PATH, json=body) for _ in range(100)))
    statuses = Counter(answer.status_code for answer in answers)
    assert set(statuses) <= {200, 409}
    if on_active == "replace":
        assert statuses == {200: 100}
    live = run_sql(settings, "SELECT command_id FROM follow_ups WHERE status = 'scheduled'")
    assert len(live) == 3
    assert len(set(live)) == 1


async def test_two_records_of_one_address_are_one_person(
    client: httpx.AsyncClient, settings: Settings
) -> None:
    run_sql(settings, "UPDATE leads SET email = 'jane.smith@example.com' WHERE id = 'lead_priya'")
    first = (await client.post(PATH, json=example_request())).json()["data"]["command_id"]
    await client.post(PATH, json={"siteId": "site_456", "leadId": "lead_priya"})
    assert {f["status"] for f in follow_ups_in(await command_of(client, first))} == {"cancelled"}


def move_to_the_past(settings: Settings, command_id: str, days: list[int]) -> None:
    """Moves a command's follow-ups to so many days before now: their time has come."""
    for position, ago in enumerate(days, start=1):
        run_sql(
            settings,
            "UPDATE follow_ups SET scheduled_for = datetime(?, ?) "
            "WHERE command_id = ? AND position = ?",
            NOW.isoformat(),
            f"-{ago} days",
            command_id,
            position,
        )


async def test_what_has_left_counts_towards_the_limits_and_stays_as_it_is(
    client: httpx.AsyncClient, settings: Settings
) -> None:
    run_sql(settings, "UPDATE sites SET max_touches_in_30_days = 4")
    first = (await client.post(PATH, json=example_request())).json()["data"]["command_id"]
    move_to_the_past(settings, first, [9, 6, 3])
    second = (await client.post(PATH, json=example_request())).json()["data"]
    assert len(second["follow_ups"]) == 1
    [warning] = [told for told in second["warnings"] if told["code"] == "LIMIT"]
    assert warning == {
        "code": "LIMIT",
        "message": "2 touches were left out: the site allows at most 4 in 30 days.",
    }
    assert {f["status"] for f in follow_ups_in(await command_of(client, first))} == {"scheduled"}


async def test_a_lead_that_had_all_its_touches_gets_none(
    client: httpx.AsyncClient, settings: Settings
) -> None:
    run_sql(settings, "UPDATE sites SET max_touches_a_year = 3")
    first = (await client.post(PATH, json=example_request())).json()["data"]["command_id"]
    move_to_the_past(settings, first, [90, 60, 45])
    answer = await client.post(PATH, json=example_request())
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "TOUCH_LIMIT_REACHED")
    assert "at most 3 a year" in answer.json()["error"]["message"]


async def test_a_site_may_leave_a_lead_alone_after_a_sequence(
    client: httpx.AsyncClient, settings: Settings
) -> None:
    run_sql(settings, "UPDATE sites SET rest_days = 60")
    first = (await client.post(PATH, json=example_request())).json()["data"]["command_id"]
    move_to_the_past(settings, first, [50, 40, 20])
    second = (await client.post(PATH, json=example_request())).json()["data"]
    assert second["follow_ups"][0]["scheduled_for"] > "2024-05-30"
