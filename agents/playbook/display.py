"""A lead's texts as they may be printed; the functions return '' for a text that must not be."""

import re
from functools import lru_cache
from typing import Final

from agents.playbook.capitals import proper
from agents.playbook.fit import BRACKETED, UNFIT, phrase, visible
from agents.playbook.persons import full_name, given_name

__all__ = [
    "UNFIT",
    "company_name",
    "full_name",
    "given_name",
    "job_title",
    "name_in_sentence",
    "phrase",
    "topic",
    "visible",
]

BRANDS: Final = frozenset(
    """salesforce hubspot excel google microsoft whatsapp linkedin shopify sap zapier slack facebook
    instagram amazon wordpress jira notion outlook gmail youtube tiktok stripe paypal odoo oracle
    zendesk mailchimp pipedrive""".split()
)
# Companies such as Booking.com.
DOMAIN_NAME: Final = re.compile(r"[A-Za-z0-9-]{2,30}\.(?:com|io|net|org|es|ai)")
ACRONYMS: Final = frozenset(
    "vp svp evp ceo cto cfo cmo coo cio cro hr it pr qa ux ui bi seo sem crm b2b".split()
)
LATIN: Final = re.compile(r"[A-Za-zÀ-ɏ]")
NO_COMPANY: Final = frozenset(
    """self self-employed independent retired student unemployed private personal home me myself
    various other company contractor consultant freelance freelancer individual jubilado jubilada
    estudiante autónoma autonoma propia desempleado desempleada""".split()
) | {
    "self employed",
    "company name",
    "own company",
    "my company",
    "test company",
    "por cuenta propia",
    "cuenta propia",
    "nombre de la empresa",
    "sin empresa",
}


@lru_cache(maxsize=512)
def company_name(text: str | None) -> str:
    """Returns a company's name, without what would break a sentence.

    Names in small letters, and those of several words in capitals, get capitals as names have them.
    """
    clean = visible(BRACKETED.sub(" ", text or "")).strip(" ,;:-–—\"'“”«»")
    if not (phrase(clean, 50) or DOMAIN_NAME.fullmatch(clean)):
        return ""
    if clean.casefold() in NO_COMPANY:
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


def name_in_sentence(name: str) -> str:
    """Returns a product's name as it stands inside a sentence: "invoice inbox" for "Invoice inbox";
    a name of one word, or with more capitals, is as its owner writes it.
    """
    first, *others = name.split(" ")
    if others and first[1:].islower() and " ".join(others).islower():
        return f"{first.lower()} {' '.join(others)}"
    return name


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
