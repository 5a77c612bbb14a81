"""What a request says in fields that have no name here, and in its texts: refusals, consents, and
names that look like a slip of the pen.
"""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Final, NamedTuple

from pydantic.alias_generators import to_camel, to_snake

from tools.domain.permission import Consent, Refusal
from tools.intake.permission import permissions_in, refusal_in_text

LIKENESS: Final = 0.8  # of 1, from which a name counts as near another
SLIP: Final = 0.85  # the same, for the name of a refusal
USUAL_REFUSALS: Final = {
    name.casefold(): name
    for name in "doNotContact optedOut optOut unsubscribed doNotEmail doNotCall".split()
}
LONGEST_NAME: Final = 64  # characters of a field's name that are looked at
MOST: Final = 50  # of each kind that one request may say


class Fields(NamedTuple):
    """An object of a request: where it stands, what it holds, and the names known there."""

    prefix: str
    values: Mapping[str, Any]
    names: Sequence[str]


class Sayings(NamedTuple):
    """What was found: refusals, consents, and a sentence for each name that looks like another."""

    refusals: tuple[Refusal, ...]
    consents: tuple[Consent, ...]
    misspellings: tuple[str, ...]


def sayings_of(objects: Sequence[Fields], texts: Mapping[str, str | None]) -> Sayings:
    """What unknown fields say, and `texts`, which are known ones, by their names."""
    refusals: list[Refusal] = []
    consents: list[Consent] = []
    misspellings: list[str] = []
    for fields in objects:
        for name, value in _unknown(fields):
            permissions = permissions_in(_refusal_meant(name), value)
            if permissions is None:
                misspellings += _misspelling(name, fields)
                refusals += _refusals_in(value, f"{fields.prefix}{name}")
            else:
                refusals += permissions.refusals
                consents += permissions.consents
    for source, text in texts.items():
        refusals += _refusals_in(text, source)
    return Sayings(tuple(refusals[:MOST]), tuple(consents[:MOST]), tuple(misspellings[:MOST]))


def _unknown(fields: Fields) -> Iterator[tuple[str, Any]]:
    """The fields that have no name here, and those of the objects that they hold."""
    known = {*fields.names, *map(to_camel, fields.names)}
    waiting = [(name, value) for name, value in fields.values.items() if name not in known]
    for name, value in waiting:
        if value is None or len(name) > LONGEST_NAME:
            continue
        yield name, value
        if isinstance(value, Mapping) and permissions_in(name, "") is None:
            waiting += value.items()


def _refusal_meant(name: str) -> str:
    """The usual name of a refusal that a name is a slip of, such as doNotContcat; else itself."""
    matches = get_close_matches(_key(name), USUAL_REFUSALS, n=1, cutoff=SLIP)
    return USUAL_REFUSALS[matches[0]] if matches else name


def _refusals_in(value: Any, source: str) -> list[Refusal]:
    """The refusals that a text, or a list of texts, tells of."""
    texts = value if isinstance(value, list) else [value]
    refusals = [refusal_in_text(text, source) for text in texts if isinstance(text, str)]
    return [refusal for refusal in refusals if refusal]


def _misspelling(name: str, fields: Fields) -> list[str]:
    spellings = {_key(known): to_camel(known) for known in fields.names}
    matches = get_close_matches(_key(name), spellings, n=1, cutoff=LIKENESS)
    if not matches:
        return []
    likely = spellings[matches[0]]
    if "_" in name:
        likely = to_snake(likely)
    likely = f"{fields.prefix}{likely}"
    return [f"{fields.prefix}{name} was not used: did you mean {likely}?"]


def _key(name: str) -> str:
    """A name without case and punctuation."""
    return "".join(filter(str.isalnum, name)).casefold()
