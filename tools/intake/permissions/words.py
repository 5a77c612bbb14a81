"""Headers and texts cut into words, as people and programs join them."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from tools.text import fold

NUMERO: Final = re.compile(r"\b[Nn](?:[º°]|o\.|r\.|úm\.?)(?=\s)|№|\b[Nn]o\. ?(?=of\b|de\b)|#")
CAMEL: Final = re.compile(r"(?<=[a-z0-9áéíóúñ])(?=[A-ZÁÉÍÓÚÑ])|(?<=[A-Z])(?=[A-Z][a-z])")
ELISION: Final = re.compile(r"\b(qu|[ldnsmtjc])['’](?=\w)", re.IGNORECASE)
APOSTROPHE: Final = re.compile(r"(?<=\w)['’´`](?=\w)")
MEMORIAL: Final = re.compile(
    r"[†✝]|\bR\. ?I\. ?P\b\.?|\b[DQ]\. ?E\. ?P\b\.?(?: ?D\b\.?)?|\bRIP\b(?! (?:and|AND|&))"
)
INITIALISM: Final = re.compile(r"\b(?:[A-Za-z]\.){2,4}")
TOKEN: Final = re.compile(r"[^\W_]+|[:：]|[.,;!?()\[\]{}<>|\n/*]|(?<!\w)[-–—]+|[-–—]+(?!\w)|[–—]")
COLONS: Final = ":："
MAX_TEXT: Final = 2_000  # characters of one text that are read


class Word(NamedTuple):
    """A word without case and accents, and whether it had a capital; or a mark between words."""

    text: str
    capital: bool = False

    @property
    def is_mark(self) -> bool:
        """Whether it is punctuation."""
        return not self.text[0].isalnum()


def words_of_header(header: str) -> list[Word]:
    """The words of a column's name: "doNotEmail", "do_not_email" and "Do-Not-Email" are one."""
    spaced = CAMEL.sub(" ", NUMERO.sub(" number ", header.replace("_", " ")))
    return words_of(spaced.replace("-", " "))


def words_of(text: str) -> list[Word]:
    """The words and marks of a text, as far as its first 2,000 characters go."""
    text = MEMORIAL.sub(" deceased ", text[:MAX_TEXT])
    text = INITIALISM.sub(_joined, text)
    text = APOSTROPHE.sub("", ELISION.sub(r"\1 ", text))
    words = []
    for match in TOKEN.finditer(text.replace("_", " ")):
        token = match.group()
        words.append(Word(_folded(token), token[0].isupper()))
    return words


@lru_cache(maxsize=20_000)
def _folded(token: str) -> str:
    """A word without case and accents, remembered: the same words come again and again."""
    return fold(token)


def _joined(match: re.Match[str]) -> str:
    """An abbreviation without its full stops: "R.I.P." -> "RIP"."""
    return match.group().replace(".", "") + " "
