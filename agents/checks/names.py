"""Names in copy: a greeting holds the lead's own name, an introduction the sender's."""

import re
from collections.abc import Iterator
from typing import Final

from agents.checks.grounding import plain
from agents.playbook.persons import name_words
from tools.domain.lead import LeadContext

GREETING: Final = re.compile(
    r"(?:^|\n|[.:?!] )"
    r"(?:hi|hello|hey|dear|good (?:morning|day|afternoon)"
    r"|hola|estimad[oa]|querid[oa]|buen[oa]s (?:días|tardes))"
    r",? +([^,:;!?\n]{1,60})",
    re.IGNORECASE,
)
# Capitalised words, or words of a script without capitals; a full stop belongs to initials, titles
# and short forms such as "St." only.
ABBREVIATIONS: Final = "|".join(
    sorted(
        word.capitalize()
        for word in name_words().titles | name_words().short_forms
        if word.isalpha()
    )
)
NAME: Final = re.compile(rf"(?:(?:[A-ZÀ-Þ]|{ABBREVIATIONS})\. *|[^\W\d_a-zß-ÿ][\w'’-]* *)+")
# Compared as the words of a name are.
TITLES: Final = frozenset(plain(title) for title in name_words().titles)
INTRODUCTION: Final = re.compile(
    r"\b(?:this is|i am|i'm|my name is|on behalf of|we at|i am with|i'm with|i work (?:for|at)|"
    r"le habla|le escribe|soy|me llamo|mi nombre es|en nombre de|nosotros en|trabajo (?:en|para)) "
    r"+",
    re.IGNORECASE,
)


def misnamed(text: str, context: LeadContext) -> Iterator[tuple[str, str]]:
    """Yields ("greeting", name) and ("sender", name) for names that are another person's."""
    lead = _words(context.lead.name or "")
    for match in GREETING.finditer(text):
        name = NAME.match(match[1])
        if name and not _words(name.group()) <= lead | TITLES:
            yield "greeting", name.group().strip()
    sender_texts = (context.user.name, context.user.title, context.site.name)
    sender = _words(" ".join(filter(None, sender_texts)))
    for match in INTRODUCTION.finditer(text):
        name = NAME.match(text, match.end())
        if name and not _words(name.group()) <= sender:
            yield "sender", name.group().strip()


def _words(name: str) -> set[str]:
    """Returns the words of a name, in small letters."""
    return set(re.findall(r"\w+", plain(name)))
