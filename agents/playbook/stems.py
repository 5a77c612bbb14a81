"""The words of a text that carry its meaning, without their endings."""

import re
from functools import cache, lru_cache
from threading import Lock
from typing import Any, Final

from tools.text import fold

WORD: Final = re.compile(r"[^\W_]+")
STEMMING: Final = Lock()  # a stemmer holds the word it is at, and touches are written in threads
ALGORITHMS: Final = {"en": "english", "es": "spanish"}


@lru_cache(maxsize=2_048)
def stems_in(text: str, language: str) -> tuple[str, ...]:
    """Returns the stems of a text's words in their order, without the commonest words."""
    stemmer = _stemmer(language)
    common_words = COMMON_WORDS[language]
    words = [word for word in WORD.findall(text.casefold()) if word not in common_words]
    with STEMMING:
        stems = stemmer.stemWords(words)
    return tuple(fold(stem) for stem in stems)


@cache
def _stemmer(language: str) -> Any:
    """Returns Snowball's stemmer; imported at first use, since most commands need none."""
    import snowballstemmer

    return snowballstemmer.stemmer(ALGORITHMS[language])


# The commonest words, and those that a question is put in: they say nothing of its subject.
COMMON_WORDS: Final = {
    "en": frozenset(
        """a about after all an and any are as at be because been before but by for from had has
        have he her his if in into is it its no not of on or our she so some than that the
        their them then there they this to too up us was we were will with would you your
        how what when where which who whether why can could does do did should much many get use
        used using need want work works also able possible""".split()
    ),
    "es": frozenset(
        """a al antes como con cual cuando de del desde después donde el ella ellos en entre era es
        esa ese eso esta este esto fue ha han hay la las le les lo los más me mi muy nada ni no nos
        nuestra nuestro o para pero por que se ser si sin sobre son su sus también te tiene tienen
        un una unos y ya cómo qué cuándo dónde cuál cuánto cuánta cuántos quién puede pueden hace
        hacer usa usar usan funciona funcionan necesita quiere posible""".split()
    ),
}
