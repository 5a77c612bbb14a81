"""Names in copy: a greeting holds the lead's own name, an introduction the sender's."""

import re
from collections.abc import Iterator
from typing import Final

from agents.checks.grounding import plain
from tools.domain.lead import LeadContext

HONORIFICS: Final = frozenset("mr mrs ms miss mx dr dra prof sr sra srta don doña".split())
GREETING: Final = re.compile(
    r"(?:^|\n|[.:?!] )"
    r"(?:hi|hello|hey|dear|good (?:morning|day|afternoon)"
    r"|hola|estimad[oa]|querid[oa]|buen[oa]s (?:días|tardes))"
    r",? +([^,:;!?\n]{1,60})",
    re.IGNORECASE,
)
# Capitalised words, or words of a script without capitals; a full stop belongs to initials and
# titles only.
NAME: Final = re.compile(r"(?:(?:[A-ZÀ-Þ]|Mrs?|Ms|Dra?|Srt?a?|Prof)\. *|[^\W\d_a-zß-ÿ][\w'’-]* *)+")
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
        if name and not _words(name.group()) <= lead | HONORIFICS:
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
