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
        (re.compile(r"\b(?:his|her)\b(?= \w)", re.IGNORECASE), "your"),
        (re.compile(r"\b(?:he|she)(?= (?:can|could|will|would|should|may|might|must)\b)"), "you"),
    ),
    "es": (),
}
# "They" is the lead only where no other plural stands before it: "whether invoices ... them".
PLURAL_BEFORE: Final = re.compile(r"\b[^\W\d]{3,}s\b.*\b(?:they|them|their)\b", re.IGNORECASE)
PLURAL_PERSON: Final[dict[str, tuple[tuple[re.Pattern[str], str], ...]]] = {
    "en": (
        (re.compile(r"\btheir\b", re.IGNORECASE), "your"),
        (re.compile(r"\b(?:they|them)\b", re.IGNORECASE), "you"),
    ),
    "es": (),
}
# A question as the lead put it, not as a colleague noted it.
DIRECT: Final[dict[str, re.Pattern[str]]] = {
    "en": re.compile(
        r"(?:can|could|do|does|did|is|are|was|were|will|would|should|have|has|may) \w",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"(?:puede[ns]?|podemos|podéis|podría[ns]?|tiene[ns]?|tenéis|hay|es|son|está[ns]?|hace[ns]?"
        r"|incluye[ns]?|funciona[ns]?|sirve[ns]?|se puede) \w",
        re.IGNORECASE,
    ),
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
    is_quotation = words.endswith("?") or DIRECT[language].match(words)
    if is_quotation or is_foreign(words, language):
        return in_quotes(words.rstrip("?"), language)
    for pattern, replacement in SECOND_PERSON[language]:
        words = pattern.sub(replacement, words)
    if not PLURAL_BEFORE.search(words):
        for pattern, replacement in PLURAL_PERSON[language]:
            words = pattern.sub(replacement, words)
    if THIRD_PERSON[language].search(words):
        return ""
    words = words[0].lower() + words[1:]
    if ASKING[language].match(words):
        return words
    return f"{BEFORE_NOUN[language]} {words}"


def listed(clause: str, language: str) -> str:
    """Returns a turned question as it stands in a list: "pricing" for "about pricing"."""
    return clause.removeprefix(f"{BEFORE_NOUN[language]} ")
