"""Which of the flaws that were planted in a sequence the rules name."""

from collections.abc import Sequence

from tests.evals.recording import Flaw, RecordedTouch
from tools.domain.review import Finding

LETTERS = 4  # of a word by which two quotes are told to mean the same place


def named_flaws(
    flaws: Sequence[Flaw], findings: Sequence[Finding], touches: Sequence[RecordedTouch]
) -> list[Flaw]:
    """The flaws whose words a finding quotes, at least in part."""
    by_position = {touch.position: touch for touch in touches}
    return [flaw for flaw in flaws if _is_named(flaw, findings, by_position[flaw.position])]


def _is_named(flaw: Flaw, findings: Sequence[Finding], touch: RecordedTouch) -> bool:
    value = getattr(touch, flaw.field)
    text = value if isinstance(value, str) else "\n".join(value or ())
    for finding in findings:
        if (finding.position, finding.field) != (flaw.position, flaw.field):
            continue
        if any(_overlap(quote, flaw.words, text) for quote in finding.quotes):
            return True
    return False


def _overlap(quote: str, words: str, text: str) -> bool:
    """Whether two quotations of a text have a place in common."""
    whole, one, other = (" ".join(part.casefold().split()) for part in (text, quote, words))
    start, other_start = whole.find(one), whole.find(other)
    if start < 0:  # quoted as it was read, not as it was written
        return bool(_long_words(one) & _long_words(other))
    return start < other_start + len(other) and other_start < start + len(one)


def _long_words(text: str) -> set[str]:
    return {word for word in text.split() if len(word) >= LETTERS}
