"""Each kind of server is spoken to as it understands, and what it refuses is told in its words."""

import asyncio
import json
import logging
import time
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict

from agents.llm import (
    Meter,
    Model,
    ModelAnswerInvalid,
    ModelAnswerTruncated,
    ModelError,
    ModelUnavailable,
    ask,
    open_model,
)
from tests import servers
from tests.fakes import (
    Json,
    Refusal,
    Script,
    answer_of,
    chat_server,
    misbehaving_server,
    send,
    text,
    tool_call,
)

KEY = "sk-test-0123456789"
ANSWER = {"verdict": "approve", "remark": None, "findings": ["one", "two"]}
JSON_TEXT = json.dumps(ANSWER)
MESSAGES = [
    ("system", "You review what a salesperson wrote."),
    ("user", "Lucía Fernández of Plumeworks asked for prices; write to lucia@plumeworks.example."),
]


class Opinion(BaseModel):
    model_config = ConfigDict(extra="forbid")
    verdict: str
    remark: str | None
    findings: list[str]


def model_at(url: str, **changes: Any) -> Model:
    options: dict[str, Any] = {
        "api_key": KEY,
        "base_url": url,
        "timeout_s": 20,
        "retries": 0,
        "temperature": None,
        "concurrency": 4,
        "token_budget": 1_000_000,
    }
    model = open_model("openai:test-model", **options | changes)
    assert model
    return model


async def opinions(url: str, times: int = 1, **changes: Any) -> Opinion:
    """The last of some opinions that the model at this address gives."""
    model = model_at(url, **changes)
    try:
        for _ in range(times):
            opinion = await ask(model, Opinion, MESSAGES, Meter(), most_tokens=600)
        return opinion
    finally:
        await model.close()


def format_of(request: Json) -> str:
    """The format that a request wants its answer in."""
    if "response_format" in request:
        return "schema"
    return "tool" if "tools" in request else "text"


FORMATS: dict[str, tuple[Script, list[str]]] = {
    "OpenAI": (answer_of(ANSWER), ["schema", "schema"]),
    "llama.cpp": (servers.llama_cpp(answer_of(ANSWER)), ["schema", "schema"]),
    "an old llama.cpp": (
        servers.old_llama_cpp(answer_of(ANSWER)),
        ["schema", "tool", "text", "text"],
    ),
    "DeepSeek": (servers.deepseek(answer_of(ANSWER)), ["schema", "tool", "tool"]),
    "LM Studio": (servers.lm_studio(answer_of(ANSWER)), ["schema", "tool", "text", "text"]),
    "vLLM": (servers.vllm(answer_of(ANSWER)), ["schema", "schema"]),
    "Ollama": (servers.ollama(answer_of(ANSWER)), ["schema", "schema"]),
}


@pytest.mark.parametrize(("script", "formats"), FORMATS.values(), ids=FORMATS.keys())
async def test_the_second_call_starts_with_the_format_that_worked(
    script: Script, formats: list[str]
) -> None:
    with chat_server(script) as server:
        opinion = await opinions(server.url, times=2)
    assert opinion == Opinion(**ANSWER)
    assert [format_of(request) for request in server.requests] == formats
    assert {request["max_tokens"] for request in server.requests} == {600}


