"""Words from variants: a sentence is said only where all its variables are known, so no gap can
show.
"""

import re
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from typing import Final, NamedTuple

from jinja2 import Environment, StrictUndefined, Template, meta

from agents.playbook.variables import Word

ENVIRONMENT: Final = Environment(
    undefined=StrictUndefined, autoescape=False, keep_trailing_newline=False
)  # plain text
ENVIRONMENT.filters["cap"] = lambda text: re.sub(
    r"^(\W*)(\w)", lambda m: m[1] + m[2].upper(), text, count=1
)


class Said(NamedTuple):
    text: str
    sources: frozenset[str]


@cache
def compiled(source: str) -> tuple[Template, frozenset[str]]:
    """The template, and the variables it needs."""
    names = meta.find_undeclared_variables(ENVIRONMENT.parse(source))
    return ENVIRONMENT.from_string(source), frozenset(names)


def say(
    variants: list[str],
    words: Mapping[str, Word],
    *,
    seed: str,
    avoided: re.Pattern[str],
    plainness: int = 0,
) -> Said:
    """One variant, filled in: the richest that is fully known, or, with `plainness`, one that many
    richer ones behind.

    The seed decides between equals. One without an avoided word is taken where there is one.
    Nothing fits: an empty text.
    """
    complete = [source for source in variants if compiled(source)[1] <= words.keys()]
    fitting = [source for source in complete if not avoided.search(source)] or complete
    fitting.sort(
        key=lambda source: (
            -richness(compiled(source)[1]),
            sha256(f"{seed}{source}".encode()).digest(),
        )
    )
    if not fitting:
        return Said("", frozenset())
    template, names = compiled(fitting[min(plainness, len(fitting) - 1)])
    used = {name: words[name] for name in names}
    text = template.render({name: word.text for name, word in used.items()})
    return Said(text, frozenset(source for word in used.values() for source in word.sources))


def richness(names: frozenset[str]) -> int:
    """How personal a variant is; what was really said between the two weighs most."""
    return len(names) + 3 * ("recap" in names)


def join(source: str, blocks: Mapping[str, str]) -> str:
    """A channel's template filled with blocks, its white space and full stops put in order."""
    text = compiled(source)[0].render(blocks)
    text = re.sub(r"(?<!\.)\.\.(?!\.)", ".", text)
    text = re.sub(
        r"\b(de|a) el\b", lambda m: {"de": "del", "a": "al"}[m[1]], text
    )  # as Spanish contracts them
    text = re.sub(r"[ \t]+", " ", text)
    text = re.sub(r" ?\n ?", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()
