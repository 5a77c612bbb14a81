"""What a lead asked, in the note's words without the verb of asking."""

import re
from typing import Final

from agents.playbook.history.clauses import Clause

START: Final = "|".join(
    """
    how whether if what which who when where why do does can about for
    como si que cual quien cuando donde cuanto por sobre
    """.split()
)
SPLIT: Final = re.compile(
    rf"\s*[,;?&/]*\s*(?:\b(?:and|y|e|also)\b|[&,;?])\s+(?=(?:{START})\b)|\?\s*"
)
EDGE: Final = " \t\n,;:.?¿¡!-–—\"“”'()"
WORDS: Final = re.compile(r"[^\W\d_]{4,}")
EMPTY: Final = frozenset(
    """
    about whether would with that this from have what when where which they them their there some
    could also para como cuando donde cual quien sobre desde hasta esta este esto puede pueden
    asked asks wants know preg pregunta pregunto sent send told just still been will into over
    if-it does your ours
    """.split()
)
MAX_QUESTION: Final = 200  # characters


def questions_in(words: str, folded: str, clause: Clause) -> tuple[str, ...]:
    """Returns each question of a clause: "asked how it works and who owns it" has two."""
    start = clause.after
    questions = []
    for match in [*SPLIT.finditer(folded, start, clause.end), None]:
        end = match.start() if match else clause.end
        question = words[start:end].strip(EDGE)
        if len(question) > 2:
            questions.append(question[:MAX_QUESTION])
        start = match.end() if match else end
    return tuple(questions)


def topic_of(folded: str) -> frozenset[str]:
    """Returns the words that say what a text is about, each by its first letters."""
    return frozenset(word[:5] for word in WORDS.findall(folded) if word not in EMPTY)
