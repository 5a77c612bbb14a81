"""What columns, fields, statuses, names and notes say of whether a lead may be contacted."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from tools.domain.permission import Cause, Refusal
from tools.domain.vocabulary import Channel
from tools.intake.permissions.answers import SILENCE, Permissions, Question, joined
from tools.intake.permissions.cells import cell_answer
from tools.intake.permissions.headers import EVERY, Reading, reading_of
from tools.intake.permissions.statuses import channels_in
from tools.intake.permissions.texts import refusal_in
from tools.intake.permissions.values import Cell, cell_of

__all__ = ["Permissions", "permissions_in", "refusal_in_name", "refusal_in_text"]

MAX_DEPTH: Final = 3  # objects in objects
MAX_ITEMS: Final = 50
MAX_WORDS: Final = 200  # characters of a text that are kept as evidence
CHANNEL_KEYS: Final = ("channel", "channels", "type", "medium", "method", "canal", "name", "label")
ANSWER_KEYS: Final = ("value", "status", "state", "enabled", "active", "allowed", "granted")


def permissions_in(column: str, value: Any) -> Permissions | None:
    """What a column (a file's header, or the name of a request's field) says with its value.

    None for a column that is about something else. A column about being contacted whose value is
    not understood gives a refusal with the cause UNCLEAR.
    """
    return _permissions(column, column, value, 0)


def refusal_in_text(text: str, source: str) -> Refusal | None:
    """The refusal that a status, a stage, a name, a tag or a note tells of; None for none."""
    telling = refusal_in(text)
    if not telling:
        return None
    channel = telling.channels[0] if len(telling.channels) == 1 else None
    words = " ".join(text.split())[:MAX_WORDS]
    return Refusal(cause=telling.cause, channel=channel, source=source, words=words)


def refusal_in_name(name: str, source: str) -> Refusal | None:
    """The refusal that somebody wrote into a person's name; None for none.

    What is written there is meant to stop who reads it: "Jane Smith - DO NOT CALL" holds the lead
    on every channel.
    """
    refusal = refusal_in_text(name, source)
    if refusal is None or refusal.channel is None:
        return refusal
    return refusal.model_copy(update={"channel": None, "cause": Cause.UNCLEAR})


def _permissions(column: str, source: str, value: Any, depth: int) -> Permissions | None:
    """What a value says; `column` is the source with the names of the objects it stands in."""
    reading = reading_of(column)
    if reading is None:
        return None
    if isinstance(value, Mapping | list | tuple | set):
        return _of_items(column, source, reading, value, depth)
    return cell_answer(Question(source, reading, cell_of(value)))


def _of_items(
    column: str, source: str, reading: Reading, value: Any, depth: int
) -> Permissions | None:
    """What the items of a list or an object say together."""
    if not value:
        return SILENCE
    unclear = Question(source, reading, Cell("text")).refusal(Cause.UNCLEAR)
    if depth == MAX_DEPTH or len(value) > MAX_ITEMS:
        return unclear
    if not isinstance(value, Mapping):
        return joined(_permissions(column, source, item, depth + 1) for item in value)
    channels = _channels_of(value)
    if channels:
        entry = Reading(reading.reads, reading.cause, channels)
        return cell_answer(Question(source, entry, cell_of(_answer_of(value))))
    answers = [
        _permissions(f"{column} {key}", source, item, depth + 1) for key, item in value.items()
    ]
    return joined(answers) if any(answer is not None for answer in answers) else unclear


def _channels_of(entry: Mapping[Any, Any]) -> tuple[Channel | None, ...]:
    """The channels that an object such as {"channel": "email", "reason": 1} is about."""
    for key in _keys(entry, CHANNEL_KEYS):
        channels = channels_in(str(entry[key]))
        if channels and channels != EVERY:
            return channels
    return ()


def _answer_of(entry: Mapping[Any, Any]) -> Any:
    """What such an object says; that it is there says yes."""
    for key in _keys(entry, ANSWER_KEYS):
        return entry[key]
    return True


def _keys(entry: Mapping[Any, Any], names: tuple[str, ...]) -> Iterable[Any]:
    return (key for key in entry if str(key).casefold() in names)
