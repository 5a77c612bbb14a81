"""An earlier contact as a clause, such as "we discussed pricing", for the lead to read.

CRM notes are written by colleagues for colleagues. Only a note that says plainly who did what
("Discussed pricing", "Pidió una demo") becomes a clause. Of any other note only the date and the
kind of contact are used.
"""

import re
from functools import cache, lru_cache
from typing import Any, Final

from agents.injection import reads_like_order
from agents.playbook.display import UNFIT, visible

PRIVATE: Final = re.compile(
    r"\b(?:competitor|cheap|angry|rude|annoyed|upset|divorc\w*|sick|ill|pregnan\w*|fired|laid off"
    r"|hates?|unhappy|lawyer|desperate|stupid|difficult|problematic|not a fit|low priority"
    r"|internal|confidential|upsell|commission|gossip"
    r"|competencia|barato|enfadad[oa]|molest[oa]|enferm[oa]|despedid[oa]|abogado|confidencial"
    r"|intern[oa]|comisión)\b",
    re.IGNORECASE,
)
THIRD_PERSON: Final = re.compile(
    r"\b(?:he|she|they|him|them|himself|herself|lead|client|customer|prospect"
    r"|él|ella|ellos|cliente|prospecto|le|les|se)\b",
    re.IGNORECASE,
)
SUBJECT: Final = re.compile(
    r"^(?:(?:he|she|they|we|lead|client|customer|prospect|the (?:lead|client|customer|prospect)"
    r"|el cliente|la clienta|el lead|cliente|lead)\s+)?",
    re.IGNORECASE,
)
CLAUSE_END: Final = re.compile(r"[.;\n!?]|\s[-–—]\s|, (?:and|but|y|pero) ")
# By language: a verb as colleagues note it -> how a clause to the lead begins.
SHARED: Final[dict[str, dict[str, str]]] = {
    "en": {
        "discussed": "we discussed",
        "talked about": "we talked about",
        "talked through": "we talked through",
        "spoke about": "we spoke about",
        "went over": "we went over",
        "walked through": "we walked through",
        "covered": "we covered",
        "reviewed": "we reviewed",
        "explored": "we explored",
        "looked at": "we looked at",
        "asked about": "you asked about",
        "asked for": "you asked for",
        "asked how": "you asked how",
        "asked whether": "you asked whether",
        "asked if": "you asked if",
        "inquired about": "you asked about",
        "enquired about": "you asked about",
        "wanted to know": "you wanted to know",
        "wanted to see": "you wanted to see",
        "expressed interest in": "you expressed interest in",
        "showed interest in": "you showed interest in",
        "interested in": "you showed interest in",
        "requested": "you requested",
        "downloaded": "you downloaded",
        "attended": "you attended",
        "signed up for": "you signed up for",
        "registered for": "you registered for",
    },
    "es": {
        "hablamos de": "hablamos de",
        "hablamos sobre": "hablamos sobre",
        "conversamos sobre": "conversamos sobre",
        "comentamos": "comentamos",
        "revisamos": "revisamos",
        "vimos": "vimos",
        "se habló de": "hablamos de",
        "se comentó": "comentamos",
        "preguntó por": "[preguntó|preguntaste] por",
        "preguntó cómo": "[preguntó|preguntaste] cómo",
        "preguntó si": "[preguntó|preguntaste] si",
        "consultó por": "[consultó|consultaste] por",
        "pidió": "[pidió|pediste]",
        "solicitó": "[solicitó|solicitaste]",
        "mostró interés en": "[mostró|mostraste] interés en",
        "interesado en": "[mostró|mostraste] interés en",
        "interesada en": "[mostró|mostraste] interés en",
        "quería saber": "[quería saber|querías saber]",
        "se descargó": "[se descargó|te descargaste]",
        "rellenó": "[rellenó|rellenaste]",
        "descargó": "[descargó|descargaste]",
        "asistió a": "[asistió|asististe] a",
        "se registró en": "[se registró|te registraste] en",
    },
}
# English verbs after which a noun gets the article that notes leave out.
BARE_NOUN: Final = frozenset({"requested", "downloaded", "attended", "asked for"})
NO_ARTICLE: Final = frozenset(
    """pricing information access feedback documentation support help details material
    a an the our your more some two three this that its to""".split()
)
POSSESSIVES: Final = {"en": (r"\b(?:his|her|their)\b", "your"), "es": (r"$^", "")}


@lru_cache(maxsize=512)
def clause_of(summary: str, language: str) -> str:
    """Returns a note as a clause: 'Discussed pricing.' -> 'we discussed pricing'.

    '' where the note must not be told to the lead.
    """
    first_part = CLAUSE_END.split(visible(summary), maxsplit=1)[0]
    note = SUBJECT.sub("", first_part.strip())
    for verb, opening in SHARED[language].items():
        if note.casefold().startswith(verb + " "):
            about = re.sub(*POSSESSIVES[language], note[len(verb) :].strip(), flags=re.IGNORECASE)
            return _clause(verb, opening, about, language)
    return ""


def _clause(verb: str, opening: str, about: str, language: str) -> str:
    """Returns the opening with what the note is about; '' for what must not be said."""
    if not 0 < len(about) <= 90 or PRIVATE.search(about) or THIRD_PERSON.search(about):
        return ""
    if UNFIT.search(about.replace("%", "").replace("$", "")) or reads_like_order(about):
        return ""
    if language == "en" and verb in BARE_NOUN:
        about = _with_article(about)
    return f"{opening} {about}"


def _with_article(noun: str) -> str:
    """Returns 'a user guide' for 'user guide'; what takes no article, as plurals, stays."""
    words = noun.casefold().split()
    if words[0] in NO_ARTICLE or words[-1] in NO_ARTICLE or noun.endswith("s"):
        return noun
    return str(_english().a(noun))


@cache
def _english() -> Any:
    """Returns inflect's engine, which knows "an hour" and "a user guide".

    It is imported at first use, since that takes a good part of a second.
    """
    import inflect

    return inflect.engine()
