"""Words of copy that stand in no fact: names, numbers, dates, prices, addresses and quotations.

Addresses, phone numbers and prices must stand in a fact of the site's own, since a lead's text may
hold anybody's.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

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
# Words of both languages and of the trade that are written with capitals and are no names.
KNOWN_WORDS: Final = frozenset(
    """i i'm i'd i'll i've monday tuesday wednesday thursday friday saturday sunday english spanish
    linkedin whatsapp sms roi crm ceo cto cfo cmo coo vp hr it pr b2b seo kpi kpis faq pdf api pc tv
    ok
    ps p.s question opening voicemail apertura pregunta buzón mr mrs ms dr sr sra srta
    dra""".split()
) | frozenset(MONTHS)
WORDS: Final = re.compile(r"[^\W\d_][\w'’&.-]*[\w]|[^\W\d_]")
ADDRESSES: Final = re.compile(
    r"\w{2,10}://\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.-]+|\b(?:[\w-]+\.)+[a-z]{2,24}\b(?:/\S*)?"
    r"|\b\d{1,3}(?:\.\d{1,3}){3}\b"
    r"|\S+ ?[\[(](?:\.|dot|punto|at|@)[\])] ?\S+|\b\w+ (?:dot|punto) (?:com|net|org|io|es|co|me"
    r"|xyz)\b"
    r"|\b(?:javascript|data|mailto|tel):\S+",
    re.I,
)
# A text without any of these holds no address: most texts, and the look for one takes long.
ADDRESS_SIGNS: Final = re.compile(r"[@\[(/]|www\.|\w\.\w|\b(?:dot|punto)\b|\w:\S", re.IGNORECASE)
PHONES: Final = re.compile(r"\+?\d[\d\s().-]{6,}\d")
DIGIT: Final = re.compile(r"\d")
NUMBERS: Final = re.compile(r"\d+(?:[.,]\d+)*")
MONTH: Final = "|".join(MONTHS)
DATES: Final = re.compile(
    rf"\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?: de)? (?P<m1>{MONTH})|(?P<m2>{MONTH}) "
    rf"(?P<d2>\d{{1,2}}))\b"
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
    "sender.",
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
    r"^(?:has|have|had|is|was|will|would|can|says?|said|told|uses?|used|cut|saved?"
    r"|bought|helped|runs?|wants?|asked|works?"
    r"|ha|es|está|era|fue|será|dice|dijo|usa|usó|compró|ahorró|quiere|pidió|trabaja)$"
)
USUAL_ENDINGS: Final = re.compile(
    r"(?:ing|ed|ly|s|tion|ment|ness|ity|ance|ence|ción|dad|mente|aje|ura|miento)$"
)
SENTENCES: Final = re.compile(r"(?<=[.!?:…])\s+|\n+|(?:^|\s)[-•]\s|[¿¡]")
LISTED: Final = re.compile(r"^\s*\d{1,2}[.)]\s", re.M)


class Ground(NamedTuple):
    """What copy may say, in the form that `plain` gives a text.

    The texts and numbers without a prefix are those of all facts; with `our`, those of the site's
    own facts, where addresses and prices must stand.
    """

    text: str
    numbers: frozenset[str]
    our_text: str
    our_numbers: frozenset[str]
    our_addresses: str
    company: str
    interactions: tuple[Interaction, ...]


def ground_of(facts: Sequence[Fact], context: LeadContext) -> Ground:
    """Returns the ground of a sequence, which is made once for all its texts."""
    own_texts = [fact.text for fact in facts if fact.source.startswith(OURS)]
    our_text = plain(" \n ".join([*own_texts, context.instructions.get(Role.SALES, "")]))
    text = " \n ".join([our_text, plain(" \n ".join(fact.text for fact in facts))])
    return Ground(
        text=text,
        numbers=frozenset(_numbers(text)),
        our_text=our_text,
        our_numbers=frozenset(_numbers(our_text)),
        our_addresses=_bare(our_text),
        company=plain(context.lead.company or ""),
        interactions=context.interactions,
    )


def ungrounded(text: str, ground: Ground) -> Iterator[tuple[str, str]]:
    """(what it is, the words) for everything in `text` that stands in no fact."""
    rest = LISTED.sub(" ", text)
    addresses: list[str] = []
    if ADDRESS_SIGNS.search(rest):
        addresses, rest = _take_out(ADDRESSES, rest)
    phones, rest = _take_out(PHONES, rest)
    for kind, matches in (("address", addresses), ("phone number", phones)):
        for match in matches:
            if _bare(match) not in ground.our_addresses and plain(match) != ground.company:
                yield kind, match.strip()
    if DIGIT.search(rest):
        yield from _figures(rest, ground)
        rest = DATES.sub(" ", rest)
    for kind, pattern in (("quotation", QUOTED), ("share in words", PERCENT_WORDS)):
        for match in pattern.findall(rest):
            if plain(match).strip(" .,") not in ground.text:
                yield kind, match
    for name in names(rest):
        if not _is_grounded_name(name, ground.text):
            yield "name", name


def _take_out(pattern: re.Pattern[str], text: str) -> tuple[list[str], str]:
    """Returns the matches, and the text without them."""
    matches = pattern.findall(text)
    if not matches:
        return [], text
    return matches, pattern.sub(" ", text)


def _figures(text: str, ground: Ground) -> Iterator[tuple[str, str]]:
    """Yields the prices, dates, durations and other numbers that stand in no fact."""
    for price in PRICES.findall(text):
        if not ground.our_numbers.issuperset(_numbers(price)):
            yield "price", price
    yield from _dates(text, ground)
    text = DATES.sub(" ", text)
    for minutes in DURATION.findall(text):
        if int(minutes) not in MEETING_MINUTES:
            yield "duration", minutes
    for number in _numbers(DURATION.sub(" ", text)):
        if number not in ground.numbers:
            yield "number", number


def _numbers(text: str) -> list[str]:
    """Returns the numbers of a text, as they are written: "10,000", "2.5"."""
    return [number.rstrip(".,") for number in NUMBERS.findall(text)]


def plain(text: str) -> str:
    """Returns a text as texts are compared: in small letters, with plain quotes and spaces."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return " ".join(folded.split())


