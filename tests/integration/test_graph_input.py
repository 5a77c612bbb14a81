"""What the graph takes as its input, and what Studio makes its form of."""

from typing import Any

import pytest

from graph.state import READ_ELSEWHERE, Context, Input, InteractionInput, LeadDataInput
from graph.workflow import Graph, build
from tests.conftest import NOW
from tools.db.engine import Sessions
from tools.errors import InvalidRequest
from tools.intake.request import EarlierInteraction, FollowUpRequest, LeadData


@pytest.fixture
def graph(sessions: Sessions) -> Graph:
    return build(sessions=sessions, clock=lambda: NOW)


def properties_of(schema: dict[str, Any]) -> dict[str, Any]:
    properties: dict[str, Any] = schema["properties"]
    return properties


def test_the_form_asks_for_a_site_and_a_lead(graph: Graph) -> None:
    assert graph.get_input_jsonschema()["required"] == ["site_id", "lead_id"]


def test_the_form_has_each_field_of_the_request_once(graph: Graph) -> None:
    fields = set(properties_of(graph.get_input_jsonschema()))
    assert fields == {*FollowUpRequest.model_fields, "command_id"} - set(READ_ELSEWHERE)


def test_the_form_describes_every_field(graph: Graph) -> None:
    schema = graph.get_input_jsonschema()
    objects = [schema, *schema["$defs"].values(), graph.get_context_jsonschema()]
    for properties in map(properties_of, filter(None, objects)):
        assert [name for name, field in properties.items() if "description" not in field] == []


def test_the_form_knows_what_lead_data_and_interactions_hold(graph: Graph) -> None:
    definitions = graph.get_input_jsonschema()["$defs"]
    lead_data = properties_of(definitions[LeadDataInput.__name__])
    assert set(lead_data) == set(LeadData.model_fields)
    interaction = definitions[InteractionInput.__name__]
    assert set(properties_of(interaction)) == set(EarlierInteraction.model_fields)
    assert interaction["required"] == ["date", "type"]


async def test_the_forms_examples_make_a_run(graph: Graph) -> None:
    fields = properties_of(graph.get_input_jsonschema())
    request: Any = {
        name: field["examples"][0] for name, field in fields.items() if "examples" in field
    }
    assert len(request) >= 10
    assert (await graph.ainvoke(request))["saved_to_database"] is True


def test_the_context_has_the_models_and_the_revisions(graph: Graph) -> None:
    schema = graph.get_context_jsonschema()
    assert schema is not None
    assert set(properties_of(schema)) == set(Context.__annotations__)
    choices = {"model", "review_model", "max_revisions", "autonomy"}
    assert set(Context.__annotations__) == choices


@pytest.mark.parametrize(
    "request_fields",
    [
        {"site_id": "site_456", "lead_id": "lead_789", "follow_up_type": "call"},
        {"siteId": "site_456", "leadId": "lead_789", "followUpType": "call"},
        {"siteId": "site_456", "lead_id": "lead_789", "followUpType": "call"},
    ],
)
async def test_both_spellings_of_a_field_are_taken(graph: Graph, request_fields: Input) -> None:
    result = await graph.ainvoke(request_fields)
    assert result["follow_ups"][0]["type"] == "call"


IDS = {"site_id": "site_456", "lead_id": "lead_789"}
CAMEL_IDS = {"siteId": "site_456", "leadId": "lead_789"}


@pytest.mark.parametrize(
    ("request_fields", "name"),
    [
        ({"siteId": "site_456"}, "leadId"),
        ({"site_id": "site_456"}, "lead_id"),
        ({"siteId": "site_456", "leadID": "lead_789"}, "leadId"),
        ({"site_id": "site_456", "lead_id": "lead 789"}, "lead_id"),
        ({"siteId": "site_456", "leadId": "lead 789"}, "leadId"),
        ({**IDS, "lead_data": {"email": "jane"}}, "lead_data.email"),
        ({**CAMEL_IDS, "leadData": {"email": "jane"}}, "leadData.email"),
        ({**IDS, "lead_data": {"pain_points": {}}}, "lead_data.pain_points"),
        ({**CAMEL_IDS, "leadData": {"painPoints": {}}}, "leadData.painPoints"),
        ({**IDS, "follow_up_type": "fax"}, "follow_up_type"),
        ({**CAMEL_IDS, "followUpType": "fax"}, "followUpType"),
        ({**IDS, "previous_interactions": [{"type": "call"}]}, "previous_interactions.0.date"),
    ],
)
async def test_an_error_names_the_field_as_it_was_sent(
    graph: Graph, request_fields: Input, name: str
) -> None:
    with pytest.raises(InvalidRequest) as error:
        await graph.ainvoke(request_fields)
    assert str(error.value).startswith(f"{name}: ")
