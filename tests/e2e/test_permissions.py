"""A refusal is for ever, and whatever door it comes by, nothing goes to who refused."""

import sqlite3
from typing import Any

import httpx
import pytest

from tests.factories import example_request
from tools.settings import Settings

PATH = "/api/agents/sales/leadFollowUp"
LEAD = "/api/leads/lead_789"
REASON = {"siteId": "site_456", "reason": "said so on the phone"}


async def statuses_of(client: httpx.AsyncClient, command_id: str) -> list[str]:
    answer = await client.get(f"/api/commands/{command_id}")
    [target] = answer.json()["data"]["targets"]
    return [follow_up["status"] for follow_up in target["follow_ups"]]


async def new_sequence(client: httpx.AsyncClient, **changes: Any) -> str:
    answer = await client.post(PATH, json=example_request(**changes))
    assert answer.status_code == 200, answer.text
    return str(answer.json()["data"]["command_id"])


async def code_of(client: httpx.AsyncClient, **changes: Any) -> str | None:
    answer = await client.post(PATH, json=example_request(**changes))
    code = answer.json().get("error", {}).get("code")
    return str(code) if code else None


async def test_an_opt_out_cancels_what_is_scheduled_and_is_kept(client: httpx.AsyncClient) -> None:
    command_id = await new_sequence(client)
    answer = await client.post(f"{LEAD}/opt-out", json=REASON)
    assert answer.json()["data"]["cancelled"] == 3
    assert await statuses_of(client, command_id) == ["cancelled"] * 3
    assert await code_of(client) == "LEAD_OPTED_OUT"
    [refusal] = [r for r in answer.json()["data"]["refusals"] if r["kept_by"] == "lead"]
    assert refusal["words"] == REASON["reason"]
    assert refusal["recorded_at"] == "2024-04-20T12:00:00Z"


async def test_an_opt_out_of_one_channel_leaves_the_others(client: httpx.AsyncClient) -> None:
    command_id = await new_sequence(client)
    await client.post(f"{LEAD}/opt-out", json=REASON | {"channel": "email"})
    left = await statuses_of(client, command_id)
    assert "cancelled" in left
    assert "scheduled" in left
    answer = await client.post(PATH, json=example_request(followUpType="call"))
    types = {follow_up["type"] for follow_up in answer.json()["data"]["follow_ups"]}
    assert types.isdisjoint({"email", "meeting", "video_message"})


async def test_only_an_opt_in_with_its_reason_takes_a_refusal_back(
    client: httpx.AsyncClient,
) -> None:
    await client.post(f"{LEAD}/opt-out", json=REASON)
    bare = await client.post(f"{LEAD}/opt-in", json={"siteId": "site_456"})
    assert bare.status_code == 400
    assert bare.json()["error"]["message"] == "reason: is required."
    answer = await client.post(f"{LEAD}/opt-in", json=REASON)
    assert answer.json()["data"]["lifted"] > 0
    assert answer.json()["data"]["consents"][0]["words"] == REASON["reason"]
    assert all(refusal["lifted_at"] for refusal in answer.json()["data"]["refusals"])
    assert await code_of(client) is None


@pytest.mark.parametrize(
    "address",
    [
        {"email": "Jane.Smith@example.com"},
        {"domain": "example.com"},
        {"domain": "@Example.com"},
    ],
)
async def test_an_address_on_the_list_is_not_written_to(
    client: httpx.AsyncClient, address: dict[str, str]
) -> None:
    command_id = await new_sequence(client)
    answer = await client.post("/api/doNotContact", json=REASON | address)
    assert answer.json()["data"]["cancelled"] >= 3
    assert await statuses_of(client, command_id) == ["cancelled"] * 3
    assert await code_of(client) == "LEAD_OPTED_OUT"
    removed = await client.post("/api/doNotContact/remove", json=REASON | address)
    assert removed.status_code == 200
    assert await code_of(client) is None


async def test_a_number_on_the_list_is_not_called_and_may_be_a_colleagues(
    client: httpx.AsyncClient,
) -> None:
    answer = await client.post("/api/doNotContact", json=REASON | {"phone": "+1 (415) 555-0132"})
    assert answer.status_code == 200
    assert await code_of(client, followUpType="call") == "LEAD_NOT_REACHABLE"
    assert await code_of(client) is None


async def test_a_refusal_outlives_the_lead(client: httpx.AsyncClient, settings: Settings) -> None:
    await client.post(f"{LEAD}/opt-out", json=REASON)
    with sqlite3.connect(settings.database_url.removeprefix("sqlite:///")) as database:
        database.execute("DELETE FROM interactions WHERE lead_id = 'lead_789'")
        database.execute("UPDATE leads SET id = 'lead_again' WHERE id = 'lead_789'")
    assert await code_of(client, leadId="lead_again") == "LEAD_OPTED_OUT"


async def test_the_list_names_each_address_once(client: httpx.AsyncClient) -> None:
    for _ in range(2):
        await client.post("/api/doNotContact", json=REASON | {"domain": "example.com"})
    answer = await client.get("/api/doNotContact", params={"siteId": "site_456"})
    domains = [r for r in answer.json()["data"]["refusals"] if r["kept_by"] == "domain"]
    assert [refusal["address"] for refusal in domains] == ["example.com"]


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ({}, "email, phone or domain: send exactly one of them."),
        ({"email": "jane"}, 'email: expected an e-mail address such as "jane@example.com".'),
        ({"domain": "com"}, 'domain: expected a domain such as "example.com".'),
        (
            {"email": "a@example.com", "domain": "example.com"},
            "email, phone or domain: send exactly one of them.",
        ),
    ],
)
async def test_a_wrong_address_is_told(
    client: httpx.AsyncClient, address: dict[str, str], message: str
) -> None:
    answer = await client.post("/api/doNotContact", json=REASON | address)
    assert (answer.status_code, answer.json()["error"]["message"]) == (400, message)


async def test_nobody_learns_of_leads_that_are_not_there(client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/leads/lead_0/opt-out", json=REASON)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "LEAD_NOT_FOUND")
    answer = await client.get("/api/leads/lead_789/permissions", params={"siteId": "site_0"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "SITE_NOT_FOUND")


async def test_a_profile_that_only_begins_alike_is_another_persons(
    client: httpx.AsyncClient, settings: Settings
) -> None:
    profile = "https://www.linkedin.com/in/jane-smith-acme-example"
    with sqlite3.connect(settings.database_url.removeprefix("sqlite:///")) as database:
        for lead_id, end in (("lead_priya", "-jones"), ("lead_omar", "/?trk=x")):
            database.execute("UPDATE leads SET linkedin = ? WHERE id = ?", (profile + end, lead_id))
    another = await new_sequence(client, leadId="lead_priya", followUpType=..., leadData={})
    same = await new_sequence(client, leadId="lead_omar", followUpType=..., leadData={})
    await client.post(f"{LEAD}/opt-out", json=REASON)
    assert "cancelled" not in await statuses_of(client, another)
    assert set(await statuses_of(client, same)) == {"cancelled"}
