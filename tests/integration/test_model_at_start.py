"""What is said at start of a model that cannot work: one line, at once, and nothing is stopped."""

import asyncio
import logging
import time
from typing import Any

import pytest
from typer.testing import CliRunner

from agents.chat.start import problem_at_start
from api.app import create_app
from api.cli.app import app
from tests.conftest import NOW, Serve
from tests.fakes import Handling, chat_server, model_list, send, text
from tests.model_answers import GOOD_MODEL
from tools.settings import Settings


def answering(status: int, body: str) -> Handling:
    return lambda handler: send(handler, status, body)


def hanging(handler: Any) -> None:
    time.sleep(1)
    send(handler, 200, "{}")


WORKING: dict[str, Handling | None] = {
    "listed": model_list("another", "test-model"),
    "Ollama's tag": model_list("test-model:latest"),
    "llama.cpp, which takes any name": model_list("/models/some.gguf", owner="llamacpp"),
    "a proxy that passes all on": model_list("openai/*"),
    "an empty list": model_list(),
    "no list": None,
    "a key that may not list": answering(403, '{"error": {"message": "Missing scopes"}}'),
    "a list that fails": answering(500, "oops"),
    "a page": answering(200, "<html></html>"),
    "a list of something": answering(200, '{"data": [1, null, {"name": "x"}]}'),
    "a deep list": answering(200, '{"data":' * 100_000),
}


@pytest.mark.parametrize("models", WORKING.values(), ids=WORKING.keys())
async def test_nothing_is_said_where_nothing_speaks_against_the_model(
    models: Handling | None,
) -> None:
    with chat_server(text(""), models) as server:
        problem = await problem_at_start("test-model", api_key="k", base_url=server.url)
    assert problem is None
    assert server.requests == []


BROKEN: dict[str, tuple[Handling, str]] = {
    "a wrong key": (answering(401, "{}"), "refuses the key: check OPENAI_API_KEY"),
    "an unknown name": (
        model_list(*"abcdefg"),
        "does not list the model test-model: it has a, b, c, d, e and 2 more",
    ),
    "a server that hangs": (hanging, "did not answer within 0.2 seconds"),
}


@pytest.mark.parametrize(("models", "words"), BROKEN.values(), ids=BROKEN.keys())
async def test_what_speaks_against_a_model_is_said(models: Handling, words: str) -> None:
    with chat_server(text(""), models) as server:
        problem = await problem_at_start(
            "test-model", api_key="k", base_url=server.url, patience_s=0.2
        )
    assert problem
    assert words in problem
    assert "\n" not in problem


async def test_a_server_that_is_away_is_said() -> None:
    problem = await problem_at_start("m", api_key=None, base_url="http://127.0.0.1:9/v1")
    assert problem == (
        "The server of openai:m cannot be reached (ConnectError): check OPENAI_BASE_URL."
    )


async def test_a_missing_key_is_said_without_asking_anybody() -> None:
    problem = await problem_at_start("m", api_key=None, base_url=None)
    assert problem
    assert "needs a key: set OPENAI_API_KEY" in problem


async def test_the_api_says_it_in_its_log_and_serves(
    settings: Settings, serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    with chat_server(GOOD_MODEL, model_list("another")) as server:
        changes = {"model": "openai:test-model", "openai_base_url": server.url}
        api = create_app(settings.model_copy(update=changes), clock=lambda: NOW)
        async with serve(api) as client:
            assert (await client.get("/readyz")).status_code == 200
            for _ in range(100):
                if caplog.records:
                    break
                await asyncio.sleep(0.02)
    [record] = caplog.records
    assert record.levelno == logging.WARNING
    assert "does not list the model test-model: it has another." in record.getMessage()


async def test_a_server_that_hangs_holds_up_neither_start_nor_stop(
    settings: Settings, serve: Serve
) -> None:
    with chat_server(GOOD_MODEL, hanging) as server:
        changes = {"model": "openai:test-model", "openai_base_url": server.url}
        api = create_app(settings.model_copy(update=changes), clock=lambda: NOW)
        async with serve(api):  # once, for what is imported and opened
            pass
        start = time.perf_counter()
        async with serve(api) as client:
            assert (await client.get("/readyz")).status_code == 200
        assert time.perf_counter() - start < 0.9


def test_the_command_line_says_it(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    monkeypatch.setenv("LEAD_FOLLOWUP_MODEL", "openai:test-model")
    with chat_server(GOOD_MODEL, model_list("another")) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", f" {server.url}/chat/completions \n")
        outcome = CliRunner().invoke(app, ["settings"])
    assert outcome.exit_code == 0
    assert "Warning: The server does not list the model test-model" in outcome.stderr
    assert f"OPENAI_BASE_URL={server.url}\n" in outcome.stdout
