"""What was said in earlier interactions, as a clause that may be said to the lead.

CRM notes are written by colleagues for colleagues. Only a note that says plainly who did what
("Discussed pricing", "Pidió una demo") becomes a clause; of any other, the date and the kind of
contact alone are used.
"""

import re
from datetime import datetime
from functools import cache
from typing import Any, Final, NamedTuple

from babel.dates import format_datetime

from agents.injection import reads_like_order
from agents.playbook.display import UNFIT, topic, visible
from tools.domain.lead import Interaction

PRIVATE: Final = re.compile(
    r"\b(?:competitor|cheap|angry|rude|annoyed|upset|divorc\w*|sick|ill|pregnan\w*|fired|laid off"
    r"|hates?|unhappy|"
    r"lawyer|desperate|stupid|difficult|problematic|not a fit|low priority|"
    r"internal|confidential|upsell|commission|gossip|"
    r"competencia|barato|enfadad[oa]|molest[oa]|enferm[oa]|despedid[oa]|abogado|confidencial|intern[oa]|comisión)\b",
    re.IGNORECASE,
)
THIRD_PERSON: Final = re.compile(
    r"\b(?:he|she|they|him|them|himself|herself|lead|client|customer|prospect|él|ella|ellos|cliente|prospecto|le|les|se)\b",
    re.IGNORECASE,
)
SUBJECT: Final = re.compile(
    r"^(?:(?:he|she|they|we|lead|client|customer|prospect|the (?:lead|client|customer|prospect)|el "
    r"cliente|la clienta|"
    r"el lead|cliente|lead)\s+)?",
    re.IGNORECASE,
)
# verb as colleagues note it -> clause as the lead would hear it; `asks` verbs take any object, the
# rest a noun
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
        "preguntó por": "preguntó por",
        "preguntó cómo": "preguntó cómo",
        "preguntó si": "preguntó si",
        "consultó por": "consultó por",
        "pidió": "pidió",
        "solicitó": "solicitó",
        "mostró interés en": "mostró interés en",
        "interesado en": "mostró interés en",
        "interesada en": "mostró interés en",
        "quería saber": "quería saber",
        "descargó": "descargó",
        "asistió a": "asistió a",
        "se registró en": "se registró en",
    },
}
BARE_NOUN: Final = frozenset({"requested", "downloaded", "attended", "asked for"})
NO_ARTICLE: Final = frozenset(
    """pricing information access feedback documentation support help details material a an the our
    your
    more some two three this that its to""".split()
)
POSSESSIVES: Final = {"en": (r"\b(?:his|her|their)\b", "your"), "es": (r"$^", "")}

KINDS: Final[dict[str, dict[str, str]]] = {
    "en": {
        "email": "our e-mail exchange",
        "call": "our call",
        "phone": "our call",
        "meeting": "our meeting",
        "demo": "our demo",
        "video": "our video call",
        "chat": "our chat",
        "whatsapp": "our WhatsApp chat",
        "linkedin": "our exchange on LinkedIn",
        "webinar": "our webinar",
        "form": "your message through our website",
        "": "our last contact",
    },
    "es": {
        "email": "nuestro intercambio de correos",
        "call": "nuestra llamada",
        "phone": "nuestra llamada",
        "meeting": "nuestra reunión",
        "demo": "nuestra demostración",
        "video": "nuestra videollamada",
        "chat": "nuestro chat",
        "whatsapp": "nuestro chat de WhatsApp",
        "linkedin": "nuestro intercambio en LinkedIn",
        "webinar": "nuestro webinar",
        "form": "su mensaje a través de nuestra web",
        "": "nuestro último contacto",
    },
}
SYNONYMS: Final = {
    "correo": "email",
    "e-mail": "email",
    "mail": "email",
    "llamada": "call",
    "teléfono": "phone",
    "reunión": "meeting",
    "demostración": "demo",
    "formulario": "form",
    "contact_form": "form",
    "website_form": "form",
}
ONE_SIDED: Final = re.compile(
    r"voicemail|left message|no answer|bounce|unsubscrib|visit|page|open|click|buzón|sin respuesta",
    re.I,
)


