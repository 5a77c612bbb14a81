"""One call of a chat model: counted, traced, within its time, and its failure a ModelError."""

import asyncio
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from langchain_core.messages import AIMessage
from pydantic import BaseModel

from agents.chat.completions import NO_COMPLETION
from agents.chat.errors import (
    FormatRefused,
    ModelAnswerFiltered,
    ModelError,
    ModelOverBudget,
    ModelRefused,
    ModelUnavailable,
)
from agents.chat.formats import THINKING_TOKENS, Format, Message
from agents.chat.meter import Meter
from agents.chat.models import Chat, Model
from agents.chat.refusals import ADDRESS_HINT, FORMAT_STATUSES, cause_of, shown, text_in
from agents.chat.servers import ERROR_TEXT
from tools.telemetry import TOKENS, span

log = logging.getLogger("lead_followup")
A = TypeVar("A", bound=BaseModel)


@dataclass(frozen=True)
class Question(Generic[A]):
    """What is asked, of whom, and within what."""

    model: Model
    chat: Chat
    answer_type: type[A]
    messages: Sequence[Message]
    meter: Meter
    most_tokens: int  # of an answer, without the model's thinking


async def call(question: Question[A], format: Format, talk: Sequence[Message]) -> AIMessage:
    """Returns the model's reply; raises a ModelError for one that is no answer.

    It is asked again where the server's refusal says how it wants to be asked, or where the model
    has spent its tokens on thinking.
    """
    chat, name = question.chat, question.model.name
    while True:
        dialect = chat.dialect
        try:
            reply = await _counted(question, format, talk)
        except FormatRefused as refusal:
            features = dialect.asked_for(str(refusal))
            if not features:
                raise
            log.warning("%s is asked again, in another way. %s", name, refusal)
            chat.learn(**features)
            continue
        if dialect.thinking_tokens == 0 and _thought_too_long(reply):
            log.warning("%s thinks before it answers: %d tokens more.", name, THINKING_TOKENS)
            chat.learn(thinking_tokens=THINKING_TOKENS)
            continue
        _raise_for_end(reply)
        return reply


async def _counted(question: Question[A], format: Format, talk: Sequence[Message]) -> AIMessage:
    """Makes one call within the command's budget, counts it and traces it."""
    model, meter = question.model, question.meter
    if meter.total >= model.token_budget:
        raise ModelOverBudget(f"The command has spent its budget of {model.token_budget} tokens.")
    meter.calls += 1
    attributes = {
        "gen_ai__operation__name": "chat",
        "gen_ai__request__model": model.name.removeprefix("openai:"),
    }
    with span(f"chat {model.name}", **attributes) as current:
        reply = await _invoke(question, format, talk)
        usage: Any = reply.usage_metadata or {}
        for kind, tokens in meter.add(model.name, talk, str(reply.text), usage).items():
            current.set_attribute(f"gen_ai.usage.{kind}_tokens", tokens)
            TOKENS.add(tokens, {"gen_ai.token.type": kind, "gen_ai.request.model": model.name})
        if model.trace_content:
            current.set_attribute("gen_ai.input.messages", json.dumps(talk, ensure_ascii=False))
            current.set_attribute("gen_ai.output.messages", f"{reply.text}{reply.tool_calls or ''}")
    return reply


async def _invoke(question: Question[A], format: Format, talk: Sequence[Message]) -> AIMessage:
    """Makes one call; raises a ModelError where it fails.

    It has a clock of its own: a server that sends a byte now and then meets no read timeout.
    """
    model, chat = question.model, question.chat
    async with chat.slots:
        try:
            async with asyncio.timeout(model.timeout_s):
                reply: AIMessage = await chat.invoke(
                    format, question.answer_type, talk, question.most_tokens
                )
        except Exception as error:  # of a dozen libraries, a provider's own among them
            raise _model_error(error, model, chat, talk) from error
    return reply


def _model_error(error: Exception, model: Model, chat: Chat, talk: Sequence[Message]) -> ModelError:
    """Returns what failed, in a sentence."""
    import openai

    if isinstance(error, TimeoutError | openai.APITimeoutError):
        return ModelUnavailable(f"The model did not answer within {model.timeout_s:g} seconds.")
    if isinstance(error, openai.APIStatusError):
        return _refusal(error, chat, talk)
    if isinstance(error, NotImplementedError):
        return FormatRefused("The chat model has no tools.")
    kind = type(error.__cause__ or error).__name__
    return ModelUnavailable(
        f"The model could not be reached: {kind}; check that its server runs, and OPENAI_BASE_URL."
    )


def _refusal(error: Any, chat: Chat, talk: Sequence[Message]) -> ModelError:
    """Returns what a server answered with an error status, in its own words, with a hint."""
    status = error.status_code
    text = error.response.extensions.get(ERROR_TEXT)
    if text is None:
        text = text_in(error.response.text)
    cause = cause_of(status, text)
    problem = f"The model's server answered with status {status}"
    if words := shown(text, key=chat.key, prompt=[part for _, part in talk]):
        problem += f": {words}"
    if cause:
        return ModelUnavailable(f"{problem}; {cause.hint}.")
    if status == 404:
        problem += f"; {ADDRESS_HINT}"
    if status in FORMAT_STATUSES:
        return FormatRefused(f"{problem}.")
    return ModelUnavailable(f"{problem}.")


def is_cut_off(reply: AIMessage) -> bool:
    """Whether a reply ended at its limit of tokens; some are whole all the same."""
    return reply.response_metadata.get("finish_reason") == "length"


def _thought_too_long(reply: AIMessage) -> bool:
    """Whether a reply was cut off while the model was thinking."""
    if not is_cut_off(reply):
        return False
    usage: Any = reply.usage_metadata or {}
    details = usage.get("output_token_details") or {}
    text = str(reply.text).strip()
    return not text or text.startswith("<think>") or bool(details.get("reasoning"))


def _raise_for_end(reply: AIMessage) -> None:
    """Raises a ModelError for a reply that was refused or filtered, or that is none."""
    reason = reply.response_metadata.get("finish_reason")
    if reply.additional_kwargs.get("refusal"):
        raise ModelRefused("The model refused to answer.")
    if reason == "content_filter":
        raise ModelAnswerFiltered("A content filter stopped the model's answer.")
    if reason == NO_COMPLETION:
        raise FormatRefused(f"The model's server sent no chat completion; {ADDRESS_HINT}.")
