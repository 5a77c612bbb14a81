"""Bad input gets the contract's envelope and leaves nothing behind."""

import json
import re
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from tests.factories import example_request
from tools.db import tables
from tools.db.engine import Sessions

PATH = "/api/agents/sales/leadFollowUp"
JSON = {"Content-Type": "application/json"}


async def count_commands(sessions: Sessions) -> int:
    async with sessions() as session:
        return (await session.scalars(select(func.count()).select_from(tables.CommandRow))).one()


def deep(levels: int) -> bytes:
    return (
        b'{"siteId": "site_456", "leadId": "lead_789", "leadData": '
        + b'{"a":' * levels
        + b"1"
        + b"}" * (levels + 1)
    )


BODIES: dict[str, bytes] = {
    "nothing": b"",
    "no JSON": b"{",
    "no UTF-8": b'{"siteId": "\xff"}',
    "a list": b"[]",
    "a text": b'"site_456"',
    "null": b"null",
    "NaN": b'{"siteId": "site_456", "leadId": "lead_789", "leadData": {"budget_range": NaN}}',
    "a NUL byte": rb'{"siteId": "site_456", "leadId": "lead_789", '
    rb'"leadData": {"name": "Ja\u0000ne"}}',
    "half a character": rb'{"siteId": "site_456", "leadId": "lead_789", '
    rb'"leadData": {"name": "\ud83d"}}',
    "half a character in a key": rb'{"siteId": "site_456", "leadId": "lead_789", "\udc00": 1}',
    "deep nesting": deep(200),
    "very deep nesting": deep(30_000),
    "a number of 5,000 digits": b'{"siteId": ' + b"9" * 5000 + b"}",
    "4,000 interactions": json.dumps(
        example_request(
            previousInteractions=[{"date": "2024-04-15", "type": "x", "summary": "y"}] * 4_000
        )
    ).encode(),
    "an interaction in the year 9999": json.dumps(
        example_request(
            previousInteractions=[{"date": "9999-12-31", "type": "call", "summary": "x"}]
        )
    ).encode(),
    "an id with a slash": json.dumps(example_request(leadId="../lead")).encode(),
    "an id of 65 letters": json.dumps(example_request(leadId="x" * 65)).encode(),
    "a name that is an object": json.dumps(
        example_request(leadData={"name": {"first": "Jane"}})
    ).encode(),
    "pain points that are objects": json.dumps(
        example_request(leadData={"pain_points": [{"a": 1}]})
    ).encode(),
    "lead data that is a text": json.dumps(example_request(leadData="Jane")).encode(),
    "no e-mail address": json.dumps(example_request(leadData={"email": "jane"})).encode(),
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
async def test_bad_input_is_refused_and_leaves_nothing_behind(
    client: httpx.AsyncClient, sessions: Sessions, body: bytes
) -> None:
    answer = await client.post(PATH, content=body, headers=JSON)
    assert answer.status_code == 400, answer.text
    assert answer.json()["success"] is False
    assert answer.json()["error"]["code"] == "INVALID_REQUEST"
    assert len(answer.json()["error"]["message"]) < 1000
    assert await count_commands(sessions) == 0


@pytest.mark.parametrize(
    "body",
    [
        b'{"a": "' + b"x" * 262_144 + b'"}',
        json.dumps(
            example_request(
                previousInteractions=[{"date": "2024-04-15", "type": "x", "summary": "y"}] * 10_000
            )
        ).encode(),
    ],
    ids=["a long text", "10,000 interactions"],
)
async def test_a_body_over_256_kib_is_413(client: httpx.AsyncClient, body: bytes) -> None:
    answer = await client.post(PATH, content=body, headers=JSON)
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "INVALID_REQUEST")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nowhere", 404), ("GET", PATH, 405), ("DELETE", "/api/commands/x", 405)],
)
async def test_the_frameworks_own_errors_have_the_envelope(
    client: httpx.AsyncClient, method: str, path: str, status: int
) -> None:
    answer = await client.request(method, path)
    assert answer.status_code == status
    assert set(answer.json()) == {"success", "error"}


async def test_another_content_type_is_415(client: httpx.AsyncClient) -> None:
    answer = await client.post(
        PATH, content="siteId=1", headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (415, "INVALID_REQUEST")


@pytest.mark.parametrize(
    ("camel", "snake"),
    [
        ("siteId", "site_id"),
        ("leadId", "lead_id"),
        ("userId", "user_id"),
        ("agentId", "agent_id"),
        ("followUpType", "follow_up_type"),
        ("leadStage", "lead_stage"),
        ("previousInteractions", "previous_interactions"),
        ("leadData", "lead_data"),
        ("productInterest", "product_interest"),
        ("followUpInterval", "follow_up_interval"),
        ("phoneNumber", "phone_number"),
    ],
)
async def test_either_spelling_is_taken_and_two_values_are_refused(
    client: httpx.AsyncClient, camel: str, snake: str
) -> None:
    request = example_request(phoneNumber="+1 415 555 0132")
    request["agentId"] = request.pop("agent_id")
    value = request.pop(camel)
    assert (await client.post(PATH, json=request | {snake: value})).status_code == 200
    assert (await client.post(PATH, json=request | {snake: value, camel: value})).status_code == 200
    both = await client.post(PATH, json=request | {snake: value, camel: "other"})
    assert both.status_code == 400
    assert camel in both.json()["error"]["message"]
    assert snake in both.json()["error"]["message"]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3)
    ),
    max_leaves=6,
)
fields = st.sampled_from(
    """siteId leadId userId agent_id visitorId followUpType leadStage previousInteractions leadData
    productInterest followUpInterval phone_number unknown""".split()
)
lead_data = st.dictionaries(
    st.sampled_from(
        "name company position email phone pain_points budget_range language timezone".split()
    ),
    anything,
    max_size=4,
)


@hypothesis_settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(changes=st.dictionaries(fields, anything, max_size=4), data=st.none() | lead_data)
async def test_any_request_is_answered_as_documented(
    client: httpx.AsyncClient, changes: dict[str, Any], data: dict[str, Any] | None
) -> None:
    request = example_request(**changes) | ({"leadData": data} if data is not None else {})
    answer = await client.post(PATH, content=json.dumps(request), headers=JSON)
    body = answer.json()
    assert answer.status_code in (200, 400, 404, 409), answer.text
    assert body["success"] is (answer.status_code == 200)
    if answer.status_code == 200:
        for follow_up in body["data"]["follow_ups"]:
            assert follow_up["content"]
            assert not re.search(r"\{\{|\}\}|\[[A-Z]", follow_up["content"])
