"""Languages by all their names: "es-MX", "Spanish", "castellano", "Deutsch", "deu"."""

import re
from functools import cache
from typing import Final

from babel import Locale

from tools.text import fold

LONGEST: Final = 40  # characters
ISO_CODE: Final = re.compile(r"[a-z]{2}")
# Languages that are also known by the name they call themselves.
OWN_NAMES: Final = (
    "de fr it pt nl sv da nb fi pl cs sk hu ro bg el tr ru uk ar he ja zh ko ca".split()
)
# Names that CLDR does not have.
MORE_NAMES: Final = {
    "castellano": "es",
    "castilian": "es",
    "espanol latinoamericano": "es",
    "eng": "en",
    "spa": "es",
    "deu": "de",
    "ger": "de",
    "fra": "fr",
    "fre": "fr",
    "ita": "it",
    "por": "pt",
    "nld": "nl",
    "dut": "nl",
    "jpn": "ja",
    "zho": "zh",
    "chi": "zh",
    "mandarin": "zh",
    "flemish": "nl",
}


def language_in(text: str) -> str | None:
    """Returns the ISO 639-1 code of the language that a text begins with; None for any other."""
    folded = fold(text[:LONGEST]).strip()
    names = _codes_by_name()
    if folded in names:
        return names[folded]
    word = re.split(r"[^\w]", folded, maxsplit=1)[0].split("_")[0]
    return names.get(word)


def language_of(*texts: str | None) -> str:
    """Returns the language of the first text that names one, else English."""
    for text in texts:
        language = language_in(text or "")
        if language:
            return language
    return "en"


@cache
def _codes_by_name() -> dict[str, str]:
    """Returns the codes by themselves, and by the names in English, Spanish and the language."""
    codes: dict[str, str] = {}
    for locale in (Locale("en"), Locale("es")):
        for code, name in locale.languages.items():
            if ISO_CODE.fullmatch(code):
                codes.setdefault(fold(name), code)
                codes.setdefault(code, code)
    for code in OWN_NAMES:
        name = Locale(code).get_language_name(code)
        if name:
            codes.setdefault(fold(name), code)
    return codes | MORE_NAMES
