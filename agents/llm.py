"""The only talk with a chat model: an answer of a type, or an error that states the fact.

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
    """The model gave no usable answer; the message says why and holds none of its text."""


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
    """A chat model as one event loop uses it: its connections cannot be taken to another."""

    model: BaseChatModel
    slots: asyncio.Semaphore  # the calls that may run at once
    close: Callable[[], Awaitable[None]]
    bindings: dict[type[BaseModel], Any] = field(default_factory=dict)

    def asked_for(self, answer_type: type[BaseModel]) -> Any:
        """The model, bound to answer with this type; bound once, since a schema takes long."""
        if answer_type not in self.bindings:
            tool = _tool(answer_type)
            bound = self.model.bind_tools([tool], tool_choice=answer_type.__name__)
            self.bindings[answer_type] = bound
        return self.bindings[answer_type]


@dataclass(frozen=True)
class Model:
    """A model by name, and its limits: seconds for one answer, retries included; calls at once;
    tokens a command.
    """

    name: str
    open_chat: Callable[[], Chat]
    timeout_s: float = 60
    token_budget: int = 60_000
    trace_content: bool = False  # whether spans hold prompts and answers
    chats: "WeakKeyDictionary[asyncio.AbstractEventLoop, Chat]" = field(
        default_factory=WeakKeyDictionary
    )

    async def chat(self) -> Chat:
        """The running loop's own; opened in a thread: it imports a library and reads files."""
        loop = asyncio.get_running_loop()
        return self.chats.get(loop) or self.chats.setdefault(
            loop, await asyncio.to_thread(self.open_chat)
        )

    async def close(self) -> None:
        """Closes the running loop's connections."""
        if chat := self.chats.pop(asyncio.get_running_loop(), None):
            await chat.close()


