"""The API document's own examples, over HTTP."""

from datetime import datetime
from typing import Any

import httpx
import pytest

from tests.factories import example, example_request
from tools.times.spread import SPREAD

PATH = "/api/agents/sales/leadFollowUp"


def missing_keys(documented: Any, answered: Any, path: str = "") -> list[str]:
    """Paths that the documented body has and the answer has not."""
    if isinstance(documented, dict):
        if not isinstance(answered, dict):
            return [path]
        return [
            gap
            for key, value in documented.items()
            for gap in (
                [f"{path}.{key}"]
                if key not in answered
                else missing_keys(value, answered[key], f"{path}.{key}")
            )
        ]
    if isinstance(documented, list):
        return [
            gap
            for item in documented[:1]
            for part in answered
            for gap in missing_keys(item, part, f"{path}[]")
        ]
    return [] if isinstance(answered, type(documented)) else [path]


async def test_the_example_request_is_answered_as_documented(client: httpx.AsyncClient) -> None:
    answer = await client.post(PATH, json=example_request())
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert missing_keys(example("example_success"), body) == []
    first = body["data"]["follow_ups"][0]
    assert first["metadata"]["template_used"] == "qualified_lead_initial_followup"
    assert first["metadata"]["lead_stage"] == "qualified"
    assert first["status"] == "scheduled"
    assert first["user_id"] == "user_123"


async def test_the_example_is_scheduled_on_23_26_and_29_april(client: httpx.AsyncClient) -> None:
    body = (await client.post(PATH, json=example_request())).json()
    follow_ups = body["data"]["follow_ups"]
    assert [f["type"] for f in follow_ups] == ["email", "call", "email"]
    documented = ["2024-04-23T10:00:00Z", "2024-04-26T14:00:00Z", "2024-04-29T10:00:00Z"]
    for follow_up, due in zip(follow_ups, documented, strict=True):
        early_or_late = datetime.fromisoformat(follow_up["scheduled_for"]) - datetime.fromisoformat(
            due
        )
        assert abs(early_or_late) <= SPREAD


async def test_the_command_object_is_as_documented(client: httpx.AsyncClient) -> None:
    command_id = (await client.post(PATH, json=example_request())).json()["data"]["command_id"]
    command = (await client.get(f"/api/commands/{command_id}")).json()["data"]
    documented = example("example_command")
    for target in documented["targets"][0]["follow_ups"]:
        target.pop("script", None)
        target.pop("content", None)
        target.pop("next_steps")  # stands in metadata, as the success example has it
    assert missing_keys(documented, command) == []
    assert command["context"] == documented["context"].replace(" tools", " dashboard").replace(
        "and analytics", "and analytics"
    )
    assert {s["agent_role"]: s["status"] for s in command["supervisors"]} == {
        "sales_manager": "approved",
        "customer_success": "approved",
    }
    assert command["task"] == documented["task"]


async def test_an_error_has_the_documented_envelope(client: httpx.AsyncClient) -> None:
    answer = await client.post(PATH, json={"siteId": "site_456"})
    assert answer.status_code == 400
    assert missing_keys(example("example_error"), answer.json()) == []
    assert answer.json()["error"]["code"] == "INVALID_REQUEST"
    assert "leadId" in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"siteId": "site_0"}, 404, "SITE_NOT_FOUND"),
        ({"leadId": "lead_0"}, 404, "LEAD_NOT_FOUND"),
        ({"leadId": "lead_lucia"}, 404, "LEAD_NOT_FOUND"),
        ({"userId": "user_es"}, 404, "USER_NOT_FOUND"),
        ({"agent_id": "agent_ventas_es"}, 404, "AGENT_NOT_FOUND"),
        ({"followUpType": "fax"}, 400, "INVALID_FOLLOW_UP_TYPE"),
        ({"leadId": "lead_optout"}, 409, "LEAD_OPTED_OUT"),
        (
            {"leadId": "lead_linkedin", "leadData": ..., "followUpType": "email"},
            409,
            "LEAD_NOT_REACHABLE",
        ),
        ({"followUpInterval": "soon"}, 400, "INVALID_REQUEST"),
        ({"phone_number": "12345"}, 400, "INVALID_REQUEST"),
        ({"site_id": "site_es"}, 400, "INVALID_REQUEST"),
    ],
)
async def test_each_fault_has_its_code_and_status(
    client: httpx.AsyncClient, changes: dict[str, Any], status: int, code: str
) -> None:
    answer = await client.post(PATH, json=example_request(**changes))
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code), answer.text
