"""The playbook's templates filled in: a variant is used only where all its variables are known, so
that no gap shows.
"""

import re
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from typing import Final, NamedTuple

from jinja2 import Environment, StrictUndefined, Template, meta

from agents.playbook.variables import Word


def _capitalise(text: str) -> str:
    """Returns a text with its first letter a capital."""
    return re.sub(r"^(\W*)(\w)", lambda match: match[1] + match[2].upper(), text, count=1)


# Plain text: nothing is escaped.
ENVIRONMENT: Final = Environment(
    undefined=StrictUndefined, autoescape=False, keep_trailing_newline=False
)
ENVIRONMENT.filters["cap"] = _capitalise


class Block(NamedTuple):
    """A piece of a message, and the sources of the facts that it states."""

    text: str
    sources: frozenset[str]


EMPTY_BLOCK: Final = Block("", frozenset())


@cache
def compiled(source: str) -> tuple[Template, frozenset[str]]:
    """Returns the template, and the names of the variables it needs."""
    names = meta.find_undeclared_variables(ENVIRONMENT.parse(source))
    return ENVIRONMENT.from_string(source), frozenset(names)


def say(
    variants: list[str],
    words: Mapping[str, Word],
    *,
    seed: str,
    avoided: re.Pattern[str],
    plainness: int = 0,
) -> Block:
    """Returns one of the variants, filled in; an empty block where none can be.

    It is the most personal one whose variables are all in `words`; with a `plainness` of n, the one
    n places behind it. The seed decides between equals. Variants with an avoided word are used only
    where there are no others.
    """
    complete = [source for source in variants if compiled(source)[1] <= words.keys()]
    candidates = [source for source in complete if not avoided.search(source)] or complete
    if not candidates:
        return EMPTY_BLOCK

    def rank(source: str) -> tuple[int, bytes]:
        return -richness(compiled(source)[1]), sha256(f"{seed}{source}".encode()).digest()

    candidates.sort(key=rank)
    template, names = compiled(candidates[min(plainness, len(candidates) - 1)])
    texts = {name: words[name].text for name in names}
    sources = frozenset().union(*(words[name].sources for name in names))
    return Block(template.render(texts), sources)


def richness(names: frozenset[str]) -> int:
    """Returns how personal a variant with these variables is; an earlier contact weighs most."""
    return len(names) + 3 * ("recap" in names)


def join(source: str, blocks: Mapping[str, str]) -> str:
    """Returns a channel's template filled with blocks, its white space and full stops tidied."""
    text = compiled(source)[0].render(blocks)
    text = re.sub(r"(?<!\.)\.\.(?!\.)", ".", text)
    text = re.sub(r"\bde el\b", "del", text)  # as Spanish contracts them
    text = re.sub(r"\ba el\b", "al", text)
    text = re.sub(r"[ \t]+", " ", text)
    text = re.sub(r" ?\n ?", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()
