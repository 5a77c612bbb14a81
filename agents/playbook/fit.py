"""What of a lead's texts may be printed at all."""

import html
import re
import unicodedata
from functools import lru_cache
from typing import Final

from agents.injection import reads_like_order

PLACEHOLDERS: Final = frozenset(
    """- -- . ? n/a #n/a na none null nil nan unknown undefined unspecified test tbd tbc
    tba xxx asdf todo no name sin nombre ninguno ninguna desconocido desconocida not
    provided self self-employed freelance freelancer autonomo autónomo individual
    particular lead contact""".split()
)
# "not applicable", "no company", "sin especificar": that there is nothing to say.
NOTHING: Final = re.compile(
    r"(?:none|not|no|non|nothing|sin|ning[uú]n[oa]?)"
    r"(?: (?:yet|been|se|ha|sido|company|employer|organi[sz]ation|name|employee|empresa|nombre|data"
    r"|applicable|available|provided|given|known|specified|listed|disclosed|entered|set|stated"
    r"|found|identified|supplied|recorded|aplica|disponible|especific\w+|indicad\w+|facilitad\w+"
    r"|definid\w+|asignad\w+|datos|information|info|informaci[oó]n|currently|at the moment"
    r"|de momento))*",
    re.IGNORECASE,
)
MARKUP: Final = re.compile(r"<[^<>]{0,200}>|&[a-z]{2,8};|&#\d{1,6};", re.IGNORECASE)
SENTENCE_END: Final = re.compile(r"(?<=[.!?])\s+")
LONGEST_NOTE: Final = 500  # characters of a note that are read
BRACKETED: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}")
UNFIT: Final = re.compile(
    r"https?:|www\.|\S@\S|[{}<>\[\]|\\^`~=*_#$%]|://|\.(?:com|org|net|io|es)\b", re.IGNORECASE
)


@lru_cache(maxsize=1_024)
def visible(text: str) -> str:
    """Returns a text without markup, hidden characters, emoji and surplus white space."""
    text = unicodedata.normalize("NFC", MARKUP.sub(" ", unescaped(text)))
    characters = [character if _is_visible(character) else " " for character in text]
    return " ".join("".join(characters).split())


def sentences_of(text: str) -> list[str]:
    """Returns the sentences of a text, as they may be printed."""
    return SENTENCE_END.split(visible(text))


def unescaped(text: str) -> str:
    """Returns a text with the characters that HTML's entities stand for, escaped once or twice."""
    return html.unescape(html.unescape(text)) if "&" in text else text


def _is_visible(character: str) -> bool:
    """Returns whether a character is no control character and no symbol, save a few."""
    return character in "$€£¥+%&'’-" or unicodedata.category(character)[0] not in "CS"


@lru_cache(maxsize=1_024)
def phrase(text: str | None, limit: int) -> str:
    """Returns a text that may stand inside a sentence.

    '' for one that is longer than `limit` characters, a placeholder, a link or an order.
    """
    clean = visible(text or "").strip(" .,;:!¡-–—\"'“”«»")
    if not clean or len(clean) > limit or is_placeholder(clean):
        return ""
    if UNFIT.search(clean.replace("%", "").replace("$", "")) or reads_like_order(clean):
        return ""
    return clean


def is_placeholder(text: str) -> bool:
    """Returns whether a text only says that there is none, such as "N/A" or "not provided"."""
    bare = text.casefold().replace(".", "").strip()
    return (
        text.casefold() in PLACEHOLDERS
        or bare in PLACEHOLDERS
        or NOTHING.fullmatch(text) is not None
    )
