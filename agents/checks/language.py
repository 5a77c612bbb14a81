"""The language of a text: by its commonest words, and where they do not tell, by a library."""

import re
from functools import lru_cache
from typing import Final

FEWEST_WORDS: Final = 8
LONGEST: Final = 1500  # characters that are looked at
ENOUGH: Final = 0.2  # share of commonest words by which a text is taken for its language
COMMONEST: Final[dict[str, frozenset[str]]] = {
    "en": frozenset(
        """the a an and or of to in on for with is are be it that this you your i we our my would
        have at as from by not if do what can""".split()
    ),
    "es": frozenset(
        """el la los las un una y o de del a en con por para es son que su sus se le lo al no si me
        nos nuestro nuestra como""".split()
    ),
}
WORD: Final = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=256)
def is_written_in(text: str, language: str) -> bool:
    """Returns whether a text of eight words or more is in a language; shorter ones count as such.

    A library is asked only where the commonest words do not tell, since it takes most of a second
    to load.
    """
    words = WORD.findall(text[:LONGEST].casefold())
    if len(words) < FEWEST_WORDS:
        return True
    own = COMMONEST.get(language)
    if own:
        others = max(_share(words, COMMONEST[code]) for code in COMMONEST if code != language)
        if _share(words, own) >= max(ENOUGH, others):
            return True
    return _detected(text[:LONGEST]) in (language, "")


def _share(words: list[str], commonest: frozenset[str]) -> float:
    return sum(word in commonest for word in words) / len(words)


def load_languages() -> None:
    """Loads the library and its data, so that no text has to wait for them."""
    _detected("")


def _detected(text: str) -> str:
    """Returns the code of the language that a text is in."""
    import py3langid

    code, _ = py3langid.classify(text)
    return str(code)
