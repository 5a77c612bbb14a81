"""Which words of a copy stand on no fact: names, numbers, dates, prices, addresses and quotations.

Addresses, phone numbers and prices must stand in a fact of our own: a lead's text may hold anybody's.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from agents.playbook.catalogue import PLAYBOOK
from agents.policy import MEETING_MINUTES
from tools.domain.lead import Interaction, LeadContext
from tools.domain.sequence import Fact
from tools.domain.vocabulary import Role

MONTHS: Final = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    )
    for number, name in enumerate(names.split(), start=1)
}
# Capitalised words of both languages and of the trade that are nobody's name.
KNOWN_WORDS: Final = frozenset(
    """i i'm i'd i'll i've monday tuesday wednesday thursday friday saturday sunday english spanish
    linkedin whatsapp sms roi crm ceo cto cfo cmo coo vp hr it pr b2b seo kpi kpis faq pdf api pc tv ok
    ps p.s question opening voicemail apertura pregunta buzón mr mrs ms dr sr sra srta dra""".split()
) | frozenset(MONTHS)
WORD: Final = r"[^\W\d_][\w'’&.-]*[\w]|[^\W\d_]"
ADDRESSES: Final = re.compile(
    r"\w{2,10}://\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.-]+|\b(?:[\w-]+\.)+[a-z]{2,24}\b(?:/\S*)?|\b\d{1,3}(?:\.\d{1,3}){3}\b"
    r"|\S+ ?[\[(](?:\.|dot|punto|at|@)[\])] ?\S+|\b\w+ (?:dot|punto) (?:com|net|org|io|es|co|me|xyz)\b"
    r"|\b(?:javascript|data|mailto|tel):\S+",
    re.I,
)
PHONES: Final = re.compile(r"\+?\d[\d\s().-]{6,}\d")
NUMBERS: Final = re.compile(r"\d+(?:[.,]\d+)*")
MONTH: Final = "|".join(MONTHS)
DATES: Final = re.compile(
    rf"\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?: de)? (?P<m1>{MONTH})|(?P<m2>{MONTH}) (?P<d2>\d{{1,2}}))\b"
    r"(?:,? (?:de )?(?P<y>\d{4}))?",
    re.IGNORECASE,
)
QUOTED: Final = re.compile(r"[“«\"]([^“”«»\"\n]{3,200})[”»\"]")
PRICES: Final = re.compile(
    r"[$€£¥] ?\d[\d.,]*|\d[\d.,]* ?(?:[$€£¥]|(?:EUR|USD|GBP|euros?|dollars?|pounds?|dólares)\b)",
    re.IGNORECASE,
)
OURS: Final = (
    "site.",
    "user.",
    "products[",
    "knowledge[",
    "lead.email",
    "lead.phone",
    "lead.linkedin",
    "lead.budget_range",
)
DURATION: Final = re.compile(r"\b(\d{1,2})[ -](?:minutes?|min\.?|minutos?)\b", re.I)
PERCENT_WORDS: Final = re.compile(r"\b[^\W\d]+ (?:percent|per cent|por ciento)\b", re.I)
# A sentence that starts with an unknown word and one of these speaks of somebody.
VERBS: Final = re.compile(
    r"^(?:has|have|had|is|was|will|would|can|says?|said|told|uses?|used|cut|saved?|bought|helped|runs?|wants?|asked|works?|"
    r"ha|es|está|era|fue|será|dice|dijo|usa|usó|compró|ahorró|quiere|pidió|trabaja)$"
)
USUAL_ENDINGS: Final = re.compile(
    r"(?:ing|ed|ly|s|tion|ment|ness|ity|ance|ence|ción|dad|mente|aje|ura|miento)$"
)
SENTENCES: Final = re.compile(r"(?<=[.!?:…])\s+|\n+|(?:^|\s)[-•]\s|[¿¡]")
LISTED: Final = re.compile(r"^\s*\d{1,2}[.)]\s", re.M)


def ungrounded(text: str, facts: Sequence[Fact], context: LeadContext) -> Iterator[tuple[str, str]]:
    """(what it is, the words) for everything in `text` that stands in no fact."""
    ours = said_by_us(facts, context)
    ground = " \n ".join([ours, plain(" \n ".join(fact.text for fact in facts))])
    rest = LISTED.sub(" ", text)
    for pattern, kind in ((ADDRESSES, "address"), (PHONES, "phone number")):
        for found in pattern.findall(rest):
            if _bare(found) not in _bare(ours) and plain(found) != plain(
                context.lead.company or ""
            ):
                yield kind, found.strip()
        rest = pattern.sub(" ", rest)
    priced = set(_numbers(ours))
    yield from (
        ("price", price) for price in PRICES.findall(rest) if not priced.issuperset(_numbers(price))
    )
    yield from _dates(rest, context.interactions, ground)
    rest = DATES.sub(" ", rest)
    yield from (
        ("duration", said) for said in DURATION.findall(rest) if int(said) not in MEETING_MINUTES
    )
    known = _numbers(ground)
    yield from (
        ("number", number) for number in _numbers(DURATION.sub(" ", rest)) if number not in known
    )
    yield from (
        ("quotation", said)
        for said in QUOTED.findall(rest)
        if plain(said).strip(" .,") not in ground
    )
    yield from (
        ("share in words", said)
        for said in PERCENT_WORDS.findall(rest)
        if plain(said) not in ground
    )
    yield from (
        ("name", name)
        for name in (*names(rest), *subjects(rest))
        if not _grounded_name(name, ground)
    )


def said_by_us(facts: Sequence[Fact], context: LeadContext) -> str:
    """What the company says of itself and to its sales agent, and how the lead can be reached; evened out."""
    own = (fact.text for fact in facts if fact.source.startswith(OURS))
    return plain(" \n ".join([*own, context.instructions.get(Role.SALES, "")]))


def _numbers(text: str) -> list[str]:
    return [number.rstrip(".,") for number in NUMBERS.findall(text)]


def plain(text: str) -> str:
    """Case, accents' form, quotes and spaces evened out, for comparing."""
    evened = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return " ".join(evened.split())


