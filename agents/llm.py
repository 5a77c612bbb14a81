"""Chat models: the only place that calls one. `ask` returns an answer of a given type.

Every error is a ModelError:

ModelError
    ModelRefused            it would not answer
    ModelAnswerTruncated    its answer was cut off
    ModelAnswerFiltered     a content filter stopped it
    ModelAnswerInvalid      its answer is not of the type, also after a second try
    ModelUnavailable        it cannot be reached, or not in time
    ModelOverBudget         the command has spent its tokens
"""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from langchain_core.exceptions import LangChainException
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage
from pydantic import BaseModel, ValidationError

from tools.telemetry import TOKENS, span

A = TypeVar("A", bound=BaseModel)
Message = tuple[str, str]
CHARACTERS_A_TOKEN = 4  # a rough rule for English, for servers that report no usage


class ModelError(Exception):
    """A model gave no usable answer; the message says why, and holds none of the model's text."""


class ModelRefused(ModelError):
    pass


class ModelAnswerTruncated(ModelError):
    pass


class ModelAnswerFiltered(ModelError):
    pass


class ModelAnswerInvalid(ModelError):
    pass


class ModelUnavailable(ModelError):
    pass


class ModelOverBudget(ModelError):
    pass


@dataclass
class Chat:
    """A chat model for one event loop, since connections cannot be shared between loops."""

    model: BaseChatModel
    slots: asyncio.Semaphore  # the calls that may run at once
    close: Callable[[], Awaitable[None]]
    bindings: dict[type[BaseModel], Any] = field(default_factory=dict)

    def bind(self, answer_type: type[BaseModel]) -> Any:
        """Returns the model, bound to answer with this type; bound once, since that takes long."""
        if answer_type not in self.bindings:
            tool = _tool(answer_type)
            bound = self.model.bind_tools([tool], tool_choice=answer_type.__name__)
            self.bindings[answer_type] = bound
        return self.bindings[answer_type]


@dataclass(frozen=True)
class Model:
    """A model by name, and the limits that it is used within."""

    name: str
    open_chat: Callable[[], Chat]
    timeout_s: float = 60  # for one answer, retries included
    token_budget: int = 60_000  # for one command
    trace_content: bool = False  # whether spans hold prompts and answers
    chats: "WeakKeyDictionary[asyncio.AbstractEventLoop, Chat]" = field(
        default_factory=WeakKeyDictionary
    )

    async def chat(self) -> Chat:
        """Returns the running loop's chat.

        It is opened in a thread, since that imports a library and reads files.
        """
        loop = asyncio.get_running_loop()
        chat = self.chats.get(loop)
        if chat is None:
            opened_chat = await asyncio.to_thread(self.open_chat)
            chat = self.chats.setdefault(loop, opened_chat)
        return chat

    async def close(self) -> None:
        """Closes the running loop's connections."""
        if chat := self.chats.pop(asyncio.get_running_loop(), None):
            await chat.close()


@dataclass
class Meter:
    """The calls and tokens of one step."""

    spent: int = 0  # tokens of the command's earlier steps
    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    model: str | None = None

    @property
    def total(self) -> int:
        """Returns the tokens of the whole command so far."""
        return self.spent + self.input_tokens + self.output_tokens

    def add(self, model: Model, talk: Sequence[Any], reply: AIMessage) -> dict[str, int]:
        """Counts the tokens of a call; returns those that went in ("input") and out ("output").

        They are estimated for servers that report none.
        """
        usage: Any = reply.usage_metadata or {}
        tokens_in = usage.get("input_tokens")
        if not tokens_in:
            tokens_in = sum(len(str(message)) for message in talk) // CHARACTERS_A_TOKEN
        tokens_out = usage.get("output_tokens")
        if not tokens_out:
            tokens_out = len(str(reply.content)) // CHARACTERS_A_TOKEN
        self.model = model.name
        self.input_tokens += tokens_in
        self.output_tokens += tokens_out
        self.cached_tokens += (usage.get("input_token_details") or {}).get("cache_read") or 0
        return {"input": tokens_in, "output": tokens_out}

    def usage(self) -> dict[str, Any]:
        """Returns the usage for the step's record, as plain JSON; empty without a call."""
        if not self.calls:
            return {}
        usage = asdict(self)
        del usage["spent"]
        return usage


def open_model(
    name: str,
    *,
    api_key: str | None,
    base_url: str | None,
    timeout_s: float,
    retries: int,
    temperature: float | None,
    concurrency: int,
    token_budget: int,
    trace_content: bool = False,
) -> Model | None:
    """Returns the chat model of a setting such as `openai:NAME`; None for `playbook`."""
    if name == "playbook":
        return None

    def open_chat() -> Chat:
        import openai
        from langchain_openai import ChatOpenAI

        client = openai.DefaultAsyncHttpxClient()
        chat = ChatOpenAI(
            model=name.removeprefix("openai:"),
            api_key=api_key or "none",  # compatible servers need none, but the constructor does
            base_url=base_url,
            timeout=timeout_s,
            max_retries=retries,
            temperature=temperature,
            use_responses_api=False,  # compatible servers have chat completions only
            disable_streaming=True,
            http_async_client=client,
        )
        return Chat(chat, asyncio.Semaphore(concurrency), client.aclose)

    return Model(name, open_chat, timeout_s, token_budget, trace_content)


def model_of(chat: BaseChatModel, *, concurrency: int = 64) -> Model:
    """Returns a LangChain chat model of the caller's, who also closes it, as a Model."""

    async def close_nothing() -> None:
        """Leaves the connections to the caller."""

    def open_chat() -> Chat:
        return Chat(chat, asyncio.Semaphore(concurrency), close_nothing)

    return Model(_name_of(chat), open_chat)