@dataclass
class Meter:
    """What a step asked of a model; `spent` is what the command's earlier steps took, in tokens."""

    spent: int = 0
    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    model: str | None = None

    @property
    def total(self) -> int:
        return self.spent + self.input_tokens + self.output_tokens

    def add(self, model: Model, talk: Sequence[Any], reply: AIMessage) -> dict[str, int]:
        """Counts a call; the tokens it took in and gave out."""
        usage: Any = reply.usage_metadata or {}
        estimate = sum(len(str(message)) for message in talk) // CHARACTERS_A_TOKEN
        self.model = model.name
        spent = {
            "input": usage.get("input_tokens") or estimate,
            "output": usage.get("output_tokens") or len(str(reply.content)) // CHARACTERS_A_TOKEN,
        }
        self.input_tokens += spent["input"]
        self.output_tokens += spent["output"]
        self.cached_tokens += (usage.get("input_token_details") or {}).get("cache_read") or 0
        return spent

    def usage(self) -> dict[str, Any]:
        """For the step's record; empty where no model was asked."""
        return (
            {name: value for name, value in asdict(self).items() if name != "spent"}
            if self.calls
            else {}
        )


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
    """The chat model of `openai:NAME`; None for `playbook`, which needs none."""
    if name == "playbook":
        return None

    def open_chat() -> Chat:
        import openai
        from langchain_openai import ChatOpenAI

        client = openai.DefaultAsyncHttpxClient()
        chat = ChatOpenAI(
            model=name.removeprefix("openai:"),
            api_key=api_key or "none",  # compatible servers want none, the constructor does
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
    """Any LangChain chat model, under the name it has for itself."""
    fields = ("model_name", "model", "model_id")
    name = next((getattr(chat, field) for field in fields if getattr(chat, field, None)), None)

    async def nothing_to_close() -> None:
        """Its connections belong to whoever made it."""

    def open_chat() -> Chat:
        return Chat(chat, asyncio.Semaphore(concurrency), nothing_to_close)

    return Model(str(name or type(chat).__name__), open_chat)


@cache
def _tool(answer_type: type[BaseModel]) -> dict[str, Any]:
    """The answer type as the tool that it is asked for by; made once, since a schema takes
    milliseconds.
    """
    from langchain_core.utils.function_calling import convert_to_openai_tool

    return convert_to_openai_tool(answer_type)


async def ask(model: Model, answer_type: type[A], messages: Sequence[Message], meter: Meter) -> A:
    """The answer, validated; one repair turn with the faults named. Raises a ModelError."""
    tool = answer_type.__name__
    chat = await model.chat()
    bound = chat.asked_for(answer_type)
    talk: list[Any] = list(messages)
    for _ in range(2):
        reply = await _reply(model, chat, bound, talk, meter)
        try:
            return answer_type.model_validate(_payload(reply))
        except ValidationError as error:
            faults = "; ".join(
                f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()[:8]
            )
        except ValueError:
            faults = "the answer held no JSON object"
        talk += [("assistant", str(reply.text)[:2000] or "(a tool call)")]
        talk += [("user", f"That is not a valid {tool}: {faults}. Send it again, complete.")]
    raise ModelAnswerInvalid(f"The model's answer is not a valid {tool}.")


async def _reply(
    model: Model, chat: Chat, bound: Any, talk: Sequence[Any], meter: Meter
) -> AIMessage:
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
        spent = meter.add(model, talk, reply)
        for kind, tokens in spent.items():
            current.set_attribute(f"gen_ai.usage.{kind}_tokens", tokens)
            TOKENS.add(tokens, {"gen_ai.token.type": kind, "gen_ai.request.model": model.name})
        if model.trace_content:
            current.set_attribute("gen_ai.input.messages", json.dumps(talk, ensure_ascii=False))
            current.set_attribute("gen_ai.output.messages", f"{reply.text}{reply.tool_calls or ''}")
    reason = reply.response_metadata.get("finish_reason")
    if reply.additional_kwargs.get("refusal"):
        raise ModelRefused("The model refused to answer.")
    if reason == "content_filter":
        raise ModelAnswerFiltered("A content filter stopped the model's answer.")
    if reason == "length":
        raise ModelAnswerTruncated("The model's answer was cut off at its length limit.")
    return reply


async def _invoke(model: Model, bound: Any, talk: Sequence[Any]) -> AIMessage:
    """One call; a clock of our own, since a server that sends a byte now and then never meets a
    read timeout.
    """
    import httpx
    import openai

    try:
        async with asyncio.timeout(model.timeout_s):
            reply: AIMessage = await bound.ainvoke(talk)
    except (TimeoutError, openai.APITimeoutError) as error:
        raise ModelUnavailable(
            f"The model did not answer within {model.timeout_s:g} seconds."
        ) from error
    except openai.APIStatusError as error:
        raise ModelUnavailable(
            f"The model's server answered with status {error.status_code}."
        ) from error
    except (openai.OpenAIError, httpx.HTTPError, LangChainException, OSError) as error:
        raise ModelUnavailable(
            f"The model could not be reached: {type(error).__name__}."
        ) from error
    except (
        TypeError,
        ValueError,
        KeyError,
        AttributeError,
    ) as error:  # answers that are not the protocol's
        raise ModelAnswerInvalid(
            f"The model's server sent no chat completion: {type(error).__name__}."
        ) from error
    return reply


def _payload(reply: AIMessage) -> Any:
    """The tool call's arguments, else the JSON object in the text: bare, fenced, after thinking.

    ValueError if none.
    """
    if reply.tool_calls:
        return reply.tool_calls[0]["args"]
    text = re.sub(r"<think>.*?</think>", "", str(reply.text), flags=re.DOTALL)
    for start in (match.start() for match in re.finditer(r"\{", text)):
        try:
            value, _ = json.JSONDecoder().raw_decode(text[start:])
        except ValueError:
            continue
        # {"name": ..., "arguments": {...}}: a tool call that was written out as text
        inner = value.get("arguments", value.get("parameters")) if "name" in value else None
        return json.loads(inner) if isinstance(inner, str) else inner or value
    raise ValueError("no JSON")