def names(text: str) -> Iterator[str]:
    """Yields the words of a text that look like names.

    They are words with a capital inside a sentence, and unknown words that open a sentence and do
    something in it.
    """
    for sentence in SENTENCES.split(text):
        words = WORDS.findall(sentence)
        for word in words[1:]:
            if word[0].isupper() and plain(word) not in KNOWN_WORDS:
                yield word
        if len(words) > 1 and _is_subject(words[0], words[1]):
            yield words[0]


def _is_subject(first: str, second: str) -> bool:
    """Returns whether a sentence that opens so is about somebody: 'Globex has bought ...'."""
    if not first[0].isupper() or not VERBS.match(second):
        return False
    word = plain(first)
    if word in KNOWN_WORDS or word in common_words():
        return False
    return not USUAL_ENDINGS.search(word)


@cache
def common_words() -> frozenset[str]:
    """Returns the words of the playbook, which are ordinary ones of both languages and no names."""
    words: set[str] = set()
    for language in PLAYBOOK.values():
        text = re.sub(r"\{\{.*?\}\}", " ", str(language.messages))
        words.update(plain(word) for word in WORDS.findall(text))
    return frozenset(words)


def _is_grounded_name(name: str, ground: str) -> bool:
    """Returns whether a name stands in the ground as a whole word, without its possessive."""
    bare_name = plain(name).removesuffix("'s").strip(".")
    if bare_name not in ground:
        return False
    return re.search(rf"(?<!\w){re.escape(bare_name)}(?!\w)", ground) is not None


def _dates(text: str, ground: Ground) -> Iterator[tuple[str, str]]:
    """Yields the dates that are neither an interaction's day nor stand in a fact."""
    days = {(interaction.at.month, interaction.at.day) for interaction in ground.interactions}
    years = {str(interaction.at.year) for interaction in ground.interactions}
    for match in DATES.finditer(text):
        month = MONTHS[(match["m1"] or match["m2"]).casefold()]
        day = int(match["d1"] or match["d2"])
        is_known = (month, day) in days and (match["y"] is None or match["y"] in years)
        if not is_known and plain(match.group()) not in ground.text:
            yield "date", match.group()


def _bare(text: str) -> str:
    """Returns an address or phone number without scheme, spaces and punctuation."""
    return re.sub(r"[\s().-]|https?://|/$|www\.", "", text.casefold())
