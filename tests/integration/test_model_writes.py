"""The whole graph with a chat model, over real HTTP to an OpenAI-compatible server."""

import asyncio
from typing import Any

import httpx
import pytest

from api.app import create_app
from graph.workflow import build, open_models
from tests.conftest import NOW, Serve
from tests.factories import example_request
from tests.fakes import (
    Json,
    as_text,
    asked_positions,
    by_tool,
    chat_server,
    requests_for,
    text,
    tool_call,
)
from tests.model_answers import APPROVE, GOOD_MODEL, OBJECTION, REVISE, reviewer, touch, writer
from tools.db.ready import open_sessions
from tools.settings import Settings

PATH = "/api/agents/sales/leadFollowUp"


async def ask(settings: Settings, serve: Serve, url: str, **request: Any) -> tuple[Json, Json]:
    """(the sequence, the command) that a model at `url` brings about."""
    changes = {"model": "openai:test-model", "openai_base_url": url}
    app = create_app(settings.model_copy(update=changes), clock=lambda: NOW)
    async with serve(app) as client:
        answer: httpx.Response = await client.post(PATH, json=example_request(**request))
        assert answer.status_code == 200, answer.text
        data = answer.json()["data"]
        return data, (await client.get(f"/api/commands/{data['command_id']}")).json()["data"]


async def test_a_model_drafts_and_both_supervisors_ask_it(settings: Settings, serve: Serve) -> None:
    with chat_server(GOOD_MODEL) as server:
        data, command = await ask(settings, serve, server.url)
    assert command["drafted_by"] == "openai:test-model"
    assert data["status"] == "completed", command["rounds"]
    assert "content automation" in data["follow_ups"][0]["content"]
    assert data["follow_ups"][0]["metadata"]["facts"][0]["source"] == "site.name"
    assert len(server.requests) == 3


async def test_a_model_that_is_sent_back_writes_just_the_criticised_touch(
    settings: Settings, serve: Serve
) -> None:
    def wordy_once(request: Json) -> Json:
        positions = asked_positions(request)
        touches = [touch(position) for position in positions]
        if len(positions) == 3:
            touches[0]["subject"] = "A subject that is far too long for any phone's inbox to show"
        return tool_call({"touches": touches})(request)

    with chat_server(by_tool(SequenceAnswer=wordy_once, ReviewAnswer=reviewer())) as server:
        data, command = await ask(settings, serve, server.url)
    assert data["status"] == "completed", command["rounds"][-1]["reviews"]
    assert [record["changed"] for record in command["rounds"]] == [[1, 2, 3], [1]]
    assert command["rounds"][0]["changes"] == []
    [change] = command["rounds"][1]["changes"]
    assert (change["position"], change["field"]) == (1, "subject")
    assert "[-" in change["diff"]
    assert change["because"]
    assert command["rounds"][0]["reviews"][1]["findings"][0]["rule"] == "length"


async def test_an_invented_number_is_never_scheduled(settings: Settings, serve: Serve) -> None:
    content = touch(1)["content"].replace("You decide", "It saves 37% of the time. You decide")
    liar = writer(content=content)
    with chat_server(by_tool(SequenceAnswer=liar, ReviewAnswer=reviewer())) as server:
        data, command = await ask(settings, serve, server.url)
    assert data["status"] == "needs_review"
    assert {follow_up["status"] for follow_up in data["follow_ups"]} == {"needs_review"}
    assert len(command["rounds"]) == 2  # the same finding came back: there is no third
    assert any(
        "37" in quote
        for review in command["rounds"][-1]["reviews"]
        for finding in review["findings"]
        for quote in finding["quotes"]
    )


async def test_a_supervisors_objection_reaches_the_writer(settings: Settings, serve: Serve) -> None:
    verdicts = iter([REVISE] * 2)

    def in_turn(request: Json) -> Json:
        return reviewer(next(verdicts, APPROVE))(request)

    with chat_server(by_tool(SequenceAnswer=writer(), ReviewAnswer=in_turn)) as server:
        data, command = await ask(settings, serve, server.url)
    assert data["status"] == "completed", command["rounds"][-1]["reviews"]
    _, rewrite = requests_for("SequenceAnswer", server)
    assert OBJECTION["remedy"] in rewrite["messages"][1]["content"]


async def test_without_an_answer_the_playbook_writes_and_a_person_looks(
    settings: Settings, serve: Serve
) -> None:
    with chat_server(text("I would rather not.")) as server:
        data, command = await ask(settings, serve, server.url)
    assert command["drafted_by"] == "playbook"
    assert "not a valid" in command["rounds"][0]["fallback"]
    assert data["status"] == "needs_review"
    assert {supervisor["status"] for supervisor in command["supervisors"]} == {"unavailable"}


@pytest.mark.parametrize(
    "wrap",
    [
        "{arguments}",
        "Here it is:\n```json\n{arguments}\n```",
        "<think>Let me {{see}}.</think>\n{arguments}",
    ],
)
async def test_an_answer_as_json_in_the_text_is_taken(
    settings: Settings, serve: Serve, wrap: str
) -> None:
    with chat_server(as_text(GOOD_MODEL, wrap)) as server:
        data, command = await ask(settings, serve, server.url)
    assert (data["status"], command["drafted_by"]) == ("completed", "openai:test-model")


def test_one_model_serves_one_event_loop_after_another(settings: Settings) -> None:
    with chat_server(GOOD_MODEL) as server:
        changes = {"model": "openai:m", "openai_base_url": server.url}
        models = open_models(settings.model_copy(update=changes))
        sessions = open_sessions(settings.database_url)
        graph = build(sessions=sessions, models=models, clock=lambda: NOW)

        async def run() -> list[str]:
            result = await graph.ainvoke({"site_id": "site_456", "lead_id": "lead_789"})
            await models.close()
            sales_manager, customer_success = result["reviews"].values()
            return [review["status"] for review in [*sales_manager, *customer_success]]

        assert [asyncio.run(run()) for _ in range(2)] == [["done", "done"]] * 2
