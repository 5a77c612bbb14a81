"""A lead's needs as it would say them of its own work, from a field that may hold anything.

Notes from colleague to colleague are left out: silence about a need is fine, a wrong one is not.
"""

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from agents.playbook.display import BRANDS, topic
from agents.playbook.fit import BRACKETED, is_placeholder, unescaped
from agents.playbook.gerunds import as_noun_phrase

MAX_NEED: Final = 80  # characters
TAG: Final = re.compile(r"<[^<>]{0,200}>")
SEPARATORS: Final = re.compile(r"[;|\n•·●▪]")
LABEL: Final = re.compile(
    r"^(?:(?:main |key |biggest |current )?(?:pain(?: ?points?)?|needs?|problems?|challenges?"
    r"|issues?|dolor(?:es)?|necesidad(?:es)?|problemas?|retos?)"
    r"(?:\s*[:=]|\s[-–—]|\s?\d\s*[:.)])|pain(?=[ _]))\s*",
    re.IGNORECASE,
)
MARK: Final = re.compile(r"^\s*(?:[-–—*+>✓✔☑•]+|\(?\d{1,2}[.)]|\(?[a-hA-H]\))\s*")
SNAKE: Final = re.compile(r"[^\W_]+(?:_[^\W_]+)+")
CAMEL: Final = re.compile(r"[A-Z][a-z]{2,}(?:[A-Z][a-z]{2,})+")
HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
CAMEL_BRANDS: Final = frozenset(
    """hubspot linkedin whatsapp wordpress youtube powerpoint sharepoint quickbooks
    netsuite onedrive salesloft mailchimp pagerduty paypal github gitlab javascript
    typescript clickup zoominfo bamboohr docusign dropbox facebook freshdesk sendgrid
    postgresql snowflake intercom tiktok woocommerce prestashop bigcommerce surveymonkey
    teamviewer goodreads doubleclick""".split()
)


class NoteRule(NamedTuple):
    """A rule of needs.toml."""

    name: str
    patterns: tuple[re.Pattern[str], ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]


@cache
def note_rules() -> tuple[NoteRule, ...]:
    """Returns the rules against notes, read once."""
    path = Path(__file__).with_name("needs.toml")
    rules = tomllib.loads(path.read_text(encoding="utf-8"))["rule"]
    return tuple(
        NoteRule(
            name=rule["name"],
            patterns=tuple(_compiled(pattern) for pattern in rule["patterns"]),
            yes=tuple(rule["yes"]),
            no=tuple(rule["no"]),
        )
        for rule in rules
    )


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace("(*)", r"\w*"), re.IGNORECASE)


@lru_cache(maxsize=512)
def needs_in(text: str) -> tuple[str, ...]:
    """Returns the needs in a text, each as it may stand in a sentence: 'R&amp;D costs'."""
    parts = SEPARATORS.split(TAG.sub("\n", unescaped(text)))
    needs = [need_in(part) for part in parts]
    return tuple(need for need in needs if need)


def need_in(text: str) -> str:
    """Returns a need as a noun phrase: 'to reduce costs' -> 'reducing costs'.

    '' for a note to a colleague, a question, and what says nothing.
    """
    words = _separated(_unlabelled(text))
    bare = " ".join(BRACKETED.sub(" ", words).split()).strip(" .,;:!¡-–—\"'“”«»")
    if not bare or "?" in bare or is_placeholder(bare):
        return ""
    need = as_noun_phrase(bare)
    if any(note_rule_for(form) for form in (text, words, bare, need)):
        return ""
    return topic(need, MAX_NEED)


def note_rule_for(text: str) -> NoteRule | None:
    """Returns the first rule that says that a text is a note, and no need."""
    note = " ".join(text.split()).strip(" .!")
    for rule in note_rules():
        if any(pattern.search(note) for pattern in rule.patterns):
            return rule
    return None


def _unlabelled(text: str) -> str:
    """Returns a text without bullets, numbers and labels: '1) PAIN: manual entry'."""
    bare = MARK.sub("", text.strip())
    return MARK.sub("", LABEL.sub("", bare.replace("_", " ") if SNAKE.fullmatch(bare) else bare))


def _separated(text: str) -> str:
    """Returns 'manual entry' for 'ManualEntry'; the names of products stay."""
    bare = text.strip()
    if not CAMEL.fullmatch(bare) or bare.casefold() in CAMEL_BRANDS | BRANDS:
        return bare
    return HUMP.sub(" ", bare).lower()
