"""A question as a colleague noted it, turned to the lead who asked it."""

import re
from functools import lru_cache
from typing import Final

from agents.injection import reads_like_order
from agents.playbook.display import UNFIT, visible
from agents.playbook.quotes import in_quotes, is_clause, is_foreign
from agents.playbook.recap import PRIVATE

LONGEST: Final = 160  # characters
# Where a question was asked is no part of it: "how it works, in our call".
WHERE_ASKED: Final = re.compile(
    r",? (?:in|during|on|at|after) our (?:\w+ )?(?:meeting|call|demo|chat|visit|webinar|e-?mail)$"
    r"|,? (?:en|durante|tras) (?:nuestra|la) (?:reunión|llamada|demostración|visita|demo)$",
    re.IGNORECASE,
)
FEWEST_WORDS: Final = 3  # of a question: "Pricing??" is none that can be quoted
OWN_QUESTION: Final = re.compile(r"(?:[^.?!;\n]|\.(?= ?[a-z])){1,200}\?+")
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
# A last question without its mark, behind one that has it: "...? and how long does it take".
ADDED_QUESTION: Final = re.compile(
    r"\? *((?:and|y|also|además) (?:\w+ ){0,2}?(?:how|what|when|who|is|are|do|does|can|if"
    r"|cómo|cuánto|cuánta|cuándo|quién|qué|si|de cuánto|cuál)\b[^.?!;\n]{3,120})$",
    re.IGNORECASE,
)
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


@lru_cache(maxsize=512)
def turned(question: str, language: str) -> str:
    """Returns a question as it follows "you asked": "how onboarding works", "about pricing".

    A question in another language, or in the lead's own words, stands in quotation marks. '' for
    one that must not be told, or whose form is not known.
    """
    words = without_place(question)
    if not _may_be_told(words):
        return ""
    is_quotation = words.endswith("?") or DIRECT[language].match(words)
    if is_quotation or is_foreign(words, language):
        return in_quotes(words, language)
    for pattern, replacement in SECOND_PERSON[language]:
        words = pattern.sub(replacement, words)
    if not PLURAL_BEFORE.search(words):
        for pattern, replacement in PLURAL_PERSON[language]:
            words = pattern.sub(replacement, words)
    words = words[0].lower() + words[1:]
    is_asking = ASKING[language].match(words) is not None
    if THIRD_PERSON[language].search(words) or (is_clause(words) and not is_asking):
        return ""
    return words if is_asking else f"{BEFORE_NOUN[language]} {words}"


def without_place(question: str) -> str:
    """Returns a question without the words that say where it was asked."""
    return WHERE_ASKED.sub("", visible(question).strip(" .,;:¿"))


def _may_be_told(words: str) -> bool:
    """Returns whether words are short, and neither private nor markup nor an order."""
    if not 0 < len(words) <= LONGEST or PRIVATE.search(words) or reads_like_order(words):
        return False
    return UNFIT.search(re.sub(r"[%$#&]", "", words)) is None


def own_questions(note: str) -> list[str]:
    """Returns the questions in a note that holds the lead's own words: those with their mark."""
    words = visible(note)
    questions = [match.group().strip(" -–—:;,.") for match in OWN_QUESTION.finditer(words)]
    rest = ADDED_QUESTION.search(words)
    if questions and rest:
        questions.append(rest[1])
    return [question for question in questions if len(question.split()) >= FEWEST_WORDS]


def listed(clause: str, language: str) -> str:
    """Returns a turned question as it stands in a list: "pricing" for "about pricing"."""
    return clause.removeprefix(f"{BEFORE_NOUN[language]} ")
