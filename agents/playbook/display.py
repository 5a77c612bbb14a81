"""A lead's texts as they may be printed; the functions return '' for a text that must not be."""

import re
import unicodedata
from typing import Final

from agents.injection import reads_like_order

PLACEHOLDERS: Final = frozenset(
    """- -- . ? n/a na none null nil unknown undefined test tbd todo xxx asdf no name sin nombre
    ninguno ninguna desconocido not provided self self-employed freelance freelancer autonomo
    autónomo individual particular""".split()
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
    r"[,\s]+(?:ph\.?\s?d\.?|m\.?d\.?|mba|esq\.?|jr\.?|sr\.?|i{2,3}|iv|cpa|pmp|cfa|rn|msc|bsc)"
    r"\.?(?=$|[,\s])",
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
# Companies such as Booking.com.
DOMAIN_NAME: Final = re.compile(r"[A-Za-z0-9-]{2,30}\.(?:com|io|net|org|es|ai)")
ACRONYMS: Final = frozenset(
    "vp svp evp ceo cto cfo cmo coo cio cro hr it pr qa ux ui bi seo sem crm b2b".split()
)
LATIN: Final = re.compile(r"[A-Za-zÀ-ɏ]")
UNSPACED: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def visible(text: str) -> str:
    """Returns a text without markup, hidden characters, emoji and surplus white space."""
    text = unicodedata.normalize("NFC", MARKUP.sub(" ", text))
    characters = [character if _is_visible(character) else " " for character in text]
    return " ".join("".join(characters).split())


def _is_visible(character: str) -> bool:
    """Returns whether a character is no control character and no symbol, save a few."""
    return character in "$€£¥+%&'’-" or unicodedata.category(character)[0] not in "CS"


def phrase(text: str | None, limit: int) -> str:
    """Returns a text that may stand inside a sentence.

    '' for one that is longer than `limit` characters, a placeholder, a link or an order.
    """
    clean = visible(text or "").strip(" .,;:!¡-–—\"'“”«»")
    if not clean or len(clean) > limit or clean.casefold() in PLACEHOLDERS:
        return ""
    if UNFIT.search(clean.replace("%", "").replace("$", "")) or reads_like_order(clean):
        return ""
    return clean


def given_name(text: str | None) -> str:
    """Returns what to call the lead in a greeting: 'Smith, JANE (Acme)' -> 'Jane'.

    '' where the text is no name.
    """
    bare_text = BRACKETED.sub(" ", visible(text or ""))
    clean = phrase(SUFFIXES.sub("", bare_text), 60)
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
    """Returns the first name; all of them where it is an initial or a particle, such as 'de'."""
    if not names or names[0].casefold() in PLACEHOLDERS:
        return ""
    first = names[0]
    is_initial = len(first.strip(".")) == 1
    if not is_initial and first.casefold() not in PARTICLES:
        return proper(first)
    if len(names) == 1:
        return ""
    return " ".join(proper(name) for name in names)


def proper(name: str) -> str:
    """Returns a name with capitals: 'JANE' and 'jane' -> 'Jane', "o'brien" -> "O'Brien".

    Mixed case is left as its owner writes it.
    """
    if name.casefold() in PARTICLES and len(name) > 1:
        return name.lower()
    if not (name.isupper() or name.islower()):
        return name
    return re.sub(r"[^\W\d_]+", lambda part: part.group().capitalize(), name.lower())


def company_name(text: str | None) -> str:
    """Returns a company's name, without what would break a sentence.

    Names in small letters, and those of several words in capitals, get capitals as names have them.
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
    """Returns a job title: 'vp MARKETING' -> 'VP Marketing'; '' for one without Latin letters."""
    clean = phrase(text, 45)
    if not LATIN.search(clean):
        return ""
    if clean.islower() or (clean.isupper() and len(clean) > 5):
        return " ".join(_title_word(word) for word in clean.lower().split())
    return clean


def _title_word(word: str) -> str:
    """Returns a word of a job title as titles have it: 'vp' -> 'VP', 'of' -> 'of'."""
    if word in ACRONYMS:
        return word.upper()
    if word in ("of", "and", "de", "y", "del"):
        return word
    return proper(word)


def topic(text: str | None, limit: int = 60) -> str:
    """Returns a need or product as it stands inside a sentence.

    Its first letter is a small one, except in a brand or an acronym.
    """
    clean = phrase(text, limit)
    if clean.isupper() and " " in clean and len(clean) > 8:
        clean = clean.lower()
    first = clean.split(" ")[0] if clean else ""
    if first[1:].islower() and first.casefold() not in BRANDS:
        clean = clean[0].lower() + clean[1:]
    return clean
