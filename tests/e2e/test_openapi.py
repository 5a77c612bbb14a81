"""The OpenAPI document, fuzzed: what it says is what the server does."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.errors import STATUSES
from tests.processes import free_port, running

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server in a process of its own: what it draws by chance is none of Hypothesis's."""
    folder = tmp_path_factory.mktemp("openapi")
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    serve = ["lead-followup", "serve", "--demo", "--port", str(port)]
    env = {"DATABASE_URL": f"sqlite:///{folder}/leads.db"}
    with running(serve, env=env, cwd=folder, ready=f"{url}/readyz"):
        yield url


@pytest.fixture(scope="module")
def document(address: str) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_url(f"{address}/openapi.json")


OPERATIONS = [("/api/agents/sales/leadFollowUp", "POST"), ("/api/commands/{command_id}", "GET")]


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_server_does_what_its_document_says(
    document: schemathesis.BaseSchema, path: str, method: str, data: st.DataObject
) -> None:
    case = data.draw(document[path][method].as_strategy())
    case.call_and_validate(checks=CHECKS)


def test_both_spellings_of_every_field_are_documented(address: str) -> None:
    schema = httpx.get(f"{address}/openapi.json", trust_env=False).json()
    body = schema["paths"]["/api/agents/sales/leadFollowUp"]["post"]["requestBody"]
    fields = body["content"]["application/json"]["schema"]["properties"]
    for camel, snake in (
        ("siteId", "site_id"),
        ("followUpType", "follow_up_type"),
        ("phoneNumber", "phone_number"),
    ):
        assert fields[camel] == fields[snake]


def test_no_422_is_documented(address: str) -> None:
    assert '"422"' not in httpx.get(f"{address}/openapi.json", trust_env=False).text


@pytest.fixture(scope="module")
def openapi(address: str) -> dict[str, Any]:
    document: dict[str, Any] = httpx.get(f"{address}/openapi.json", trust_env=False).json()
    return document


def references(part: Any) -> set[str]:
    """The names of the schemas that a part of the document refers to."""
    if isinstance(part, dict):
        names = {str(part["$ref"]).rsplit("/", 1)[-1]} if "$ref" in part else set()
        return names.union(*map(references, part.values()))
    if isinstance(part, list):
        return set().union(*map(references, part))
    return set()


def test_every_schema_is_used(openapi: dict[str, Any]) -> None:
    schemas = openapi["components"]["schemas"]
    used = references(openapi["paths"])
    while more := set().union(*(references(schemas[name]) for name in used)) - used:
        used |= more
    assert set(schemas) == used


def test_the_headers_that_are_read_and_sent_are_documented(openapi: dict[str, Any]) -> None:
    post = openapi["paths"]["/api/agents/sales/leadFollowUp"]["post"]
    assert {"prefer", "idempotency-key"} <= {p["name"] for p in post["parameters"]}
    assert set(post["responses"]["202"]["headers"]) == {
        "Location",
        "Retry-After",
        "Preference-Applied",
    }
    events = openapi["paths"]["/api/commands/{command_id}/events"]["get"]
    assert "last-event-id" in {p["name"] for p in events["parameters"]}
    assert "text/event-stream" in events["responses"]["200"]["content"]


def test_every_code_has_an_example_under_its_status(openapi: dict[str, Any]) -> None:
    shown: dict[str, set[str]] = {}
    for path in openapi["paths"].values():
        for operation in path.values():
            for status, response in operation["responses"].items():
                content = response.get("content", {}).get("application/json", {})
                for code, example in content.get("examples", {}).items():
                    assert example["value"]["error"]["code"] == code
                    shown.setdefault(code, set()).add(status)
    for code, status in STATUSES.items():
        if code != "NOT_FOUND":  # said of paths that are not in the document
            assert str(status) in shown[code], code


def test_codes_statuses_and_times_say_what_they_can_be(openapi: dict[str, Any]) -> None:
    schemas = openapi["components"]["schemas"]
    assert set(schemas["ErrorFact"]["properties"]["code"]["enum"]) == set(STATUSES)
    assert schemas["FollowUpBody"]["properties"]["scheduled_for"]["format"] == "date-time"
    body = openapi["paths"]["/api/agents/sales/leadFollowUp"]["post"]["requestBody"]
    assert body["content"]["application/json"]["example"]["leadId"] == "lead_789"
