"""The OpenAPI document, fuzzed: what it says is what the server does."""

from collections.abc import Iterator

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

from api.cli.demo import served
from tools.settings import Settings

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    database = tmp_path_factory.mktemp("openapi") / "leads.db"
    demo = Settings(_env_file=None, DATABASE_URL=f"sqlite:///{database}", demo=True)
    with served(demo) as url:
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
