"""What becomes of a reviewed round: approved, sent back, or for a person to look at, and why."""

from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from agents.findings import are_same, conflict_in
from tools.domain.review import Finding, Review

FIXED_FIELDS: Final = frozenset({"scheduled_for", "type"})  # the plan's, which no writer changes
OPEN: Final = "After the last round there are still findings."
NOTHING_NEW: Final = "The same findings came back, so that there is no further round."
NOT_IN_WORDS: Final = "What was found is about times or channels, which no writer changes."
NO_FINDING: Final = "It was not approved, and nothing was named that could be written again."


class Decision(NamedTuple):
    """What becomes of a round; `reason` is why a person has to look."""

    kind: Literal["approved", "revise", "needs_review"]
    reason: str | None = None


def decision_on(reviews: Sequence[Review], round: int, max_revisions: int) -> Decision:
    """What becomes of a round that is not approved. `reviews` are those of all rounds."""
    latest = [review for review in reviews if review.round == round]
    before = [review for review in reviews if review.round == round - 1]
    findings = _deciding(latest)
    if not findings:
        return Decision("needs_review", _unavailable(latest) or NO_FINDING)
    conflict = conflict_in([*latest, *before])
    if conflict:
        one, other = conflict
        return Decision(
            "needs_review",
            f"The supervisors want opposite things of touch {one.position}, {one.field}: "
            f"{one.remedy} / {other.remedy}",
        )
    if all(finding.field in FIXED_FIELDS for finding in findings):
        return Decision("needs_review", NOT_IN_WORDS)
    if round > max_revisions:
        return Decision("needs_review", OPEN)
    if are_same(findings, _deciding(before)):
        return Decision("needs_review", NOTHING_NEW)
    return Decision("revise")


def _deciding(reviews: Sequence[Review]) -> list[Finding]:
    return [finding for review in reviews for finding in review.findings if finding.decides]


def _unavailable(reviews: Sequence[Review]) -> str | None:
    """Why a supervisor's review could not be had, if one could not."""
    for review in reviews:
        if review.unavailable_because:
            return f"A review could not be had: {review.unavailable_because}"
    return None
