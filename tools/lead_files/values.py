"""What the cells of a lead file may hold, and how they are read."""

import re
from collections.abc import Iterable
from typing import Any, Final

from tools.domain.vocabulary import Channel
from tools.lead_files.columns import field_of
from tools.text import split_list

Record = Iterable[tuple[str, Any]]  # (column, value), in the file's order
Values = dict[str, list[tuple[str, Any]]]  # (column, value) by field; never a blank value
TRUE: Final = frozenset("true yes y 1 x t si sí verdadero".split())
FALSE: Final = frozenset("false no n 0 f falso".split())
MAX_VALUE: Final = 2_000  # characters
MAX_LIST: Final = 50
INVALID: Final = re.compile("[\x00\ufffd\ud800-\udfff]")
REFUSALS: Final = {Channel.EMAIL: "no_email", Channel.CALL: "no_call"}


class BadValue(Exception):
    """Why a row cannot become a lead."""


def values_of(record: Record) -> Values:
    """The values of the columns that fill a field of a lead."""
    values: Values = {}
    for column, value in record:
        field = field_of(column)
        if field and value is not None and str(value).strip():
            values.setdefault(field, []).append((column, value))
    return values


def text_of(values: Values, field: str) -> str | None:
    """The text in the first of the field's columns that has a value."""
    if field not in values:
        return None
    column, value = values[field][0]
    return _text(column, value)


def list_of(values: Values, field: str) -> tuple[str, ...]:
    """A list's elements, or a text's parts, at most 50."""
    if field not in values:
        return ()
    column, value = values[field][0]
    if isinstance(value, str):
        parts = split_list(value)
    elif isinstance(value, list):
        parts = value
    else:
        parts = [value]
    texts = [_text(column, part) for part in parts]
    return tuple(text for text in texts if text)[:MAX_LIST]


def flag_of(values: Values, field: str) -> bool:
    """Whether any of the field's columns says yes: a refusal must not get lost.

    Raises BadValue where a column says neither yes nor no, so that a person looks at the row.
    """
    flags = [_flag(column, value) for column, value in values.get(field, ())]
    return any(flags)


def consent_of(values: Values) -> dict[Channel, bool]:
    """Consent by channel, where the file has it as an object.

    A refusal in a column of its own comes before a consent in the object.
    """
    consent: dict[Channel, bool] = {}
    for column, value in values.get("consent", ()):
        consent |= _consent(column, value)
    for channel, field in REFUSALS.items():
        if flag_of(values, field):
            consent[channel] = False
    return consent


def _consent(column: str, value: Any) -> dict[Channel, bool]:
    if isinstance(value, dict):
        return {
            _channel(column, name): _flag(column, answer)
            for name, answer in value.items()
            if answer is not None
        }
    if _flag(column, value):
        return {}  # a yes to no channel in particular
    raise BadValue(
        f"{column}: expected each channel with true or false, or do not contact in its own column"
    )


def column_of(values: Values, field: str) -> str:
    """What the file itself calls a field."""
    if field not in values:
        return field
    column, _ = values[field][0]
    return column


def _text(column: str, value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise BadValue(f"{column}: expected a text")
    text = " ".join(str(value).split())
    if len(text) > MAX_VALUE or INVALID.search(text):
        raise BadValue(f"{column}: expected at most {MAX_VALUE} characters of valid text")
    return text or None


def _flag(column: str, value: Any) -> bool:
    word = str(value).strip().casefold()
    if word in TRUE:
        return True
    if word in FALSE:
        return False
    raise BadValue(f"{column}: expected yes or no")


def _channel(column: str, name: str) -> Channel:
    if name not in list(Channel):
        raise BadValue(f"{column}: expected channels such as email, call or whatsapp")
    return Channel(name)
