"""Chat models by name, or of the caller's own, opened once for each event loop."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final
from weakref import WeakKeyDictionary

from langchain_core.language_models import BaseChatModel
from pydantic import BaseModel

from agents.chat.formats import Dialect, Format
from agents.chat.schemas import tool_of
from agents.chat.servers import open_openai
from agents.chat.start import problem_at_start

Close = Callable[[], Awaitable[None]]
# A chat model of the caller's speaks to any provider: tools are what LangChain has for all of them.
OWN_FORMATS: Final = (Format.TOOL, Format.TEXT)


@dataclass
class Chat:
    """A chat model for one event loop, since connections cannot be shared between loops."""

    model: BaseChatModel
    slots: asyncio.Semaphore  # the calls that may run at once
    close: Close
    key: str = field(default="", repr=False)
    dialect: Dialect = field(default_factory=Dialect)

    def learn(self, **features: Any) -> None:
        """Remembers what the model's server was found to understand."""
        self.dialect = replace(self.dialect, **features)

    async def invoke(
        self, format: Format, answer_type: type[BaseModel], talk: Any, most_tokens: int
    ) -> Any:
        """Makes one call, in a format that the model's server may or may not understand."""
        arguments = self.dialect.arguments(format, answer_type, most_tokens)
        return await self.model.ainvoke(self.dialect.spoken(talk), **arguments)


@dataclass
class OwnChat(Chat):
    """A LangChain chat model of the caller's."""

    dialect: Dialect = field(default_factory=lambda: Dialect(OWN_FORMATS))

    async def invoke(
        self, format: Format, answer_type: type[BaseModel], talk: Any, most_tokens: int
    ) -> Any:
        """Makes one call; the limit is passed where the model has such a field, and it is unset."""
        talk = self.dialect.spoken(talk)
        limit: dict[str, Any] = {}
        if getattr(self.model, "max_tokens", 0) is None:
            limit["max_tokens"] = most_tokens + self.dialect.thinking_tokens
        if format is not Format.TOOL:
            return await self.model.ainvoke(talk, **limit)
        name = answer_type.__name__
        return await self.model.bind_tools([tool_of(answer_type)], tool_choice=name).ainvoke(
            talk, **limit
        )


@dataclass(frozen=True)
class Model:
    """A model by name, and the limits that it is used within."""

    name: str
    open_chat: Callable[[], Chat]
    timeout_s: float = 60  # for one answer, retries included
    token_budget: int = 60_000  # for one command
    trace_content: bool = False  # whether spans hold prompts and answers
    problem: Callable[[], Awaitable[str | None]] | None = None  # why it cannot work, if so
    lacks_key: bool = False  # so that nothing is sent to it
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
    own_name = name.removeprefix("openai:")

    def open_chat() -> Chat:
        chat, close = open_openai(
            own_name,
            api_key=api_key,
            base_url=base_url,
            timeout_s=timeout_s,
            retries=retries,
            temperature=temperature,
        )
        return Chat(chat, asyncio.Semaphore(concurrency), close, key=api_key or "")

    problem = partial(problem_at_start, own_name, api_key=api_key, base_url=base_url)
    lacks_key = base_url is None and api_key is None
    return Model(name, open_chat, timeout_s, token_budget, trace_content, problem, lacks_key)


def model_of(chat: BaseChatModel, *, concurrency: int = 64) -> Model:
    """Returns a LangChain chat model of the caller's, who also closes it, as a Model."""

    async def close_nothing() -> None:
        """Leaves the connections to the caller."""

    def open_chat() -> Chat:
        return OwnChat(chat, asyncio.Semaphore(concurrency), close_nothing)

    return Model(_name_of(chat), open_chat)


def _name_of(chat: BaseChatModel) -> str:
    """Returns the name that a chat model goes by: its model's, else its class's."""
    for field_name in ("model_name", "model", "model_id"):
        name = getattr(chat, field_name, None)
        if name:
            return str(name)
    return type(chat).__name__
