"""Orders in text from outside: what speaks to its reader, and wants something done to the copy.

No model sees such a text. Leads, notes and pages speak of people, needs and products; needs are
imperative too ("make our reports faster"), so that patterns are few and narrow: injection.toml.
"""

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import re2

from agents.checks.folding import folded
from tools.domain.sequence import Fact

# Where a fact comes from: fields hold names and phrases, notes and pages are made of sentences.
PLACES: Final = (
    ("interactions", "notes"),
    ("visitor.pages", "notes"),
    ("knowledge", "pages"),
    ("lead.", "fields"),
    ("interests", "fields"),
    ("visitor.", "fields"),
)
# A profile is a link, and an address is one by its nature; their words are looked through.
LINKS: Final = frozenset({"lead.linkedin", "lead.email"})
LONGEST: Final = 20_000  # characters that are looked at; facts are shorter
ONE: Final = re.compile(r"(?<=[A-Za-z])1(?=\w)")  # for an l, as in "ru1es"
LINK: Final = re.compile(r"[\w-]\.\w|@|/")
INVISIBLE: Final = frozenset({"Cf", "Co", "Cn", "Cc", "Cs"})
# Of no width, and in ordinary writing: joiners of scripts and emoji, soft hyphens, marks.
HARMLESS: Final = frozenset("\n\r\t\u00ad\u200c\u200d\u200e\u200f\ufeff")


class OrderRule(NamedTuple):
    """A rule against orders: its patterns, where it is looked for, and its examples."""

    name: str
    places: tuple[str, ...]
    patterns: tuple[str, ...]
    catch: tuple[str, ...]
    passes: tuple[str, ...]


@cache
def order_rules() -> tuple[OrderRule, ...]:
    """Returns the rules of injection.toml, read once."""
    path = Path(__file__).with_name("injection.toml")
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(_rule(name, table) for name, table in tables.items())


def _rule(name: str, table: dict[str, Any]) -> OrderRule:
    languages = ("any", "en", "es", "other")
    patterns = [pattern for language in languages for pattern in table.get(language, ())]
    return OrderRule(
        name, tuple(table["in"]), tuple(patterns), tuple(table["catch"]), tuple(table["pass"])
    )


@cache
def _automaton(place: str) -> tuple[Any, tuple[str, ...]]:
    """Returns the patterns for a place, compiled into one, and the rule each belongs to."""
    automaton = re2.Filter()
    names = []
    for rule in order_rules():
        if place in rule.places:
            for pattern in rule.patterns:
                automaton.Add(pattern)
                names.append(rule.name)
    automaton.Compile()
    return automaton, tuple(names)


def order_rule(fact: Fact) -> str | None:
    """Returns the name of the rule that a fact from outside breaks; None if it breaks none."""
    for prefix, place in PLACES:
        if fact.source.startswith(prefix):
            return rule_broken_by(fact.text, place, is_link=fact.source in LINKS)
    return None


@lru_cache(maxsize=2048)
def rule_broken_by(text: str, place: str, *, is_link: bool = False) -> str | None:
    """Returns the name of the rule that a text breaks in a place: fields, notes or pages."""
    if place != "pages" and any(_is_hidden(character) for character in text):
        return "hidden_text"
    if is_link:
        text = " ".join(word for word in text.split() if not LINK.search(word))
    automaton, names = _automaton(place)
    text = text[:LONGEST]
    hits = automaton.Match(folded(text).text)
    if not hits and ONE.search(text):
        hits = automaton.Match(folded(ONE.sub("l", text)).text)
    return names[min(hits)] if hits else None


def _is_hidden(character: str) -> bool:
    """Returns whether a reader does not see a character, and no script needs it."""
    if character in HARMLESS:
        return False
    return unicodedata.category(character) in INVISIBLE


def reads_like_order(text: str) -> bool:
    """Returns whether a name or a need is in truth an order to its reader."""
    return rule_broken_by(text, "fields") is not None
