"""The only talk with a chat model: ask for an answer of a type, get it or an error that states the fact."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from langchain_core.exceptions import LangChainException
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage
from pydantic import BaseModel, ValidationError

A = TypeVar("A", bound=BaseModel)
Message = tuple[str, str]


@dataclass(frozen=True)
class Model:
    name: str
    chat: BaseChatModel


class ModelError(Exception):
    """The model gave no usable answer; the message says why and holds none of its text."""


class ModelRefused(ModelError):
    pass


class ModelAnswerTruncated(ModelError):
    pass


class ModelAnswerInvalid(ModelError):
    pass


class ModelUnavailable(ModelError):
    pass


def open_model(name: str, *, api_key: str | None, base_url: str | None, timeout_s: float) -> Model | None:
    """The chat model of `openai:NAME`; None for `playbook`, which needs none."""
    if name == "playbook":
        return None
    from langchain_openai import ChatOpenAI  # 1.6 s to import: only where a model is configured

    compatible: dict[str, Any] = {"use_responses_api": False, "disable_streaming": True} if base_url else {}
    chat = ChatOpenAI(
        model=name.removeprefix("openai:"),
        api_key=api_key or "none",  # compatible servers want none, the constructor does
        base_url=base_url,
        timeout=timeout_s,
        max_retries=2,
        **compatible,
    )
    return Model(name, chat)


async def ask(model: Model, answer_type: type[A], messages: Sequence[Message]) -> A:
    """The answer, validated; one repair turn with the faults named. Raises a ModelError."""
    tool = answer_type.__name__
    bound = model.chat.bind_tools([answer_type], tool_choice=tool)
    talk: list[Any] = list(messages)
    for repair in (True, False):
        reply = await _invoke(bound, talk)
        try:
            return answer_type.model_validate(_payload(reply))
        except ValidationError as error:
            faults = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()[:8])
        except ValueError:
            faults = "the answer held no JSON object"
        if not repair:
            break
        talk += [
            ("assistant", str(reply.text)[:2000]),
            ("user", f"That is not a valid {tool}: {faults}. Send it again, complete."),
        ]
    raise ModelAnswerInvalid(f"The model's answer is not a valid {tool}.")


async def _invoke(bound: Any, talk: list[Any]) -> AIMessage:
    import httpx
    import openai

    try:
        reply: AIMessage = await bound.ainvoke(talk)
    except (openai.OpenAIError, httpx.HTTPError, LangChainException) as error:
        raise ModelUnavailable(f"The model could not be reached: {type(error).__name__}.") from error
    except (TypeError, ValueError, KeyError, AttributeError) as error:  # answers that are not the protocol's
        raise ModelAnswerInvalid(f"The model's server sent no chat completion: {type(error).__name__}.") from error
    reason = reply.response_metadata.get("finish_reason")
    if reply.additional_kwargs.get("refusal") or reason == "content_filter":
        raise ModelRefused("The model refused to answer.")
    if reason == "length":
        raise ModelAnswerTruncated("The model's answer was cut off at its length limit.")
    return reply


def _payload(reply: AIMessage) -> Any:
    """The tool call's arguments, else the JSON object in the text: bare, fenced, after thinking. ValueError if none."""
    if reply.tool_calls:
        return reply.tool_calls[0]["args"]
    text = re.sub(r"<think>.*?</think>", "", str(reply.text), flags=re.DOTALL)
    start = text.find("{")
    if start < 0:
        raise ValueError("no JSON")
    value, _ = json.JSONDecoder().raw_decode(text[start:])
    return value