async def test_a_format_that_is_passed_over_is_a_warning_with_its_reason(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with chat_server(servers.deepseek(answer_of(ANSWER))) as server:
        await opinions(server.url)
    [record] = caplog.records
    assert record.levelno == logging.WARNING
    assert "This response_format type is unavailable now" in record.getMessage()


async def test_a_limit_is_sent_under_its_new_name_and_grows_for_a_model_that_thinks() -> None:
    with chat_server(servers.openai_reasoning(answer_of(ANSWER))) as server:
        await opinions(server.url, times=2)
    first, second, third, fourth = server.requests
    assert first["max_tokens"] == second["max_completion_tokens"] == 600
    assert third["max_completion_tokens"] == fourth["max_completion_tokens"] == 8_600
    assert {format_of(request) for request in server.requests} == {"schema"}


async def test_a_model_without_a_system_role_is_told_all_in_one_message() -> None:
    with chat_server(servers.gemma(answer_of(ANSWER))) as server:
        await opinions(server.url, times=2)
    assert len(server.requests) == 3
    for request in server.requests[1:]:
        [message] = request["messages"]
        assert all(words in message["content"] for _, words in MESSAGES)


async def test_an_answer_that_is_whole_at_its_limit_is_taken() -> None:
    with chat_server(text(JSON_TEXT + "\n" * 50, "length")) as server:
        assert await opinions(server.url) == Opinion(**ANSWER)


async def test_an_answer_that_is_cut_off_is_not_asked_for_again() -> None:
    with chat_server(text(JSON_TEXT[:-20], "length")) as server:
        with pytest.raises(ModelAnswerTruncated):
            await opinions(server.url)
        assert len(server.requests) == 1


async def test_talk_up_to_the_limit_is_a_format_that_was_ignored() -> None:
    def script(request: Json) -> Json:
        if "response_format" in request:
            return text("Well, where shall I begin? " * 20, "length")(request)
        return answer_of(ANSWER)(request)

    with chat_server(script) as server:
        assert await opinions(server.url) == Opinion(**ANSWER)


def refusing(status: int, body: Any) -> Script:
    def answer(request: Json) -> Json:
        raise Refusal(status, body)

    return answer


WRONG_KEY = f"Incorrect API key provided: {KEY[:8]}***6789. You can find your API key at /keys."
REFUSALS: dict[str, tuple[Script, list[str]]] = {
    "a wrong key": (
        refusing(401, {"error": {"message": WRONG_KEY, "code": "invalid_api_key"}}),
        ["status 401: Incorrect API key provided", "OPENAI_API_KEY"],
    ),
    "an unknown model": (
        servers.vllm(answer_of(ANSWER), name="another"),
        ["The model `test-model` does not exist", "check the model's name"],
    ),
    "Ollama without the model": (
        refusing(404, {"error": {"message": 'model "test-model" not found, try pulling it first'}}),
        ["try pulling it first", "check the model's name"],
    ),
    "a context that is too small": (
        servers.vllm(answer_of(ANSWER), context_tokens=512),
        ["maximum context length is 512", "larger context length"],
    ),
    "llama.cpp with a context that is too small": (
        refusing(500, {"error": {"code": 500, "message": "Context size has been exceeded."}}),
        ["Context size has been exceeded", "larger context length"],
    ),
    "no credit": (
        refusing(429, {"error": {"message": "You exceeded your current quota", "code": "quota"}}),
        ["current quota", "no credit"],
    ),
    "a proxy whose server is away": (
        refusing(502, "<html><head><title>502 Bad Gateway</title></head>\n<hr>nginx</html>"),
        ["status 502: 502 Bad Gateway nginx", "away"],
    ),
    "an address without /v1": (
        refusing(404, "404 page not found"),
        ["404 page not found", "/v1"],
    ),
    "FastAPI's list of faults": (
        refusing(422, {"detail": [{"loc": ["body"], "msg": "Field required"}]}),
        ["status 422: Field required"],
    ),
}


@pytest.mark.parametrize(("script", "words"), REFUSALS.values(), ids=REFUSALS.keys())
async def test_a_refusal_is_told_in_the_servers_words_with_a_hint(
    script: Script, words: list[str]
) -> None:
    with chat_server(script) as server, pytest.raises(ModelUnavailable) as caught:
        await opinions(server.url)
    told = str(caught.value)
    assert [part for part in words if part not in told] == []
    assert "\n" not in told
    assert KEY[:8] not in told


async def test_neither_the_error_nor_the_log_repeats_the_prompt(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def echo(request: Json) -> Json:
        words = f"Cannot read: {request['messages'][1]['content']!r} \x1b[31m in the template"
        raise Refusal(400, {"error": {"message": words}})

    with chat_server(echo) as server, pytest.raises(ModelUnavailable) as caught:
        await opinions(server.url)
    shown = str(caught.value) + caplog.text
    for part in ("Lucía", "Fernández", "Plumeworks", "asked for prices", "lucia@", KEY, "\x1b"):
        assert part not in shown
    assert "Cannot read" in shown


def message(**parts: Any) -> Script:
    return lambda request: {"message": {"role": "assistant", **parts}, "finish_reason": "stop"}


def called(*arguments: Any) -> Script:
    calls = [
        {"id": f"c{number}", "type": "function", "function": {"name": "Opinion", "arguments": each}}
        for number, each in enumerate(arguments)
    ]
    return message(content=None, tool_calls=calls)


ODD_ANSWERS: dict[str, Script] = {
    "arguments as an object": called(ANSWER),
    "arguments as JSON text in JSON text": called(json.dumps(JSON_TEXT)),
    "arguments in a fence": called(f"```json\n{JSON_TEXT}\n```"),
    "an invalid call before a valid one": called("{verdict:", JSON_TEXT),
    "the old function_call": message(function_call={"name": "Opinion", "arguments": JSON_TEXT}),
    "content as parts": message(content=[{"type": "text", "text": JSON_TEXT}]),
    "content as an object": message(content=ANSWER),
    "content as JSON text in JSON text": message(content=json.dumps(JSON_TEXT)),
    "a lone end of thinking": message(content=f"I see {{it}}.</think>{JSON_TEXT}"),
    "an answer that is all reasoning": message(content=None, reasoning_content=JSON_TEXT),
    "no null for what is missing": message(
        content=json.dumps({"verdict": "approve", "findings": ["one", "two"]})
    ),
    "a field that nobody asked for": message(content=json.dumps(ANSWER | {"mood": "sunny"})),
    "an answer under its name": message(content=json.dumps({"Opinion": ANSWER})),
    "a list of one": message(content=f"[{JSON_TEXT}]"),
}


@pytest.mark.parametrize("script", ODD_ANSWERS.values(), ids=ODD_ANSWERS.keys())
async def test_an_odd_answer_is_read(script: Script) -> None:
    with chat_server(script) as server:
        assert await opinions(server.url) == Opinion(**ANSWER)
    assert len(server.requests) == 1


class Points(BaseModel):
    points: list[int]


async def test_several_tool_calls_with_lists_are_one_answer() -> None:
    with chat_server(called('{"points": [1]}', '{"points": [2, 3]}')) as server:
        model = model_at(server.url)
        answer = await ask(model, Points, MESSAGES, Meter())
        await model.close()
    assert answer.points == [1, 2, 3]


def whole(body: str, status: int = 200) -> Any:
    return misbehaving_server(lambda handler: send(handler, status, body, Connection="close"))


BODIES: dict[str, tuple[str, str]] = {
    "choices: []": ('{"choices": []}', "no chat completion"),
    "choices: null": ('{"choices": null}', "no chat completion"),
    "choices of nulls": ('{"choices": [null]}', "no chat completion"),
    "a message that is null": ('{"choices": [{"message": null}]}', "no chat completion"),
    "null content": (
        '{"choices": [{"message": {"role": "assistant", "content": null}}]}',
        "no JSON object",
    ),
    "a page": ("<!doctype html><title>Sign in</title>", "no chat completion; check OPENAI_BASE"),
    "a list": ("[1, 2]", "no chat completion"),
    "an error with status 200": (
        '{"error": {"message": "Provider returned error", "code": 502}}',
        "status 502: Provider returned error",
    ),
    "odd types": (
        '{"choices": [{"message": {"content": 7, "tool_calls": "x", "refusal": []}, "index": "a", '
        '"finish_reason": {}}], "usage": {"prompt_tokens": "ten", "completion_tokens": -1}}',
        "no JSON object",
    ),
    "a deep body": ('{"a":' * 200_000, "no chat completion"),
}


@pytest.mark.parametrize(("body", "because"), BODIES.values(), ids=BODIES.keys())
async def test_a_body_that_is_no_answer_is_told(body: str, because: str) -> None:
    with whole(body) as server, pytest.raises(ModelError, match=because):
        await opinions(server.url)


MILLION = 1_000_000
LONG_ANSWERS: dict[str, str] = {
    "letters": "a" * MILLION,
    "braces": "{" * MILLION,
    "braces with quotes": '{"' * (MILLION // 2),
    "brackets with braces": "[{" * (MILLION // 2),
    "nested objects": '{"a":' * (MILLION // 5),
    "many objects": '{"a": 1} ' * (MILLION // 9),
    "one long string": json.dumps(ANSWER | {"verdict": "a" * MILLION}),
    "many findings": json.dumps(ANSWER | {"findings": ["a"] * (MILLION // 6)}),
    "thinking": "<think>" * (MILLION // 7),
    "blanks": "{" + " " * MILLION,
    "nested JSON text": json.dumps(json.dumps(json.dumps(ANSWER | {"remark": '"' * 100_000}))),
}


async def lag(seconds: float = 0.005) -> float:
    """The longest time, in seconds, that the event loop was held up, until it is cancelled."""
    longest, before = 0.0, time.perf_counter()
    try:
        while True:
            await asyncio.sleep(seconds)
            now = time.perf_counter()
            longest, before = max(longest, now - before - seconds), now
    except asyncio.CancelledError:
        return longest


@pytest.mark.parametrize("content", LONG_ANSWERS.values(), ids=LONG_ANSWERS.keys())
@pytest.mark.parametrize("is_call", [False, True], ids=["in the text", "in a tool call"])
async def test_a_million_characters_cost_under_a_second(content: str, is_call: bool) -> None:
    script = tool_call(content) if is_call else text(content)
    with chat_server(script) as server:
        model = model_at(server.url)
        await model.chat()
        watching = asyncio.create_task(lag())
        await asyncio.sleep(0)
        start = time.process_time()
        with pytest.raises((ModelAnswerInvalid, ModelAnswerTruncated)):
            await ask(model, Opinion, MESSAGES, Meter())
        seconds = (time.process_time() - start) / len(server.requests)
        watching.cancel()
        longest = await watching
        await model.close()
    assert seconds < 1
    assert longest < 1


async def test_a_body_without_end_is_cut() -> None:
    body = json.dumps({"choices": [{"message": {"content": "a" * 30_000_000}}]})
    start = time.perf_counter()
    with whole(body) as server, pytest.raises(ModelError, match="no chat completion"):
        await opinions(server.url)
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(ANSWER | {"verdict": "a" * 20_001}),
        json.dumps(ANSWER | {"verdict": "\u0000"}),
        '{"verdict": "\\ud800", "remark": null, "findings": []}',
        json.dumps(ANSWER | {"findings": None}),
    ],
    ids=["long", "control characters", "half a character", "null for a list"],
)
async def test_a_text_that_nobody_can_use_is_refused(content: str) -> None:
    with chat_server(text(content)) as server, pytest.raises(ModelAnswerInvalid):
        await opinions(server.url)


async def test_an_invalid_answer_goes_back_once_with_its_faults_and_the_schema() -> None:
    answers = iter([ANSWER, {"verdict": "approve", "findings": "none"}])

    def script(request: Json) -> Json:
        return answer_of(next(answers, ANSWER))(request)

    with chat_server(script) as server:
        await opinions(server.url, times=2)
    *_, request = server.requests
    sent_back = request["messages"][-1]["content"]
    assert "findings: Input should be a valid list" in sent_back
    assert '"required":["verdict","remark","findings"]' in sent_back


async def test_nothing_is_sent_to_the_default_server_without_a_key() -> None:
    model = open_model(
        "openai:test-model",
        api_key=None,
        base_url=None,
        timeout_s=1,
        retries=0,
        temperature=None,
        concurrency=1,
        token_budget=1_000,
    )
    assert model
    with pytest.raises(ModelUnavailable, match="set OPENAI_API_KEY"):
        await ask(model, Opinion, MESSAGES, Meter())
    assert not model.chats
