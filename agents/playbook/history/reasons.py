"""Why a lead said no or not now, in the words of the note."""

import re
from typing import Final

from agents.playbook.history.clauses import Clause

# From here on a clause says when, not why.
WHEN: Final = re.compile(
    r"[\s,]*\b(?:until|till?|before|not before|hasta|antes de|after|once|in|en|by)\b.*$", re.DOTALL
)
# "Said no", "not interested", "try again": a no or not now without a why.
BARE: Final = re.compile(
    r"\W*(?:(?:it's|is|are|they|she|he|we|a|the|an|us|no|not|yes|said|says|answered|replied|declined"
    r"|rejected|passed|interested|interest|longer|now|right|yet|for|at|moment|time|this|on|hold"
    r"|later|try|again|come|back|call|ring|thanks|decided|against|turned|down|proposal|offer|quote"
    r"|our|to|reconnect|revisit|postponed|parked|paused|de|momento|ahora|por|dice|dijo|que|le|les"
    r"|lo|la|interesa|interesado|interesada|estan|esta|mas|adelante|rechaza|rechazo|rechazada"
    r"|propuesta|oferta|descartado|descarta|retomar|retomamos|volver|hablar|llamar|van|va|seguir"
    r"|quieren|quiere|perdido|perdida|lost|deal|closed)\W*)*"
)
BECAUSE: Final = re.compile(r"\b(?:because|since|due to|porque|ya que|debido a|por)\b|[:(]")
EDGE: Final = " \t\n,;:.!-–—()"
MAX_REASON: Final = 160  # characters


def reason_in(words: str, folded: str, clause: Clause) -> str | None:
    """Returns why: what stands after "because", else what the clause says but for the time, else
    the next clause of the sentence; None where the note gives no reason.
    """
    end = _sentence_end(folded, clause.end)
    because = BECAUSE.search(folded, clause.after, end)
    if because:
        return _tidy(words[because.end() : end])
    when = WHEN.search(folded, clause.start, clause.end)
    last = when.start() if when else clause.end
    if not BARE.fullmatch(folded, clause.start, last):
        return _tidy(words[clause.start : last])
    if folded[clause.end : end].strip(EDGE) and not when:
        return _tidy(words[clause.end : end])
    return None


def _sentence_end(text: str, start: int) -> int:
    """Returns where the sentence ends that a place stands in."""
    match = re.compile(r"[.;!?\n](?=\s|$)").search(text, start)
    return match.start() if match else len(text)


def _tidy(words: str) -> str | None:
    return " ".join(words.split())[:MAX_REASON].strip(EDGE) or None