def _name_of(chat: BaseChatModel) -> str:
    """Returns the name that a chat model goes by: its model's, else its class's."""
    for field_name in ("model_name", "model", "model_id"):
        name = getattr(chat, field_name, None)
        if name:
            return str(name)
    return type(chat).__name__


@cache
def _tool(answer_type: type[BaseModel]) -> dict[str, Any]:
    """Returns the answer type as a tool's schema; made once, since that takes milliseconds."""
    from langchain_core.utils.function_calling import convert_to_openai_tool

    return convert_to_openai_tool(answer_type)


async def ask(model: Model, answer_type: type[A], messages: Sequence[Message], meter: Meter) -> A:
    """Returns the model's answer, validated; raises a ModelError where there is no valid one.

    An invalid answer is sent back once, with its faults.
    """
    tool = answer_type.__name__
    chat = await model.chat()
    bound = chat.bind(answer_type)
    talk: list[Any] = list(messages)
    for _ in range(2):
        reply = await _reply(model, chat, bound, talk, meter)
        try:
            return answer_type.model_validate(_payload(reply))
        except ValidationError as error:
            faults = _faults_of(error)
        except ValueError:
            faults = "the answer held no JSON object"
        talk += [("assistant", str(reply.text)[:2000] or "(a tool call)")]
        talk += [("user", f"That is not a valid {tool}: {faults}. Send it again, complete.")]
    raise ModelAnswerInvalid(f"The model's answer is not a valid {tool}.")


def _faults_of(error: ValidationError) -> str:
    """Returns the first faults of an answer, each with the field it lies in."""
    faults = []
    for fault in error.errors()[:8]:
        place = ".".join(str(part) for part in fault["loc"])
        faults.append(f"{place}: {fault['msg']}")
    return "; ".join(faults)


async def _reply(
    model: Model, chat: Chat, bound: Any, talk: Sequence[Any], meter: Meter
) -> AIMessage:
    """Makes one call, counted and traced; raises a ModelError for a reply that is no answer."""
    if meter.total >= model.token_budget:
        raise ModelOverBudget(f"The command has spent its budget of {model.token_budget} tokens.")
    meter.calls += 1
    attributes = {
        "gen_ai__operation__name": "chat",
        "gen_ai__request__model": model.name.removeprefix("openai:"),
    }
    with span(f"chat {model.name}", **attributes) as current:
        async with chat.slots:
            reply = await _invoke(model, bound, talk)
        for kind, tokens in meter.add(model, talk, reply).items():
            current.set_attribute(f"gen_ai.usage.{kind}_tokens", tokens)
            TOKENS.add(tokens, {"gen_ai.token.type": kind, "gen_ai.request.model": model.name})
        if model.trace_content:
            current.set_attribute("gen_ai.input.messages", json.dumps(talk, ensure_ascii=False))
            current.set_attribute("gen_ai.output.messages", f"{reply.text}{reply.tool_calls or ''}")
    _raise_for_end(reply)
    return reply


def _raise_for_end(reply: AIMessage) -> None:
    """Raises a ModelError for a reply that was refused, filtered or cut off."""
    reason = reply.response_metadata.get("finish_reason")
    if reply.additional_kwargs.get("refusal"):
        raise ModelRefused("The model refused to answer.")
    if reason == "content_filter":
        raise ModelAnswerFiltered("A content filter stopped the model's answer.")
    if reason == "length":
        raise ModelAnswerTruncated("The model's answer was cut off at its length limit.")


async def _invoke(model: Model, bound: Any, talk: Sequence[Any]) -> AIMessage:
    """Makes one call; raises ModelUnavailable or ModelAnswerInvalid where it fails.

    It has a clock of its own: a server that sends a byte now and then meets no read timeout.
    """
    import httpx
    import openai

    try:
        async with asyncio.timeout(model.timeout_s):
            reply: AIMessage = await bound.ainvoke(talk)
    except (TimeoutError, openai.APITimeoutError) as error:
        problem = f"The model did not answer within {model.timeout_s:g} seconds."
        raise ModelUnavailable(problem) from error
    except openai.APIStatusError as error:
        problem = f"The model's server answered with status {error.status_code}."
        raise ModelUnavailable(problem) from error
    except (openai.OpenAIError, httpx.HTTPError, LangChainException, OSError) as error:
        problem = f"The model could not be reached: {type(error).__name__}."
        raise ModelUnavailable(problem) from error
    except (
        TypeError,
        ValueError,
        LookupError,
        AttributeError,
    ) as error:  # not the protocol's
        problem = f"The model's server sent no chat completion: {type(error).__name__}."
        raise ModelAnswerInvalid(problem) from error
    return reply


def _payload(reply: AIMessage) -> Any:
    """Returns the tool call's arguments, else the JSON object in the text.

    The object may stand in a fence, among words, or after the model's thinking. Raises ValueError
    where there is none.
    """
    if reply.tool_calls:
        return reply.tool_calls[0]["args"]
    text = re.sub(r"<think>.*?</think>", "", str(reply.text), flags=re.DOTALL)
    for match in re.finditer(r"\{", text):
        try:
            value, _ = json.JSONDecoder().raw_decode(text[match.start() :])
        except ValueError:
            continue
        if "name" in value:
            return _arguments(value)
        return value
    raise ValueError("no JSON")


def _arguments(value: dict[str, Any]) -> Any:
    """Returns the arguments of a tool call that was written out as text, else the value itself."""
    arguments = value.get("arguments", value.get("parameters"))
    if isinstance(arguments, str):
        return json.loads(arguments)
    return arguments or value
