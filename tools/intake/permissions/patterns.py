"""Patterns over the concepts of a text, such as "NEG LINK* TOUCH"."""

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from tools.intake.permissions.lexicon import Concepts, lexicon

ELEMENT: Final = re.compile(r"(!?)([A-Z_|]+)([?*]?)")
ANYTHING: Final = "ANY"  # any one word, on either side of no mark


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The regular expression of a pattern.

    Its elements are concepts, or groups of them, with | between alternatives. After an element, ?
    and * mean what they mean in regular expressions; ! before one means that it does not follow.
    """
    return re.compile("".join(_element(element) for element in pattern.split()))


def _element(element: str) -> str:
    match = ELEMENT.fullmatch(element)
    if not match:
        raise ValueError(f"no element of a pattern: {element!r}")
    excluded, names, repeats = match.groups()
    if names == ANYTHING:
        return rf"(?:(?!BREAK|COLON|END)\S+ ){repeats}"
    word = rf"(?<!\S)(?:\S*\b(?:{'|'.join(_members(names))})\b\S* )"
    if excluded:
        return f"(?!{word})"
    return f"(?:{word}){repeats}"


def _members(names: str) -> Iterable[str]:
    """The concepts that alternatives stand for, groups taken apart."""
    groups = lexicon().groups
    for name in names.split("|"):
        yield from groups.get(name, (name,))


@cache
def needed(pattern: str) -> tuple[frozenset[str], ...]:
    """What a text must hold for a pattern to match: for each element one of some concepts."""
    elements = [ELEMENT.fullmatch(element) for element in pattern.split()]
    return tuple(
        frozenset(_members(match[2]))
        for match in elements
        if match and not match[1] and match[3] == "" and match[2] != ANYTHING
    )


def may_match(pattern: str, concepts: frozenset[str]) -> bool:
    """Whether a text with these concepts can match, asked before it is searched."""
    return not any(names.isdisjoint(concepts) for names in needed(pattern))


def line_of(concepts: Sequence[Concepts]) -> str:
    """The concepts of a text in one line that patterns are looked for in."""
    words = (",".join(sorted(names)) for names in concepts)
    return " ".join(("START", *words, "END", ""))


def rules_in_file(name: str) -> list[dict[str, Any]]:
    """The rules of a TOML file of this folder, in their order, with tuples in place of lists."""
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    rules = []
    for rule in tomllib.loads(text)["rule"]:
        rules.append({key: _frozen(value) for key, value in rule.items()})
    return rules


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
