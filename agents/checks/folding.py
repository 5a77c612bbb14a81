"""Text as patterns read it: small letters without accents or disguise, and the way back.

Disguises are full-width and look-alike letters, letters with spaces between them, digits for
letters inside a word, and characters of no width.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

from agents.checks.lookalikes import LATIN_FOR

PLAIN_MARKS: Final = str.maketrans("‘’‚`´“”„«»–—‑\u00a0\u202f", "'''''\"\"\"\"\"---  ")
SPACED: Final = re.compile(r"(?<!\w)\w(?:[ .*_-]\w){3,}(?!\w)")
WORD: Final = re.compile(r"[a-z0-9@$]+")
LETTER_FOR: Final = str.maketrans("0134578@$", "oieastbas")


class Folded(NamedTuple):
    """A folded text, and for each of its characters the place it has in the original."""

    text: str
    original: str
    places: tuple[int, ...] | None  # None: the same places

    def quote(self, start: int, end: int) -> str:
        """Returns the original's words between two places of the folded text."""
        if self.places is None or not self.text:
            return self.original[start:end].strip()
        first = self.places[start] if start < len(self.places) else len(self.original)
        last = self.places[end - 1] + 1 if end else 0
        return self.original[first:last].strip()


@lru_cache(maxsize=512)
def folded(text: str) -> Folded:
    """Returns the text as patterns read it."""
    letters, places = _letters(text)
    if SPACED.search(letters):
        letters, places = _without_gaps(letters, places or tuple(range(len(letters))))
    return Folded(WORD.sub(_as_letters, letters), text, places)


def _letters(text: str) -> tuple[str, tuple[int, ...] | None]:
    """Returns the text in plain small letters, and the places they come from."""
    if text.isascii():
        return text.lower(), None
    parts: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        plain = plain_letter(character)
        parts.append(plain)
        places += [place] * len(plain)
    return "".join(parts), tuple(places)


@lru_cache(maxsize=4096)
def plain_letter(character: str) -> str:
    """Returns a character as plain small letters: "É" -> "e", a zero-width space -> ""."""
    letters = unicodedata.normalize("NFKD", character.translate(PLAIN_MARKS)).casefold()
    plain = ""
    for letter in letters:
        category = unicodedata.category(letter)
        if category == "Mn" or category in ("Cf", "Co", "Cn"):
            continue
        plain += LATIN_FOR.get(letter, letter)
    return plain


def _without_gaps(letters: str, places: tuple[int, ...]) -> tuple[str, tuple[int, ...]]:
    """Joins letters that stand alone in a row: "p a s s w o r d" -> "password"."""
    parts: list[str] = []
    joined_places: list[int] = []
    end = 0
    for match in SPACED.finditer(letters):
        parts.append(letters[end : match.start()] + match.group()[::2])
        joined_places += places[end : match.start()]
        joined_places += places[match.start() : match.end() : 2]
        end = match.end()
    parts.append(letters[end:])
    joined_places += places[end:]
    return "".join(parts), tuple(joined_places)


def _as_letters(match: re.Match[str]) -> str:
    """Returns a word with digits inside it as the word it stands for: "passw0rd" -> "password"."""
    word = match.group()
    if len(word) < 4 or word.isalpha() or word.isdigit() or not word[-1].isalnum():
        return word
    changes = sum(word[i].isalpha() != word[i - 1].isalpha() for i in range(1, len(word)))
    letters = sum(letter.isalpha() for letter in word)
    if changes < 2 or 2 * letters < len(word):  # "10am", "q1", "gb33bukb2020"
        return word
    return word.translate(LETTER_FOR)
