"""A question as a colleague noted it, turned to the lead who asked it."""

import re
from typing import Final

from agents.injection import reads_like_order
from agents.playbook.display import UNFIT, visible
from agents.playbook.quotes import in_quotes, is_foreign
from agents.playbook.recap import PRIVATE

LONGEST: Final = 160  # characters
ASKING: Final[dict[str, re.Pattern[str]]] = {
    "en": re.compile(
        r"(?:how|what|when|where|which|who|whose|why|whether|if|about|for|to)\b", re.IGNORECASE
    ),
    "es": re.compile(
        r"(?:cómo|qué|cuándo|dónde|cuál(?:es)?|cuánt[oa]s?|quién(?:es)?|por|si|sobre|acerca)\b",
        re.IGNORECASE,
    ),
}
BEFORE_NOUN: Final = {"en": "about", "es": "por"}
# What becomes of the third person; a verb that would have to change with it is left alone.
SECOND_PERSON: Final[dict[str, tuple[tuple[re.Pattern[str], str], ...]]] = {
    "en": (
        (re.compile(r"\b(?:his|her|their)\b(?= \w)", re.IGNORECASE), "your"),
        (re.compile(r"\bthey(?:'re| are)\b", re.IGNORECASE), "you are"),
        (re.compile(r"\bthey\b", re.IGNORECASE), "you"),
        (re.compile(r"\b(?:he|she)(?= (?:can|could|will|would|should|may|might|must)\b)"), "you"),
        (re.compile(r"\bthem\b", re.IGNORECASE), "you"),
    ),
    "es": (),
}
THIRD_PERSON: Final[dict[str, re.Pattern[str]]] = {
    "en": re.compile(
        r"\b(?:he|she|him|himself|herself|lead|client|customer|prospect)\b", re.IGNORECASE
    ),
    "es": re.compile(r"\b(?:él|ella|ellos|el cliente|la clienta|prospecto)\b", re.IGNORECASE),
}


def turned(question: str, language: str) -> str:
    """Returns a question as it follows "you asked": "how onboarding works", "about pricing".

    A question in another language, or in the lead's own words, stands in quotation marks. '' for
    one that must not be told, or whose form is not known.
    """
    words = visible(question).strip(" .,;:¿")
    if not 0 < len(words) <= LONGEST or PRIVATE.search(words) or reads_like_order(words):
        return ""
    if UNFIT.search(re.sub(r"[%$#&]", "", words)):
        return ""
    if is_foreign(words, language) or words.endswith("?"):
        return in_quotes(words.rstrip("?"), language)
    for pattern, replacement in SECOND_PERSON[language]:
        words = pattern.sub(replacement, words)
    if THIRD_PERSON[language].search(words):
        return ""
    words = words[0].lower() + words[1:]
    if ASKING[language].match(words):
        return words
    return f"{BEFORE_NOUN[language]} {words}"
