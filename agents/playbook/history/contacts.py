"""What sort of contact an interaction is, by its type."""

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from tools.text import fold

WORDS: Final = re.compile(r"[a-z]+(?:-[a-z]+)*")
MAX_TYPE: Final = 64  # characters


@lru_cache(maxsize=1_024)
def contact_kind(interaction_type: str) -> str:
    """Returns "meeting" for "Site visit" or "reunión"; "" for what no rule knows."""
    words = set(WORDS.findall(fold(interaction_type[:MAX_TYPE]).replace("_", " ")))
    for kind, names in _names().items():
        if not names.isdisjoint(words):
            return kind
    return ""


@cache
def _names() -> dict[str, frozenset[str]]:
    path = Path(__file__).with_name("contacts.toml")
    names = tomllib.loads(path.read_text(encoding="utf-8"))
    return {kind: frozenset(words.split()) for kind, words in names.items()}
