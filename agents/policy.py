"""The limits and the words that copy is written to, and checked against.

Lengths are what a channel shows in full: a subject in a phone's inbox, LinkedIn's note to a
connection (300 characters), two SMS segments (320).
"""

import tomllib
from pathlib import Path
from typing import Final, NamedTuple

from tools.domain.site import Site
from tools.domain.vocabulary import Channel, Stage

SUBJECT_LIMIT: Final = 60  # characters, exclusive
FEWEST_EMAIL_WORDS: Final = 25  # the upper limit is the site's: Site.max_email_words
SPOKEN_WORDS: Final = 150  # exclusive; about a minute
MEETING_WORDS: Final = 125

CHARACTER_LIMITS: Final[dict[Channel, int]] = {  # exclusive
    Channel.LINKEDIN_MESSAGE: 300,
    Channel.WHATSAPP: 500,
    Channel.SMS: 320,
}
WORD_LIMITS: Final[dict[Channel, tuple[int, int]]] = {
    Channel.MEETING: (20, MEETING_WORDS),
    Channel.VIDEO_MESSAGE: (10, MEETING_WORDS),
    Channel.CALL: (5, MEETING_WORDS),
}
SCRIPTED: Final = frozenset({Channel.CALL, Channel.VIDEO_MESSAGE})

MEETING_MINUTES: Final = frozenset({10, 15, 20, 30})  # what an ask may propose
MIN_GAP_HOURS: Final = 12  # between two touches
SIMILAR: Final = 0.6  # shared five-word runs above which two touches repeat each other


class WordRule(NamedTuple):
    """A rule against words: what is wrong with them, and what would be right.

    The words are those of all languages, since copy in one may hold a word of another. Where
    `grounded`, a word that stands in a fact of the site's own is allowed.
    """

    problem: str
    remedy: str
    words: tuple[str, ...]
    grounded: bool


def _word_rules() -> dict[str, WordRule]:
    """Reads the rules of checks/wording.toml, by name."""
    path = Path(__file__).parent / "checks" / "wording.toml"
    rules = {}
    for name, entry in tomllib.loads(path.read_text(encoding="utf-8")).items():
        rules[name] = WordRule(
            problem=entry["problem"],
            remedy=entry["remedy"],
            words=(*entry["en"], *entry["es"]),
            grounded=entry.get("grounded", False),
        )
    return rules


WORD_RULES: Final = _word_rules()
# The sales manager's rules; a discount has a check of its own, by what the site allows.
SELLING_RULES: Final = ("spam_words",)
CARE_RULES: Final = tuple(name for name in WORD_RULES if name not in (*SELLING_RULES, "discount"))
OUT_OF_STAGE: Final[dict[Stage, tuple[str, ...]]] = {
    Stage.NEW: (
        "your contract",
        "our proposal",
        "renewal",
        "as a customer",
        "su contrato",
        "nuestra propuesta",
        "renovación",
    ),
    Stage.CONTACTED: ("your contract", "renewal", "as a customer", "su contrato", "renovación"),
    Stage.CUSTOMER: ("first introduction", "since you are new to us", "como nuevo contacto"),
}
# The commonest short words: a text that holds few of a language's is not written in it.
FUNCTION_WORDS: Final[dict[str, frozenset[str]]] = {
    "en": frozenset(
        """the a an and or of to in on for with is are be it that this you your i we our my would
        have at as from by""".split()
    ),
    "es": frozenset(
        """el la los las un una y o de del a en con por para es son que su sus se le lo al no si me
        nos nuestro nuestra como""".split()
    ),
}
MAX_REVISIONS: Final = 2  # afterwards, without approval, a person has to look


def word_limits(channel: Channel, site: Site) -> tuple[int, int]:
    """Returns the fewest and the most words of a channel's content; for e-mails a site decides."""
    if channel is Channel.EMAIL:
        return FEWEST_EMAIL_WORDS, site.max_email_words
    return WORD_LIMITS.get(channel, (1, 10_000))
