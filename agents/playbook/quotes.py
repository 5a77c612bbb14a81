"""Words that somebody else wrote, told from the copy around them by quotation marks."""

import re
from functools import lru_cache
from typing import Final

MARKS: Final = {"en": "“{}”", "es": "«{}»"}
# The commonest short words, by which a text in the other language is told from one in the copy's.
COMMON_WORDS: Final[dict[str, frozenset[str]]] = {
    "en": frozenset("the and of our with for to in on is are by time too not".split()),
    "es": frozenset("el la los las de del en con para por y un una que es son al se no".split()),
}


# A finite verb, or the first person: words that hold one are a statement of somebody's.
CLAUSE: Final = re.compile(
    r"\b(?:is|are|was|were|isn't|aren't|has|have|had|does|do|did|don't|doesn't|can|can't|cannot"
    r"|will|won't|it's|its|takes?|goes|works|costs|pays|gets?|keeps?|loses?|shows?|comes?|wants?"
    r"|needs?|knows?|builds?|lapses?|finds?|tells?|texts|uses?|misses|we|our|my|me|i|us|they"
    r"|es|son|está|están|tiene|tienen|hay|puede|pueden|va|van|paga|pagan|cuesta|cuestan|tardan?"
    r"|llegan?|falta|faltan|pierden?|vienen?|sabe|saben|hace|hacen|escriben?|penaliza|nos|nuestr[oa]s?"
    r"|mi|mis|\w{2,}(?:amos|emos|imos))\b",
    re.IGNORECASE,
)


def is_clause(text: str) -> bool:
    """Returns whether a text is a statement, which cannot stand where a noun does."""
    return CLAUSE.search(text) is not None


def in_quotes(text: str, language: str) -> str:
    """Returns a text in the quotation marks of a language."""
    return MARKS[language].format(text.strip('“”«»"'))


@lru_cache(maxsize=512)
def is_foreign(text: str, language: str) -> bool:
    """Returns whether a text is in another of the playbook's languages than this one."""
    words = set(text.casefold().split())
    counts = {code: len(words & common) for code, common in COMMON_WORDS.items()}
    own_count = counts.pop(language)
    if language == "es" and any(word.endswith("ing") and len(word) > 4 for word in words):
        return True
    return max(counts.values()) > own_count
