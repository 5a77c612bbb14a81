"""The text of a cell, cleaned of what programs leave in it, before anybody asks what it means."""

import html
import re
from functools import lru_cache
from typing import Any, Final

import ftfy

from tools.text import is_placeholder, split_list

MAX_VALUE: Final = 2_000  # characters
MAX_LIST: Final = 50
INVALID: Final = re.compile("[\x00\ufffd\ud800-\udfff]")
UNSEEN: Final = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]")
ENTITY: Final = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#\d{1,7}|#x[0-9A-Fa-f]{1,6});")
MAX_ESCAPES: Final = 3  # how often a text may have been escaped
BREAK: Final = re.compile(r"</?(?:p|br|li|ul|ol|div|tr|td|h[1-6])\b[^<>]*>", re.IGNORECASE)
TAG: Final = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>@]*)?/?>", re.IGNORECASE)
FORMULA: Final = re.compile(r'="(.*)"')  # how a sheet keeps the zeros in front of a number
BULLET: Final = re.compile(r"\s*(?:[•●▪◦‣·*–—-]|\(?\d{1,2}[.)]|\(?[a-z]\))\s+")
# UTF-8 read as another encoding: the letter that leads, behind a small one or before no letter.
MOJIBAKE: Final = re.compile("[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u0178\u02c6-\u2122]")
GARBLED: Final = re.compile("(?<=[a-zß-ÿ])[ÃÂ]|[ÃÂ](?=[^\\w]|$)(?<![A-ZÀ-Þ]{2})|â€|ï¿½")
LOST_BYTE: Final = re.compile("[ÃÂ] ")  # a byte became a space: which letter it was is not certain
NAMES_TOO: Final = frozenset({"Null", "Na", "Nan", "Nil"})  # people are called so
# What stands for a name in a column that answers a question.
ANSWERS: Final = frozenset("yes no true false y n si sí x".split())
NOT_TEXT: Final = "expected a text"
BAD_TEXT: Final = f"expected at most {MAX_VALUE} characters of valid text"


class BadCell(Exception):
    """Why a cell is left out, in words that hold none of it."""


def text_of(value: Any) -> str | None:
    """One line of text; None where the cell is blank or has a placeholder. Raises BadCell."""
    return _line(_scalar(value))


@lru_cache(maxsize=8_192)
def _line(value: str) -> str | None:
    text = raw_text(value)
    if not text:
        return None
    text = " ".join(TAG.sub(" ", text).split()) if "<" in text else " ".join(text.split())
    if not text or is_placeholder(text):
        return None
    return text


def raw_text(value: Any) -> str:
    """The text as it was meant, with its line breaks; empty where there is none. Raises BadCell."""
    text = _scalar(value).strip()
    if not text:
        return ""
    if "&" in text:
        text = _unescaped(text)
    if not text.isascii():
        text = _repaired(text)
    if text.startswith("="):
        text = _without_formula(text)
    if len(text) > MAX_VALUE or INVALID.search(text):
        raise BadCell(BAD_TEXT)
    return text.strip()


def _scalar(value: Any) -> str:
    """A number as its digits; a list of one value as that value."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, list) and len(value) == 1:
        return _scalar(value[0])
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadCell(NOT_TEXT)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _unescaped(text: str) -> str:
    for _ in range(MAX_ESCAPES):
        if not ENTITY.search(text):
            break
        text = html.unescape(text)
    return text


def _repaired(text: str) -> str:
    """The text without hidden characters, in the encoding it was written in.

    Raises BadCell where it was garbled and cannot be repaired with certainty.
    """
    text = UNSEEN.sub("", text)
    if not GARBLED.search(text) and not MOJIBAKE.search(text):
        return text
    if not LOST_BYTE.search(text):
        text = ftfy.fix_encoding(text)
    if GARBLED.search(text):
        raise BadCell("the letters were garbled when the file was written")
    return text


def _without_formula(text: str) -> str:
    match = FORMULA.fullmatch(text)
    if match is None:
        return text
    return match[1].replace('""', '"')


@lru_cache(maxsize=4_096)
def _name(text: str) -> str | None:
    if text in NAMES_TOO:
        return text
    if text.casefold() in ANSWERS or all(map(is_placeholder, text.split())):
        return None
    return text


def name_of(value: Any) -> str | None:
    """A name as `text_of`, but for words that are names too, such as "Null". Raises BadCell."""
    text = " ".join(TAG.sub(" ", raw_text(value)).split())
    return _name(text)


def list_of(value: Any) -> tuple[str, ...]:
    """A list's elements, or a text's parts without their bullets, at most 50. Raises BadCell."""
    if isinstance(value, list):
        parts = [raw_text(part) for part in value]
    else:
        parts = _parts(raw_text(value))
    texts = []
    for part in parts:
        text = text_of(BULLET.sub("", TAG.sub(" ", part), count=1))
        if text:
            texts.append(text)
    return tuple(texts[:MAX_LIST])


def _parts(text: str) -> list[str]:
    text = BREAK.sub("\n", text)
    if "\n" in text.strip():
        lines = []
        for line in text.splitlines():
            lines += re.split(r"[;|]", line)
        return lines
    return split_list(text)
