"""Chat models: the only place that calls one. `ask` returns an answer of a given type.

Whatever goes wrong is a ModelError; agents/chat/ has their tree, the models, and how each server is
spoken to.
"""

import logging
from collections.abc import Sequence
from typing import Any, Final, TypeVar

from langchain_core.messages import AIMessage
from pydantic import BaseModel

from agents.chat.answers import Unreadable, read_answer
from agents.chat.calls import Question, call, is_cut_off
from agents.chat.errors import (
    FormatIgnored,
    FormatRefused,
    ModelAnswerFiltered,
    ModelAnswerInvalid,
    ModelAnswerTruncated,
    ModelError,
    ModelOverBudget,
    ModelRefused,
    ModelUnavailable,
)
from agents.chat.formats import Format, Message, asked_in_words, in_words
from agents.chat.meter import Meter
from agents.chat.models import Model, model_of, open_model

__all__ = [
    "Message",
    "Meter",
    "Model",
    "ModelAnswerFiltered",
    "ModelAnswerInvalid",
    "ModelAnswerTruncated",
    "ModelError",
    "ModelOverBudget",
    "ModelRefused",
    "ModelUnavailable",
    "ask",
    "model_of",
    "open_model",
]
log = logging.getLogger("lead_followup")
A = TypeVar("A", bound=BaseModel)
MOST_TOKENS: Final = 2_000
MOST_PREAMBLE: Final = 200  # characters before an answer in JSON
MOST_SENT_BACK: Final = 2_000  # characters of an answer that was not valid


async def ask(
    model: Model,
    answer_type: type[A],
    messages: Sequence[Message],
    meter: Meter,
    *,
    most_tokens: int = MOST_TOKENS,
) -> A:
    """Returns the model's answer, validated; raises a ModelError where there is no valid one.

    The answer is asked for in the format that has worked with this server, at first in one after
    the other. `most_tokens` is what an answer may take, without a model's thinking.
    """
    try:
        if model.lacks_key:
            raise ModelUnavailable("The model has no key: set OPENAI_API_KEY.")
        chat = await model.chat()
        question = Question(model, chat, answer_type, messages, meter, most_tokens)
        return await _in_any_format(question)
    except ModelError as error:
        log.warning("%s gave no %s. %s", model.name, answer_type.__name__, error)
        raise


async def _in_any_format(question: Question[A]) -> A:
    """Returns the answer in the first format that works, which is remembered."""
    failure: ModelError | None = None
    for format in question.chat.dialect.formats_to_try():
        try:
            answer = await _in_format(format, question)
        except (FormatRefused, FormatIgnored) as error:
            log.warning("%s has not answered by %s. %s", question.model.name, format.value, error)
            failure = error
            continue
        question.chat.learn(working_format=format)
        return answer
    raise failure or ModelUnavailable("The model can be asked in no format.")


async def _in_format(format: Format, question: Question[A]) -> A:
    """Returns the answer in one format. One that is not valid is sent back once, with its faults.

    Where the format may not be understood, FormatIgnored is raised instead.
    """
    is_doubtful = question.chat.dialect.is_doubtful(format)
    answer_type = question.answer_type
    name = answer_type.__name__
    talk = list(question.messages)
    if format is Format.TEXT:
        talk = asked_in_words(talk, answer_type)
    for _ in range(2):
        try:
            reply = await call(question, format, talk)
            return read_answer(answer_type, _calls_in(reply), str(reply.text))
        except Unreadable as error:
            faults = str(error)
        if is_cut_off(reply) and not (is_doubtful and _is_prose(reply)):
            raise ModelAnswerTruncated("The model's answer was cut off at its length limit.")
        if is_doubtful and (format is Format.SCHEMA or not _calls_in(reply)):
            raise FormatIgnored(f"The model's answer is not a valid {name}: {faults}.")
        talk += [("assistant", str(reply.text)[:MOST_SENT_BACK] or "(a tool call)")]
        request = f"That is not a valid {name}: {faults}. Send it again, complete."
        talk += [("user", f"{request} {in_words(answer_type)}")]
    raise ModelAnswerInvalid(f"The model's answer is not a valid {name}: {faults}.")


def _is_prose(reply: AIMessage) -> bool:
    """Whether a reply does not even begin as an answer in JSON does."""
    return not _calls_in(reply) and "{" not in reply.text[:MOST_PREAMBLE]


def _calls_in(reply: AIMessage) -> list[Any]:
    """Returns the arguments of a reply's tool calls, as text where they are no JSON object."""
    calls: list[Any] = [call["args"] for call in reply.tool_calls]
    return calls + [call["args"] or "" for call in reply.invalid_tool_calls]
