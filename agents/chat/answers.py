"""Reads a model's answer: the JSON object in a tool call or in text, validated.

Time and memory are bounded whatever the answer holds: it grows with the length, and what is longer,
deeper or of more parts than any honest answer is refused.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

A = TypeVar("A", bound=BaseModel)
MOST_CHARACTERS: Final = 400_000  # of an answer, thinking included
MOST_IN_A_STRING: Final = 20_000
MOST_PARTS: Final = 10_000  # objects, lists and values of an answer
MOST_STARTS: Final = 20  # places of a text where a JSON value may begin
MOST_WRAPPERS: Final = 4
MOST_FAULTS: Final = 8
NOTHING: Final = "the answer held no JSON object"
START: Final = re.compile(r'\{\s*["}]|\[\s*\{')
THINKING_END: Final = "</think>"
# Control characters, which no database takes, and halves of surrogate pairs, which no wire takes.
UNUSABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
DECODER: Final = json.JSONDecoder(strict=False)  # line breaks in a string are taken


class Unreadable(ValueError):
    """The answer is not of the type; the message names the faults, without the answer's words."""


def read_answer(answer_type: type[A], calls: Sequence[Any], text: str) -> A:
    """Returns the answer in the arguments of tool calls, else in the text.

    Of several valid ones it is the first, or all as one where their fields are lists. Raises
    Unreadable.
    """
    size = len(text) + sum(len(call) for call in calls if isinstance(call, str))
    if size > MOST_CHARACTERS:
        raise Unreadable(f"the answer is longer than {MOST_CHARACTERS:,} characters")
    fault = Unreadable(NOTHING)
    for values in (_values_of(calls), values_in(text)):
        answers = []
        for value in values:
            try:
                answers.append(_answer(answer_type, value))
            except Unreadable as error:
                fault = error
        if answers:
            return _merged(answers)
    raise fault


def _values_of(calls: Iterable[Any]) -> Iterator[Any]:
    """Yields the arguments of tool calls, those that are text as the values in it."""
    for call in calls:
        if isinstance(call, str):
            yield from values_in(call)
        else:
            yield call


def values_in(text: str) -> Iterator[Any]:
    """Yields the JSON objects, and lists of objects, in a text.

    They may stand in a fence, among words, after the model's thinking, or in JSON text themselves.
    """
    text = text.rpartition(THINKING_END)[2].strip()
    if text.startswith('"'):
        inner = _decoded(text, 0)[0]
        if isinstance(inner, str):
            text = inner
    position = 0
    for _ in range(MOST_STARTS):
        match = START.search(text, position)
        if match is None:
            return
        value, position = _decoded(text, match.start())
        if value is not None:
            yield value


def _decoded(text: str, start: int) -> tuple[Any, int]:
    """Returns the JSON value at a place of a text and where it ends.

    Where there is none, it is None and the place after.
    """
    try:
        return DECODER.raw_decode(text, start)
    except (ValueError, RecursionError):
        return None, start + 1


def _answer(answer_type: type[A], value: Any) -> A:
    """Returns the value as an answer, whatever it is wrapped in. Raises Unreadable."""
    _refuse_excess(value)
    fields = answer_type.model_fields
    value = _unwrapped(value, fields)
    if isinstance(value, list) and len(fields) == 1:
        value = dict.fromkeys(fields, value)
    if not isinstance(value, dict):
        raise Unreadable(NOTHING)
    try:
        return answer_type.model_validate(value)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False, include_input=False)
    try:
        return answer_type.model_validate(_mended(value, faults))
    except ValidationError:
        raise Unreadable(_told(faults)) from None


def _unwrapped(value: Any, fields: Iterable[str]) -> Any:
    """Returns what is in a tool call written as text, in an object of one name, or in JSON text."""
    for _ in range(MOST_WRAPPERS):
        if isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict):
            if not value[0].keys() & set(fields):
                return value
            value = value[0]
        elif isinstance(value, str):
            value = next(values_in(value), None)
        elif isinstance(value, dict) and not value.keys() & set(fields):
            inner = value.get("arguments", value.get("parameters"))
            if inner is None and len(value) == 1:
                inner = next(iter(value.values()))
            if inner is None:
                return value
            value = inner
        else:
            return value
    return value


def _refuse_excess(value: Any) -> None:
    """Raises Unreadable for a value with too many parts, or a text that is too long or unusable."""
    stack = [value]
    for _ in range(MOST_PARTS):
        if not stack:
            return
        part = stack.pop()
        if isinstance(part, dict):
            stack += [*part.keys(), *part.values()]
        elif isinstance(part, list):
            stack += part
        elif isinstance(part, str):
            if len(part) > MOST_IN_A_STRING:
                raise Unreadable(f"a text of it is longer than {MOST_IN_A_STRING:,} characters")
            if UNUSABLE.search(part):
                raise Unreadable("a text of it holds control characters")
    raise Unreadable(f"the answer has more than {MOST_PARTS:,} parts")


def _mended(value: Any, faults: Iterable[Any]) -> Any:
    """Returns the value with null for what is missing, and without fields that were not asked for.

    Whether null is allowed is seen when it is validated again.
    """
    for fault in faults:
        if fault["type"] not in ("missing", "extra_forbidden"):
            continue
        *path, name = fault["loc"]
        part = value
        for key in path:
            part = part[key]
        if fault["type"] == "missing":
            part[name] = None
        else:
            del part[name]
    return value


def _told(faults: Iterable[Any]) -> str:
    """Returns the first faults, each with the field it lies in."""
    sentences = []
    for fault in faults:
        if fault["type"] != "extra_forbidden":
            place = ".".join(str(part) for part in fault["loc"])
            sentences.append(f"{place}: {fault['msg']}")
    return "; ".join(sentences[:MOST_FAULTS])


def _merged(answers: Sequence[A]) -> A:
    """Returns the first answer, with the others' entries where its fields are all lists."""
    first = answers[0]
    lists = {name: getattr(first, name) for name in type(first).model_fields}
    if not all(isinstance(entries, list) for entries in lists.values()):
        return first
    for answer in answers[1:]:
        lists = {name: entries + getattr(answer, name) for name, entries in lists.items()}
    return first.model_copy(update=lists)
