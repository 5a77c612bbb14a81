"""The whole graph with a chat model, over real HTTP to an OpenAI-compatible server."""

import asyncio
from typing import Any

import httpx
import pytest

from api.app import create_app
from graph.workflow import build, open_models
from tests.conftest import NOW, Serve
from tests.factories import example_request
from tests.fakes import Script, asked_positions, by_tool, chat_server, text, tool_call
from tools.db.ready import open_sessions
from tools.settings import Settings

PATH = "/api/agents/sales/leadFollowUp"
APPROVE = {"verdict": "approve", "score": 90, "reasons": []}
CLOSING = {
    1: "With time-consuming content creation on your list, I would start there, and show you how our content "
    "automation deals with it. You decide what we look at first, and I will keep the rest for another day.",
    2: "Our call was a good start. I would like to hear how the team works today, so that what I show you afterwards "
    "is about your own material and not about ours.",
    3: "There is one more thing worth a look. The analytics dashboard speaks to measuring ROI, and one real example of "
    "yours would show whether it is any good for you.",
}


def touch(position: int, **changes: Any) -> dict[str, Any]:
    question = ("Would 15 minutes suit you?", "When may I call you?", "Shall I prepare one?")[
        position - 1
    ]
    short = "I know that your days are full, so I will keep it short."
    content = f"Hi Jane,\n\n{CLOSING[position]} {short}\n\n{question}\n\nMorgan Ellis"
    script = f"Opening: Hi Jane. {CLOSING[position]}\n\nQuestion: {question}\n\nVoicemail: I will try again."
    written = {
        "position": position,
        "subject": f"Content creation at Acme Inc., note {'abc'[position - 1]}",
        "content": content,
        "script": script if position == 2 else None,
        "next_steps": ["If there is no answer, call"],
        "facts": [1, 7],
    }
    return written | changes


def writer(**changes: Any) -> Script:
    return lambda request: tool_call(
        {"touches": [touch(p, **changes) for p in asked_positions(request)]}
    )(request)


async def ask(
    settings: Settings, serve: Serve, url: str, **request: Any
) -> tuple[dict[str, Any], dict[str, Any]]:
    """(the sequence, the command) that a model at `url` brings about."""
    changes = {"model": "openai:test-model", "openai_base_url": url}
    app = create_app(settings.model_copy(update=changes), clock=lambda: NOW)
    async with serve(app) as client:
        answer: httpx.Response = await client.post(PATH, json=example_request(**request))
        assert answer.status_code == 200, answer.text
        data = answer.json()["data"]
        return data, (await client.get(f"/api/commands/{data['command_id']}")).json()["data"]


async def test_a_model_drafts_and_both_supervisors_ask_it(settings: Settings, serve: Serve) -> None:
    with chat_server(by_tool(SequenceAnswer=writer(), ReviewAnswer=tool_call(APPROVE))) as server:
        data, command = await ask(settings, serve, server.url)
    assert command["drafted_by"] == "openai:test-model"
    assert data["status"] == "completed", command["rounds"]
    assert "content automation" in data["follow_ups"][0]["content"]
    assert data["follow_ups"][0]["metadata"]["facts"][0]["source"] == "site.name"
    assert len(server.requests) == 3


async def test_a_model_that_is_sent_back_writes_just_the_criticised_touch(
    settings: Settings, serve: Serve
) -> None:
    def wordy_once(request: dict[str, Any]) -> dict[str, Any]:
        positions = asked_positions(request)
        first = touch(
            1, subject="A subject that is far too long for any phone's inbox to show it in full"
        )
        touches = [first if p == 1 and len(positions) == 3 else touch(p) for p in positions]
        return tool_call({"touches": touches})(request)

    with chat_server(by_tool(SequenceAnswer=wordy_once, ReviewAnswer=tool_call(APPROVE))) as server:
        data, command = await ask(settings, serve, server.url)
    assert data["status"] == "completed", command["rounds"][-1]["reviews"]
    assert [record["changed"] for record in command["rounds"]] == [[1, 2, 3], [1]]
    assert command["rounds"][0]["changes"] == []
    [change] = command["rounds"][1]["changes"]
    assert (change["position"], change["field"]) == (1, "subject")
    assert "[-" in change["diff"]
    assert change["because"]
    assert command["rounds"][0]["reviews"][1]["reasons"][0]["rule"] == "length"


async def test_an_invented_number_is_never_scheduled(settings: Settings, serve: Serve) -> None:
    invented = writer(
        content=touch(1)["content"].replace("You decide", "It saves 37% of the time. You decide")
    )
    with chat_server(by_tool(SequenceAnswer=invented, ReviewAnswer=tool_call(APPROVE))) as server:
        data, command = await ask(settings, serve, server.url)
    assert data["status"] == "needs_review"
    assert {follow_up["status"] for follow_up in data["follow_ups"]} == {"needs_review"}
    assert len(command["rounds"]) == 3
    assert any(reason["quote"] == "37" for reason in command["rounds"][-1]["reviews"][0]["reasons"])


async def test_a_supervisors_objection_reaches_the_writer(settings: Settings, serve: Serve) -> None:
    objection = {
        "position": 1,
        "field": "content",
        "problem": "is cold",
        "wanted": "a warmer opening",
    }
    verdicts = iter([{"verdict": "revise", "score": 40, "reasons": [objection]}] * 2)

    def reviewer(request: dict[str, Any]) -> dict[str, Any]:
        return tool_call(next(verdicts, APPROVE))(request)

    with chat_server(by_tool(SequenceAnswer=writer(), ReviewAnswer=reviewer)) as server:
        data, command = await ask(settings, serve, server.url)
    assert data["status"] == "completed", command["rounds"][-1]["reviews"]
    rewrite = [r for r in server.requests if r["tools"][0]["function"]["name"] == "SequenceAnswer"][
        1
    ]
    assert "a warmer opening" in rewrite["messages"][1]["content"]


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
    "wrap", ["{}", "Here it is:\n```json\n{}\n```", "<think>Let me {{see}}.</think>\n{}"]
)
async def test_an_answer_as_json_in_the_text_is_taken(
    settings: Settings, serve: Serve, wrap: str
) -> None:
    import json

    def as_text(script: Script) -> Script:
        def answer(request: dict[str, Any]) -> dict[str, Any]:
            arguments = script(request)["message"]["tool_calls"][0]["function"]["arguments"]
            return text(wrap.replace("{}", json.dumps(json.loads(arguments))))(request)

        return answer

    scripts = by_tool(SequenceAnswer=as_text(writer()), ReviewAnswer=as_text(tool_call(APPROVE)))
    with chat_server(scripts) as server:
        data, command = await ask(settings, serve, server.url)
    assert (data["status"], command["drafted_by"]) == ("completed", "openai:test-model")


def test_one_model_serves_one_event_loop_after_another(settings: Settings) -> None:
    with chat_server(by_tool(SequenceAnswer=writer(), ReviewAnswer=tool_call(APPROVE))) as server:
        models = open_models(
            settings.model_copy(update={"model": "openai:m", "openai_base_url": server.url})
        )
        graph = build(
            sessions=open_sessions(settings.database_url), models=models, clock=lambda: NOW
        )

        async def run() -> list[str]:
            found = await graph.ainvoke({"site_id": "site_456", "lead_id": "lead_789"})
            await models.close()
            return [review["status"] for reviews in found["reviews"].values() for review in reviews]

        assert [asyncio.run(run()) for _ in range(2)] == [["done", "done"]] * 2
