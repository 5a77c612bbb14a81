"""The words of a text that carry its meaning, in a form in which "posts" and "posting" are one."""

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

WORD: Final = re.compile(r"[a-z]{3,}")
ENDING: Final = re.compile(
    r"(?:ings?|edly|ed|ers?|ions?|ments?|mente|ando|iendo|[ai]d[oa]s?|(?:ie)?ramos|iera|[aei]remos"
    r"|[aei]riamos|[ae]mos|es|s|ly|ar|er|ir|[aoe])$"
)
LONGEST_STEM: Final = 6


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """Returns the beginning that the forms of a folded word share: "scheduling" -> "schedu"."""
    if len(word) <= 3:
        return word
    bare = ENDING.sub("", word, count=1)
    if len(bare) < 3:
        bare = word[:3]
    return bare[:LONGEST_STEM]


@lru_cache(maxsize=2048)
def stems_of(text: str) -> frozenset[str]:
    """Returns the stems of all words of a folded text that have three letters or more."""
    return frozenset(stem(word) for word in WORD.findall(text))


@cache
def conversation_words() -> frozenset[str]:
    """Returns the words of words.toml: those of any conversation, which claim nothing."""
    path = Path(__file__).with_name("words.toml")
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return frozenset(word for table in tables.values() for word in table.split())


@cache
def conversation() -> frozenset[str]:
    """Returns the stems of the words of any conversation."""
    return frozenset(stem(word) for word in conversation_words())


@lru_cache(maxsize=2048)
def content_of(text: str) -> frozenset[str]:
    """Returns the stems of a folded text that are not the words of any conversation."""
    return stems_of(text) - conversation()
