"""A lead's texts made fit to print, or dropped: '' means that nothing usable was given."""

import re
import unicodedata
from typing import Final

from agents.injection import reads_like_order

PLACEHOLDERS: Final = frozenset(
    """- -- . ? n/a na none null nil unknown undefined test tbd todo xxx asdf no name sin nombre
    ninguno
    ninguna desconocido not provided self self-employed freelance freelancer autonomo autónomo
    individual particular""".split()
) | {
    "no name",
    "sin nombre",
    "not provided",
    "not available",
    "no company",
    "sin empresa",
    "first last",
    "lead",
    "contact",
}
HONORIFICS: Final = re.compile(
    r"^(?:mr|mrs|ms|miss|mx|dr|dra|prof|sr|sra|srta|ing|lic|don|doña|herr|frau|m|mme|sir)\b\.?\s+",
    re.IGNORECASE,
)
SUFFIXES: Final = re.compile(
    r"[,\s]+(?:ph\.?\s?d\.?|m\.?d\.?|mba|esq\.?|jr\.?|sr\.?|i{2,3}|iv|cpa|pmp|cfa|rn|msc|bsc)\.?(?=$|[,\s])",
    re.IGNORECASE,
)
MARKUP: Final = re.compile(r"<[^<>]{0,200}>|&[a-z]{2,8};|&#\d{1,6};", re.IGNORECASE)
BRACKETED: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
UNFIT: Final = re.compile(
    r"https?:|www\.|\S@\S|[{}<>\[\]|\\^`~=*_#$%]|://|\.(?:com|org|net|io|es)\b", re.IGNORECASE
)
BRANDS: Final = frozenset(
    """salesforce hubspot excel google microsoft whatsapp linkedin shopify sap zapier slack facebook
    instagram amazon wordpress jira notion outlook gmail youtube tiktok stripe paypal odoo oracle
    zendesk mailchimp pipedrive""".split()
)
PARTICLES: Final = frozenset(
    "de del la las los da das do dos di du van von der den y e al bin ibn el le".split()
)
DOMAIN_NAME: Final = re.compile(
    r"[A-Za-z0-9-]{2,30}\.(?:com|io|net|org|es|ai)"
)  # companies such as Booking.com
ACRONYMS: Final = frozenset(
    "vp svp evp ceo cto cfo cmo coo cio cro hr it pr qa ux ui bi seo sem crm b2b".split()
)
LATIN: Final = re.compile(r"[A-Za-zÀ-ɏ]")
UNSPACED: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def visible(text: str) -> str:
    """The text without markup, control and hidden characters, emoji, and surplus white space."""
    text = unicodedata.normalize("NFC", MARKUP.sub(" ", text))
    characters = (
        c if unicodedata.category(c)[0] not in "CS" or c in "$€£¥+%&'’-" else " " for c in text
    )
    return " ".join("".join(characters).split())


def phrase(text: str | None, limit: int) -> str:
    """A short text that may stand inside a sentence, or '' for what is too long, a placeholder, a
    link or an order.
    """
    clean = visible(text or "").strip(" .,;:!¡-–—\"'“”«»")
    if not clean or len(clean) > limit or clean.casefold() in PLACEHOLDERS:
        return ""
    if UNFIT.search(clean.replace("%", "").replace("$", "")) or reads_like_order(clean):
        return ""
    return clean


def given_name(text: str | None) -> str:
    """What to call the lead in a greeting: 'Smith, JANE (Acme)' -> 'Jane'; '' where the text is no
    name.
    """
    clean = phrase(SUFFIXES.sub("", BRACKETED.sub(" ", visible(text or ""))), 60)
    if not clean or re.search(r"[\d?!/:;\"&+%]", clean) or len(clean.split()) > 6:
        return ""
    if clean.count(",") == 1:
        family, first_names = (part.strip() for part in clean.split(","))
        clean = first_names or family
    if "," in clean:
        return ""
    title = HONORIFICS.match(clean)
    bare = clean[title.end() :] if title else clean
    if UNSPACED.search(bare):
        return bare
    names = bare.split()
    if title and len(names) == 1:
        return f"{proper(title.group().strip())} {proper(names[0])}"
    return _first_of(names)


def _first_of(names: list[str]) -> str:
    if not names or names[0].casefold() in PLACEHOLDERS:
        return ""
    if (
        len(names[0].strip(".")) == 1 or names[0].casefold() in PARTICLES
    ):  # neither is a name to greet with
        return " ".join(proper(name) for name in names) if len(names) > 1 else ""
    return proper(names[0])


def proper(name: str) -> str:
    """'JANE' and 'jane' -> 'Jane', "o'brien" -> "O'Brien"; mixed case is left as its owner writes
    it.
    """
    if name.casefold() in PARTICLES and len(name) > 1:
        return name.lower()
    if not (name.isupper() or name.islower()):
        return name
    return re.sub(r"[^\W\d_]+", lambda part: part.group().capitalize(), name.lower())


def company_name(text: str | None) -> str:
    """The company as written, without what would break a sentence; shouted names of several words
    are calmed.
    """
    clean = visible(BRACKETED.sub(" ", text or "")).strip(" ,;:-–—\"'“”«»")
    if not (phrase(clean, 50) or DOMAIN_NAME.fullmatch(clean)):
        return ""
    if clean.islower() and len(clean) > 3:
        return " ".join(proper(word) for word in clean.split())
    if clean.isupper() and " " in clean:
        return " ".join(word if len(word) <= 3 else proper(word) for word in clean.split())
    return clean


def job_title(text: str | None) -> str:
    """'vp MARKETING' -> 'VP Marketing'; '' for one in a script that our copy is not written in."""
    clean = phrase(text, 45)
    if not LATIN.search(clean):
        return ""
    if clean.islower() or (clean.isupper() and len(clean) > 5):
        return " ".join(_titled(word) for word in clean.lower().split())
    return clean


def _titled(word: str) -> str:
    if word in ACRONYMS:
        return word.upper()
    return word if word in ("of", "and", "de", "y", "del") else proper(word)


def topic(text: str | None, limit: int = 60) -> str:
    """A need or product as it stands inside a sentence: first letter small unless it is a name or
    an acronym.
    """
    clean = phrase(text, limit)
    if clean.isupper() and " " in clean and len(clean) > 8:
        clean = clean.lower()
    first = clean.split(" ")[0] if clean else ""
    if first[1:].islower() and first.casefold() not in BRANDS:
        clean = clean[0].lower() + clean[1:]
    return clean