class Recap(NamedTuple):
    """`contact` names the interaction, `clause` what was said, `about` its subject; '' where
    nothing may be said.
    """

    position: int
    contact: str
    clause: str
    about: str


def recap_of(
    interactions: tuple[Interaction, ...], language: str, locale: str, now: datetime
) -> Recap | None:
    """The latest two-sided interaction that can be retold, else the latest that can at least be
    named.
    """
    fallback = None
    for index in reversed(range(len(interactions))):
        interaction = interactions[index]
        if interaction.at > now or ONE_SIDED.search(
            f"{interaction.type} {interaction.summary[:200]}"
        ):
            continue
        clause, about = clause_of(interaction.summary, language)
        recap = Recap(index, _contact(interaction, language, locale, now), clause, about)
        if clause:
            return recap
        fallback = fallback or recap
    return fallback


def clause_of(summary: str, language: str) -> tuple[str, str]:
    """('we discussed pricing', 'pricing') from 'Discussed pricing.'; ('', '') where the note may
    not be retold.
    """
    note = SUBJECT.sub(
        "",
        re.split(r"[.;\n!?]|\s[-–—]\s|, (?:and|but|y|pero) ", visible(summary), maxsplit=1)[
            0
        ].strip(),
    )
    for verb, opening in SHARED[language].items():
        if note.casefold().startswith(verb + " "):
            about = re.sub(*POSSESSIVES[language], note[len(verb) :].strip(), flags=re.IGNORECASE)
            return _clause_and_subject(verb, opening, about, language)
    return "", ""


def _clause_and_subject(verb: str, opening: str, about: str, language: str) -> tuple[str, str]:
    unfit = UNFIT.search(about.replace("%", "").replace("$", "")) or reads_like_order(about)
    if not about or len(about) > 90 or unfit or PRIVATE.search(about) or THIRD_PERSON.search(about):
        return "", ""
    if language == "en" and verb in BARE_NOUN:
        about = _with_article(about)
    names_a_thing = not opening.endswith(
        ("how", "if", "whether", "know", "see", "cómo", "si", "saber")
    )
    return f"{opening} {about}", topic(about, 45) if names_a_thing else ""


def _with_article(noun: str) -> str:
    first = noun.split(maxsplit=1)[0].casefold()
    if (
        first in NO_ARTICLE
        or noun.rsplit(maxsplit=1)[-1].casefold() in NO_ARTICLE
        or noun.endswith("s")
    ):
        return noun
    return str(_english().a(noun))


@cache
def _english() -> Any:
    """Knows that it is "an hour" and "a user guide"; imported late, since it takes a second."""
    import inflect

    return inflect.engine()


def _contact(interaction: Interaction, language: str, locale: str, now: datetime) -> str:
    kind = interaction.type.casefold().strip().replace(" ", "_")
    kind = SYNONYMS.get(kind, kind)
    noun = next(
        (noun for key, noun in KINDS[language].items() if key and key in kind), KINDS[language][""]
    )
    return f"{noun} {spoken_date(interaction.at, language, locale, now)}"


def spoken_date(at: datetime, language: str, locale: str, now: datetime) -> str:
    """'on April 20', 'on 20 April 2023', 'del 20 de abril'."""
    patterns = {"en_US": "MMMM d", "en_GB": "d MMMM", "es": "d 'de' MMMM"}
    with_year = {"en_US": "MMMM d, y", "en_GB": "d MMMM y", "es": "d 'de' MMMM 'de' y"}
    date_text = format_datetime(
        at, (patterns if at.year == now.year else with_year)[locale], locale=locale
    )
    return f"{'del' if language == 'es' else 'on'} {date_text}"
