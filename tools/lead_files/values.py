"""What the cells of a lead file may hold, and how they are read."""

import re
from collections.abc import Iterable
from typing import Any, Final

from tools.domain.vocabulary import Channel
from tools.lead_files.columns import field_of
from tools.text import split_list

Record = Iterable[tuple[str, Any]]  # (column, value), in the file's order
Values = dict[str, list[tuple[str, Any]]]  # by field; never a blank value
TRUE: Final = frozenset(["true", "yes", "y", "1", "x", "t", "si", "sí", "verdadero"])
FALSE: Final = frozenset(["false", "no", "n", "0", "f", "falso"])
MAX_VALUE: Final = 2_000


class BadValue(Exception):
    """Why a row cannot become a lead."""


def values_of(record: Record) -> Values:
    """The values of the columns we know."""
    values: Values = {}
    for column, value in record:
        field = field_of(column)
        if field and value is not None and str(value).strip():
            values.setdefault(field, []).append((column, value))
    return values


def text_of(values: Values, field: str) -> str | None:
    """The first of the columns that has a value."""
    return _text(*values[field][0]) if field in values else None


def list_of(values: Values, field: str) -> tuple[str, ...]:
    """A list's elements, or a text's parts: split on ; | and new lines, and where there are none,
    on commas.
    """
    if field not in values:
        return ()
    column, value = values[field][0]
    if isinstance(value, str):
        value = split_list(value)
    texts = [_text(column, part) for part in (value if isinstance(value, list) else [value])]
    return tuple(text for text in texts if text)[:50]


def flag_of(values: Values, field: str) -> bool:
    """One yes is enough, and in doubt the row is left for a person: a refusal must not get lost."""
    flags = [_flag(column, value) for column, value in values.get(field, ())]
    return any(flags)


def consent_of(values: Values) -> dict[Channel, bool]:
    """Consent by channel, where the file has it as an object.

    Refusals in columns of their own come first.
    """
    consent: dict[Channel, bool] = {}
    for column, value in values.get("consent", ()):
        if isinstance(value, dict):
            consent |= {
                _channel(column, name): _flag(column, answer)
                for name, answer in value.items()
                if answer is not None
            }
        elif not _flag(column, value):
            raise BadValue(
                f"{column}: expected each channel with true or false, or do not contact in its own "
                f"column"
            )
    refused = {Channel.EMAIL: "no_email", Channel.CALL: "no_call"}
    return consent | {
        channel: False for channel, field in refused.items() if flag_of(values, field)
    }


def column_of(values: Values, field: str) -> str:
    """What the file itself calls a field."""
    return values[field][0][0] if field in values else field


def _text(column: str, value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise BadValue(f"{column}: expected a text")
    text = " ".join(str(value).split())
    if len(text) > MAX_VALUE or re.search("[\x00\ufffd\ud800-\udfff]", text):
        raise BadValue(f"{column}: expected at most {MAX_VALUE} characters of valid text")
    return text or None


def _flag(column: str, value: Any) -> bool:
    answer = str(value).strip().casefold()
    if answer not in TRUE | FALSE:
        raise BadValue(f"{column}: expected yes or no")
    return answer in TRUE


def _channel(column: str, name: str) -> Channel:
    if name not in list(Channel):
        raise BadValue(f"{column}: expected channels such as email, call or whatsapp")
    return Channel(name)
