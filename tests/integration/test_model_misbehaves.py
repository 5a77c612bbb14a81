"""A model's server that misbehaves in every way we know: the command ends, nothing is scheduled."""

import json
import socket
import struct
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from api.app import create_app
from tests.conftest import NOW, Serve
from tests.factories import example_request
from tests.fakes import (
    ChatServer,
    as_text,
    by_tool,
    chat_server,
    misbehaving_server,
    requests_for,
    send,
    text,
    tool_call,
)
from tests.model_answers import GOOD_MODEL, REVISE, reviewer, writer
from tools.settings import Settings

PATH = "/api/agents/sales/leadFollowUp"
Server = Callable[[], AbstractContextManager[ChatServer]]


def completion(**choice: Any) -> str:
    choices = [{"index": 0, "finish_reason": "stop", **choice}]
    return json.dumps(
        {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": choices}
    )


def body(content: str, status: int = 200, **headers: str) -> Server:
    return lambda: misbehaving_server(lambda handler: send(handler, status, content, **headers))


def error(status: int, code: str, **headers: str) -> Server:
    return body(
        json.dumps({"error": {"message": "no", "type": code, "code": code}}), status, **headers
    )


def reset_in_the_body(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"id": ')
    handler.wfile.flush()
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def never_ends(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.end_headers()
    for _ in range(60):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.1)


def too_late(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(3)
    send(handler, 200, completion(message={"role": "assistant", "content": "sorry"}))


REFUSAL = {"role": "assistant", "content": None, "refusal": "I cannot help with that."}
SERVERS: dict[str, tuple[Server, str]] = {
    "refusal": (body(completion(message=REFUSAL)), "refused"),
    "cut off": (lambda: chat_server(text('{"touches": [', "length")), "cut off"),
    "content filter": (lambda: chat_server(text("", "content_filter")), "content filter"),
    "not of the type": (
        lambda: chat_server(tool_call({"touches": [{"position": "one"}]})),
        "not a valid",
    ),
    "arguments that are no JSON": (lambda: chat_server(tool_call("{touches:")), "not a valid"),
    "prose": (lambda: chat_server(text("I would be glad to help.")), "not a valid"),
    "choices: null": (
        body('{"id": "1", "object": "chat.completion", "choices": null}'),
        "no chat completion",
    ),
    "an empty list of choices": (
        body('{"id": "1", "object": "chat.completion", "model": "m", "choices": []}'),
        "no chat completion",
    ),
    "no choices": (body(completion().replace("choices", "x")), "no chat completion"),
    "empty body": (body(""), "no chat completion"),
    "wrong content type": (
        body("<html>Bad gateway</html>", Content_Type="text/html"),
        "no chat completion",
    ),
    "401": (error(401, "invalid_api_key"), "status 401"),
    "404 on the model": (error(404, "model_not_found"), "status 404"),
    "429 with Retry-After": (error(429, "rate_limit_exceeded", Retry_After="1"), "status 429"),
    "429 out of quota": (error(429, "insufficient_quota"), "status 429"),
    "500": (error(500, "server_error"), "status 500"),
    "reset in the body": (lambda: misbehaving_server(reset_in_the_body), "could not be reached"),
    "never ends": (lambda: misbehaving_server(never_ends), "within 2 seconds"),
    "too late": (lambda: misbehaving_server(too_late), "within 2 seconds"),
}


async def ask(settings: Settings, serve: Serve, url: str, **changes: Any) -> dict[str, Any]:
    """The command that a model at `url` brings about."""
    changes = {
        "model": "openai:test-model",
        "openai_base_url": url,
        "model_timeout_s": 2,
        "model_retries": 1,
    } | changes
    async with serve(create_app(settings.model_copy(update=changes), clock=lambda: NOW)) as client:
        answer = await client.post(PATH, json=example_request())
        assert answer.status_code == 200, answer.text
        address = f"/api/commands/{answer.json()['data']['command_id']}"
        data: dict[str, Any] = (await client.get(address)).json()["data"]
        return data


@pytest.mark.parametrize(("server", "because"), SERVERS.values(), ids=SERVERS.keys())
async def test_the_playbook_writes_and_a_person_looks(
    settings: Settings, serve: Serve, server: Server, because: str
) -> None:
    with server() as model:
        command = await ask(settings, serve, model.url)
    assert command["status"] == "needs_review"
    assert command["drafted_by"] == "playbook"
    assert because in command["rounds"][0]["fallback"]
    reviews = command["rounds"][0]["reviews"]
    for review in reviews:
        assert review["reviewed_by"] == "rules" or review["unavailable_because"]
    assert {f["status"] for f in command["targets"][0]["follow_ups"]} == {"needs_review"}


async def test_one_bad_answer_is_repaired(settings: Settings, serve: Serve) -> None:
    scripts = iter([tool_call({"touches": "none"})])

    def first_bad(request: dict[str, Any]) -> dict[str, Any]:
        script = next(scripts, GOOD_MODEL)
        return script(request)

    with chat_server(first_bad) as server:
        command = await ask(settings, serve, server.url)
    assert (command["status"], command["drafted_by"]) == ("completed", "openai:test-model")
    assert len(requests_for("SequenceAnswer", server)) == 2


async def test_a_tool_call_written_as_text_is_taken(settings: Settings, serve: Serve) -> None:
    wrap = 'Calling it:\n{{"name": "{name}", "arguments": {arguments}}}'
    with chat_server(as_text(GOOD_MODEL, wrap)) as server:
        command = await ask(settings, serve, server.url)
    assert (command["status"], command["drafted_by"]) == ("completed", "openai:test-model")


async def test_what_a_model_was_asked_is_kept_with_each_step(
    settings: Settings, serve: Serve
) -> None:
    with chat_server(GOOD_MODEL) as server:
        command = await ask(settings, serve, server.url)
    usages = {step["node"]: step["usage"] for step in command["steps"] if step["usage"]}
    assert set(usages) == {"sales_agent", "sales_manager", "customer_success"}
    tokens = {"input_tokens": 10, "output_tokens": 5, "cached_tokens": 0}
    assert usages["sales_agent"] == {"model": "openai:test-model", "calls": 1, **tokens}
    total = {"input_tokens": 30, "output_tokens": 15, "cached_tokens": 0}
    assert command["usage"] == {"calls": 3, **total}


async def test_a_spent_budget_ends_in_the_playbook_and_not_in_a_bill(
    settings: Settings, serve: Serve
) -> None:
    strict = by_tool(SequenceAnswer=writer(), ReviewAnswer=reviewer(REVISE))
    with chat_server(strict) as server:
        command = await ask(settings, serve, server.url, token_budget=40)
    assert len(server.requests) == 3
    assert command["status"] == "needs_review"
    assert command["rounds"][1]["drafted_by"] == "playbook"
    assert "budget of 40 tokens" in command["rounds"][1]["fallback"]
    writers = [touch["metadata"]["drafted_by"] for touch in command["targets"][0]["follow_ups"]]
    assert writers == ["playbook", "openai:test-model", "openai:test-model"]


async def test_all_prompts_of_a_command_begin_with_the_same_words(
    settings: Settings, serve: Serve
) -> None:
    with chat_server(GOOD_MODEL) as server:
        await ask(settings, serve, server.url)
    assert len({request["messages"][0]["content"] for request in server.requests}) == 1


async def test_nine_tenths_of_the_second_review_can_come_from_a_cache(
    settings: Settings, serve: Serve
) -> None:
    with chat_server(GOOD_MODEL) as server:
        await ask(settings, serve, server.url)
    one, other = requests_for("ReviewAnswer", server)
    texts = ["".join(m["content"] for m in request["messages"]) for request in (one, other)]
    shared = next(n for n, pair in enumerate(zip(*texts, strict=False)) if pair[0] != pair[1])
    assert shared > 0.9 * max(map(len, texts))
    assert one["response_format"] == other["response_format"]


async def test_no_contact_data_of_the_lead_reaches_a_model(
    settings: Settings, serve: Serve
) -> None:
    with chat_server(GOOD_MODEL) as server:
        await ask(settings, serve, server.url)
    prompts = json.dumps([request["messages"] for request in server.requests])
    for contact in ("jane.smith@", "5550132", "linkedin.com/in"):
        assert contact not in prompts
