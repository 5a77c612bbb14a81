"""Words that somebody else wrote, told from the copy around them by quotation marks."""

from typing import Final

MARKS: Final = {"en": "“{}”", "es": "«{}»"}
# The commonest short words, by which a text in the other language is told from one in the copy's.
COMMON_WORDS: Final[dict[str, frozenset[str]]] = {
    "en": frozenset("the and of our with for to in on is are by time too not".split()),
    "es": frozenset("el la los las de del en con para por y un una que es son al se no".split()),
}


def in_quotes(text: str, language: str) -> str:
    """Returns a text in the quotation marks of a language."""
    return MARKS[language].format(text.strip('“”«»"'))


def is_foreign(text: str, language: str) -> bool:
    """Returns whether a text is in another of the playbook's languages than this one."""
    words = set(text.casefold().split())
    counts = {code: len(words & common) for code, common in COMMON_WORDS.items()}
    own_count = counts.pop(language)
    if language == "es" and any(word.endswith("ing") and len(word) > 4 for word in words):
        return True
    return max(counts.values()) > own_count