def names(text: str) -> Iterator[str]:
    """Capitalised words that do not open a sentence, and those right after them."""
    for sentence in SENTENCES.split(text):
        words = re.findall(WORD, sentence)
        yield from (
            word for word in words[1:] if word[0].isupper() and plain(word) not in KNOWN_WORDS
        )


def subjects(text: str) -> Iterator[str]:
    """Unknown words that open a sentence and do something in it: 'Globex has bought ...'."""
    for sentence in SENTENCES.split(text):
        match re.findall(WORD, sentence)[:2]:
            case [first, second] if VERBS.match(second) and first[0].isupper():
                word = plain(first)
                if (
                    word not in KNOWN_WORDS
                    and word not in common_words()
                    and not USUAL_ENDINGS.search(word)
                ):
                    yield first


@cache
def common_words() -> frozenset[str]:
    """The words of our own playbook: ordinary ones, of both languages, and no names."""
    texts = (str(language.entries) for language in PLAYBOOK.values())
    return frozenset(
        plain(word)
        for text in texts
        for word in re.findall(WORD, re.sub(r"\{\{.*?\}\}", " ", text))
    )


def _grounded_name(name: str, ground: str) -> bool:
    said = plain(name).removesuffix("'s").strip(".")
    return re.search(rf"(?<!\w){re.escape(said)}(?!\w)", ground) is not None


def _dates(
    text: str, interactions: Sequence[Interaction], ground: str
) -> Iterator[tuple[str, str]]:
    known = {(interaction.at.month, interaction.at.day) for interaction in interactions}
    years = {str(interaction.at.year) for interaction in interactions}
    for found in DATES.finditer(text):
        month, day = (
            MONTHS[(found["m1"] or found["m2"]).casefold()],
            int(found["d1"] or found["d2"]),
        )
        stands = (month, day) in known and (found["y"] is None or found["y"] in years)
        if not stands and plain(found.group()) not in ground:
            yield "date", found.group()


def _bare(text: str) -> str:
    return re.sub(r"[\s().-]|https?://|/$|www\.", "", text.casefold())
